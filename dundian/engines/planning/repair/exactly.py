"""The exact repair of a part of a plan while everything else stays: first the fewest changes, then the lowest cost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from dundian.engines.planning.model import Linear, Model, build_model
from dundian.engines.planning.part import Part, cut_down
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.repair.standing import Standing

_BREATH = 0.02  # seconds between two questions whether to stop


class Impossible(Exception):
    """No plan of this part is legal while everything else stays."""


@dataclass(frozen=True)
class Found:
    """A repair of a part: where its people go, and whether it is proved that no repair of the part changes fewer."""

    moves: Assignment
    changes: int
    is_proved: bool


@dataclass(frozen=True)
class Task:
    """A part to be repaired, where its people were before, and how many changes are known to be needed."""

    part: Part
    before: Assignment
    bound: int


@dataclass(frozen=True)
class Limits:
    """What the exact repair may use."""

    seconds: float
    workers: int
    should_stop: Callable[[], bool]


def fewest(standing: Standing, task: Task, limits: Limits) -> Found | None:
    """Return the repair with the fewest changes, or None if none was found; Impossible if there is none.

    The solver begins with everybody where they are.
    """
    model = build_model(_alone(standing, task.part), has_cost=False)
    changes = _changes(model, task.before)
    model.cp.add(changes >= task.bound)
    model.cp.minimize(changes)
    for (who, where), literal in model.goes.items():
        model.cp.add_hint(literal, standing.where[who] == where)
    solver, status = _solved(model, replace(limits, workers=1))
    if status == cp_model.INFEASIBLE:
        raise Impossible
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return Found(model.assignment(solver), round(solver.value(changes)), status == cp_model.OPTIMAL)


def cheapest(standing: Standing, task: Task, begin: Found, limits: Limits) -> tuple[Assignment, bool]:
    """Return the cheapest repair of the part with no more changes than this one, and whether that is proved."""
    model = build_model(_alone(standing, task.part))
    model.cp.add(_changes(model, task.before) <= begin.changes)
    model.hint({**standing.where, **begin.moves})
    solver, status = _solved(model, limits)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return begin.moves, False
    return model.assignment(solver), status == cp_model.OPTIMAL


def _alone(standing: Standing, part: Part) -> Problem:
    """Return the problem of the part; changes are counted against the task's own `before`."""
    return replace(cut_down(standing.problem, standing.seating.groups, part), previous=None)


def _changes(model: Model, before: Assignment) -> Linear:
    """Return how many of the part are elsewhere than before."""
    count: Linear = 0
    for official in model.problem.officials:
        if official.id not in before:
            continue
        where = before[official.id]
        if where is None:
            literals = [literal for (who, _), literal in model.goes.items() if who == official.id]
            count += sum(literals)
        else:
            count += 1 - model.goes.get((official.id, where), 0)
    return count


def _solved(model: Model, limits: Limits) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    solver = cp_model.CpSolver()
    its = solver.parameters
    its.max_time_in_seconds = max(0.01, limits.seconds)
    its.num_workers = limits.workers
    its.linearization_level = 2
    its.catch_sigint_signal = False  # stopping is the caller's business
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(solver.solve, model.cp)
        while not running.done():
            wait([running], timeout=_BREATH)
            if limits.should_stop():
                solver.stop_search()
    return solver, running.result()
