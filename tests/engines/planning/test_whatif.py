"""What would be, without touching what is."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import Assignment, Lock, Problem
from dundian.engines.planning.solve import Budget
from dundian.engines.planning.whatif import Changes, Step, UnknownChange, WhatIf, whatif

from .rosters import problem, random_assignment, random_problem, with_official, with_posting

PLAN: Mapping[str, str | None] = {"u0": "G0", "u1": "G0", "u2": "G1", "u3": "G1"}


def asked(of: Problem, changes: Changes, plan: Assignment = PLAN) -> WhatIf:
    return whatif(of, plan, changes, budget=Budget(10, time.monotonic, workers=1))


def test_a_closed_posting_sends_its_people_elsewhere() -> None:
    found = asked(problem(), Changes(close=frozenset({"G1"})))
    assert found.steps == (Step("u2", "G1", "G0"), Step("u3", "G1", "G0"))
    assert found.is_possible
    assert found.repair.is_proved


def test_who_drops_out_is_gone_and_moves_nobody_else() -> None:
    of = with_official(problem(), "u1", together=("u0",))
    found = asked(of, Changes(drop=frozenset({"u0"})))
    assert (found.gone, found.steps) == (("u0",), ())


def test_fewer_beds_move_as_few_as_must() -> None:
    found = asked(problem(), Changes(beds={"G0": (0, 9)}))
    assert found.steps == (Step("u1", "G0", "G1"),)


def test_a_barred_phase_moves_that_official() -> None:
    of = with_posting(with_official(problem(), "u0", phases=frozenset({"P1", "P2"})), "G1", phase="P2")
    plan = {"u0": "G0", "u1": "G0", "u2": "G0", "u3": "G0"}
    of = with_official(of, "u3", phases=frozenset({"P1", "P2"}))
    found = asked(of, Changes(bar=frozenset({("u0", "P1")})), plan)
    assert found.steps == (Step("u0", "G0", "G1"),)


def test_a_relaxed_rule_and_a_new_weight_change_what_it_costs() -> None:
    of = with_official(with_official(problem(), "u0", home_unit="a"), "u1", home_unit="a")
    found = asked(of, Changes(relax=frozenset({"beds"}), weights={"same_unit": 3}))
    assert (found.before["same_unit"], found.after["same_unit"]) == (10, 3)
    assert "beds" in found.problem.off


def test_what_is_not_possible_says_why() -> None:
    found = asked(with_official(problem(), "u0", lock=Lock(posting="G0")), Changes(beds={"G0": (9, 0)}))
    assert not found.is_possible
    assert {each.rule for each in found.repair.plan.conflict} >= {"beds", "lock"}


@pytest.mark.parametrize(
    "changes",
    [
        Changes(drop=frozenset({"u9"})),
        Changes(close=frozenset({"G9"})),
        Changes(beds={"G9": (1, 1)}),
        Changes(bar=frozenset({("u0", "P9")})),
        Changes(relax=frozenset({"sleep"})),
        Changes(weights={"sleep": 1}),
    ],
)
def test_what_does_not_exist_cannot_be_asked_about(changes: Changes) -> None:
    with pytest.raises(UnknownChange, match=r"^没有叫"):
        asked(problem(), changes)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10**6))
def test_nothing_that_exists_is_touched(seed: int) -> None:
    of = random_problem(seed, officials=4, postings=3, strictness=0.3)
    plan = random_assignment(of, seed)
    before = (repr(of), dict(plan))
    found = asked(of, Changes(drop=frozenset({"u0"}), close=frozenset({"G1"})), plan)
    assert (repr(of), dict(plan)) == before
    assert found.is_possible == score(found.problem, found.repair.plan.assignment).is_legal
