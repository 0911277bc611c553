"""The master problem: choose groups so that everyone is placed once. Its dual says what placing each official is worth.

A shortfall or a surplus of a person costs as much as keeps their shadow price within a *box* round a centre. So the
master is never impossible, and shadow prices do not leap about while columns are few. That is only a matter of speed:
a bound is valid at any shadow prices.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

from dundian.engines.planning.bound.groups import Column, Roster
from dundian.engines.planning.search import tables as t

_NO_GROUP = 1e6  # what a posting without a group costs


@dataclass(frozen=True)
class Dual:
    """A solution of the master: its value, what each official and each posting is worth, and whether nobody is
    placed at a price, so that the box does not hold anything back.
    """

    value: float
    shadows: t.Reals
    postings: t.Reals
    is_free: bool


class Master:
    """The linear problem, growing by columns."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.known: set[tuple[int, tuple[int, ...]]] = set()
        self.lp = pywraplp.Solver.CreateSolver("GLOP")
        self.persons = [self.lp.Constraint(1, 1) for _ in range(roster.people)]
        has_all = roster.problem.open_count is None
        self.postings = [self.lp.Constraint(int(has_all), 1) for _ in range(roster.places)]
        self.chosen = {} if has_all else self._choice()
        self.short = [self._variable(0, [(row, 1)]) for row in self.persons]
        self.over = [self._variable(0, [(row, -1)]) for row in self.persons]
        for row, home in zip(self.persons, roster.at_home.tolist(), strict=True):
            if np.isfinite(home):
                self._variable(home, [(row, 1)])
        for row in self.postings if has_all else ():
            self._variable(_NO_GROUP, [(row, 1)])

    def _choice(self) -> dict[int, list[pywraplp.Constraint]]:
        """Return the rows that tie postings together, where the organiser uses only some of them."""
        count = self.roster.problem.open_count
        total = self.lp.Constraint(count, count)
        self._variable(_NO_GROUP, [(total, 1)])
        column = self.roster.tables.place[: self.roster.places, t.ENTERPRISE].tolist()
        enterprises = {each: self.lp.Constraint(0, 1) for each in set(column)}
        return {place: [total, enterprises[each]] for place, each in enumerate(column)}

    def _variable(self, cost: float, entries: Iterable[tuple[pywraplp.Constraint, int]]) -> pywraplp.Variable:
        variable = self.lp.NumVar(0, self.lp.infinity(), "")
        self.lp.Objective().SetCoefficient(variable, cost)
        for row, value in entries:
            row.SetCoefficient(variable, value)
        return variable

    def centre(self, shadows: t.Reals, radius: float) -> None:
        """Keep the shadow prices within this box from now on. They must not exceed what staying at home costs."""
        objective = self.lp.Objective()
        for short, over, middle in zip(self.short, self.over, shadows.tolist(), strict=True):
            objective.SetCoefficient(short, middle + radius)
            objective.SetCoefficient(over, radius - middle)

    def add(self, columns: Iterable[Column]) -> int:
        """Take in the columns that are new; return how many they are."""
        before = len(self.known)
        for each in columns:
            key = (each.place, each.people)
            if key not in self.known:
                self.known.add(key)
                rows = [self.persons[who] for who in each.people]
                rows += [self.postings[each.place], *self.chosen.get(each.place, ())]
                self._variable(each.cost, [(row, 1) for row in rows])
        return len(self.known) - before

    def solve(self) -> Dual | None:
        """Solve it, from where it stood; None where the solver lost its way in rounding."""
        if self.lp.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        amiss = sum(each.solution_value() for each in (*self.short, *self.over))
        return Dual(
            value=self.lp.Objective().Value(),
            shadows=np.array([row.dual_value() for row in self.persons]),
            postings=np.array([row.dual_value() for row in self.postings]),
            is_free=amiss < 1e-6,
        )
