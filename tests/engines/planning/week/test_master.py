"""The relaxation's bound holds: no timetable of the whole model is cheaper, strict or elastic."""

import random
from dataclasses import replace

import pytest
from ortools.sat.python import cp_model

from dundian.engines.planning.week.build import build_model
from dundian.engines.planning.week.master import Master
from dundian.engines.planning.week.problem import Week
from tests.engines.planning.week.made_up import week_of


def few(seed: int) -> Week:
    """A made-up week cut down to three officials and two days, with posts short now and then."""
    dice, week = random.Random(seed), week_of(seed)  # noqa: S311
    teams = tuple(replace(each, posts=each.posts[: dice.choice((1, 2, 3))]) for each in week.teams[:3])
    known = {each.id for each in teams}
    interviews = {team: min(2, count) for team, count in week.wishes.interviews.items() if team in known}
    wishes = replace(week.wishes, talks=tuple(sorted(known)[:2]), interviews=interviews, visits=1)
    return replace(week, days=week.days[:2], teams=teams, officials=week.officials[:3], wishes=wishes)


def best(model: cp_model.CpModel) -> int | None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = 20
    return round(solver.objective_value) if solver.solve(model) == cp_model.OPTIMAL else None


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("is_elastic", [False, True])
def test_nothing_is_cheaper_than_the_bound(seed: int, is_elastic: bool) -> None:
    week = few(seed)
    whole = best(build_model(week, is_elastic=is_elastic).cp)
    bound = best(Master(week, is_elastic=is_elastic).model.cp)
    if whole is not None:
        assert bound is not None
        assert bound <= whole
