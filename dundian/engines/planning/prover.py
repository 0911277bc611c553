"""What is proved beside the search, by CP-SAT on the model of the whole, or, where there is time for it, by columns.
Better plans that are met on the way go to the board as well.
"""

from __future__ import annotations

from collections.abc import Callable

from ortools.sat.python import cp_model

from dundian.engines.planning.board import Board, Budget
from dundian.engines.planning.bound.prove import Bound, Effort, compile_proof, prove_bound
from dundian.engines.planning.model import Model, build_model
from dundian.engines.planning.problem import Assignment, Problem

_TINY = 300  # pairs of official and posting up to which CP-SAT proves the best plan at once
_COLUMNS_PAY = 15.0  # seconds from which on columns prove more than CP-SAT alone


class Prover:
    """Proves what no plan can cost less than. `status`: what CP-SAT says of the whole; `steps`: how much it took."""

    def __init__(self, problem: Problem, board: Board, seed: int) -> None:
        self.problem, self.board, self.budget, self.seed = problem, board, board.budget, seed
        self.pairs = len(problem.officials) * len(problem.postings)
        self.status: cp_model.CpSolverStatus = cp_model.UNKNOWN
        self.steps = 0
        self._solver: cp_model.CpSolver | None = None

    def prove(self) -> None:
        """Look for better plans and raise the bound, until time is over or somebody stops it."""
        if self.board.left() <= 0 and not self.budget.is_reproducible:
            return
        if proves_by_columns(self.problem, self.budget):
            self._by_columns()
        else:
            self._by_model()
        if self.status in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
            self.board.is_over = True

    def stop_search(self) -> None:
        """Let CP-SAT end what it is at; columns ask the board."""
        if self._solver is not None:
            self._solver.stop_search()

    def _by_columns(self) -> None:
        effort = Effort(self.board.left(), self.budget.clock, lambda: self.board.is_over, workers=1)
        found = prove_bound(
            self.problem,
            effort=effort,
            seed=self.seed,
            best=self.board.legal(),
            on_better=self._hear,
            latest=self.board.legal,
        )
        self._hear(found)
        self.steps += found.rounds
        if found.value is None:
            self.status = cp_model.INFEASIBLE

    def _hear(self, bound: Bound) -> None:
        if bound.value is not None:
            self.board.raise_bound(bound.value)
        if bound.plan is not None:
            self.board.keep_plan(bound.plan)

    def _by_model(self) -> None:
        model = build_model(self.problem)
        if self.board.worth is not None:
            model.hint(self.board.best)
        solver = self._solver = self._solver_for(max(0.1, self.board.left()))
        solver.best_bound_callback = self.board.raise_bound
        self.status = solver.solve(model.cp, _Watch(model, self.board.keep_plan))
        self.steps += solver.num_branches
        if self.status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
            self.board.raise_bound(solver.best_objective_bound)

    def _solver_for(self, seconds: float) -> cp_model.CpSolver:
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


def proves_by_columns(problem: Problem, budget: Budget) -> bool:
    """Say whether columns prove more than CP-SAT alone: where there is time for it, and nothing has to be counted."""
    pairs = len(problem.officials) * len(problem.postings)
    is_whole = problem.open_count is None and not budget.is_reproducible
    return is_whole and pairs > _TINY and budget.seconds >= _COLUMNS_PAY


def compile_prover(problem: Problem, budget: Budget) -> None:
    """Compile what the proof works with, if it will be asked."""
    if proves_by_columns(problem, budget):
        compile_proof()


class _Watch(cp_model.CpSolverSolutionCallback):
    """Hears of every better solution while CP-SAT runs."""

    def __init__(self, model: Model, tell: Callable[[Assignment], None]) -> None:
        super().__init__()
        self._model, self._tell = model, tell

    def on_solution_callback(self) -> None:
        """Pass the solution on."""
        self._tell(self._model.assignment(self))
