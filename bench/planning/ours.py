"""Our planner, each run in a process of its own, so that its memory is its own."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor

from dundian.engines.planning.problem import Problem
from dundian.engines.planning.search.warm import warm_up
from dundian.engines.planning.solve import Budget, Progress, solve
from planning.runs import Run, peak_memory


def run(problem: Problem, seconds: float, seed: int) -> Run:
    """Solve the problem in a new process and wait for it."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(solved, problem, seconds, seed).result()


def solved(problem: Problem, seconds: float, seed: int) -> Run:
    """Solve the problem here. Loading the compiled search, which a server does once, is not on the clock."""
    warm_up()
    heard: list[Progress] = []
    began = time.monotonic()
    plan = solve(problem, budget=Budget(seconds, time.monotonic), seed=seed, on_better=heard.append)
    return Run(
        hard=sum(plan.score.hard.values()),
        cost=plan.score.cost,
        seconds=time.monotonic() - began,
        assignment=plan.assignment,
        legal_after=next((each.seconds for each in heard if not each.worth.hard), None),
        memory=peak_memory(),
        bound=plan.bound,
    )
