"""Make the best plan the time allows. Counting first says what cannot be; the search on packed arrays finds plans of
any size; beside it, where a model fits, CP-SAT proves how good a plan can be at most, and what is impossible.

The clock is the caller's. In reproducible mode nothing looks at it but to give up: moves and CP-SAT's deterministic
time are counted instead, so the same problem and seed give the same plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock

from ortools.sat.python import cp_model

from dundian.engines.planning.conflict import find_conflict
from dundian.engines.planning.evaluate import Score, score
from dundian.engines.planning.flow import flow_bound
from dundian.engines.planning.model import Model, build_model
from dundian.engines.planning.opening import choose_postings
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.rules import Fault
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.course import Course, follow
from dundian.engines.planning.search.pack import Packed, pack
from dundian.engines.planning.search.searching import Searching
from dundian.engines.planning.search.warm import warm_up
from dundian.engines.planning.seating import Worth
from dundian.engines.planning.shortage import find_shortages

# Pairs of official and posting. Up to _TINY the solver alone proves the best plan at once; up to _MODELLED its model
# fits beside the search; beyond _COUNTED, counting what is missing takes longer than finding a plan; beyond _ASKED it
# takes longer than anybody waits.
_TINY, _MODELLED, _COUNTED, _ASKED = 300, 6_000, 40_000, 400_000
_SHARE_OF_OPENING = 0.2
_SECONDS_TO_EXPLAIN, _SECONDS_OF_LEAST_BAD = 5.0, 0.25
_MOVES_A_SECOND, _ROUNDS = 1_500_000, 200  # of a reproducible run


class Stopped(StrEnum):
    """Why a run ended: it is proved that nothing better (or nothing at all) exists; the time was over or a person
    stopped it; the count of a reproducible run was full.
    """

    OPTIMAL = "optimal"
    TIME = "time"
    ITERATIONS = "iterations"


@dataclass(frozen=True, slots=True)
class Progress:
    """The best plan so far, told while the search goes on; `bound` is None until something is proved."""

    seconds: float
    worth: Worth
    bound: int | None


@dataclass(frozen=True)
class Budget:
    """What a run may use. `clock` counts seconds from anywhere; `should_stop` is asked several times a second."""

    seconds: float
    clock: Callable[[], float]
    should_stop: Callable[[], bool] = lambda: False
    is_reproducible: bool = False
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run found. Without a legal plan `score.hard` is not empty and `conflict` says what collides."""

    assignment: Assignment
    score: Score
    bound: int | None
    seconds: float
    seed: int
    iterations: int
    stopped: Stopped
    conflict: tuple[Fault, ...] = ()


def solve(
    problem: Problem, *, budget: Budget, seed: int = 1, on_better: Callable[[Progress], None] = lambda _: None
) -> Plan:
    """Return the best plan found within the budget; `on_better` hears of every better one.

    Compiling the search, where a machine has not done it yet, is not on the budget.
    """
    if len(problem.officials) * len(problem.postings) > _TINY:
        warm_up()
    return _Run(problem, budget, seed, on_better).plan()


