"""The judge by hand: each rule broken once, and named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

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


def said(week: Week, timetable: Timetable, rule: str) -> str:
    return next(each.message for each in judge(week, timetable).faults if each.rule == rule)


def test_a_fault_says_which_hours_of_the_team_are_taken() -> None:
    words = said(WEEK, changed(TALK, at(9 * 60, 30)), "production_time")
    assert words == "周一 9:00 开始的 装配班 班组宣讲占了 装配班 8:00–12:00 的生产时间。"
    assert "访谈在 7:00–21:30" in said(WEEK, changed(INTERVIEW, at(6 * 60, 60)), "window")


def test_a_fault_says_who_has_what_at_that_hour() -> None:
    talk = next(each for each in GOOD.entries if each.kind == TALK)
    twin = replace(talk, kind=REVIEW, team=None, place="")
    words = said(WEEK, replace(GOOD, entries=(*GOOD.entries, twin)), "one_thing")
    who, hour = WEEK.official(talk.officials[0]).title, f"{talk.start // 60}:{talk.start % 60:02d}"
    assert words.startswith(f"{who}：周一 {hour} ")
    assert f"周一 {hour} 开始的 装配班 班组宣讲" in words
    assert f"周一 {hour} 开始的碰头会" in words


def test_a_fault_says_which_acts_are_too_many() -> None:
    words = said(replace(WEEK, rooms=()), GOOD, "rooms")
    assert "装配班 班组宣讲同时要场地，场地只有 0 处" in words
    words = said(replace(WEEK, limits=replace(WEEK.limits, daily=500)), GOOD, "daily")
    assert "上工以外有周一" in words


def test_a_fault_says_between_what_and_what_a_night_is_too_short() -> None:
    week = small(days=(WEEK.days[0], WEEK.days[0] + timedelta(days=1)))
    late = Entry(0, 22 * 60, 22 * 60 + 30, REVIEW, ("u0",))
    early = Entry(1, 8 * 60, 12 * 60, LABOUR, ("u0",), "T", "一号")
    words = said(week, Timetable({"u0": Place("T", "一号")}, (late, early)), "rest")
    assert words == "u0：周一夜里歇不满 11 小时，周一 22:30 结束的碰头会，到周二 8:00 开始的 装配班 上工只有 9.5 小时。"


def test_what_is_missing_is_counted() -> None:
    found = judge(WEEK, replace(GOOD, entries=()))
    assert found.missing == {("talk", "T"): 1, ("interview", "T"): 1, ("review", "u0 0"): 1, ("review", "u1 0"): 1}
