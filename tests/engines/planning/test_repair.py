"""A repair is legal, changes as few officials as can be, and says truly how few that is."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import Assignment, Lock, Problem
from dundian.engines.planning.repair import repair as repairing
from dundian.engines.planning.repair.repair import Repair, repair
from dundian.engines.planning.solve import Budget, Stopped

from .rosters import all_plans, official, problem, random_assignment, random_problem, with_official, with_posting

ENOUGH = 20.0


def repaired(of: Problem, previous: Assignment) -> Repair:
    return repair(of, previous, budget=Budget(ENOUGH, time.monotonic, workers=1))


def changes(of: Problem, previous: Assignment, plan: Assignment) -> int:
    return sum(plan[who] != where for who, where in previous.items() if who in plan)


def fewest(of: Problem, previous: Assignment) -> tuple[int, int] | None:
    """The fewest changes of any legal plan, and the least it then costs: by trying every plan."""
    judged = ((plan, score(replace(of, previous=None), plan)) for plan in all_plans(of))
    return min(((changes(of, previous, plan), its.cost) for plan, its in judged if its.is_legal), default=None)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_no_legal_plan_changes_fewer_or_then_costs_less(seed: int) -> None:
    of = random_problem(seed, officials=4, postings=3, strictness=0.4)
    previous = random_assignment(of, seed + 7)
    best, found = fewest(of, previous), repaired(of, previous)
    assert found.plan.score.is_legal == (best is not None)
    if best is not None:
        cost = score(replace(of, previous=None), found.plan.assignment).cost
        assert (len(found.changed), cost) == best
        assert found.is_proved
        assert found.lower_bound == best[0]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_a_large_problem_is_repaired_around_its_breaks(seed: int) -> None:
    of = random_problem(seed, officials=4, postings=3, strictness=0.4)
    previous = random_assignment(of, seed + 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repairing, "_SMALL", 0)
        found = repaired(of, previous)
    best = fewest(of, previous)
    assert found.plan.score.is_legal == (best is not None)
    assert best is None or found.lower_bound <= best[0] <= len(found.changed)
    assert not found.is_proved or len(found.changed) == best[0]


def test_people_and_postings_that_are_no_more_are_left_out() -> None:
    of = problem(officials=4, postings=2)
    found = repaired(of, {"u0": "G0", "u1": "G1", "u2": "G9", "u3": "G0", "u77": "G0"})
    assert found.changed == ("u2",)
    assert found.plan.assignment["u2"] in ("G0", "G1")
    assert found.is_proved


def test_a_new_official_finds_a_place_and_is_no_change() -> None:
    of = problem(officials=3, postings=2)
    found = repaired(of, {"u0": "G0", "u1": "G1"})
    assert found.changed == ()
    assert found.plan.score.is_legal


def test_a_lost_leader_is_replaced_by_one_who_can_be_spared() -> None:
    people = [official(i, leader=i in (1, 2), home_unit="a") for i in range(1, 6)]
    of = replace(problem(), officials=tuple(people))
    found = repaired(of, {"u1": "G1", "u2": "G1", "u3": "G1", "u4": "G0", "u5": "G0"})
    assert len(found.changed) == 1
    assert set(found.changed) <= {"u1", "u2"}


def test_a_new_lock_moves_one_and_no_other() -> None:
    of = with_official(problem(officials=6, postings=3), "u0", lock=Lock(posting="G2"))
    previous = {"u0": "G0", "u1": "G0", "u2": "G1", "u3": "G1", "u4": "G2", "u5": "G2"}
    found = repaired(of, previous)
    assert found.changed == ("u0",)
    assert found.plan.assignment == {**previous, "u0": "G2"}


def test_what_cannot_be_repaired_is_explained() -> None:
    of = with_official(problem(), "u0", apart=("u1",), together=("u1",))
    found = repaired(of, dict.fromkeys(("u0", "u1", "u2", "u3"), "G0"))
    assert not found.plan.score.is_legal
    assert not found.is_proved
    assert {"apart", "together"} <= {each.rule for each in found.plan.conflict}


def test_what_cannot_be_repaired_is_proved_in_a_large_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repairing, "_SMALL", 0)
    monkeypatch.setattr(repairing, "_PAIRS_A_SECOND", 0)  # it is too large to be tried as a whole
    of = with_official(problem(officials=8), "u0", lock=Lock(posting="G1"))
    found = repaired(with_posting(of, "G1", beds_women=0, beds_men=0), {f"u{i}": "G0" for i in range(8)})
    assert found.plan.stopped is Stopped.OPTIMAL
    assert any("G1" in each.message and "床位" in each.message for each in found.plan.conflict)


def test_a_wish_to_stop_is_heard_at_once() -> None:
    of = problem(officials=4, postings=2)
    budget = Budget(ENOUGH, time.monotonic, lambda: True, workers=1)
    found = repair(of, dict.fromkeys(("u0", "u1", "u2", "u3"), "G0"), budget=budget)
    assert set(found.plan.assignment) == {"u0", "u1", "u2", "u3"}
