"""The relaxation's bound holds: no timetable of the whole model is cheaper, strict or elastic."""

import random
from dataclasses import replace

import pytest
from ortools.sat.python import cp_model

from dundian.engines.planning.week.build import build_model
from dundian.engines.planning.week.master import Master, Reviews
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
    bounds = [best(Master(week, is_elastic=is_elastic).model.cp)]
    if is_elastic:
        bounds.append(best(Master(week, is_elastic=True, reviews=Reviews.ONE_IS_MISSED).model.cp))
    if whole is not None:
        assert min(each for each in bounds if each is not None) <= whole


@pytest.mark.parametrize("seed", range(4))
def test_a_forbidden_choice_of_shifts_is_not_taken_again(seed: int) -> None:
    master, taken = Master(few(seed), is_elastic=True), list[dict[str, int]]()
    solver = cp_model.CpSolver()
    for _ in range(3):
        assert solver.solve(master.model.cp) == cp_model.OPTIMAL
        taken.append(dict(master.focus(solver.value).joins))
        master.forbid(taken[-1])
    assert all(taken.count(each) == 1 for each in taken)
