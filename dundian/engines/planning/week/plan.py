"""A group's week from first to last: solve strictly; if that is impossible, give up the least, and say what and why.

The ladder: a small relaxation gives a proved bound and decides who joins which shift; with that fixed the rest mostly
reaches the bound. Where it does not, less is fixed, and in the end nothing. Only when no timetable meets every wish
does the elastic model choose what to leave out, never anything that would touch production time.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from dundian.engines.planning.week.build import build_model
from dundian.engines.planning.week.check import assess
from dundian.engines.planning.week.lay_out import lay_out
from dundian.engines.planning.week.master import Master
from dundian.engines.planning.week.model import GIVE_UP, Focus, WeekModel
from dundian.engines.planning.week.problem import REVIEW, WEEKDAYS, Week
from dundian.engines.planning.week.timetable import GivenUp, Proof, Timetable, WeekPlan
from dundian.engines.planning.week.why import explain

_MASTER_SHARE, _FOCUS_SHARE = 0.3, 0.3


@dataclass(frozen=True, slots=True)
class _Found:
    timetable: Timetable
    cost: int


class NoTimeError(Exception):
    """给的时间太短，连一份课表也没来得及排出来；多给几秒再试。"""


def plan_week(week: Week, *, seconds: float = 10.0, seed: int = 1) -> WeekPlan:
    """Return the best timetable of a week that is found within these seconds of search, with its proved bound.

    What could not be met is in `given_up`, with the reason; nothing is left out in silence.
    """
    search = _Search(week, seconds, seed)
    found = search.strict()
    given_up: tuple[GivenUp, ...] = ()
    if found is None:
        found = search.elastic()
    verdict = assess(week, found.timetable)
    cost = dict(verdict.cost)
    if verdict.missing:
        cost["given_up"] = sum(GIVE_UP[kind] * count for (kind, _), count in verdict.missing.items())
        given_up = explain(week, verdict.missing, search.helping)
    total = sum(cost.values())
    return WeekPlan(
        timetable=found.timetable,
        cost=cost,
        bound=min(search.bound, total),
        proof=Proof.OPTIMAL if search.bound >= total else Proof.FEASIBLE,
        given_up=given_up,
        notes=tuple(_notes(week, found.timetable)),
        seconds=search.spent,
        seed=seed,
    )


class _Search:
    """The ladder, and what it has proved and spent so far."""

    def __init__(self, week: Week, seconds: float, seed: int) -> None:
        self.week, self.seconds, self.seed = week, seconds, seed
        self.bound, self.spent = 0, 0.0
        self._is_impossible = False

    def strict(self) -> _Found | None:
        """Return a timetable that meets every wish, or None if none does or none was found in time."""
        return self._climb(is_elastic=False)

    def elastic(self) -> _Found:
        """Return a timetable that gives up as little as possible."""
        self.bound = 0
        found = self._climb(is_elastic=True)
        if found is None:
            raise NoTimeError(NoTimeError.__doc__)
        return found

    def _climb(self, *, is_elastic: bool) -> _Found | None:
        best: _Found | None = None
        for focus in self._focuses(is_elastic):
            model = build_model(self.week, is_elastic=is_elastic, focus=focus, bound=self.bound)
            best = _better(best, self._solve(model, _FOCUS_SHARE))
            if best is not None and self._is_good(best):
                return best
        if self._is_impossible:
            return None
        model = build_model(self.week, is_elastic=is_elastic, bound=self.bound)
        return _better(best, self._solve(model, 1.0, is_whole=True))

    def helping(self, rule: str) -> bool:
        """Whether every wish could be met if this one rule did not hold."""
        model = build_model(self.week, off=frozenset({rule}))
        model.cp.clear_objective()  # type: ignore[no-untyped-call]
        return self._run(model.cp, min(2.0, self.seconds))[1] in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    def _focuses(self, is_elastic: bool) -> Iterator[Focus]:
        """Yield ever fewer decisions of the relaxation; none if it says that not every wish can be met."""
        master = Master(self.week, is_elastic=is_elastic)
        solver, status = self._run(master.model.cp, self.seconds * _MASTER_SHARE)
        self._is_impossible = status == cp_model.INFEASIBLE
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return
        self.bound = max(0, math.ceil(solver.best_objective_bound - 1e-6))
        focus = master.focus(solver.value)
        yield focus
        yield Focus(joins=focus.joins)

    def _solve(self, model: WeekModel, share: float, *, is_whole: bool = False) -> _Found | None:
        solver, status = self._run(model.cp, max(1.0, (self.seconds - self.spent) * share))
        if is_whole and status != cp_model.INFEASIBLE:
            self.bound = max(self.bound, math.ceil(solver.best_objective_bound - 1e-6))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return _Found(lay_out(model, solver.value), round(solver.objective_value))

    def _is_good(self, found: _Found) -> bool:
        return (found.cost - self.bound) * 100 <= found.cost

    def _run(self, cp: cp_model.CpModel, seconds: float) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.seed
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(cp)
        self.spent += solver.wall_time
        return solver, status


def _better(one: _Found | None, other: _Found | None) -> _Found | None:
    return min(filter(None, (one, other)), key=lambda each: each.cost, default=None)


def _notes(week: Week, timetable: Timetable) -> Iterator[str]:
    """Say what a reader would stumble over: on which days the group meets in two parts."""
    meetings = Counter(each.day for each in timetable.entries if each.kind == REVIEW)
    split = [day for day, count in meetings.items() if count > 1]
    if not split:
        return
    whole = [day for day in meetings if day not in split]
    words = f"{_days(week, split)}没有全组都空的钟点，分两个小组碰头"
    yield f"{words}；{_days(week, whole)}全组一起碰头。" if whole else f"{words}；这一周没有一次全组碰头会。"


def _days(week: Week, days: list[int]) -> str:
    return "、".join(f"周{WEEKDAYS[week.days[day].weekday()]}" for day in days)
