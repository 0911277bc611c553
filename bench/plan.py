"""How good plans are, how soon and in how much memory: our planner beside its peers, in one run, the same seconds each.

usage: python bench/plan.py [--quick | --full] [--sizes 108,1000,10000,60000] [--proof SECONDS] [FILE …]

Problems are invented (bench/instances.py), or are the problem files named. Every plan, whoever made it, is judged by
the reference evaluator; Timefold's own score has to agree with it. By default about 15 minutes; --quick about 2, in
runs so short that they show only that all of it works; --full five instances a size, about an hour.

The peers: a clerk with a list; a minimum-cost flow; CP-SAT on the whole model (2 threads); Timefold 1.24 in Java, as it
comes and as well as we could tune it (bench/timefold/Run.java says how). Timefold's free edition searches in one
thread, ours in up to two. The clock of nobody runs while a problem is read or code is compiled.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from instances import generate
from planning import clerk, flow, ours, timefold, whole
from planning.bounds import best_bound
from planning.runs import Run, judged
from planning.table import Row, print_table
from planning.targets import CLERK, FLOW, OURS, TARGETS, TIMEFOLD, WHOLE

from dundian.engines.planning.problem import Problem
from dundian.engines.planning.problem_file import read_problem


@dataclass(frozen=True)
class Size:
    """How one size is measured: `seeds` of ours and `peer_seeds` of every peer that draws lots, on each instance.

    `proof`: for how many seconds a bound is proved apart.
    """

    people: int
    postings: int
    phases: int
    seconds: float
    instances: int
    seeds: int
    peer_seeds: int
    peers: tuple[str, ...]
    proof: float = 0


SIZES = (
    Size(108, 12, 3, 5, 1, 20, 3, (CLERK, FLOW, WHOLE, *TIMEFOLD.values()), proof=60),
    Size(1_000, 110, 3, 60, 2, 1, 1, (CLERK, FLOW, *TIMEFOLD.values()), proof=60),
    Size(10_000, 1_100, 6, 60, 1, 1, 1, (CLERK, *TIMEFOLD.values())),
    Size(60_000, 6_600, 12, 60, 1, 1, 1, (CLERK,)),
)
QUICK = {108: (2, 5), 1_000: (8, 1), 10_000: (12, 1), 60_000: (25, 1)}  # seconds, seeds of ours
FULL_INSTANCES = 5


def as_asked(size: Size, asked: argparse.Namespace) -> Size:
    if asked.quick:
        seconds, seeds = QUICK[size.people]
        size = replace(size, seconds=seconds, seeds=seeds, peer_seeds=1, instances=1, proof=min(size.proof, 5))
    if asked.full:
        size = replace(size, instances=FULL_INSTANCES)
    if asked.proof is not None and size.proof:
        size = replace(size, proof=asked.proof)
    return size


def runs_of(planner: str, size: Size, problem: Problem) -> list[Run]:
    """Let one planner plan one problem, with every seed."""
    began = time.monotonic()
    if planner in (CLERK, FLOW):
        made = clerk.place(problem) if planner == CLERK else flow.place(problem)
        return [judged(problem, made, time.monotonic() - began)] if made else []
    seeds = range(1, 1 + (size.seeds if planner == OURS else size.peer_seeds))
    if planner == OURS:
        return [ours.run(problem, size.seconds, seed) for seed in seeds]
    if planner == WHOLE:
        return [run for seed in seeds if (run := whole.run(problem, size.seconds, seed))]
    kind = next(kind for kind, name in TIMEFOLD.items() if name == planner)
    return [timefold.run(problem, kind, size.seconds, seed) for seed in seeds]


def row_of(planner: str, size: Size, problems: Sequence[Problem]) -> Row:
    try:
        runs = [runs_of(planner, size, problem) for problem in problems]
    except timefold.Missing as why:
        return Row(planner, (), f"left out: {why}")
    return Row(planner, runs) if all(runs) else Row(planner, (), "found no plan")


def heard(rows: Sequence[Row], instance: int) -> list[Run]:
    """Return every run on one instance."""
    return [run for row in rows if row.runs for run in row.runs[instance]]


def measure(size: Size, problems: Sequence[Problem], what: str) -> None:
    print(f"\n{what}; {size.seconds:g} s each; load {os.getloadavg()[0]:.1f}", flush=True)
    rows = [row_of(planner, size, problems) for planner in (OURS, *size.peers)]
    print_table(rows)
    bounds = [best_bound(problem, heard(rows, i), size.proof) for i, problem in enumerate(problems)]
    proved = ", ".join(str(each or "none") for each in bounds)
    apart = f" (proved apart for {size.proof:g} s each)" if size.proof else ""
    print(f"  bounds: {proved}{apart}; load {os.getloadavg()[0]:.1f} at the end")
    for target in TARGETS[size.people]:
        print(target.verdict({row.planner: row for row in rows if row.runs}, bounds))


def invented(size: Size) -> None:
    problems = [generate(size.people, size.postings, size.phases, seed) for seed in range(1, size.instances + 1)]
    what = f"{size.people:,} people, {size.postings:,} postings, {size.phases} phases"
    how = f"instances {size.instances}, seeds of ours {size.seeds}, of a peer {size.peer_seeds}"
    measure(size, problems, f"{what}; {how}")


def from_file(path: Path, sizes: Sequence[Size]) -> None:
    problem = read_problem(path.read_text(encoding="utf-8"))
    size = min(sizes, key=lambda each: abs(each.people - len(problem.officials)))
    measure(size, [problem], f"{path.stem}: {len(problem.officials):,} people, {len(problem.postings):,} postings")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description="Our planner beside its peers, in one run.")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--quick", action="store_true", help="short runs, about 2 minutes")
    how.add_argument("--full", action="store_true", help="five instances of every size")
    parser.add_argument("--proof", type=float, help="a bound is proved apart for so long (108 and 1,000)")
    parser.add_argument("--sizes", type=lambda text: {int(each) for each in text.split(",")}, help="people: 108,1000,…")
    parser.add_argument("files", nargs="*", type=Path, help="problem files, instead of invented problems")
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    sizes = [as_asked(each, asked) for each in SIZES if not asked.sizes or each.people in asked.sizes]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians; first legal plan after, memory at its peak")
    for path in asked.files:
        from_file(path, sizes)
    for size in () if asked.files else sizes:
        invented(size)
    print(f"\n{(time.monotonic() - began) / 60:.1f} minutes, load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main(sys.argv[1:])