class _Run:
    """One run: what is known so far, and how much of the budget is left.

    Search and CP-SAT work in threads of their own; this thread waits for them and asks the caller whether to stop.
    """

    def __init__(self, problem: Problem, budget: Budget, seed: int, on_better: Callable[[Progress], None]) -> None:
        self.problem, self.budget, self.seed, self.on_better = problem, budget, seed, on_better
        self.pairs = len(problem.officials) * len(problem.postings)
        self.began = budget.clock()
        self.best: Assignment = dict.fromkeys((each.id for each in problem.officials), None)
        self.worth: Worth | None = None
        self.bound: int | None = None
        self.iterations = 0
        self.status: cp_model.CpSolverStatus = cp_model.UNKNOWN
        self.solver: cp_model.CpSolver | None = None
        self.is_over = False
        self._lock = Lock()

    def plan(self) -> Plan:
        """Carry the run out."""
        conflict = find_shortages(self.problem) if self.pairs <= _COUNTED else ()
        if conflict:
            self._least_bad()
            self.status = cp_model.INFEASIBLE
        else:
            self._work()
        found = score(self.problem, self.best)
        if not found.is_legal:
            conflict = conflict or self._collision() or found.faults
        return Plan(
            assignment=self.best,
            score=found,
            bound=min(self.bound, found.cost) if self.bound is not None and found.is_legal else None,
            seconds=self._spent(),
            seed=self.seed,
            iterations=self.iterations,
            stopped=self._stopped(),
            conflict=() if found.is_legal else conflict,
        )

    def _spent(self) -> float:
        return self.budget.clock() - self.began

    def _stopped(self) -> Stopped:
        if self.status in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
            return Stopped.OPTIMAL
        is_counted = self.budget.is_reproducible and not self.is_over
        return Stopped.ITERATIONS if is_counted else Stopped.TIME

    def _work(self) -> None:
        """Search, and prove beside it or (counting steps) after it, as the size allows."""
        is_chosen = self.problem.open_count is not None
        has_search = self.pairs > _TINY and not (is_chosen and self.pairs <= _MODELLED)
        has_model = self.pairs <= _MODELLED
        with ThreadPoolExecutor(2) as pool:
            going: list[Future[None]] = []
            if has_search:
                going.append(pool.submit(self._search, 1 if has_model else self.budget.workers))
                if self.budget.is_reproducible:
                    self._await(going)
                else:
                    self._await(going, until=lambda: self.worth is not None and self._spent() > 0.3)
            if has_model and not self.is_over:
                going.append(pool.submit(self._prove))
            elif not self.is_over:
                self._raise_bound(flow_bound(self.problem))
            self._await(going)

    def _await(self, going: list[Future[None]], *, until: Callable[[], bool] = lambda: False) -> None:
        while not all(each.done() for each in going) and not until():
            wait(going, timeout=0.05)
            if self.budget.should_stop():
                self.is_over = True
            if self.is_over and self.solver is not None:
                self.solver.stop_search()
        for each in going:
            if each.done():
                each.result()

    def _search(self, threads: int) -> None:
        used = None
        if self.problem.open_count is not None:
            used = choose_postings(self.problem, seconds=self.budget.seconds * _SHARE_OF_OPENING, seed=self.seed)
        packed = pack(self.problem, used)
        searching = Searching(packed, seed=self.seed, threads=threads)
        total = max(1, int(self.budget.seconds * _MOVES_A_SECOND))

        def share() -> float:
            return searching.tried / total if self.budget.is_reproducible else self._spent() / self.budget.seconds

        course = Course(
            share=share,
            is_over=lambda: self.is_over,
            keep=lambda where, worth: self._keep_packed(packed, where, worth),
            tries=total // _ROUNDS + 1 if self.budget.is_reproducible else None,
        )
        follow(course, searching, begin=self.problem.previous)
        self.iterations += searching.tried

    def _keep_packed(self, packed: Packed, where: t.Wide, worth: int) -> None:
        faults = (worth + t.FAULT // 2) >> t.FAULT_BITS
        self._keep(packed.assignment(where), Worth(faults, worth - (faults << t.FAULT_BITS)))

    def _least_bad(self) -> None:
        """Make a plan although none is legal, so that there is something to look at."""
        self.budget = replace(self.budget, seconds=min(self.budget.seconds, _SECONDS_OF_LEAST_BAD))
        if self.pairs:
            self._search(1)

    def _keep(self, assignment: Assignment, worth: Worth) -> None:
        with self._lock:
            if self.worth is None or (worth.hard, worth.cost) < (self.worth.hard, self.worth.cost):
                self.best, self.worth = assignment, worth
                self.on_better(Progress(self._spent(), worth, self.bound))

    def _prove(self) -> None:
        """Let CP-SAT look for better plans and prove a bound, until time is over or somebody stops it."""
        left = self.budget.seconds - self._spent()
        if left <= 0 and not self.budget.is_reproducible:
            return
        model = build_model(self.problem)
        if self.worth is not None:
            model.hint(self.best)
        solver = self.solver = self._solver(max(0.1, self.budget.seconds - self._spent()))
        solver.best_bound_callback = self._raise_bound
        status = solver.solve(model.cp, _Watch(model, self._keep_solution))
        self.iterations += solver.num_branches
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
            self._raise_bound(solver.best_objective_bound)
        self.status = status
        if status in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
            self.is_over = True

    def _raise_bound(self, bound: float) -> None:
        if math.isfinite(bound):
            self.bound = max(self.bound or 0, math.ceil(bound - 1e-6))

    def _keep_solution(self, assignment: Assignment, bound: float) -> None:
        self._raise_bound(bound)
        found = score(self.problem, assignment)
        self._keep(assignment, Worth(sum(found.hard.values()), found.cost))

    def _solver(self, seconds: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        its = solver.parameters
        its.random_seed = self.seed % 2**31
        its.catch_sigint_signal = False  # stopping is the caller's business
        its.linearization_level = 2
        its.num_workers = 1 if self.pairs > _TINY or self.budget.is_reproducible else self.budget.workers
        its.max_time_in_seconds = seconds
        if self.budget.is_reproducible:
            its.max_deterministic_time = self.budget.seconds
            its.max_time_in_seconds = 20 * self.budget.seconds
        return solver

    def _collision(self) -> tuple[Fault, ...]:
        """Say what collides, where that is proved or a small enough question."""
        if self.pairs > _ASKED:
            return ()
        if self.pairs > _COUNTED:
            return find_shortages(self.problem)
        if self.status != cp_model.INFEASIBLE:
            return ()
        until = self._spent() + _SECONDS_TO_EXPLAIN
        return find_conflict(
            self.problem,
            seconds=_SECONDS_TO_EXPLAIN,
            should_stop=lambda: self._spent() > until or self.budget.should_stop(),
        )


class _Watch(cp_model.CpSolverSolutionCallback):
    """Hears of every better solution while CP-SAT runs."""

    def __init__(self, model: Model, tell: Callable[[Assignment, float], None]) -> None:
        super().__init__()
        self._model, self._tell = model, tell

    def on_solution_callback(self) -> None:
        """Pass the solution on."""
        self._tell(self._model.assignment(self), self.best_objective_bound)
