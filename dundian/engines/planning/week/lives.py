"""What joining a shift leaves of a day: whether one can do something then and still rest, eat and meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dundian.engines.planning.week.evenings import meal_windows
from dundian.engines.planning.week.labour import nights, rest_starts
from dundian.engines.planning.week.model import Pattern, exceeds_day
from dundian.engines.planning.week.problem import DAY, Span, Week
from dundian.engines.planning.week.windows import mask_of, overlaps, review_starts


@dataclass(frozen=True, slots=True)
class Room:
    """How many acts can follow one another: by the begin of the day's review, and for who stays away from it."""

    by_review: tuple[tuple[int, int], ...]
    free: int

    @property
    def most(self) -> int:
        """The acts that fit beside the most convenient review."""
        return max((count for _, count in self.by_review), default=0)

    @property
    def least(self) -> int:
        """The acts that fit beside the least convenient review."""
        return min((count for _, count in self.by_review), default=0)


class Life:
    """A pattern as it is lived."""

    def __init__(self, week: Week, pattern: Pattern) -> None:
        self._week, self._labour = week, mask_of(pattern.labour)
        length, rest = week.lengths.meal, week.limits.rest
        rests = {
            night: [mask_of(((each, each + rest),)) for each in rest_starts(week, pattern, night)]
            for night in nights(week)
        }
        meals = [
            [[mask_of(((each, each + length),)) for each in free] for free in meal_windows(week, pattern, day)]
            for day in range(len(week.days))
        ]
        self._needs = [
            [need for need in (*meals[day], rests.get(day - 1), rests.get(day)) if need]
            for day in range(len(week.days))
        ]
        whole = [each for each in pattern.turns if each.day is not None and not exceeds_day(week, each.shift)]
        self._halves = [
            [half for each in whole if each.day == day for half in each.halves] for day in range(len(week.days))
        ]
        self._known_meetings: dict[tuple[int, tuple[Span, ...]], list[Span]] = {}
        self._known_rooms: dict[tuple[int, tuple[Span, ...]], Room] = {}
        self._meetings = [self._open(review_spans(week, day)) for day in range(len(week.days))]

    def meetings(self, day: int, *away: Span) -> list[Span]:
        """Return when a review may be on this day for somebody who gives other times of it to the township."""
        key = (day, away)
        if key not in self._known_meetings:
            gone = mask_of(away)
            found = [(span, mask) for span, mask in self._meetings[day].items() if not mask & gone]
            self._known_meetings[key] = [span for span, mask in found if self._can_live(day, mask | gone)]
        return self._known_meetings[key]

    def room(self, day: int, spans: tuple[Span, ...]) -> Room:
        """Return how many of these spans of a day one after the other can be given to acts."""
        key = (day, spans)
        if key not in self._known_rooms:
            self._known_rooms[key] = self._room(day, spans)
        return self._known_rooms[key]

    def _room(self, day: int, spans: tuple[Span, ...]) -> Room:
        own = self._open(spans)
        free = [(span, mask) for span, mask in own.items() if self._can_live(day, mask)]
        by_review = tuple(
            (start, in_a_row(span for span, mask in free if not mask & meeting and self._can_live(day, mask | meeting)))
            for (start, _), meeting in self._meetings[day].items()
        )
        return Room(by_review, in_a_row(span for span, _ in free))

    def can_travel(self, day: int, span: Span, review: int) -> bool:
        """Whether this time can be given to the township, with what is left of the shift and so long a review."""
        if not self._can_live(day, mask_of((span,))):
            return False
        left = [half for half in self._halves[day] if not overlaps(span, half)]
        minutes = sum(end - start for half in left for start, end in half)
        return minutes + span[1] - span[0] + review <= self._week.limits.daily

    def can_give(self, day: int, span: Span) -> bool:
        """Whether who gives this time of a day still rests each night and has both meals."""
        return self._can_live(day, mask_of((span,)))

    def _open(self, spans: Iterable[Span]) -> dict[Span, int]:
        masks = {span: mask_of((span,)) for span in spans}
        return {span: mask for span, mask in masks.items() if not mask & self._labour}

    def _can_live(self, day: int, busy: int) -> bool:
        """Whether each night and each meal that the day touches still has a place. Asked most of all, so kept plain."""
        for places in self._needs[day]:
            for place in places:
                if not place & busy:
                    break
            else:
                return False
        return True


def in_a_row(spans: Iterable[Span]) -> int:
    """Return how many of these spans can follow one another."""
    count, free_from = 0, -DAY
    for start, end in sorted(spans, key=lambda each: each[1]):
        if start >= free_from:
            count, free_from = count + 1, end
    return count


def review_spans(week: Week, day: int) -> list[Span]:
    """Return when the group can meet on this day."""
    return [(start, start + week.lengths.review) for start in review_starts(week, day)]
