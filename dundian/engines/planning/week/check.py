"""The reference judge of a week: which hard rules a timetable breaks, and what it costs. Knows nothing of the model.

It counts minutes one by one and looks every rule up in the enterprise's own hours; it is slow, plain and believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dundian.engines.planning.week.account import Account
from dundian.engines.planning.week.fault import Fault
from dundian.engines.planning.week.judge_acts import ActsJudge
from dundian.engines.planning.week.judge_people import PeopleJudge
from dundian.engines.planning.week.problem import DAY, KINDS, Week
from dundian.engines.planning.week.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Verdict:
    """The hard rules that are broken, the wishes not met by (kind, whose), and the cost by key."""

    faults: tuple[Fault, ...]
    missing: Mapping[tuple[str, str], int]
    cost: Mapping[str, int]

    @property
    def is_legal(self) -> bool:
        """Whether no hard rule is broken; wishes may still be missing."""
        return not self.faults

    @property
    def total(self) -> int:
        """What the timetable costs, without what was given up."""
        return sum(self.cost.values())


def judge(week: Week, timetable: Timetable) -> Verdict:
    """Return the verdict on any timetable of this week, whoever made it."""
    strange = tuple(_strangers(week, timetable))
    if strange:
        return Verdict(strange, {}, {})
    judging = _Judge(week, timetable)
    return Verdict(tuple(judging.faults()), judging.missing(), judging.cost())


def _strangers(week: Week, timetable: Timetable) -> Iterator[Fault]:
    """What is not of this week at all: nothing else can be judged before."""
    people, teams = {each.id for each in week.officials}, {each.id: each for each in week.teams}
    for who, place in timetable.places.items():
        team = teams.get(place.team)
        if who not in people or team is None or place.post not in {each.name for each in team.posts}:
            yield Fault("known", f"{who} 被排到 {place.team} 的 {place.post}，这一周没有这个人、这个班组或这个岗位。")
    for each in timetable.entries:
        fits = each.kind in KINDS and 0 <= each.day < len(week.days) and 0 <= each.start < each.end <= 2 * DAY
        if not fits or not each.officials or not set(each.officials) <= people or (each.team or "") not in {"", *teams}:
            yield Fault("known", f"有一条安排不认识：{each.kind}，第 {each.day + 1} 天。")


def assess(week: Week, timetable: Timetable) -> Verdict:
    """Return what a timetable lacks and costs, without looking for faults: for many timetables of our own making."""
    judging = Account(week, timetable)
    return Verdict((), judging.missing(), judging.cost())


class _Judge(ActsJudge, PeopleJudge):
    def faults(self) -> Iterator[Fault]:
        """Every hard rule that is broken."""
        yield from self.act_faults()
        yield from self.clash_faults()
        yield from self.place_faults()
        yield from self.labour_faults()
        yield from self.crowd_faults()
        yield from self.meal_faults()
        yield from self.rest_faults()
        yield from self.daily_faults()
        yield from self.meeting_faults()
