"""The grid of a week: what stands in one lane, and where production time is hatched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dundian.doors.desk.week.grid import Grid
from dundian.engines.planning.week.problem import INTERVIEW, LABOUR, TALK
from dundian.engines.planning.week.timetable import Entry, Place, Timetable
from tests.engines.planning.week.test_plan import small

WEEK = small()
PLACES = {"u0": Place("T", "一号"), "u1": Place("T", "二号")}
MORNING = Entry(0, 480, 720, LABOUR, ("u0",), "T", "一号")


def lanes(*entries: Entry) -> list[dict[str, Any]]:
    timetable = Timetable(PLACES, entries)
    return Grid(WEEK, timetable, {f"k{n}": each for n, each in enumerate(entries)}).days()[0]["lanes"]


def test_what_is_done_just_before_a_shift_stands_in_its_lane() -> None:
    talk = Entry(0, 450, 480, TALK, ("u1",), "T", "培训室")
    (lane,) = lanes(talk, MORNING)
    assert [item["kind"] for item in lane["items"]] == ["talk", "labour"]


def test_two_things_to_press_have_a_fingers_width_each() -> None:
    first = Entry(0, 1080, 1110, INTERVIEW, ("u0",), "T")
    assert len(lanes(first, replace(first, start=1110, end=1140))) == 2
    assert len(lanes(first, replace(first, start=1120, end=1150))) == 1


def test_production_time_is_hatched_once() -> None:
    first = Entry(0, 1080, 1140, INTERVIEW, ("u0",), "T")
    above, below = lanes(MORNING, first, replace(first, officials=("u1",), start=1090, end=1150))
    assert len(above["production"]) == 2
    assert below["production"] == []
