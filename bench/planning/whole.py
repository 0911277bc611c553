"""CP-SAT on the whole model at once, with nothing of ours but the model."""

from __future__ import annotations

import math
import time
from dataclasses import replace

from ortools.sat.python import cp_model

from dundian.engines.planning.model import build_model
from dundian.engines.planning.problem import Problem
from planning.runs import Run, judged

_THREADS = 2


def run(problem: Problem, seconds: float, seed: int) -> Run | None:
    """Let the solver work on the model; None if it found no plan."""
    began = time.monotonic()
    model, solver = build_model(problem), cp_model.CpSolver()
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = _THREADS
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = max(0.1, seconds - (time.monotonic() - began))
    status = solver.solve(model.cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    run = judged(problem, model.assignment(solver), time.monotonic() - began)
    return replace(run, bound=math.ceil(solver.best_objective_bound - 1e-6))
