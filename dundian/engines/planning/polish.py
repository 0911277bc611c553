"""Seat a few groups anew, exactly, while the others stay: for what the moves of the search cannot reach, because many
would have to change places at once.

Which groups: one by lot, and others to which its people would gladly go or from which others would gladly come. If so
many give nothing any more, one more is taken. Where only some postings are opened, closed ones are among those that
may be chosen, so a whole group can go elsewhere.
"""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from dundian.engines.planning.evaluate import groups_of, score
from dundian.engines.planning.model import build_model
from dundian.engines.planning.part import Part, cut_down
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.pack import pack
from dundian.engines.planning.search.worth import with_matrix

_FEWEST, _MOST = 4, 8  # postings that are seated anew together
_PATIENCE = 30  # parts that gave nothing, one after another, before one more posting is taken
_GLADLY = 4  # what somebody may lose by going elsewhere for two groups to be kin
_HARD_WORK = 0.1  # of the solver's own seconds for one part at most


class Polish:
    """A legal plan, made better part by part. `tried`: how many parts have had their turn."""

    def __init__(self, problem: Problem, assignment: Assignment, *, seed: int) -> None:
        self.problem, self.lots = problem, np.random.default_rng(seed)
        self.where: dict[str, str | None] = dict(assignment)
        alone = with_matrix(pack(problem).tables).alone
        self.alone, self.is_closed = alone % t.FAULT, alone >= t.FAULT
        self.row = {each.id: i for i, each in enumerate(problem.postings)}
        self.size, self.failures = _FEWEST, 0
        self.settled: set[frozenset[frozenset[str]]] = set()
        self.tried = 0
        self.solver: cp_model.CpSolver | None = None

    def once(self, *, seconds: float | None) -> bool:
        """Seat one part anew, within these seconds if any are given; say whether the plan is better now."""
        self.tried += 1
        groups = groups_of(self.problem, self.where)
        part = self._part()
        key = frozenset(frozenset(each.id for each in groups[posting]) | {posting} for posting in part.postings)
        is_better = key not in self.settled and self._seat(cut_down(self.problem, groups, part), seconds)
        if not is_better:
            self.settled.add(key)
        self.failures = 0 if is_better else self.failures + 1
        if is_better:
            self.size = _FEWEST
        elif self.failures >= _PATIENCE:
            self.size, self.failures = min(self.size + 1, _MOST, len(self.row)), 0
        return is_better

    def stop_search(self) -> None:
        """Let the solver end what it is at."""
        if self.solver is not None:
            self.solver.stop_search()

    def _part(self) -> Part:
        places = len(self.row)
        where = np.array([self.row.get(self.where[each.id] or "", places) for each in self.problem.officials])
        first = int(self.lots.integers(places))
        kin = self._kin(where, first)
        kin[first] = 0
        count = min(self.size, places) - 1
        others = self.lots.choice(places, count, replace=False, p=kin / kin.sum()).tolist() if count else []
        reserves = frozenset(each.id for each in self.problem.officials if self.where[each.id] is None)
        return Part(frozenset(self.problem.postings[i].id for i in (first, *others)), reserves)

    def _kin(self, where: t.Wide, first: int) -> t.Reals:
        """Return how gladly people would change between this posting and each other."""
        people, places = np.arange(len(where)), len(self.row)
        loss = self.alone[:, :places] - self.alone[people, where][:, None]
        may = (loss <= _GLADLY) & ~self.is_closed[:, :places]
        kin = may[where == first].sum(axis=0) + np.bincount(where[may[:, first]], minlength=places + 1)[:places]
        return np.array(kin + 0.05, dtype=np.float64)

    def _seat(self, part: Problem, seconds: float | None) -> bool:
        here = {each.id: self.where[each.id] for each in part.officials}
        before = score(part, here)
        if not before.is_legal or not before.cost:
            return False
        model = build_model(part)
        model.hint(here)
        solver = self.solver = cp_model.CpSolver()
        its = solver.parameters
        its.random_seed = int(self.lots.integers(2**31))
        its.catch_sigint_signal = False  # stopping is the caller's business
        its.linearization_level = 2
        its.num_workers = 1
        its.max_deterministic_time = _HARD_WORK
        if seconds is not None:
            its.max_time_in_seconds = max(0.01, seconds)
        status = solver.solve(model.cp)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE) or solver.objective_value >= before.cost:
            return False
        self.where.update(model.assignment(solver))
        return True
