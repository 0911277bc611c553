"""Make the best plan the time allows: a quick start, then CP-SAT, which also proves how good a plan can be at most.

The clock is the caller's. In reproducible mode nothing looks at it but to give up: the swaps and CP-SAT's
deterministic time are counted instead, with one worker, so the same problem and seed give the same plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import StrEnum

from ortools.sat.python import cp_model

from dundian.engines.planning.conflict import find_conflict
from dundian.engines.planning.evaluate import Score, score
from dundian.engines.planning.model import Model, build_model
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.rules import Fault
from dundian.engines.planning.seating import Worth
from dundian.engines.planning.shortage import find_shortages
from dundian.engines.planning.start import mend, place_by_flow

# Measured on two slow cores. Up to _FEW pairs of official and posting CP-SAT finds more in a second than the swaps,
# and a hint only hinders it; beyond _TOO_MANY its model does not fit the time.
_FEW, _TOO_MANY = 20_000, 400_000
_SECONDS_OF_FEW, _SHARE_OF_MANY = 0.25, 0.6
_SWAPS_A_SECOND = 25_000  # how long the swaps cool
_SECONDS_TO_EXPLAIN = 5.0


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
    """Return the best plan found within the budget; `on_better` hears of every better one."""
    return _Run(problem, budget, seed, on_better).plan()


class _Run:
    """One run: what is known so far, and how much of the budget is left."""

    def __init__(self, problem: Problem, budget: Budget, seed: int, on_better: Callable[[Progress], None]) -> None:
        self.problem, self.budget, self.seed, self.on_better = problem, budget, seed, on_better
        self.size = len(problem.officials) * len(problem.postings)
        self.began = budget.clock()
        self.best: Assignment = dict.fromkeys((each.id for each in problem.officials), None)
        self.worth: Worth | None = None
        self.bound: int | None = None
        self.iterations = 0

    def plan(self) -> Plan:
        """Carry the run out."""
        conflict = find_shortages(self.problem)
        self._start(is_hopeless=bool(conflict))
        status = cp_model.INFEASIBLE if conflict else self._improve()
        if status == cp_model.INFEASIBLE:
            conflict = conflict or self._collision()
        found = score(self.problem, self.best)
        return Plan(
            assignment=self.best,
            score=found,
            bound=min(self.bound, found.cost) if self.bound is not None and found.is_legal else None,
            seconds=self._spent(),
            seed=self.seed,
            iterations=self.iterations,
            stopped=self._stopped(status),
            conflict=() if found.is_legal else conflict or found.faults,
        )

    def _spent(self) -> float:
        return self.budget.clock() - self.began

    def _stopped(self, status: cp_model.CpSolverStatus) -> Stopped:
        if status in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
            return Stopped.OPTIMAL
        is_counted = self.budget.is_reproducible and not self.budget.should_stop()
        return Stopped.ITERATIONS if is_counted else Stopped.TIME

    def _keep(self, assignment: Assignment, worth: Worth) -> None:
        if self.worth is None or (worth.hard, worth.cost) < (self.worth.hard, self.worth.cost):
            self.best, self.worth = assignment, worth
            self.on_better(Progress(self._spent(), worth, self.bound))

    def _start(self, *, is_hopeless: bool) -> None:
        """Take the quick start; where CP-SAT is weak, give it most of the time."""
        if self.problem.open_count is not None:  # which postings are used is CP-SAT's to choose
            return
        is_worth_it = self.size > _FEW and not is_hopeless
        seconds = self.budget.seconds * _SHARE_OF_MANY if is_worth_it else _SECONDS_OF_FEW

        def is_over() -> bool:
            is_late = not self.budget.is_reproducible and self._spent() > seconds
            return is_late or self.budget.should_stop()

        swaps = max(1_000, int(seconds * _SWAPS_A_SECOND))
        placed, self.bound = place_by_flow(self.problem)
        self.iterations += mend(
            self.problem, placed, seed=self.seed, swaps=swaps, should_stop=is_over, on_better=self._keep
        )

    def _improve(self) -> cp_model.CpSolverStatus:
        """Let CP-SAT look for better plans and prove a bound; return its status."""
        left = self.budget.seconds - self._spent()
        if self.size > _TOO_MANY or self.budget.should_stop() or (left <= 0 and not self.budget.is_reproducible):
            return cp_model.UNKNOWN
        model = build_model(self.problem)
        if self.size > _FEW:
            model.hint(self.best)
        solver = self._solver(max(0.1, self.budget.seconds - self._spent()))
        with ThreadPoolExecutor(1) as thread:
            running = thread.submit(solver.solve, model.cp, _Watch(model, self._keep_solution))
            while not running.done():
                wait([running], timeout=0.05)
                if self.budget.should_stop():
                    solver.stop_search()
        status = running.result()
        self.iterations += solver.num_branches
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
            self._raise_bound(solver.best_objective_bound)
        return status

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
        if self.budget.is_reproducible:
            its.num_workers = 1
            its.linearization_level = 2
            its.max_deterministic_time = self.budget.seconds
            its.max_time_in_seconds = 20 * self.budget.seconds
        else:
            its.num_workers = self.budget.workers
            its.extra_subsolvers.append("max_lp")  # the strong relaxation finds and proves far more here
            its.max_time_in_seconds = seconds
        return solver

    def _collision(self) -> tuple[Fault, ...]:
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
