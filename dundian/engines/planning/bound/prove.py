"""Prove that no legal plan costs less than so much.

First the shadow prices climb by steps on groups found by descent; then, where the roster is small, the master problem
takes them to the top, else steps on exactly cheapest groups go on. Only rounds in which CP-SAT proved the cheapest
group of every posting count for the bound; the best round is kept. The clock is the caller's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dundian.engines.planning.bound.ascent import Ascent
from dundian.engines.planning.bound.exact import SCALE, Least
from dundian.engines.planning.bound.finish import Finish, Listener
from dundian.engines.planning.bound.groups import Column, Roster
from dundian.engines.planning.bound.lagrange import ceiling
from dundian.engines.planning.bound.master import Dual, Master
from dundian.engines.planning.bound.pricing import Pricing
from dundian.engines.planning.bound.quick import compile_descent
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


def compile_proof() -> None:
    """Compile what proofs work with, before anybody waits: once a machine, else a moment."""
    warm_up()
    compile_descent()


def prove_bound(
    problem: Problem,
    *,
    effort: Effort,
    seed: int = 1,
    best: Assignment | None = None,
    on_better: Callable[[Bound], None] = lambda _: None,
    latest: Callable[[], Assignment | None] = lambda: None,
) -> Bound:
    """Return the best lower bound proved within the time; `best`, a legal plan, spares the search for one.

    `on_better` hears of every better bound and plan; `latest` is asked for a plan that somebody else found meanwhile.
    Compiling, where a machine has not done it yet, is not on the budget.
    """
    has_work = bool(problem.officials and problem.postings)
    if has_work:
        compile_proof()
    proof = _Proof(problem, effort, seed, on_better)
    proof.ask = latest
    if has_work:
        proof.begin(best)
        proof.run()
    return proof.bound()


class _Proof:
    def __init__(self, problem: Problem, effort: Effort, seed: int, on_better: Callable[[Bound], None]) -> None:
        self.problem, self.effort, self.seed, self.on_better = problem, effort, seed, on_better
        self.ask: Callable[[], Assignment | None] = lambda: None
        self.began = effort.clock()
        self.value: int | None = 0
        self.goal = np.inf
        self.plan: Assignment | None = None
        self.latest: Assignment | None = None
        self.is_complete = not (problem.officials and problem.postings)
        self.prices: Pricing | None = None

    def bound(self) -> Bound:
        """Return what is proved so far."""
        spent = self.effort.clock() - self.began
        cost = int(self.goal) if np.isfinite(self.goal) else None
        rounds, columns = (self.prices.rounds, len(self.prices.pool)) if self.prices else (0, 0)
        return Bound(self.value, rounds, columns, spent, self.is_complete, self.plan, cost)

    def begin(self, best: Assignment | None) -> None:
        """Get a plan to begin from, and what counting proves."""
        self.roster = Roster(self.problem)
        self.ceiling = ceiling(self.roster)
        self._raise(flow_bound(self.problem))
        found = self._begun(best) if best is not None and score(self.problem, best).is_legal else self._searched()
        if found is not None:
            self.goal, self.plan = float(found[1]), self.roster.packed.assignment(found[0])
        self.start = [] if found is None else self.roster.columns(found[0])

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
        prices = self.prices = Pricing(self.roster, self.start, self._left, seed=self.seed, workers=self.effort.workers)
        ascent = Ascent(self.roster, self._first_shadows(), self.goal)
        is_large = self.roster.people > _MASTERED
        while self._has_time(_ASCENT_SHARE) and (not ascent.is_spent or (is_large and ascent.again())):
            groups = prices.descend(ascent.shadows, self._kicks(ascent))
            ascent.step([each[0] if each else None for each in groups])
        if self._prove(prices, ascent.best_shadows) is None or not np.isfinite(prices.best.value):
            return
        if is_large:
            self._ascend(prices)
            return
        has_model = self.roster.people * self.roster.places <= _MODELLED
        if self._climb(prices, _CLIMB_SHARE if has_model else 1.0) and not has_model:
            self.is_complete = True
        elif has_model and self._has_time():
            self._finish(prices)

    def _finish(self, prices: Pricing) -> None:
        """Let the model of the whole go on from there."""
        finish = Finish(self.roster, sorted(prices.proved, key=lambda each: -each.total)[:_ROUNDS_TOLD])
        left = self._left()
        if left > 0:
            finish.solve(self.plan, left, self.seed, Listener(self._better_plan, self._raise, self._is_over))
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
        self._listen()
        spent = self.effort.clock() - self.began
        return spent < share * self.effort.seconds and not self._is_over()

    def _is_over(self) -> bool:
        return self.is_complete or self.effort.should_stop()

    def _left(self) -> float:
        return 0.0 if self.effort.should_stop() else self.effort.seconds - (self.effort.clock() - self.began)

    def _listen(self) -> None:
        """Take over a better plan that was found elsewhere."""
        plan = self.ask()
        if plan is not None and plan is not self.latest:
            self.latest = plan
            self._better_plan(plan)

    def _prove(self, prices: Pricing, shadows: t.Reals) -> list[Least] | None:
        found = prices.prove(shadows)
        if prices.best.value > -np.inf:
            self._raise(prices.best.value)
        return found

    def _ascend(self, prices: Pricing) -> None:
        """Go on in steps on exactly cheapest groups."""
        ascent = Ascent(self.roster, prices.best.shadows, self.goal)
        ascent.boldness = _BOLD
        while self._has_time() and not ascent.is_spent:
            found = self._prove(prices, ascent.shadows)
            if found is None:
                return
            values = [np.inf if each.bound is None else each.bound / SCALE for each in found]
            groups = [each.columns[-1] if each.columns else None for each in found]
            ascent.step(groups, values)

    def _climb(self, prices: Pricing, share: float) -> bool:
        """Let the master problem say where the shadow prices must go; say whether they have got there."""
        master, width, smooth = Master(self.roster), _WIDE, _SMOOTH
        master.centre(prices.best.shadows, width)
        master.add(prices.cheapest())
        while self._has_time(share):
            dual = master.solve()
            if dual is None:
                return False
            shadows = smooth * prices.best.shadows + (1 - smooth) * dual.shadows
            asked = self._asked(dual, prices.descend(shadows, _KICKS))
            if not asked:
                asked = self._asked(dual, [each.columns for each in self._prove(prices, shadows) or ()])
            if master.add(asked):
                continue
            if smooth == 0 and (dual.is_free or width > self.ceiling):
                return True
            if smooth == 0:
                width *= _WIDER
                master.centre(prices.best.shadows, width)
            smooth = smooth / 2 if smooth > _LITTLE else 0.0
        return False

    def _asked(self, dual: Dual, groups: Sequence[Sequence[Column]]) -> list[Column]:
        """Return the groups that would make the master cheaper."""
        floor = dual.postings - _EPSILON
        return [each for found in groups for each in found if each.reduced(dual.shadows) < floor[each.place]]

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
