"""What moves and swaps are said to add is what the evaluator says of the plan before and after."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines.planning.differences import Differences, worth_of
from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.seating import Worth

from .rosters import random_assignment, random_problem


def added(of: Problem, before: Assignment, moves: Assignment) -> Worth:
    old, new = score(of, before), score(of, {**before, **moves})
    return Worth(sum(new.hard.values()) - sum(old.hard.values()), new.cost - old.cost)


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 10**6))
def test_differences_are_those_of_the_evaluator(seed: int) -> None:
    of = random_problem(seed, officials=7, postings=4)
    plan = random_assignment(of, seed + 3)
    found = Differences(of, plan)
    for i, who in enumerate(of.officials):
        moves, swaps = found.moves(i), found.swaps(i)
        for j, posting in enumerate(of.postings):
            assert worth_of(int(moves[j])) == added(of, plan, {who.id: posting.id})
        for j, other in enumerate(of.officials):
            if plan[other.id] not in (None, plan[who.id]):
                assert worth_of(int(swaps[j])) == added(of, plan, {who.id: plan[other.id], other.id: plan[who.id]})
