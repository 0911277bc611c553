"""Prove that no legal plan costs less than so much.

First the shadow prices climb by steps on groups found by descent; then, where the roster is small, the master problem
takes them to the top, else steps on exactly cheapest groups go on. Only rounds in which CP-SAT proved the cheapest
group of every posting count for the bound; the best round is kept. The clock is the caller's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from dundian.engines.planning.bound.ascent import Ascent
from dundian.engines.planning.bound.exact import SCALE, Exact, Least
from dundian.engines.planning.bound.finish import Finish, Listener, Proved
from dundian.engines.planning.bound.groups import Column, Roster
from dundian.engines.planning.bound.lagrange import Choice, ceiling, unplaced
from dundian.engines.planning.bound.master import Dual, Master
from dundian.engines.planning.bound.quick import Quick, compile_descent
from dundian.engines.planning.evaluate import score
from dundian.engines.planning.flow import flow_bound
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.course import Course, follow
from dundian.engines.planning.search.searching import Searching
from dundian.engines.planning.search.warm import warm_up

_MODELLED = 6_000  # pairs of official and posting up to which the model of the whole is worth its time
_CLIMB_SHARE = 0.6  # of the time at most before that model begins
_ROUNDS_TOLD = 12
_MASTERED = 400  # officials up to whom the master problem is solved quickly
_SEARCH_SHARE, _SEARCH_SECONDS = 0.1, 10.0
_ASCENT_SHARE = 0.7
_FEW_KICKS, _KICKS, _MANY_KICKS = 2, 6, 24
_BOLD, _CAUTIOUS = 0.4, 0.1  # boldness of the steps at which descents begin to take more kicks
_TAKEN, _KEPT = 6, 60  # groups of a posting that a round takes into the master, and that the ascent leaves to it
_SMOOTH = 0.7  # share of the best shadow prices in those that are priced
_LITTLE = 0.1  # of that share at which the master alone decides
_WIDE, _WIDER = 10.0, 4.0  # half the width of the master's first box, and by what it grows
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Bound:
    """What is proved: no legal plan costs less than `value`; None: there is no legal plan at all.

    `rounds`: how often shadow prices were tried; `columns`: different groups met; `is_complete`: more time would not
    raise it: it meets the best plan, or, where the model of the whole is too large, columns prove no more. `plan`: the
    best legal plan known, given or met on the way, and its `cost`.
    """

    value: int | None
    rounds: int
    columns: int
    seconds: float
    is_complete: bool
    plan: Assignment | None = None
    cost: int | None = None


@dataclass(frozen=True)
class Effort:
    """What a proof may use. `clock` counts seconds from anywhere; `should_stop` is asked several times a second."""

    seconds: float
    clock: Callable[[], float]
    should_stop: Callable[[], bool] = lambda: False
    workers: int = 2


def prove_bound(
    problem: Problem,
    *,
    effort: Effort,
    seed: int = 1,
    best: Assignment | None = None,
    on_better: Callable[[Bound], None] = lambda _: None,
) -> Bound:
    """Return the best lower bound proved within the time; `best`, a legal plan, spares the search for one.

    `on_better` hears of every better bound. Compiling, where a machine has not done it yet, is not on the budget.
    """
    has_work = bool(problem.officials and problem.postings)
    if has_work:
        warm_up()
        compile_descent()
    proof = _Proof(problem, effort, seed, on_better)
    if has_work:
        proof.begin(best)
        proof.run()
    return proof.bound()


@dataclass
class _Best:
    """The best shadow prices of an exact round and what they prove, in 1/SCALE."""

    value: float = -np.inf
    shadows: t.Reals = field(default_factory=lambda: np.zeros(0))


class _Proof:
    def __init__(self, problem: Problem, effort: Effort, seed: int, on_better: Callable[[Bound], None]) -> None:
        self.problem, self.effort, self.seed, self.on_better = problem, effort, seed, on_better
        self.began = effort.clock()
        self.value: int | None = 0
        self.goal = np.inf
        self.plan: Assignment | None = None
        self.proved: list[Proved] = []
        self.rounds = 0
        self.is_complete = not (problem.officials and problem.postings)
        self.best = _Best()
        self.pool: dict[tuple[int, tuple[int, ...]], Column] = {}
        self.models: dict[int, Exact] = {}

    def bound(self) -> Bound:
        """Return what is proved so far."""
        spent = self.effort.clock() - self.began
        cost = int(self.goal) if np.isfinite(self.goal) else None
        return Bound(self.value, self.rounds, len(self.pool), spent, self.is_complete, self.plan, cost)

    def begin(self, best: Assignment | None) -> None:
        """Get a plan to begin from, and what counting proves."""
        self.roster = Roster(self.problem)
        self.choice, self.ceiling = Choice(self.roster), ceiling(self.roster)
        self.quick = Quick(self.roster, seed=self.seed, workers=self.effort.workers)
        self._raise(flow_bound(self.problem))
        found = self._begun(best) if best is not None and score(self.problem, best).is_legal else self._searched()
        if found is not None:
            self.goal, self.plan = float(found[1]), self.roster.packed.assignment(found[0])
        self.start = [] if found is None else self.roster.columns(found[0])
        self._meet(self.start)
        for each in self.start:
            self.quick.last[each.place] = each.people

    def _begun(self, best: Assignment) -> tuple[t.Wide, int]:
        return self.roster.packed.where(best), score(self.problem, best).cost

    def _searched(self) -> tuple[t.Wide, int] | None:
        """Search for a while; return the best legal plan and its cost, if there is one."""
        seconds = min(_SEARCH_SECONDS, _SEARCH_SHARE * self.effort.seconds)
        met: list[tuple[t.Wide, int]] = []

        def keep(where: t.Wide, worth: int) -> None:
            if worth < t.FAULT:
                met[:] = [(where.copy(), worth)]

        begin = self.effort.clock()
        course = Course(lambda: (self.effort.clock() - begin) / max(seconds, 1e-3), self.effort.should_stop, keep)
        follow(course, Searching(self.roster.packed, seed=self.seed, threads=self.effort.workers))
        return met[0] if met and self._is_whole(met[0][0]) else None

    def _is_whole(self, where: t.Wide) -> bool:
        return score(self.problem, self.roster.packed.assignment(where)).is_legal

    def run(self) -> None:
        """Raise the bound until the time is over or nothing more can be gained."""
        ascent = Ascent(self.roster, self._first_shadows(), self.goal)
        is_large = self.roster.people > _MASTERED
        while self._has_time(_ASCENT_SHARE) and (not ascent.is_spent or (is_large and ascent.again())):
            groups = self._descend(ascent.shadows, self._kicks(ascent))
            ascent.step([each[0] if each else None for each in groups])
        if self._prove(ascent.best_shadows) is None or not np.isfinite(self.best.value):
            return
        if is_large:
            self._ascend()
            return
        has_model = self.roster.people * self.roster.places <= _MODELLED
        if self._climb(_CLIMB_SHARE if has_model else 1.0) and not has_model:
            self.is_complete = True
        elif has_model and self._has_time():
            self._finish()

    def _finish(self) -> None:
        """Let the model of the whole go on from there."""
        finish = Finish(self.roster, sorted(self.proved, key=lambda each: -each.total)[:_ROUNDS_TOLD])
        left = self.effort.seconds - (self.effort.clock() - self.began)
        if left > 0:
            finish.solve(self.plan, left, self.seed, Listener(self._better_plan, self._raise, self.effort.should_stop))
            self.is_complete = self.is_complete or finish.is_optimal

    def _better_plan(self, plan: Assignment) -> None:
        found = score(self.problem, plan)
        if found.is_legal and found.cost < self.goal:
            self.goal, self.plan = float(found.cost), plan
            self.is_complete = self.value is not None and self.value >= self.goal
            self.on_better(self.bound())

    def _kicks(self, ascent: Ascent) -> int:
        if ascent.boldness > _BOLD:
            return _FEW_KICKS
        return _KICKS if ascent.boldness > _CAUTIOUS else _MANY_KICKS

    def _first_shadows(self) -> t.Reals:
        """Return what each official costs in the plan to begin from, a group's own cost shared by its people."""
        shadows = np.zeros(self.roster.people)
        for each in self.start:
            if each.people:
                rows = list(each.people)
                alone = self.roster.tables.alone[rows, each.place]
                shadows[rows] = alone + (each.cost - alone.sum()) / len(rows)
        return shadows

    def _has_time(self, share: float = 1.0) -> bool:
        spent = self.effort.clock() - self.began
        return not self.is_complete and spent < share * self.effort.seconds and not self.effort.should_stop()

    def _descend(self, shadows: t.Reals, kicks: int) -> list[list[Column]]:
        self.rounds += 1
        groups = self.quick.groups(shadows, kicks=kicks)
        for each in groups:
            self._meet(each[:_TAKEN])
        return groups

    def _meet(self, columns: Sequence[Column]) -> None:
        for each in columns:
            self.pool[each.place, each.people] = each

    def _ascend(self) -> None:
        """Go on in steps on exactly cheapest groups."""
        ascent = Ascent(self.roster, self.best.shadows, self.goal)
        ascent.boldness = _BOLD
        while self._has_time() and not ascent.is_spent:
            found = self._prove(ascent.shadows)
            if found is None:
                return
            values = [np.inf if each.bound is None else each.bound / SCALE for each in found]
            groups = [each.columns[-1] if each.columns else None for each in found]
            ascent.step(groups, values)

    def _climb(self, share: float) -> bool:
        """Let the master problem say where the shadow prices must go; say whether they have got there."""
        master, width, smooth = Master(self.roster), _WIDE, _SMOOTH
        master.centre(self.best.shadows, width)
        master.add(self._cheapest())
        while self._has_time(share):
            dual = master.solve()
            if dual is None:
                return False
            shadows = smooth * self.best.shadows + (1 - smooth) * dual.shadows
            asked = self._asked(dual, self._descend(shadows, _KICKS))
            if not asked:
                asked = self._asked(dual, [each.columns for each in self._prove(shadows) or ()])
            if master.add(asked):
                continue
            if smooth == 0 and (dual.is_free or width > self.ceiling):
                return True
            if smooth == 0:
                width *= _WIDER
                master.centre(self.best.shadows, width)
            smooth = smooth / 2 if smooth > _LITTLE else 0.0
        return False

    def _asked(self, dual: Dual, groups: Sequence[Sequence[Column]]) -> list[Column]:
        """Return the groups that would make the master cheaper."""
        floor = dual.postings - _EPSILON
        return [each for found in groups for each in found if each.reduced(dual.shadows) < floor[each.place]]

    def _cheapest(self) -> list[Column]:
        by_place: dict[int, list[Column]] = {}
        for each in self.pool.values():
            by_place.setdefault(each.place, []).append(each)
        found = list(self.start)
        for columns in by_place.values():
            found += sorted(columns, key=lambda each: each.reduced(self.best.shadows))[:_KEPT]
        return found

    def _prove(self, shadows: t.Reals) -> list[Least] | None:
        """Prove a bound at these shadow prices; None if the time was over before every posting had its turn."""
        self.rounds += 1
        whole = np.round(np.minimum(shadows, self.roster.at_home) * SCALE).astype(np.int64)
        with ThreadPoolExecutor(self.effort.workers) as pool:
            found = list(pool.map(lambda place: self._least(place, whole), range(self.roster.places)))
        proved = [each for each in found if each is not None]
        if len(proved) < len(found):
            return None
        for each in proved:
            self._meet(each.columns)
        values = [np.inf if each.bound is None else each.bound / SCALE for each in proved]
        total = self.choice.least(values)[0] + unplaced(self.roster, whole / SCALE)
        if np.isfinite(total):
            bounds = [each.bound for each in proved if each.bound is not None]
            if len(bounds) == len(proved):
                self.proved.append(Proved(total, whole, bounds))
        if total > self.best.value:
            self.best = _Best(total, whole / SCALE)
            self._raise(total)
        return proved

    def _least(self, place: int, shadows: t.Wide) -> Least | None:
        left = self.effort.seconds - (self.effort.clock() - self.began)
        if left <= 0 or self.effort.should_stop():
            return None
        if place not in self.models:
            self.models[place] = Exact(self.roster, place)
        return self.models[place].solve(shadows, self.quick.last[place], left, self.seed)

    def _raise(self, total: float) -> None:
        if total > self.ceiling:
            self.value, self.is_complete = None, True
            self.on_better(self.bound())
            return
        value = math.ceil(total - _EPSILON)
        if self.value is not None and value > self.value:
            self.value = value
            self.is_complete = value >= self.goal
            self.on_better(self.bound())
