"""The judge by hand: each rule broken once, and named."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dundian.engines.planning.week.check import judge
from dundian.engines.planning.week.plan import plan_week
from dundian.engines.planning.week.problem import INTERVIEW, LABOUR, MEAL, REVIEW, TALK, Week
from dundian.engines.planning.week.timetable import Entry, Place, Timetable
from tests.engines.planning.week.test_plan import small

WEEK = small()
GOOD = plan_week(WEEK).timetable


def changed(kind: str, change: Callable[[Entry], Entry | None]) -> Timetable:
    """The good timetable with the first entry of a kind changed, or gone."""
    first = next(each for each in GOOD.entries if each.kind == kind)
    rows = [change(first) if each is first else each for each in GOOD.entries]
    return replace(GOOD, entries=tuple(each for each in rows if each is not None))


def at(start: int, minutes: int) -> Callable[[Entry], Entry]:
    return lambda entry: replace(entry, start=start, end=start + minutes)


def rules(week: Week, timetable: Timetable) -> set[str]:
    return {each.rule for each in judge(week, timetable).faults}


def test_a_good_week_has_no_fault() -> None:
    assert rules(WEEK, GOOD) == set()


@pytest.mark.parametrize(
    ("timetable", "rule"),
    [
        (changed(TALK, at(9 * 60, 30)), "production_time"),
        (changed(TALK, at(20 * 60, 30)), "window"),
        (changed(TALK, at(12 * 60, 20)), "people"),
        (changed(INTERVIEW, at(16 * 60, 60)), "production_time"),
        (changed(INTERVIEW, at(6 * 60, 60)), "window"),
        (changed(REVIEW, at(10 * 60, 30)), "window"),
        (changed(REVIEW, at(8 * 60, 30)), "one_thing"),
        (changed(LABOUR, lambda _: None), "labour"),
        (changed(LABOUR, lambda entry: replace(entry, end=entry.end - 30)), "labour"),
        (changed(MEAL, lambda _: None), "meals"),
        (changed(TALK, lambda entry: replace(entry, officials=("nobody",))), "known"),
        (replace(GOOD, places={**GOOD.places, "u0": GOOD.places["u1"]}), "posts"),
        (replace(GOOD, places={**GOOD.places, "u0": Place("T", "九号")}), "known"),
    ],
)
def test_a_broken_rule_is_named(timetable: Timetable, rule: str) -> None:
    assert rule in rules(WEEK, timetable)


def test_limits_that_are_tighter_than_the_plan_are_broken() -> None:
    limits = replace(WEEK.limits, daily=500)
    assert "daily" in rules(replace(WEEK, limits=limits), GOOD)
    assert "rooms" in rules(replace(WEEK, rooms=()), GOOD)
    officials = tuple(replace(each, roles=frozenset()) for each in WEEK.officials)
    assert "role" in rules(replace(WEEK, officials=officials), GOOD)


def test_what_is_missing_is_counted() -> None:
    found = judge(WEEK, replace(GOOD, entries=()))
    assert found.missing == {("talk", "T"): 1, ("interview", "T"): 1, ("review", "u0 0"): 1, ("review", "u1 0"): 1}
