"""Seating a few groups anew: the plan stays legal and becomes no dearer, and whole groups find their way."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.polish import Polish

from .rosters import all_plans, problem, random_problem, with_official, with_posting


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_a_legal_plan_stays_legal_and_ends_as_cheap_as_can_be_where_all_is_seated_anew(seed: int) -> None:
    of = random_problem(seed, officials=5, postings=3, strictness=0.4)
    legal = [plan for plan in all_plans(of) if score(of, plan).is_legal]
    assume(legal)
    polish = Polish(of, legal[seed % len(legal)], seed=seed)
    for _ in range(3):
        polish.once(seconds=None)
    found = score(of, polish.where)
    assert found.is_legal
    assert found.cost == min(score(of, plan).cost for plan in legal)


def test_a_whole_group_goes_to_a_posting_that_was_closed() -> None:
    of = problem(officials=6, postings=3, open_count=2)
    for i in range(3):
        of = with_posting(of, f"G{i}", smallest=3, largest=3, topic="t1" if i == 1 else "t2")
    for i in range(6):
        of = with_official(of, f"u{i}", topic="t1" if i < 3 else "t2")
    begin = {f"u{i}": "G0" if i < 3 else "G2" for i in range(6)}
    polish = Polish(of, begin, seed=1)
    assert polish.once(seconds=None)
    assert (score(of, polish.where).cost, score(of, polish.where).is_legal) == (0, True)
    assert {polish.where[f"u{i}"] for i in range(3)} == {"G1"}


def test_of_one_enterprise_no_second_posting_is_opened() -> None:
    of = problem(officials=4, postings=3, open_count=2)
    of = replace(of, postings=tuple(replace(each, enterprise="E9") for each in of.postings[:2]) + of.postings[2:])
    of = with_posting(of, "G2", topic="t9")
    of = replace(of, officials=tuple(replace(each, topic="t1") for each in of.officials))
    polish = Polish(of, {"u0": "G0", "u1": "G2", "u2": "G2", "u3": "G2"}, seed=1)
    polish.once(seconds=None)
    assert score(of, polish.where).is_legal
    assert sorted(map(str, polish.where.values())).count("G2") == 1
