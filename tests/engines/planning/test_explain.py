"""Why here and not there: the differences are true, and every closed door has its rule, its cell and its words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.explain import Explainer, explain_past, explain_person
from dundian.engines.planning.problem import Lock
from dundian.engines.planning.seating import Seating, Worth

from .rosters import problem, random_assignment, random_problem, with_official, with_posting


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6))
def test_what_a_move_breaks_is_what_the_rules_name(seed: int) -> None:
    of = random_problem(seed)
    plan = random_assignment(of, seed + 1)
    seating = Seating(of, plan)
    for who in of.officials:
        for choice in explain_person(of, plan, who.id):
            named = seating.new_faults([(who, choice.posting)])
            assert {(each.rule, each.message) for each in choice.breaks} == {
                (each.rule, each.message) for each in named
            }
            assert choice.difference == seating.difference([(who, choice.posting)])
            assert choice.closed_by == seating.closing(who, choice.posting)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_the_partner_is_the_best_there_is(seed: int) -> None:
    of = random_problem(seed)
    plan = random_assignment(of, seed + 1)
    seating = Seating(of, plan)
    for who in of.officials:
        here = plan[who.id]
        for choice in explain_person(of, plan, who.id):
            there = [
                each for each in of.officials if plan[each.id] == choice.posting and not seating.alone(each, here)[0]
            ]
            swaps = [seating.difference([(who, choice.posting), (each, here)]) for each in there]
            best = min(swaps, key=lambda each: (each.hard, each.cost), default=None)
            assert (choice.swap.difference if choice.swap else None) == best


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_costs_here_and_the_best_alternatives_are_those_of_a_new_score(seed: int) -> None:
    of = random_problem(seed)
    plan = random_assignment(of, seed + 1)
    before, explainer = score(of, plan), Explainer(of, plan)
    for who in of.officials:
        found = explainer.explain(who.id)
        assert found.posting == plan[who.id]
        for each in found.best:
            moves = {who.id: each.posting} | ({each.partner: plan[who.id]} if each.partner else {})
            after = score(of, {**plan, **moves})
            hard = sum(after.hard.values()) - sum(before.hard.values())
            assert Worth(hard, after.cost - before.cost) == each.difference
            assert hard <= 0
        assert [each.difference.cost for each in found.best if each.difference.hard == 0] == sorted(
            each.difference.cost for each in found.best if each.difference.hard == 0
        )


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_the_past_that_is_named_is_the_past_that_costs(seed: int) -> None:
    of = random_problem(seed)
    plan = random_assignment(of, seed + 1)
    who = of.officials[seed % len(of.officials)].id
    for posting, faults in explain_past(of, plan, who).items():
        costs = Explainer(of, {**plan, who: posting}).explain(who).costs
        past = {rule for rule in ("hardship", "repeat_enterprise", "last_mates") if costs.get(rule)}
        assert {each.rule for each in faults} == past
        assert all(who in each.officials and each.postings == (posting,) for each in faults)


def test_the_past_of_a_place_says_points_enterprise_and_mates() -> None:
    of = with_posting(with_official(problem(labels={"u0": "李强"}), "u0", hardship=3, last_group="L"), "G1", hardness=2)
    of = with_official(with_official(of, "u2", last_group="L"), "u0", last_enterprise="E1")
    found = explain_past(of, {"u0": "G0", "u1": "G0", "u2": "G1", "u3": "G1"}, "u0")
    assert found["G0"] == ()
    assert [(each.rule, each.officials) for each in found["G1"]] == [
        ("hardship", ("u0",)),
        ("repeat_enterprise", ("u0",)),
        ("last_mates", ("u2", "u0")),
    ]
    assert found["G1"][0].message == "李强往年已有 3 点辛苦，G1 又是苦的地方。"


def test_a_closed_door_names_the_cell_of_the_roster() -> None:
    of = with_posting(problem(labels={"u0": "李强", "P1": "一期", "P2": "二期"}), "G1", phase="P2")
    found = Explainer(of, {"u0": "G0", "u1": "G0", "u2": "G0", "u3": "G0"}).explain("u0")
    (choice,) = found.choices
    assert [each.rule for each in choice.closed_by] == ["phase"]
    assert [(each.row, each.column, each.words) for each in choice.cells] == [("u0", "phases", "李强 能去的期次：一期")]
    assert found.best == ()


def test_a_lock_and_a_shift_are_named_too() -> None:
    of = with_posting(with_official(problem(), "u0", lock=Lock(posting="G0"), night_ok=False), "G1", is_night=True)
    (choice,) = explain_person(of, dict.fromkeys(("u0", "u1", "u2", "u3"), "G0"), "u0")
    assert {each.column for each in choice.cells} == {"night_ok", "lock"}


def test_why_here_says_what_the_place_costs() -> None:
    of = with_official(with_official(problem(), "u0", home_unit="a", last_enterprise="E0"), "u1", home_unit="a")
    found = Explainer(of, {"u0": "G0", "u1": "G0", "u2": "G1", "u3": "G1"}).explain("u0")
    assert {rule: cost for rule, cost in found.costs.items() if cost} == {"repeat_enterprise": 20, "same_unit": 10}
    assert {each.rule for each in found.reasons} == {"repeat_enterprise", "same_unit"}
    assert (found.best[0].posting, found.best[0].difference) == ("G1", Worth(0, -30))


def test_nobody_is_explained_who_is_not_there() -> None:
    with pytest.raises(KeyError):
        explain_person(problem(), {}, "u99")
