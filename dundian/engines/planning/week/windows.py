"""When something may begin at all. These lists are the domains of the model: production time is in none of them.

All times are minutes from the midnight of the first day. An act begins on the half hour or exactly at an edge of
the window it lies in (a shift that ends at 16:45 gives 16:45), so no minute of a short break is lost and the model
stays as small as one of half-hour slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache

from dundian.engines.planning.week.problem import (
    AFTER_SHIFT,
    BEFORE_SHIFT,
    DAY,
    HALF_HOUR,
    INTERVIEW,
    INTERVIEW_HOURS,
    LATE_END,
    MEAL_HOURS,
    SLEEP,
    SLEEP_DELAY,
    TALK,
    Shift,
    Span,
    Team,
    Week,
)


@dataclass(frozen=True)
class Turn:
    """One working of a shift: the day it begins on (None: the eve, or a day between), its span and its breaks."""

    day: int | None
    shift: Shift
    midnight: int

    @cached_property
    def span(self) -> Span:
        """From its begin to its end."""
        return self.midnight + self.shift.start, self.midnight + self.shift.end

    @cached_property
    def breaks(self) -> tuple[Span, ...]:
        """Its breaks, in their order."""
        return tuple((self.midnight + start, self.midnight + end) for start, end in sorted(self.shift.breaks))

    @cached_property
    def production(self) -> tuple[Span, ...]:
        """Its production time: the shift without its breaks."""
        return without(self.span, self.breaks)

    @cached_property
    def halves(self) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Its production time before and after the middle: the longest break, or half way where there is none."""
        start, end = self.span
        longest = max(self.breaks, key=lambda each: each[1] - each[0], default=None)
        middle = longest[0] if longest else (start + end) // 2
        return without((start, middle), self.breaks), without((middle, end), self.breaks)


def turns(week: Week, team: Team) -> tuple[Turn, ...]:
    """Return every working of the team's shifts that touches the week, from the eve to the last day."""
    number = {day: i for i, day in enumerate(week.days)}
    found = []
    for offset in range(-1, (week.days[-1] - week.days[0]).days + 1):
        day = week.days[0] + timedelta(days=offset)
        shift = team.shift_on(day)
        if shift is not None:
            found.append(Turn(number.get(day), week.shift(shift), offset * DAY))
    return tuple(found)


def without(span: Span, holes: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of a span without these holes, which come in their order."""
    left, at = [], span[0]
    for start, end in holes:
        if start >= span[1] or end <= at:
            continue
        if start > at:
            left.append((at, start))
        at = max(at, end)
    return (*left, (at, span[1])) if at < span[1] else tuple(left)


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span shares a minute with one of these."""
    return any(span[0] < end and start < span[1] for start, end in others)


@lru_cache(maxsize=8192)
def mask_of(spans: tuple[Span, ...]) -> int:
    """Return the minutes of these spans as bits, so that whether spans share a minute is one operation.

    The bit of the first midnight is number `DAY`.
    """
    mask = 0
    for start, end in spans:
        mask |= ((1 << (end - start)) - 1) << (start + DAY)
    return mask


def starts_in(window: Span, length: int) -> Iterator[int]:
    """Yield where an act of this length may begin in a window: at both edges, and on every half hour between."""
    first, last = window[0], window[1] - length
    if first > last:
        return
    yield first
    yield from range(first // HALF_HOUR * HALF_HOUR + HALF_HOUR, last, HALF_HOUR)
    if last > first:
        yield last


def talk_starts(week: Week, team: Team) -> tuple[int, ...]:
    """Return when a talk to this team may begin: in a break, in the hour before or soon after a shift."""
    key = TALK, team.id
    if key not in week.worked_out:
        week.worked_out[key] = _talk_starts(week, team)
    return week.worked_out[key]


def _talk_starts(week: Week, team: Team) -> tuple[int, ...]:
    length, workings = week.lengths.talk, turns(week, team)
    production = [span for each in workings for span in each.production]
    windows = []
    for each in workings:
        start, end = each.span
        windows += [(start - BEFORE_SHIFT, start), *each.breaks, (end, end + AFTER_SHIFT)]
    hours = [(week.limits.earliest, week.limits.latest)] * len(week.days)
    return _starts(_within(windows, _on_days(week, hours)), length, production)


def interview_starts(week: Week, team: Team) -> tuple[int, ...]:
    """Return when a worker of this team may be asked: by day, not in production time, not while asleep."""
    key = INTERVIEW, team.id
    if key not in week.worked_out:
        week.worked_out[key] = _interview_starts(week, team)
    return week.worked_out[key]


def _interview_starts(week: Week, team: Team) -> tuple[int, ...]:
    workings = turns(week, team)
    busy = [span for each in workings for span in each.production]
    late = (each.span[1] for each in workings if each.shift.end > LATE_END)
    asleep = [(end + SLEEP_DELAY, end + SLEEP_DELAY + SLEEP) for end in late]
    hours = _on_days(week, [INTERVIEW_HOURS] * len(week.days))
    windows = [free for each in hours for free in without(each, sorted([*busy, *asleep]))]
    return _starts(windows, week.lengths.interview, (*busy, *asleep))


def review_starts(week: Week, day: int) -> tuple[int, ...]:
    """Return when the group may meet on this day."""
    return _starts(_one_day(week, day, week.review_hours(day)), week.lengths.review, ())


def meal_starts(week: Week, day: int, meal: int, edges: Iterable[int]) -> tuple[int, ...]:
    """Return when this meal may begin on this day: on the half hour, or when production stops (the edges)."""
    window, length = _one_day(week, day, MEAL_HOURS[meal])[0], week.lengths.meal
    when_free = {each for each in edges if window[0] <= each <= window[1] - length}
    return tuple(sorted({*starts_in(window, length), *when_free}))


def visit_starts(week: Week, day: int) -> tuple[int, ...]:
    """Return when the officials may set out for the township: they sit there only while the office is open."""
    township = week.township
    if township is None or week.days[day].weekday() >= 5:
        return ()
    windows = [span for hours in township.office_hours for span in _one_day(week, day, hours)]
    return tuple(start - township.travel for start in _starts(windows, week.lengths.visit, ()))


def visit_length(week: Week) -> int:
    """Return the minutes of a visit, with the way there and back."""
    return week.lengths.visit + 2 * (week.township.travel if week.township else 0)


def _one_day(week: Week, day: int, hours: Span) -> list[Span]:
    return [(week.starts[day] + hours[0], week.starts[day] + hours[1])]


def _on_days(week: Week, hours: Iterable[Span]) -> list[Span]:
    return [(midnight + start, midnight + end) for midnight, (start, end) in zip(week.starts, hours, strict=True)]


def _within(windows: Iterable[Span], hours: Iterable[Span]) -> list[Span]:
    allowed = list(hours)
    pairs = ((max(a, c), min(b, d)) for a, b in windows for c, d in allowed)
    return [(start, end) for start, end in pairs if start < end]


def _starts(windows: Iterable[Span], length: int, closed: Iterable[Span]) -> tuple[int, ...]:
    shut = list(closed)
    found = {start for window in windows for start in starts_in(window, length)}
    return tuple(sorted(each for each in found if not overlaps((each, each + length), shut)))
