"""What a run may use, and the board on which its threads write: the best plan so far, and what is proved."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.seating import Worth


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


class Board:
    """The best plan and its worth, the bound, and whether the run `is_over`: stopped, or nothing better exists."""

    def __init__(self, problem: Problem, budget: Budget, on_better: Callable[[Progress], None]) -> None:
        self.problem, self.budget, self.on_better = problem, budget, on_better
        self.began = budget.clock()
        self.best: Assignment = dict.fromkeys((each.id for each in problem.officials), None)
        self.worth: Worth | None = None
        self.bound: int | None = None
        self.is_over = False
        self._lock = RLock()

    def spent(self) -> float:
        """Return the seconds since the run began."""
        return self.budget.clock() - self.began

    def left(self) -> float:
        """Return the seconds until the budget is spent."""
        return self.budget.seconds - self.spent()

    def keep(self, assignment: Assignment, worth: Worth) -> None:
        """Keep a plan if it is the best so far."""
        with self._lock:
            if self.worth is None or (worth.hard, worth.cost) < (self.worth.hard, self.worth.cost):
                self.best, self.worth = assignment, worth
                self.on_better(Progress(self.spent(), worth, self.bound))
                self._compare()

    def keep_plan(self, assignment: Assignment) -> None:
        """Keep a plan of which nobody has said what it is worth."""
        found = score(self.problem, assignment)
        self.keep(assignment, Worth(sum(found.hard.values()), found.cost))

    def raise_bound(self, bound: float) -> None:
        """Write down that no legal plan costs less."""
        if math.isfinite(bound):
            with self._lock:
                self.bound = max(self.bound or 0, math.ceil(bound - 1e-6))
                self._compare()

    def legal(self) -> Assignment | None:
        """Return the best plan if it is said to break no hard rule."""
        with self._lock:
            return None if self.worth is None or self.worth.hard else self.best

    def _compare(self) -> None:
        """End the run where the best plan costs what is proved. The search does not judge bonds: so ask who does."""
        if self.bound is not None and self.worth is not None and self.worth.hard == 0 >= self.worth.cost - self.bound:
            self.is_over = self.is_over or score(self.problem, self.best).is_legal
