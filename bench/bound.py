"""How good any plan can be at most: the bound `dundian plan bound` proves, beside the flow bound and a plan's cost.

usage: python bench/bound.py [--quick] [FOLDER]      FOLDER holds problem files; default ../shared/data/plan

A plan is searched for a minute first (five seconds with --quick); then the bound gets ten minutes (one).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from dundian.engines.planning.bound.prove import Effort, prove_bound
from dundian.engines.planning.flow import flow_bound
from dundian.engines.planning.problem import Problem
from dundian.engines.planning.problem_file import read_problem
from dundian.engines.planning.solve import Budget, solve

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "plan"


def row(name: str, problem: Problem, search: float, seconds: float) -> str:
    plan = solve(problem, budget=Budget(search, time.monotonic))
    spent = time.process_time()
    bound = prove_bound(problem, effort=Effort(seconds, time.monotonic), best=plan.assignment)
    cost, value = bound.cost or plan.score.cost, bound.value or 0
    gap = 100 * (cost - value) / max(1, cost)
    return (
        f"{name:8} {len(problem.officials):6} {len(problem.postings):5} {plan.score.cost:6} {cost:6}"
        f" {flow_bound(problem):6} {plan.bound or 0:7} {value:6} {gap:5.1f} % {bound.rounds:6} {bound.columns:7}"
        f" {bound.seconds:7.1f} {time.process_time() - spent:7.1f} {'yes' if bound.is_complete else 'no':>8}"
    )


def main(arguments: list[str]) -> None:
    search, seconds = (5.0, 60.0) if "--quick" in arguments else (60.0, 600.0)
    folders = [Path(each) for each in arguments if not each.startswith("--")]
    files = sorted((folders[0] if folders else FOLDER).glob("*.json"))
    if not files:
        sys.exit(f"{folders[0] if folders else FOLDER} holds no problem file.")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; plan {search:.0f} s, bound {seconds:.0f} s")
    print("problem  people posts   plan   best   flow  solver  bound    gap rounds  groups    secs     CPU complete")
    for path in files:
        print(row(path.stem, read_problem(path.read_text(encoding="utf-8")), search, seconds), flush=True)
    print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main(sys.argv[1:])
