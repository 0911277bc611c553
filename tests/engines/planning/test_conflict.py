"""Why nothing is legal: said in roster words, and true."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dundian.engines.planning.conflict import find_conflict, prove_conflict
from dundian.engines.planning.evaluate import groups_of, score
from dundian.engines.planning.openness import Openness
from dundian.engines.planning.problem import Lock, Problem
from dundian.engines.planning.proof.pieces import Piece, Pieces
from dundian.engines.planning.proof.shrink import Patience
from dundian.engines.planning.rules import Fault
from dundian.engines.planning.shortage import find_shortages

from .rosters import HARD, all_plans, problem, random_assignment, random_problem, with_official, with_posting


def has_legal_plan(of: Problem) -> bool:
    return any(score(of, plan).is_legal for plan in all_plans(of))


def spoken(faults: tuple[Fault, ...]) -> dict[str, str]:
    return {each.rule: each.message for each in faults}


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6))
def test_a_shortage_is_only_claimed_where_no_plan_is_legal(seed: int) -> None:
    of = random_problem(seed, officials=4, postings=3, strictness=0.5)
    assert not (find_shortages(of) and has_legal_plan(of))


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10**6))
def test_the_rules_of_a_conflict_collide_without_any_other_rule(seed: int) -> None:
    of = random_problem(seed, officials=4, postings=3, strictness=0.6)
    assume(not has_legal_plan(of))
    conflict = find_conflict(of, seconds=5)
    assert conflict
    named = {each.rule for each in conflict}
    assert named <= HARD
    assert not has_legal_plan(replace(of, off=of.off | (HARD - named)))


def legal_for(pieces: Pieces, those: Sequence[Piece]) -> bool:
    """Whether any plan keeps these pieces: by trying every plan."""
    plans = ((plan, groups_of(pieces.problem, plan)) for plan in all_plans(pieces.problem))
    return any(all(pieces.is_kept(each, plan, groups) for each in those) for plan, groups in plans)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_a_conflict_is_impossible_and_nothing_in_it_is_too_much(seed: int) -> None:
    pieces = Pieces(random_problem(seed, officials=4, postings=2, strictness=0.7))
    found = prove_conflict(pieces, Patience(5, lambda: False))
    assert (found is None) == legal_for(pieces, pieces.everything())
    if found is not None:
        assert found.is_irreducible
        assert not legal_for(pieces, found.pieces)
        for out in found.pieces:
            assert legal_for(pieces, [each for each in found.pieces if each != out])


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_all_pieces_together_are_the_hard_rules(seed: int) -> None:
    of = random_problem(seed)
    pieces, plan = Pieces(of), random_assignment(of, seed)
    groups = groups_of(of, plan)
    assert all(pieces.is_kept(each, plan, groups) for each in pieces.everything()) == score(of, plan).is_legal


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_what_is_closed_is_what_the_rules_close(seed: int) -> None:
    of = random_problem(seed)
    openness = Openness(of)
    for each in of.officials:
        for rule in openness.rules.values():
            closed = {posting.id for posting in of.postings if rule.evaluate(of, each, posting)}
            assert {posting.id for posting in openness.postings(openness.closed(rule.id, each))} == closed


def test_the_search_for_a_conflict_stops_when_asked() -> None:
    of = with_posting(problem(), "G0", smallest=5, beds_women=0, beds_men=0)
    assert prove_conflict(Pieces(of), Patience(5, lambda: True)) is None


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10**6))
def test_a_conflict_names_rows_that_exist(seed: int) -> None:
    of = random_problem(seed, officials=5, postings=3)
    for each in find_conflict(of, seconds=5):
        assert set(each.officials) <= {one.id for one in of.officials}
        assert set(each.postings) <= {one.id for one in of.postings}
        assert each.message.endswith("。")


def test_a_dormitory_without_beds_is_named() -> None:
    of = with_posting(problem(), "G0", smallest=1, beds_women=0, beds_men=0)
    conflict = find_shortages(of)
    assert {each.rule for each in conflict} == {"size", "beds"}
    assert all(each.postings == ("G0",) for each in conflict)
    assert spoken(conflict)["size"] == "G0 最少要 1 人。"


def test_beds_of_a_whole_phase_are_counted_together() -> None:
    of = problem(officials=8, postings=3, labels={"P1": "一期"})
    of = with_posting(of, "G2", phase="P2")
    for i in range(2):
        of = with_posting(of, f"G{i}", beds_women=1)
    conflict = find_shortages(of)
    assert spoken(conflict)["beds"] == "一期女床位共 2 张。"
    assert spoken(conflict)["placed"].startswith("只能去一期的女干部有 4 人，其中 3 人就安排不下：")
    assert len(next(each for each in conflict if each.rule == "placed").officials) == 3
    assert next(each for each in conflict if each.rule == "phase").postings == ("G2",)


def test_someone_who_can_go_nowhere_is_named_with_the_reasons() -> None:
    of = with_posting(with_official(problem(), "u0", night_ok=False), "G0", is_night=True)
    of = with_official(of, "u0", barred_enterprises=frozenset({"E1"}), night_ok=False)
    conflict = find_shortages(of)
    assert {each.rule: each.postings for each in conflict} == {"placed": (), "night": ("G0",), "barred": ("G1",)}
    assert all(each.officials == ("u0",) for each in conflict)


def test_too_few_leaders_are_named_with_who_there_is() -> None:
    of = problem(officials=4, postings=2)
    for who in ("u1", "u2", "u3"):
        of = with_official(of, who, leader=False)
    (fault,) = find_shortages(of)
    assert (fault.rule, fault.officials, fault.postings) == ("leader", ("u0",), ("G0", "G1"))
    assert fault.message == "P1 各要一个能当组长的人，去得了的共 1 人：u0。"


@pytest.mark.parametrize(
    ("of", "rules"),
    [
        (with_official(problem(), "u0", apart=("u1",), together=("u1",)), {"apart", "together", "placed"}),
        (
            with_official(
                with_official(problem(), "u0", lock=Lock(posting="G0", mates=("u1",))), "u1", lock=Lock(posting="G1")
            ),
            {"lock", "lock_with"},
        ),
        (problem(officials=2, postings=2, open_count=3), {"open"}),
        (with_posting(problem(postings=1), "G0", rooms=(3, 1)), {"rooms", "placed"}),
    ],
    ids=["apart and together", "locks", "open", "rooms"],
)
def test_what_counting_does_not_see_is_found_by_the_solver(of: Problem, rules: set[str]) -> None:
    assert not find_shortages(of)
    assert {each.rule for each in find_conflict(of, seconds=5)} == rules
