"""Make the best plan the time allows. Counting first says what cannot be; the search on packed arrays finds plans of
any size; beside it, where a model fits, it is proved how good a plan can be at most, and what is impossible: by CP-SAT,
or where there is time for it by columns. There the last of the time goes to seating a few groups anew, exactly.

The clock is the caller's. In reproducible mode nothing looks at it but to give up: moves and CP-SAT's deterministic
time are counted instead, so the same problem and seed give the same plan.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from enum import StrEnum

from ortools.sat.python import cp_model

from dundian.engines.planning.board import Board, Budget, Progress
from dundian.engines.planning.conflict import find_conflict
from dundian.engines.planning.evaluate import Score, score
from dundian.engines.planning.flow import flow_bound
from dundian.engines.planning.opening import choose_postings
from dundian.engines.planning.polish import Polish
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.prover import Prover, compile_prover
from dundian.engines.planning.rules import Fault
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.course import Course, follow
from dundian.engines.planning.search.pack import Packed, pack
from dundian.engines.planning.search.searching import Searching
from dundian.engines.planning.search.warm import warm_up
from dundian.engines.planning.seating import Worth
from dundian.engines.planning.shortage import find_shortages

__all__ = ["Budget", "Plan", "Progress", "Stopped", "solve"]

# Pairs of official and posting. Up to _TINY the solver alone proves the best plan at once; up to _MODELLED its model
# fits beside the search; beyond _COUNTED, counting what is missing takes longer than finding a plan; beyond _ASKED it
# takes longer than anybody waits.
_TINY, _MODELLED, _COUNTED, _ASKED = 300, 6_000, 40_000, 400_000
_SHARE_OF_OPENING = 0.2
_SECONDS_TO_EXPLAIN, _SECONDS_OF_LEAST_BAD = 5.0, 0.25
_MOVES_A_SECOND, _ROUNDS, _PARTS_A_SECOND = 1_500_000, 200, 20  # of a reproducible run
_SHARE_OF_POLISH = 0.25  # of the time of a search beside which a model fits


class Stopped(StrEnum):
    """Why a run ended: it is proved that nothing better (or nothing at all) exists; the time was over or a person
    stopped it; the count of a reproducible run was full.
    """

    OPTIMAL = "optimal"
    TIME = "time"
    ITERATIONS = "iterations"


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
    pairs = len(problem.officials) * len(problem.postings)
    if pairs > _TINY:
        warm_up()
    if pairs <= _MODELLED:
        compile_prover(problem, budget)
    return _Run(problem, budget, seed, on_better).plan()


class _Run:
    """One run: what is known so far, and how much of the budget is left.

    Search and CP-SAT work in threads of their own; this thread waits for them and asks the caller whether to stop.
    """

    def __init__(self, problem: Problem, budget: Budget, seed: int, on_better: Callable[[Progress], None]) -> None:
        self.problem, self.budget, self.seed = problem, budget, seed
        self.pairs = len(problem.officials) * len(problem.postings)
        self.board = Board(problem, budget, on_better)
        self.prover = Prover(problem, self.board, seed)
        self.solvers: list[Prover | Polish] = [self.prover]
        self.is_impossible = False
        self.iterations = 0

    def plan(self) -> Plan:
        """Carry the run out."""
        conflict = find_shortages(self.problem) if self.pairs <= _COUNTED else ()
        if conflict:
            self._least_bad()
            self.is_impossible = True
        else:
            self._work()
            self.is_impossible = self.prover.status == cp_model.INFEASIBLE
        board = self.board
        found = score(self.problem, board.best)
        if not found.is_legal:
            conflict = conflict or self._collision() or found.faults
        return Plan(
            assignment=board.best,
            score=found,
            bound=min(board.bound, found.cost) if board.bound is not None and found.is_legal else None,
            seconds=board.spent(),
            seed=self.seed,
            iterations=self.iterations + self.prover.steps,
            stopped=self._stopped(found),
            conflict=() if found.is_legal else conflict,
        )

    def _stopped(self, found: Score) -> Stopped:
        bound = self.board.bound
        is_met = found.is_legal and bound is not None and bound >= found.cost
        if is_met or self.is_impossible or self.prover.status == cp_model.OPTIMAL:
            return Stopped.OPTIMAL
        is_counted = self.budget.is_reproducible and not self.board.is_over
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
                    self._await(going, until=lambda: self.board.worth is not None and self.board.spent() > 0.3)
            if has_model and not self.board.is_over:
                going.append(pool.submit(self.prover.prove))
            elif not self.board.is_over:
                self.board.raise_bound(flow_bound(self.problem))
            self._await(going)

    def _await(self, going: list[Future[None]], *, until: Callable[[], bool] = lambda: False) -> None:
        while not all(each.done() for each in going) and not until():
            wait(going, timeout=0.05)
            if self.budget.should_stop():
                self.board.is_over = True
            for each in self.solvers if self.board.is_over else ():
                each.stop_search()
        for task in going:
            if task.done():
                task.result()

    def _search(self, threads: int) -> None:
        used = None
        if self.problem.open_count is not None:
            used = choose_postings(self.problem, seconds=self.budget.seconds * _SHARE_OF_OPENING, seed=self.seed)
        packed = pack(self.problem, used)
        searching = Searching(packed, seed=self.seed, threads=threads)
        has_polish = self.pairs <= _MODELLED
        seconds = self.budget.seconds * (1 - _SHARE_OF_POLISH * has_polish)
        total = max(1, int(seconds * _MOVES_A_SECOND))

        def share() -> float:
            return searching.tried / total if self.budget.is_reproducible else self.board.spent() / seconds

        course = Course(
            share=share,
            is_over=lambda: self.board.is_over,
            keep=lambda where, worth: self._keep_packed(packed, where, worth),
            tries=total // _ROUNDS + 1 if self.budget.is_reproducible else None,
        )
        follow(course, searching, begin=self.problem.previous)
        self.iterations += searching.tried
        if has_polish and self.board.legal() is not None:
            self._polish()

    def _polish(self) -> None:
        """Seat a few groups anew, again and again, until the time is over (or so many have had their turn)."""
        polish = Polish(self.problem, self.board.best, seed=self.seed)
        self.solvers.append(polish)
        parts = int(self.budget.seconds * _SHARE_OF_POLISH * _PARTS_A_SECOND)

        def goes_on() -> bool:
            return polish.tried < parts if self.budget.is_reproducible else self.board.left() > 0

        while not self.board.is_over and goes_on():
            if polish.once(seconds=None if self.budget.is_reproducible else self.board.left()):
                self.board.keep_plan(dict(polish.where))
        self.iterations += polish.tried

    def _keep_packed(self, packed: Packed, where: t.Wide, worth: int) -> None:
        faults = (worth + t.FAULT // 2) >> t.FAULT_BITS
        self.board.keep(packed.assignment(where), Worth(faults, worth - (faults << t.FAULT_BITS)))

    def _least_bad(self) -> None:
        """Make a plan although none is legal, so that there is something to look at."""
        self.budget = replace(self.budget, seconds=min(self.budget.seconds, _SECONDS_OF_LEAST_BAD))
        if self.pairs:
            self._search(1)

    def _collision(self) -> tuple[Fault, ...]:
        """Say what collides, where that is proved or a small enough question."""
        if self.pairs > _ASKED:
            return ()
        if self.pairs > _COUNTED:
            return find_shortages(self.problem)
        if not self.is_impossible:
            return ()
        until = self.board.spent() + _SECONDS_TO_EXPLAIN
        return find_conflict(
            self.problem,
            seconds=_SECONDS_TO_EXPLAIN,
            should_stop=lambda: self.board.spent() > until or self.budget.should_stop(),
        )
