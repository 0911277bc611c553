"""What a change would cost, without judging the whole plan again; and the menu of one official."""

from random import Random
from time import monotonic

from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines.planning.evaluate import Score, score
from dundian.engines.planning.explain import Choice, explain_person
from dundian.engines.planning.problem import Assignment, Lock, Problem
from dundian.engines.planning.seating import Move, Seating, Worth

from .rosters import problem, random_assignment, random_problem, with_official, with_posting

TWO_AND_TWO = {"u0": "G0", "u1": "G0", "u2": "G1", "u3": "G1"}


def worth(of: Problem, assignment: Assignment) -> Worth:
    found = score(of, assignment)
    return Worth(sum(found.hard.values()), found.cost)


def less(one: Worth, other: Worth) -> Worth:
    return Worth(one.hard - other.hard, one.cost - other.cost)


def said(of: Score | Choice) -> set[str]:
    return {each.message for each in (of.faults if isinstance(of, Score) else of.breaks)}


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6))
def test_differences_are_the_differences_of_full_scores(seed: int) -> None:
    of = random_problem(seed)
    draw = Random(seed)  # noqa: S311 – invented moves, no secret
    seating = Seating(of, random_assignment(of, seed))
    assert seating.worth() == worth(of, seating.where)
    places: list[str | None] = [None, *(each.id for each in of.postings)]
    for _ in range(12):
        who = draw.sample(of.officials, draw.choice([1, 2, 3]))
        moves: list[Move] = [(each, draw.choice(places)) for each in who]
        change = seating.difference(moves)
        before = worth(of, seating.where)
        seating.make(moves)
        assert change == less(worth(of, seating.where), before)
    assert seating.worth() == worth(of, seating.where)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_the_menu_of_an_official_is_true(seed: int) -> None:
    of = random_problem(seed)
    plan = random_assignment(of, seed + 3)
    before = worth(of, plan)
    for official in of.officials:
        choices = explain_person(of, plan, official.id)
        assert [each.posting for each in choices] == [g.id for g in of.postings if g.id != plan[official.id]]
        for each in choices:
            moved = {**plan, official.id: each.posting}
            assert each.difference == less(worth(of, moved), before)
            assert said(score(of, moved)) - said(score(of, plan)) == said(each) - said(score(of, plan))
            if each.swap:
                swapped = {**moved, each.swap.partner: plan[official.id]}
                assert each.swap.difference == less(worth(of, swapped), before)


def test_what_closes_a_posting_is_named() -> None:
    of = with_posting(with_official(problem(), "u0", night_ok=False), "G1", is_night=True)
    (choice,) = explain_person(of, TWO_AND_TWO, "u0")
    assert [each.rule for each in choice.closed_by] == ["night"]
    assert "不能上夜班" in choice.closed_by[0].message


def test_a_full_group_says_what_a_move_would_break_and_whom_to_swap_with() -> None:
    of = with_posting(problem(), "G1", largest=2)
    of = with_official(of, "u2", lock=Lock(posting="G1"))
    (choice,) = explain_person(of, TWO_AND_TWO, "u1")
    assert not choice.closed_by
    assert [each.rule for each in choice.breaks] == ["size"]
    assert choice.difference == Worth(1, 0)
    assert choice.swap is not None
    assert (choice.swap.partner, choice.swap.difference) == ("u3", Worth(0, 0))


def test_the_menu_is_quick_at_the_size_of_a_programme() -> None:
    of = random_problem(3, officials=108, postings=12)
    plan = random_assignment(of, 4)
    began = monotonic()
    for official in of.officials[:20]:
        explain_person(of, plan, official.id)
    assert (monotonic() - began) / 20 < 0.2  # 0.05 aimed at; a busy machine gets four times that
