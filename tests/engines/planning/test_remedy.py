"""One fault, and the fewest moves that mend it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import MAN, WOMAN, Assignment, Lock, Official, Phase, Posting, Problem
from dundian.engines.planning.remedy import Remedy, Room, find_remedies
from dundian.engines.planning.rules import Fault

from .rosters import random_assignment, random_problem

ROLES = frozenset({"publicist", "researcher", "connector"})


def official(name: str, sex: str = MAN, *, phases: str = "p", able: bool = True, reserve: bool = False) -> Official:
    return Official(
        id=name,
        sex=sex,
        home_unit=name,
        age_band=1,
        seniority_band=0,
        phases=frozenset(phases),
        leader=able,
        roles=ROLES if able else frozenset(),
        lock=Lock(),
        reserve=reserve,
    )


def posting(name: str, *, phase: str = "p", size: tuple[int, int] = (1, 3), beds_women: int = 1) -> Posting:
    return Posting(
        id=name,
        enterprise=f"e{name}",
        phase=phase,
        smallest=size[0],
        largest=size[1],
        beds_women=beds_women,
        beds_men=3,
    )


def problem(officials: list[Official], postings: list[Posting]) -> Problem:
    return Problem(phases=(Phase("p"), Phase("q")), officials=tuple(officials), postings=tuple(postings))


def fault_of(of: Problem, assignment: Assignment, rule: str) -> Fault:
    return next(each for each in score(of, assignment).faults if each.rule == rule)


def after(assignment: Assignment, remedy: Remedy) -> Assignment:
    return {**assignment, **dict(remedy.moves)}


def test_one_move_to_a_free_bed_mends_a_bed_that_is_short_and_every_remedy_is_true() -> None:
    of = problem(
        [official("a", WOMAN), official("b", WOMAN), official("c"), official("d")], [posting("x"), posting("y")]
    )
    now = {"a": "x", "b": "x", "c": "x", "d": "y"}
    found = find_remedies(of, now, fault_of(of, now, "beds"))
    assert found[0].moves in {(("a", "y"),), (("b", "y"),)}
    before = score(of, now)
    for remedy in found:
        then = score(of, after(now, remedy))
        assert sum(then.hard.values()) - sum(before.hard.values()) == remedy.difference.hard < 0
        assert then.cost - before.cost == remedy.difference.cost
        assert "beds" not in then.hard


def test_a_swap_is_found_where_a_move_would_break_the_sizes() -> None:
    of = problem(
        [official("a", WOMAN), official("b", WOMAN), official("c"), official("d")],
        [posting("x", size=(2, 2)), posting("y", size=(2, 2))],
    )
    now = {"a": "x", "b": "x", "c": "y", "d": "y"}
    best = find_remedies(of, now, fault_of(of, now, "beds"))[0]
    assert len(best.moves) == 2
    assert score(of, after(now, best)).is_legal


def test_somebody_without_a_place_gets_one_where_another_makes_room() -> None:
    of = problem(
        [official("a"), official("b"), official("c", phases="pq")],
        [posting("x", size=(1, 2)), posting("y", phase="q", size=(0, 1))],
    )
    now = {"a": None, "b": "x", "c": "x"}
    best = find_remedies(of, now, fault_of(of, now, "placed"))[0]
    assert dict(best.moves) == {"a": "x", "c": "y"}


def test_who_is_fixed_and_what_is_shut_is_never_touched() -> None:
    of = problem(
        [official("a", WOMAN), official("b", WOMAN), official("c"), official("d")],
        [posting("x"), posting("y"), posting("z")],
    )
    now = {"a": "x", "b": "x", "c": "z", "d": "y"}
    fault = fault_of(of, now, "beds")
    found = find_remedies(of, now, fault, room=Room(fixed={"a"}, shut={"y"}), count=99)
    assert found
    touched = {who for remedy in found for who, _ in remedy.moves}
    places = {to for remedy in found for _, to in remedy.moves}
    assert "a" not in touched
    assert "d" not in touched
    assert "y" not in places
    assert find_remedies(of, now, fault, room=Room(fixed={"a", "b", "c", "d"})) == ()


def test_a_remedy_that_only_shifts_the_fault_is_none() -> None:
    of = problem([official("a", WOMAN), official("b", WOMAN)], [posting("x", size=(2, 2))])
    now = {"a": "x", "b": "x"}
    assert find_remedies(of, now, fault_of(of, now, "beds")) == ()


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_whatever_is_offered_takes_the_fault_away_at_the_price_it_says_and_breaks_nothing_new(seed: int) -> None:
    of = random_problem(seed, officials=7, postings=3)
    now = random_assignment(of, seed + 1)
    before = score(of, now)
    for fault in before.faults[:3]:
        for remedy in find_remedies(of, now, fault):
            then = score(of, after(now, remedy))
            assert sum(then.hard.values()) - sum(before.hard.values()) == remedy.difference.hard
            assert then.cost - before.cost == remedy.difference.cost
            assert then.hard.get(fault.rule, 0) < before.hard[fault.rule]
            assert all(then.hard.get(rule, 0) <= before.hard.get(rule, 0) for rule in then.hard)
