"""The first plan in a moment."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.seating import Worth
from dundian.engines.planning.start import mend, place_by_flow

from .rosters import all_plans, problem, random_problem, with_official, with_posting


def mended(of: Problem, plan: Assignment, *, seed: int, swaps: int) -> tuple[Assignment, Worth, int]:
    """The best plan met, its worth, and the tries."""
    heard: list[tuple[Assignment, Worth]] = []

    def hear(better: Assignment, worth: Worth) -> None:
        heard.append((better, worth))

    tried = mend(of, plan, seed=seed, swaps=swaps, should_stop=lambda: False, on_better=hear)
    assert all((b.hard, b.cost) < (a.hard, a.cost) for (_, a), (_, b) in pairwise(heard))
    return *heard[-1], tried


def test_the_flow_keeps_beds_sizes_and_closed_postings() -> None:
    of = problem(officials=6, postings=3)
    for i in range(3):
        of = with_posting(of, f"G{i}", smallest=2, largest=2, beds_women=1, beds_men=1)
    of = with_official(of, "u0", barred_enterprises=frozenset({"E0", "E1"}))
    plan, _ = place_by_flow(of)
    assert plan["u0"] == "G2"
    assert score(of, plan).is_legal


def test_the_flow_leaves_at_home_whom_it_cannot_place() -> None:
    of = with_official(with_official(problem(), "u0", phases=frozenset()), "u1", reserve=True)
    plan, _ = place_by_flow(of)
    assert plan["u0"] is None
    assert score(of, plan).hard == {"placed": 1}


def test_swaps_bring_a_leader_where_none_is() -> None:
    of = problem(officials=4, postings=2)
    for i in range(2):
        of = with_posting(of, f"G{i}", smallest=2, largest=2)
    for who in ("u2", "u3"):
        of = with_official(of, who, leader=False)
    unled = {"u0": "G0", "u1": "G0", "u2": "G1", "u3": "G1"}
    assert score(of, unled).hard == {"leader": 1}
    plan, worth, tried = mended(of, unled, seed=1, swaps=500)
    assert (worth, tried) == (Worth(0, 0), 500)
    assert score(of, plan).is_legal


def test_the_same_seed_makes_the_same_plan_and_its_worth_is_the_evaluators() -> None:
    of = random_problem(5, officials=20, postings=4)
    one, two = (mended(of, place_by_flow(of)[0], seed=3, swaps=2_000) for _ in range(2))
    assert one == two
    found = score(of, one[0])
    assert one[1] == Worth(sum(found.hard.values()), found.cost)


def test_swaps_end_when_told_to() -> None:
    of = problem()
    assert mend(of, place_by_flow(of)[0], seed=1, swaps=10**9, should_stop=lambda: True) == 0


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6))
def test_no_legal_plan_costs_less_than_the_flow_says(seed: int) -> None:
    of = replace(random_problem(seed, officials=4, postings=2, strictness=0.3), open_count=None)
    legal = [found.cost for plan in all_plans(of) if (found := score(of, plan)).is_legal]
    assume(legal)
    assert place_by_flow(of)[1] <= min(legal)
