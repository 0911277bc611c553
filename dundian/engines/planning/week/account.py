"""What a timetable does, minute by minute: the hours behind every rule, the wishes it misses, and what it costs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property, lru_cache

from dundian.engines.planning.week.problem import (
    DAY,
    EVENING,
    HALF_HOUR,
    INTERVIEW,
    LABOUR,
    REVIEW,
    TALK,
    VISIT,
    Shift,
    Span,
    Week,
)
from dundian.engines.planning.week.timetable import Entry, Timetable


class Account:
    """A timetable beside the week it is for."""

    def __init__(self, week: Week, timetable: Timetable) -> None:
        self.week, self.timetable = week, timetable
        self.by_kind: dict[str, list[Entry]] = defaultdict(list)
        for each in timetable.entries:
            self.by_kind[each.kind].append(each)

    def workings(self, team_id: str) -> list[tuple[int | None, int, Shift]]:
        """Every shift of a team as (day of the week, its midnight, shift), from the eve on."""
        if team_id not in self._workings:
            team, found = self.week.team(team_id), []
            for offset in range(-1, (self.week.days[-1] - self.week.days[0]).days + 1):
                day = self.week.days[0] + timedelta(days=offset)
                shift = team.shift_on(day)
                if shift is not None:
                    number = self.week.days.index(day) if day in self.week.days else None
                    found.append((number, offset * DAY, self.week.shift(shift)))
            self._workings[team_id] = found
        return self._workings[team_id]

    @cached_property
    def _workings(self) -> dict[str, list[tuple[int | None, int, Shift]]]:
        return {}

    def is_production(self, team_id: str, moment: int) -> bool:
        """Whether this minute is production time of a team."""
        return any(is_at_work(shift, moment - midnight) for _, midnight, shift in self.workings(team_id))

    def production_around(self, team_id: str, moment: int) -> Span:
        """The unbroken stretch of production time of a team that this minute lies in."""
        for _, midnight, shift in self.workings(team_id):
            if is_at_work(shift, moment - midnight):
                edges = {shift.start, shift.end, *(edge for rest in shift.breaks for edge in rest)}
                before = max(each for each in edges if each <= moment - midnight)
                after = min(each for each in edges if each > moment - midnight)
                return midnight + before, midnight + after
        return moment, moment

    def span(self, entry: Entry) -> range:
        """The minutes of an entry, counted from the first midnight."""
        midnight = self.week.starts[entry.day]
        return range(midnight + entry.start, midnight + entry.end)

    def halves(self, who: str) -> list[tuple[tuple[int, int], frozenset[int], bool]]:
        """The halves of the shifts an official joined: (day, half), its minutes, whether the shift is too long."""
        place = self.timetable.places.get(who)
        return self._halves_of(place.team) if place else []

    def _halves_of(self, team_id: str) -> list[tuple[tuple[int, int], frozenset[int], bool]]:
        if team_id not in self._halves:
            found = self._halves[team_id] = []
            for day, midnight, shift in self.workings(team_id):
                if day is None:
                    continue
                longest = max(sorted(shift.breaks), key=lambda each: each[1] - each[0], default=None)
                middle = longest[0] if longest else (shift.start + shift.end) // 2
                work, is_long = production(shift), self.is_long(shift)
                for half, (start, end) in enumerate(((shift.start, middle), (middle, shift.end))):
                    minutes = frozenset(midnight + each for each in work if start <= each < end)
                    found.append(((day, half), minutes, is_long))
        return self._halves[team_id]

    @cached_property
    def _halves(self) -> dict[str, list[tuple[tuple[int, int], frozenset[int], bool]]]:
        return {}

    def worked(self, who: str) -> set[int]:
        """The minutes an official worked."""
        return self.minutes(who, (LABOUR,))

    def _lost(self, who: str) -> list[tuple[int, int]]:
        worked = self.worked(who)
        return [half for half, minutes, _ in self.halves(who) if not minutes <= worked]

    def visiting(self, who: str) -> set[int]:
        """The minutes an official was away with the township."""
        return self.minutes(who, (VISIT,))

    def minutes(self, who: str, kinds: Iterable[str]) -> set[int]:
        """The minutes an official gave to these kinds of entries."""
        return set().union(*(self.span(each) for kind in kinds for each in self.by_kind[kind] if who in each.officials))

    def is_long(self, shift: Shift) -> bool:
        """Whether a shift is more than a day may hold."""
        review = self.week.lengths.review if self.week.wishes.has_reviews else 0
        return len(production(shift)) + review > self.week.limits.daily

    def missing(self) -> dict[tuple[str, str], int]:
        """The wishes that are not met, and by how many."""
        wishes, found = self.week.wishes, Counter[tuple[str, str]]()
        talks = Counter(each.team for each in self.by_kind[TALK])
        interviews = Counter(each.team for each in self.by_kind[INTERVIEW])
        for team in wishes.talks:
            found[TALK, team] = 1 - talks[team]
        for team, count in wishes.interviews.items():
            found[INTERVIEW, team] = count - interviews[team]
        found[VISIT, ""] = wishes.visits - len(self.by_kind[VISIT])
        for official in self.week.officials:
            found[LABOUR, official.id] = official.id not in self.timetable.places
            for day in range(len(self.week.days) if wishes.has_reviews else 0):
                there = any(each.day == day and official.id in each.officials for each in self.by_kind[REVIEW])
                found[REVIEW, f"{official.id} {day}"] = not there
        return {key: int(count) for key, count in found.items() if count > 0}

    def cost(self) -> dict[str, int]:
        """What the timetable costs by key."""
        weights, starts = self.week.weights, [(each.day, each.start) for each in self.by_kind[REVIEW]]
        meetings = Counter(day for day, _ in starts)
        splits = sum(count > 1 for count in meetings.values())
        acts = self.by_kind[TALK] + self.by_kind[INTERVIEW] + self.by_kind[VISIT]
        load = Counter(who for each in acts for who in each.officials)
        lost = sum(len(self._lost(each.id)) for each in self.week.officials)
        days = len(self.week.days) if self.week.wishes.has_reviews else 0
        return {
            "rhythm": sum(weights.rhythm_of(each.day) for each in acts),
            "lost_labour": weights.lost_labour * lost,
            "load": weights.load * max(load.values(), default=0),
            "review_hour": weights.review_hour * sum(-(-abs(at - EVENING) // HALF_HOUR) for _, at in starts),
            "split_review": weights.split_review * splits,
            "no_joint_review": weights.no_joint_review * (0 < days == splits),
        }


@lru_cache(maxsize=256)
def production(shift: Shift) -> frozenset[int]:
    """The minutes of a shift that are production time, counted from the midnight on which it begins."""
    return frozenset(each for each in range(shift.start, shift.end) if is_at_work(shift, each))


def is_at_work(shift: Shift, minute: int) -> bool:
    """Whether a minute, counted from the midnight on which a shift begins, is production time."""
    return shift.start <= minute < shift.end and not any(start <= minute < end for start, end in shift.breaks)
