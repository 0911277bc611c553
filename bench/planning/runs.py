"""What every planner's run comes to, ours and a peer's alike, so that they stand side by side."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import Assignment, Problem

_STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Run:
    """One run of one planner. `legal_after`: seconds until its first legal plan; `memory`: MB at its peak."""

    hard: int
    cost: int
    seconds: float
    assignment: Assignment
    legal_after: float | None = None
    memory: float | None = None
    bound: int | None = None
    moves: int | None = None

    @property
    def unplaced(self) -> int:
        """Return how many people have no posting."""
        return sum(where is None for where in self.assignment.values())


def judged(problem: Problem, assignment: Assignment, seconds: float) -> Run:
    """Return the run of a planner that says nothing but its plan."""
    found = score(problem, assignment)
    return Run(sum(found.hard.values()), found.cost, seconds, assignment)


def peak_memory() -> float:
    """Return the most megabytes this process has held.

    The kernel's own count for this program; what getrusage tells of a child begins at what its parent held.
    """
    if _STATUS.exists():
        line = next(each for each in _STATUS.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
