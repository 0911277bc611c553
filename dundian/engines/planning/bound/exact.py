"""The cheapest group of one posting at given shadow prices, proved by CP-SAT: its *bound* counts, found or not.

The model is that of the whole problem, cut down to one posting and to those who may go there, so every rule about a
group holds in it, and that who must stay together comes together or not at all. Shadow prices are whole numbers of
1/`SCALE`, so all arithmetic is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from ortools.sat.python import cp_model

from dundian.engines.planning.bound.groups import Column, Roster
from dundian.engines.planning.model import Literal, build_model
from dundian.engines.planning.search import tables as t

SCALE = 100


@dataclass(frozen=True, slots=True)
class Least:
    """No group of the posting costs less than `bound`/SCALE beyond its shadows; None: it has no legal group at all.

    `columns`: groups met on the way, the best last.
    """

    bound: int | None
    columns: list[Column]


class Exact:
    """The model of one posting; only its objective changes."""

    def __init__(self, roster: Roster, place: int) -> None:
        problem, posting, self.place, self.roster = roster.problem, roster.problem.postings[place], place, roster
        self.who: list[int] = np.nonzero(roster.is_open[:, place])[0].tolist()
        officials = tuple(problem.officials[i] for i in self.who)
        off = problem.off | {"placed"}
        model = build_model(replace(problem, officials=officials, postings=(posting,), open_count=None, off=off))
        self.cp = model.cp
        self.goes: list[Literal] = [model.goes[each.id, posting.id] for each in officials]
        if problem.open_count is not None:
            self.cp.add_bool_or(self.goes)  # a posting in use has somebody
        # The model counts at home who does not come; here nobody else is looked at.
        at_home = (roster.tables.alone[self.who, roster.places] % t.FAULT).tolist()
        self.cost = sum(model.cost) - sum(at_home)
        self.at_home = at_home

    def solve(self, shadows: t.Wide, begin: Sequence[int], seconds: float, seed: int) -> Least:
        """Prove how cheap a group can be at these shadow prices (in 1/SCALE); `begin`: a group to begin with."""
        pays = [SCALE * home - pay for home, pay in zip(self.at_home, shadows[self.who].tolist(), strict=True)]
        self.cp.clear_objective()  # type: ignore[no-untyped-call]
        self.cp.minimize(SCALE * self.cost + cp_model.LinearExpr.weighted_sum(self.goes, pays))
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        begins = set(begin)
        for who, literal in zip(self.who, self.goes, strict=True):
            self.cp.add_hint(literal, who in begins)
        solver, watch = _solver(seconds, seed), _Watch(self)
        status = solver.solve(self.cp, watch)
        if status == cp_model.INFEASIBLE:
            return Least(None, [])
        return Least(round(solver.best_objective_bound), watch.columns)


def _solver(seconds: float, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    its = solver.parameters
    its.random_seed = seed % 2**31
    its.catch_sigint_signal = False  # stopping is the caller's business
    its.linearization_level = 2
    its.num_workers = 1
    its.max_time_in_seconds = seconds
    return solver


class _Watch(cp_model.CpSolverSolutionCallback):
    """Keeps every group the solver meets."""

    def __init__(self, exact: Exact) -> None:
        super().__init__()
        self._exact = exact
        self.columns: list[Column] = []

    def on_solution_callback(self) -> None:
        """Keep the group."""
        exact = self._exact
        people = [who for who, literal in zip(exact.who, exact.goes, strict=True) if self.boolean_value(literal)]
        if len(people) > exact.roster.packed.seats:
            return  # where sizes are switched off: the arrays hold no such group
        cost = exact.roster.worth(exact.place, people)  # the solver may say more than it costs on its way
        self.columns.append(Column(exact.place, tuple(people), cost))
