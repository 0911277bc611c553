"""The search for a week: a small relaxation proves a bound and decides who joins which shift; the rest is fitted to it.

With the relaxation's decisions fixed the whole model mostly reaches the bound at once. Where it does not, that choice
of shifts is forbidden to the relaxation, which goes on with the next best one; after some of them each is looked at
again with nothing but the shifts fixed, so that the best it can give is known. The bound that is left is proved.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from dundian.engines.planning.week.build import build_model
from dundian.engines.planning.week.lay_out import lay_out
from dundian.engines.planning.week.master import Master, Reviews
from dundian.engines.planning.week.model import Focus
from dundian.engines.planning.week.problem import Week
from dundian.engines.planning.week.timetable import Timetable

_FOUND = cp_model.OPTIMAL, cp_model.FEASIBLE
_TRIES = 3
"""Choices of shifts that are tried with all of the relaxation's decisions before the dear look at each alone."""

_GAP = 0.0099
"""A timetable is good when none can be a hundredth cheaper: nobody sees the difference, and proving more takes long."""

_CLOSER = 0.002
"""Where wishes are given up a hundredth would be seen, they cost so much: there it is worth a look whether more can be
had.
"""

_SHARE, _LEAST = 0.2, 1.0
"""How much of the seconds left one solve may take, but never less than this many."""


@dataclass(frozen=True, slots=True)
class Found:
    """A timetable and what it costs, given up wishes too."""

    timetable: Timetable
    cost: int


@dataclass
class _Tried:
    """Choices of who joins which shift: the open ones were tried with some of their timetables, the closed with all.

    Of each it is known what none of its timetables goes below.
    """

    open: dict[tuple[tuple[str, int], ...], float] = field(default_factory=dict)
    closed: list[float] = field(default_factory=list)

    @property
    def least(self) -> float:
        """What no timetable with one of these choices goes below."""
        return min([*self.open.values(), *self.closed], default=math.inf)


class Ladder:
    """One search, and what it has proved and spent so far: no timetable of the kind asked for is below `bound`."""

    def __init__(self, week: Week, seconds: float, seed: int, is_stopped: Callable[[], bool] = lambda: False) -> None:
        self.week, self.seconds, self.seed, self._is_stopped = week, seconds, seed, is_stopped
        self.bound, self.spent = 0.0, 0.0
        self._aim = _GAP

    def strict(self) -> Found | None:
        """Return a timetable that meets every wish, or None if none does or none was found in time."""
        return self._climb(Master(self.week))

    def elastic(self) -> Found | None:
        """Return a timetable that gives up as little as possible, None if none was found in time.

        First nobody misses a review. That it would be cheaper if somebody did is mostly soon proved to be impossible.
        """
        self._aim = _CLOSER
        found = self._climb(Master(self.week, is_elastic=True))
        if self.week.wishes.has_reviews:
            kept, cost = self.bound, found.cost if found else None
            missing = Master(self.week, is_elastic=True, reviews=Reviews.ONE_IS_MISSED, below=cost)
            found = self._climb(missing, found)
            self.bound = min(kept, self.bound, math.inf if cost is None else cost)
        return found

    def helping(self, rule: str) -> bool:
        """Whether every wish could be met if this one rule did not hold."""
        model = build_model(self.week, off=frozenset({rule}))
        model.cp.clear_objective()  # type: ignore[no-untyped-call]
        return self._run(model.cp, min(2.0, self.seconds))[1] in _FOUND

    def _climb(self, master: Master, best: Found | None = None) -> Found | None:
        """Return the best timetable found or known before; `bound` is then that of this relaxation.

        It ends when nothing better can be, when time is up, or when a round brought neither a timetable nor a bound.
        """
        self.bound, tried = 0.0, _Tried()
        while True:
            before = best, self.bound
            best, is_over = self._round(master, tried, best)
            if is_over or self._is_done(best) or (best is before[0] and self.bound == before[1]):
                return best

    def _round(self, master: Master, tried: _Tried, best: Found | None) -> tuple[Found | None, bool]:
        """Try the next few choices of shifts; return the best timetable, and whether to leave it at that.

        That is when no further choice is left, or when the relaxation itself is too hard to be solved to the end.
        """
        reached, status = 0.0, cp_model.UNKNOWN
        for _ in range(_TRIES):
            solver, status = self._run(master.model.cp, self._ration(), gap=self._aim)
            reached = _bound(solver, status)
            self.bound = max(self.bound, min(reached, tried.least))
            if status not in _FOUND or self._is_done(best):
                break
            focus = master.focus(solver.value)
            for narrow in (focus, replace(focus, acts=None)):
                best = better(best, self._fit(master, narrow)[0])
                if self._is_done(best):
                    return best, True
            tried.open[tuple(focus.joins.items())] = reached
            master.forbid(focus.joins)
            if status == cp_model.FEASIBLE:
                break
        if status == cp_model.UNKNOWN:
            return better(best, self._fit(master, None)[0]), True
        best = self._close(master, tried, best)
        self.bound = max(self.bound, min(reached, tried.least))
        return best, status != cp_model.OPTIMAL

    def _close(self, master: Master, tried: _Tried, best: Found | None) -> Found | None:
        """Find the best timetable with each choice of shifts that was tried too narrowly."""
        while tried.open and not self._is_done(best):
            joins, lowest = tried.open.popitem()
            found, proved = self._fit(master, Focus(joins=dict(joins)))
            tried.closed.append(max(lowest, proved))
            best = better(best, found)
        return best

    def _is_done(self, best: Found | None) -> bool:
        if self.spent >= self.seconds or self._is_stopped():
            return True
        return best is not None and best.cost - self.bound <= _GAP * best.cost

    def _fit(self, master: Master, focus: Focus | None) -> tuple[Found | None, float]:
        """Return the best timetable with these decisions, and what no timetable with them goes below."""
        bound = 0 if math.isinf(self.bound) else round(self.bound)
        model = build_model(self.week, is_elastic=master.model.is_elastic, focus=focus, bound=bound)
        is_narrow = focus is not None and focus.visits is not None
        solver, status = self._run(model.cp, self._ration(), gap=0 if is_narrow else self._aim)
        if status not in _FOUND:
            return None, _bound(solver, status)
        return Found(lay_out(model, solver.value), round(solver.objective_value)), _bound(solver, status)

    def _ration(self) -> float:
        return max(_LEAST, (self.seconds - self.spent) * _SHARE)

    def _run(
        self, cp: cp_model.CpModel, seconds: float, *, gap: float = 0.0
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Solve a model. These are small and come by the thousand: long presolving costs more than it saves."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.seed
        solver.parameters.linearization_level = 2
        solver.parameters.add_lp_constraints_lazily = False
        solver.parameters.max_presolve_iterations = 1
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.add_mir_cuts = False
        solver.parameters.add_zero_half_cuts = False
        solver.parameters.max_consecutive_inactive_count = 5
        solver.parameters.relative_gap_limit = gap
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.catch_sigint_signal = False  # stopping is the caller's business
        status = solver.solve(cp)
        self.spent += solver.wall_time
        return solver, status


def better(one: Found | None, other: Found | None) -> Found | None:
    """Return the cheaper of two timetables, either of which may be missing."""
    return min(filter(None, (one, other)), key=lambda each: each.cost, default=None)


def _bound(solver: cp_model.CpSolver, status: cp_model.CpSolverStatus) -> float:
    """Return what nothing in a model that was solved is cheaper than."""
    if status == cp_model.INFEASIBLE:
        return math.inf
    return max(0, math.ceil(solver.best_objective_bound - 1e-6))
