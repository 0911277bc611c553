"""From the bound of column generation on: the model of the whole, told what every round has proved.

A round proves for each posting, at shadow prices u, that its group costs at least Σ u of its people plus so much. These
are linear inequalities, and with them CP-SAT begins at the bound of the columns instead of far below. It goes on by
branching; and the plans it meets on its way are often better than those of the search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from dundian.engines.planning.bound.exact import SCALE
from dundian.engines.planning.bound.groups import Roster
from dundian.engines.planning.model import Linear, Model, add_mixture, build_model
from dundian.engines.planning.problem import Assignment
from dundian.engines.planning.search import tables as t

_BREATH = 0.05  # seconds between two questions whether to stop


@dataclass(frozen=True)
class Proved:
    """A round: what it proved in all, the shadow prices and what each posting's group costs beyond them (1/SCALE)."""

    total: float
    shadows: t.Wide
    bounds: list[int]


@dataclass(frozen=True)
class Listener:
    """Who hears of better plans and bounds, and says whether to stop."""

    plan: Callable[[Assignment], None]
    bound: Callable[[float], None]
    should_stop: Callable[[], bool]


class Finish:
    """The strengthened model. Once `solve` has returned, `is_optimal` says whether the last plan is proved the best."""

    def __init__(self, roster: Roster, rounds: Sequence[Proved]) -> None:
        self.roster, self.is_optimal = roster, False
        self.model = build_model(roster.problem, has_cost=False)
        self.model.cp.minimize(sum(self._group(place, rounds) for place in range(roster.places)) + self._at_home())

    def _group(self, place: int, rounds: Sequence[Proved]) -> Linear:
        """Return what a posting's group costs, with what the rounds know of it."""
        model, problem, posting = self.model, self.roster.problem, self.roster.problem.postings[place]
        who = [i for i, each in enumerate(problem.officials) if (each.id, posting.id) in model.goes]
        goes = [model.goes[problem.officials[i].id, posting.id] for i in who]
        before = len(model.cost)
        add_mixture(model, posting)
        alone = (self.roster.tables.alone[who, place] % t.FAULT).tolist()
        cost: Linear = sum(model.cost[before:]) + cp_model.LinearExpr.weighted_sum(goes, alone)
        for each in rounds:
            paid = cp_model.LinearExpr.weighted_sum(goes, each.shadows[who].tolist())
            known = model.cp.add(SCALE * cost - paid >= each.bounds[place])
            if posting.id in model.used:
                known.only_enforce_if(model.used[posting.id])
        return cost

    def _at_home(self) -> cp_model.LinearExpr:
        model, costs = self.model, (self.roster.tables.alone[:, self.roster.places] % t.FAULT).tolist()
        home = {each.id: cost for each, cost in zip(self.roster.problem.officials, costs, strict=True)}
        literals, spared = list(model.goes.values()), [-home[who] for who, _ in model.goes]
        return cp_model.LinearExpr.sum([cp_model.LinearExpr.weighted_sum(literals, spared), sum(costs)])

    def solve(self, best: Assignment | None, seconds: float, seed: int, listener: Listener) -> None:
        """Raise the bound and look for better plans until the time is over."""
        if best is not None:
            self.model.hint(best)
        solver = cp_model.CpSolver()
        its = solver.parameters
        its.random_seed = seed % 2**31
        its.catch_sigint_signal = False  # stopping is the caller's business
        its.linearization_level = 2
        its.num_workers = 1
        its.max_time_in_seconds = seconds

        solver.best_bound_callback = listener.bound
        with ThreadPoolExecutor(1) as thread:  # long times can pass without a better plan or bound
            running = thread.submit(solver.solve, self.model.cp, _Watch(self.model, listener))
            while not running.done():
                wait([running], timeout=_BREATH)
                if listener.should_stop():
                    solver.stop_search()
        status = running.result()
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
            listener.bound(solver.best_objective_bound)
        elif status == cp_model.INFEASIBLE:
            listener.bound(np.inf)
        self.is_optimal = status == cp_model.OPTIMAL


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, listener: Listener) -> None:
        super().__init__()
        self._model, self._listener = model, listener

    def on_solution_callback(self) -> None:
        """Pass the plan on."""
        self._listener.plan(self._model.assignment(self))
