"""Everybody's list of near postings is what sorting all of them, or all round a home, gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines.planning.problem import Lock, Problem
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.anneal import roll
from dundian.engines.planning.search.near import Squares, find_near, squares_of
from dundian.engines.planning.search.pack import home_of, pack
from dundian.engines.planning.search.worth import alone

from ..rosters import problem, random_problem, with_official

Numbers = list[int]
DICE = 4711


def found(of: Problem, width: int, enough: int) -> list[Numbers]:
    """The lists as the search makes them."""
    tables = pack(of).tables
    near = np.full((len(of.officials), width), 99, dtype=np.int32)
    span = (0, len(of.officials), enough)
    find_near(
        tables, squares_of(tables), near, span, np.zeros(width, dtype=np.int64), np.array([DICE], dtype=np.uint64)
    )
    return [row.tolist() for row in near]


def sorted_out(of: Problem, width: int, enough: int) -> list[Numbers]:
    """The lists by sorting whatever is looked at."""
    tables, dice, rows = pack(of).tables, np.array([DICE], dtype=np.uint64), []
    home, squares = home_of(tables), squares_of(tables)
    for who in range(len(of.officials)):
        first = (roll(dice) * home) >> 31
        worths = [alone(tables, who, place) for place in range(home)]
        is_open = [each < t.FAULT for each in worths]
        looked = looked_at(tables, squares, who, first, is_open, enough)
        row = sorted((place for place in looked if is_open[place]), key=lambda g: (worths[g], (g - first) % home))
        row = [*row, *[t.NONE] * width][:width]
        rows.append([*row[:-1], home] if of.officials[who].reserve else row)
    return rows


def looked_at(tables: t.Tables, squares: Squares, who: int, first: int, is_open: list[bool], enough: int) -> set[int]:
    """The postings that may be on somebody's list."""
    home, before = home_of(tables), int(tables.person[who, t.BEFORE])
    lock = int(tables.person[who, t.LOCK_POSTING])
    if lock >= 0 and tables.knobs[t.P_LOCK]:
        return {lock}
    square = np.searchsorted(squares.begins, np.arange(home), side="right") - 1
    order, off_map = squares.order.tolist(), squares.columns * squares.rows

    def in_turn(places: Numbers) -> Numbers:
        cut = first * len(places) // home
        kept = [each for each in [*places[cut:], *places[:cut]] if is_open[each] and each != before]
        return kept[:enough]

    tied = {before} & set(range(home))
    if np.isnan(tables.homes[who, 0]) or not tables.knobs[t.P_TRAVEL]:
        return tied | set(in_turn(order))
    x, y = ((tables.homes[who] - squares.corner) / squares.side).tolist()
    column, row = int(min(max(x, 0), squares.columns - 1)), int(min(max(y, 0), squares.rows - 1))
    round_: Numbers = []
    for ring in range(max(squares.columns, squares.rows)):
        for each in range(off_map):
            if max(abs(each % squares.columns - column), abs(each // squares.columns - row)) == ring:
                round_ += in_turn([order[i] for i in np.flatnonzero(square == each)])
        if len(round_) >= enough:
            break
    return tied | set(round_) | set(in_turn([order[i] for i in np.flatnonzero(square == off_map)]))


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 10**6), st.integers(1, 40), st.sampled_from([1, 4, 40]), st.booleans())
def test_a_list_is_what_sorting_gives(seed: int, postings: int, enough: int, is_mapped: bool) -> None:
    of = random_problem(seed, officials=6, postings=postings, strictness=0.6)
    if is_mapped:
        spots = np.random.default_rng(seed).random((postings, 2)).tolist()
        places = (replace(each, location=tuple(spot)) for each, spot in zip(of.postings, spots, strict=True))
        of = replace(of, postings=tuple(places))
    width = 1 + seed % (postings + 1)
    assert found(of, width, enough) == sorted_out(of, width, enough)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6))
def test_where_all_are_looked_at_it_is_the_plain_order_by_cost(seed: int) -> None:
    of = random_problem(seed, officials=6, postings=20)
    tables, dice = pack(of).tables, np.array([DICE], dtype=np.uint64)
    for who, row in enumerate(found(of, 20, 20)):
        first = (roll(dice) * 20) >> 31
        worths = np.array([alone(tables, who, place) for place in range(20)])
        plain = np.lexsort(((np.arange(20) - first) % 20, worths))
        plain = plain[worths[plain] < t.FAULT]
        shown = [place for place in row if 0 <= place < 20]
        assert shown == plain[: len(shown)].tolist()
        assert len(shown) >= min(len(plain), 19 if of.officials[who].reserve else 20)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 30))
def test_every_posting_stands_in_one_square(seed: int, postings: int) -> None:
    squares = squares_of(pack(random_problem(seed, officials=3, postings=postings)).tables)
    assert sorted(squares.order.tolist()) == list(range(postings))
    assert len(squares.begins) == squares.columns * squares.rows + 2
    assert (np.diff(squares.begins) >= 0).all()
    assert squares.begins[0] == 0
    assert squares.begins[-1] == postings


@pytest.mark.parametrize("spots", [[(0.5, 0.5)] * 5, [(1e300, 0.0), (0.0, 0.0), (-1e300, 1.0)] * 2, [None] * 5])
def test_any_map_will_do(spots: list[tuple[float, float] | None]) -> None:
    of = problem(officials=3, postings=len(spots))
    of = replace(of, postings=tuple(replace(p, location=s) for p, s in zip(of.postings, spots, strict=True)))
    of = with_official(with_official(of, "u0", home=(1e200, -1e200)), "u1", home=(0.0, 0.0))
    assert [sorted(each) for each in found(of, len(spots), len(spots))] == [list(range(len(spots)))] * 3


def test_the_posting_of_last_time_and_a_locked_one_are_never_too_far() -> None:
    of = problem(officials=3, postings=40)
    of = replace(of, postings=tuple(replace(p, location=(i / 40, 0.0)) for i, p in enumerate(of.postings)))
    of = replace(of, officials=tuple(replace(each, home=(0.0, 0.0)) for each in of.officials), previous={"u0": "G39"})
    rows = found(with_official(of, "u1", lock=Lock(posting="G38")), 3, 2)
    assert rows[0][0] == 39
    assert rows[1] == [38, t.NONE, t.NONE]
    assert max(rows[2]) < 10
