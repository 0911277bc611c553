"""The proved lower bound: never above what the best plan costs, and mostly at it."""

from collections.abc import Callable
from itertools import count

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines.planning.bound.exact import SCALE, Exact
from dundian.engines.planning.bound.finish import Finish, Listener
from dundian.engines.planning.bound.groups import Column, Roster
from dundian.engines.planning.bound.prove import Bound, Effort, prove_bound
from dundian.engines.planning.bound.quick import Quick
from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import Problem
from dundian.engines.planning.rules import rule_book

from .rosters import all_plans, problem, random_problem, with_official, with_posting


def ticking() -> Callable[[], float]:
    """A clock that a look at it moves on, so that nothing depends on how busy the machine is."""
    ticks = count()
    return lambda: next(ticks) * 0.01


def proved(of: Problem, *, seconds: float = 6) -> Bound:
    return prove_bound(of, effort=Effort(seconds, ticking(), workers=1))


def best_cost(of: Problem) -> int | None:
    return min((found.cost for plan in all_plans(of) if (found := score(of, plan)).is_legal), default=None)


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10**6), st.sampled_from([0.2, 0.5, 0.8]))
def test_no_plan_costs_less_than_the_bound(seed: int, strictness: float) -> None:
    of = random_problem(seed, officials=5, postings=3, strictness=strictness)
    least, bound = best_cost(of), proved(of).value
    assert least is None or (bound is not None and bound <= least)


def test_the_bound_is_mostly_what_the_best_plan_costs() -> None:
    pairs = []
    for seed in range(16):
        of = random_problem(seed, officials=4, postings=3, strictness=0.3)
        least = best_cost(of)
        if least is not None:
            pairs.append((proved(of).value, least))
    assert len(pairs) >= 8
    assert sum(bound == least for bound, least in pairs) >= 0.75 * len(pairs)


def judged(of: Problem, column: Column) -> int | None:
    """What the evaluator's rules say a group costs; None if one of them is broken."""
    book, posting, group = rule_book(of), of.postings[column.place], [of.officials[i] for i in column.people]
    broken = sum(rule.evaluate(of, each, posting) for rule in book.person_hard for each in group)
    broken += sum(rule.evaluate(of, posting, group) for rule in book.group_hard)
    cost = sum(rule.evaluate(of, each, posting) for rule in book.person_soft for each in group)
    return None if broken else cost + sum(rule.evaluate(of, posting, group) for rule in book.group_soft)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_groups_found_cost_what_the_rules_say_and_no_less_than_proved(seed: int) -> None:
    of = random_problem(seed, officials=7, postings=2, strictness=0.5)
    roster, pays = Roster(of), np.random.default_rng(seed).integers(0, 9 * SCALE, 7)
    found = Quick(roster, seed=seed, workers=1).groups(pays / SCALE, kicks=8)
    for place, columns in enumerate(found):
        least = Exact(roster, place).solve(pays, (), 10, 1)
        assert all(each.cost == judged(of, each) for each in (*columns, *least.columns))
        is_locked = "lock" not in of.off
        must = {i for i in np.nonzero(roster.is_open[:, place])[0] if is_locked and of.officials[i].lock.posting}
        whole = [each for each in (*columns, *least.columns) if must <= set(each.people)]
        worths = [SCALE * each.cost - int(pays[list(each.people)].sum()) for each in whole]
        assert "size" in of.off or least.bound == min(worths, default=None)  # arrays hold no group beyond all sizes


def test_a_problem_without_a_legal_plan_is_proved_to_have_none() -> None:
    of = with_posting(problem(), "G0", smallest=5)
    found = proved(of)
    assert (found.value, found.is_complete) == (None, True)


def test_who_must_stay_together_is_seen_by_the_bound() -> None:
    """Two of one unit who must stay together cost their pair wherever they go."""
    of = problem()
    of = with_official(with_official(of, "u0", home_unit="一处", together=("u1",)), "u1", home_unit="一处")
    assert proved(of).value == 10


def test_time_that_is_over_leaves_what_counting_proves() -> None:
    of = random_problem(3, officials=6, postings=3, strictness=0.2)
    found = prove_bound(of, effort=Effort(60, ticking(), should_stop=lambda: True, workers=1))
    assert not found.is_complete or found.value is not None


def test_better_bounds_are_told_in_order() -> None:
    of = random_problem(1, officials=5, postings=3, strictness=0.2)
    told: list[Bound] = []
    found = prove_bound(of, effort=Effort(6, ticking(), workers=1), on_better=told.append)
    values = [each.value for each in told if each.value is not None]
    assert values == sorted(values)
    assert not values or found.value == values[-1]


def test_nobody_and_nowhere_cost_nothing() -> None:
    assert proved(problem(officials=0, postings=0)).value == 0


def test_the_model_of_the_whole_ends_when_told_to_though_it_finds_nothing_new() -> None:
    finish = Finish(Roster(random_problem(8, officials=60, postings=12, strictness=0.2)), [])
    asked = count()
    finish.solve(None, 3600, 1, Listener(lambda _: None, lambda _: None, lambda: next(asked) > 2))
    assert next(asked) > 2 or finish.is_optimal
