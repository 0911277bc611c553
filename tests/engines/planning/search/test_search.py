"""The packed search counts as the evaluator does, keeps its sums while people move, and always ends the same way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.flow import flow_bound
from dundian.engines.planning.problem import Assignment, Lock, Problem
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.course import Course, follow
from dundian.engines.planning.search.pack import pack
from dundian.engines.planning.search.searching import Searching
from dundian.engines.planning.search.worth import plan_worth

from ..rosters import all_plans, problem, random_assignment, random_problem, with_official, with_posting

BONDS = {"together", "lock_with", "open"}  # kept by the moves, not counted


def seated(of: Problem, plan: Assignment) -> Searching:
    searching = Searching(pack(of), seed=1, threads=1)
    searching.take_up(searching.packed.where(plan))
    return searching


def fits(of: Problem, plan: Assignment) -> bool:
    """Nobody sits where there is no seat: the arrays hold one too many at most."""
    crowd = Counter(plan.values())
    return all(crowd[each.id] <= each.largest + 1 for each in of.postings)


def parts(worth: int) -> tuple[int, int]:
    faults = (worth + t.FAULT // 2) >> t.FAULT_BITS
    return faults, worth - (faults << t.FAULT_BITS)


def counted(of: Problem, plan: Assignment) -> tuple[int, int]:
    """Faults and cost as the evaluator finds them, a group of the wrong size by the people it is off."""
    found = score(of, plan)
    crowd = Counter(plan.values())
    off = 0
    if "size" not in of.off:
        judged = [each for each in of.postings if of.open_count is None or crowd[each.id]]
        off = sum(max(each.smallest - crowd[each.id], crowd[each.id] - each.largest, 0) for each in judged)
    faults = sum(n for rule, n in found.hard.items() if rule not in BONDS | {"size"})
    return faults + off, found.cost


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 10**6))
def test_the_packed_worth_is_the_evaluators_on_any_plan(seed: int) -> None:
    of = random_problem(seed, officials=7, postings=4)
    plan = random_assignment(of, seed + 5)
    assume(fits(of, plan))
    assert parts(seated(of, plan).worth) == counted(of, plan)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 10**6), st.sampled_from([0.05, 3.0, 1000.0]))
def test_the_sum_of_the_differences_is_the_difference_of_the_sums(seed: int, heat: float) -> None:
    of = random_problem(seed, officials=9, postings=4)
    searching = Searching(pack(of), seed=seed, threads=1)
    searching.seat()
    for _ in range(3):
        searching.improve(400, heat=heat)
        assert searching.worth == plan_worth(searching.tables, searching.states[0])
        plan = searching.packed.assignment(searching.where)
        assert parts(searching.worth) == counted(of, plan)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 10**6))
def test_a_worth_that_is_worked_out_when_asked_is_the_one_from_the_matrix(seed: int) -> None:
    of = random_problem(seed, officials=6, postings=4)
    plan = random_assignment(of, seed)
    assume(fits(of, plan))
    searching = seated(of, plan)
    assert searching.tables.knobs[t.S_MATRIX]
    assert plan_worth(searching.packed.tables, searching.states[0]) == searching.worth


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6))
def test_people_bound_to_each_other_are_never_parted(seed: int) -> None:
    of = replace(random_problem(seed, officials=9, postings=4), off=frozenset(), open_count=None)
    of = with_official(with_official(of, "u1", together=("u2",)), "u3", lock=Lock(mates=("u4", "u5")))
    searching = Searching(pack(of), seed=seed, threads=1)
    searching.seat()
    for _ in range(3):
        searching.improve(500, heat=50.0)
        plan = searching.packed.assignment(searching.where)
        assert not {"together", "lock_with"} & score(of, plan).hard.keys()


def searched(of: Problem, *, threads: int, seed: int = 3, rounds: int = 12) -> tuple[list[int], int]:
    heard: list[int] = []
    searching = Searching(pack(of), seed=seed, threads=threads)
    course = Course(
        share=lambda: searching.tried / (rounds * 2_000),
        is_over=lambda: False,
        keep=lambda _, worth: heard.append(worth),
        tries=2_000,
    )
    follow(course, searching)
    return searching.where.tolist(), heard[-1]


def crowded(people: int, postings: int) -> Problem:
    """A problem large enough for two threads."""
    of = replace(random_problem(4, officials=people, postings=postings), off=frozenset(), open_count=None)
    both = frozenset({"P1", "P2"})
    free = tuple(replace(each, lock=Lock(), apart=(), together=(), phases=both) for each in of.officials)
    places = tuple(
        replace(each, largest=12, beds_men=9, beds_women=9, location=(i % 7 / 7, i % 5 / 5))
        for i, each in enumerate(of.postings)
    )
    return replace(of, officials=free, postings=places, previous=None)


@pytest.mark.parametrize("threads", [1, 2])
def test_the_same_seed_and_steps_make_the_same_plan_on_one_core_and_on_two(threads: int) -> None:
    of = crowded(450, 60)
    assert searched(of, threads=threads) == searched(of, threads=threads)


def test_two_threads_keep_the_sums() -> None:
    of = crowded(450, 60)
    searching = Searching(pack(of), seed=7, threads=2)
    assert searching.threads == 2
    searching.seat()
    for heat in (9.0, 3.0, 0.1):
        searching.improve(20_000, heat=heat)
        assert searching.worth == plan_worth(searching.tables, searching.states[0])
    seats = np.bincount(searching.where, minlength=len(of.postings) + 1)[:-1]
    assert seats.tolist() == searching.states[0].crowd[:-1, t.PEOPLE].tolist()


def test_a_plan_to_begin_with_is_kept_as_far_as_there_are_seats() -> None:
    of = with_posting(problem(officials=6, postings=2), "G0", largest=2)
    searching = Searching(pack(of), seed=1, threads=1)
    searching.seat({"u0": "G0", "u1": "G0", "u2": "G0", "u3": "G0", "u4": "G1", "u5": None})
    plan = searching.packed.assignment(searching.where)
    assert [plan[each] for each in ("u0", "u1", "u4")] == ["G0", "G0", "G1"]
    assert None not in plan.values()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6))
def test_no_legal_plan_costs_less_than_the_flow_says(seed: int) -> None:
    of = replace(random_problem(seed, officials=4, postings=2, strictness=0.3), open_count=None)
    legal = [found.cost for plan in all_plans(of) if (found := score(of, plan)).is_legal]
    assume(legal)
    assert flow_bound(of) <= min(legal)


def test_a_flow_that_sees_everything_is_exact() -> None:
    of = replace(problem(officials=2, postings=2), weights=replace(problem().weights, topic=4))
    of = with_posting(with_posting(of, "G0", topic="t1", largest=1), "G1", topic="t2", largest=1)
    of = with_official(with_official(of, "u0", topic="t1"), "u1", topic="t1")
    assert flow_bound(of) == 4


def test_mending_has_its_share_of_what_is_left_when_everybody_is_seated(monkeypatch: pytest.MonkeyPatch) -> None:
    of = with_posting(problem(officials=6, postings=2), "G0", smallest=3, largest=3)
    of = with_posting(of, "G1", smallest=4, largest=4)  # one too few: there is something to mend, always
    searching, mended = Searching(pack(of), seed=1, threads=1), [0]

    def mend(tries: int, *, heat: float) -> None:
        mended[0] += 1
        searching.tried += tries

    def share() -> float:
        return (1 + searching.tried / 10_000) / 2  # seating took half of the time

    monkeypatch.setattr(searching, "mend", mend)
    follow(Course(share=share, is_over=lambda: False, keep=lambda *_: None, tries=100), searching)
    assert mended[0] == 30


def test_nobody_leaves_a_chosen_posting_empty() -> None:
    of = problem(officials=6, postings=3, open_count=2)
    for i in range(6):
        of = with_official(of, f"u{i}", topic="t1")
    of = with_posting(with_posting(of, "G0", topic="t1"), "G1", topic="t2")
    searching = Searching(pack(of, {"G0", "G1"}), seed=1, threads=1)
    searching.seat()
    assert set(searching.packed.assignment(searching.where).values()) == {"G0", "G1"}
    assert searching.worth == plan_worth(searching.tables, searching.states[0])
    searching.improve(2000, heat=3.0)
    assert score(of, searching.packed.assignment(searching.where)).is_legal


def test_a_plan_to_begin_with_opens_no_posting_that_was_not_chosen() -> None:
    of = problem(officials=4, postings=3, open_count=2)
    searching = Searching(pack(of, {"G0", "G1"}), seed=1, threads=1)
    searching.seat({"u0": "G0", "u1": "G1", "u2": "G2", "u3": "G2"})
    assert set(searching.packed.assignment(searching.where).values()) == {"G0", "G1"}
