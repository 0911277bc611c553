"""What no legal plan costs less than: the best that any planner proved, the flow, and a proof of its own, apart."""

from __future__ import annotations

import time
from collections.abc import Sequence

from dundian.engines.planning.bound.prove import Effort, prove_bound
from dundian.engines.planning.flow import flow_bound
from dundian.engines.planning.problem import Problem
from planning.runs import Run


def best_bound(problem: Problem, runs: Sequence[Run], seconds: float) -> int | None:
    """Return the best bound known after so many seconds of proof; None if there is none."""
    found = [flow_bound(problem), *(run.bound or 0 for run in runs)]
    legal = [run for run in runs if not run.hard]
    if seconds and legal:
        best = min(legal, key=lambda run: run.cost)
        proof = prove_bound(problem, effort=Effort(seconds, time.monotonic), best=best.assignment)
        found.append(proof.value or 0)
    return max(found) or None
