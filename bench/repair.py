"""A plan after something fell out: how many move, whether fewer is proved impossible, and how long it takes.

usage: python bench/repair.py [--people 108 | 1000 | 10000]

The plan before is a good one, searched for a few seconds. Each case is repaired within the seconds of the goal, and
judged by the reference evaluator. "proved" says in how many cases the changes are proved to be the fewest.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random

from instances import plant

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import Assignment, Lock, Official, Problem
from dundian.engines.planning.repair.repair import repair
from dundian.engines.planning.solve import Budget, solve

SIZES = {108: (12, 3, 0.3), 1_000: (110, 3, 2.0), 10_000: (1_100, 6, 5.0)}
SEARCHED = {108: 3.0, 1_000: 10.0, 10_000: 30.0}
SEEDS = (1, 2, 3)

Case = Callable[[Problem, Assignment, Random], Problem]


def without(of: Problem, gone: set[str]) -> Problem:
    return replace(of, officials=tuple(each for each in of.officials if each.id not in gone))


def three_fall_ill(of: Problem, _: Assignment, draw: Random) -> Problem:
    return without(of, {each.id for each in draw.sample(of.officials, 3)})


def one_in_fifty(of: Problem, _: Assignment, draw: Random) -> Problem:
    return without(of, {each.id for each in draw.sample(of.officials, min(20, max(2, len(of.officials) // 50)))})


def leaders_lost(of: Problem, plan: Assignment, draw: Random) -> Problem:
    group = draw.choice(of.postings).id
    return without(of, {each.id for each in of.officials if each.leader and plan[each.id] == group})


def half_a_group_lost(of: Problem, plan: Assignment, draw: Random) -> Problem:
    group = draw.choice(of.postings).id
    return without(of, set(draw.sample([each.id for each in of.officials if plan[each.id] == group], 4)))


def posting_lost(of: Problem, _: Assignment, draw: Random) -> Problem:
    """A posting falls out, and the others of its phase find a bed for one more."""
    lost = draw.choice(of.postings)
    more = (replace(each, beds_women=each.beds_women + 1, beds_men=each.beds_men + 1) for each in of.postings)
    return replace(of, postings=tuple(each for each in more if each.id != lost.id))


def beds_lost(of: Problem, _: Assignment, draw: Random) -> Problem:
    lost = draw.choice([each for each in of.postings if each.beds_women >= 4])
    fewer = replace(lost, beds_women=lost.beds_women - 2, beds_men=lost.largest)
    return replace(of, postings=tuple(fewer if each is lost else each for each in of.postings))


def two_locks(of: Problem, plan: Assignment, draw: Random) -> Problem:
    """Two officials are wanted elsewhere, where they may go and find a bed."""
    chosen = {each.id for each in draw.sample(of.officials, 2)}

    def lock(official: Official) -> Lock:
        beds = [(each.id, each.beds_women if official.sex == "F" else each.beds_men) for each in of.postings]
        return Lock(posting=draw.choice([where for where, free in beds if free and where != plan[official.id]]))

    return replace(
        of,
        officials=tuple(
            replace(
                each,
                lock=lock(each),
                phases=frozenset(p.id for p in of.phases),
                barred_enterprises=frozenset(),
                night_ok=True,
                heavy_ok=True,
            )
            if each.id in chosen
            else each
            for each in of.officials
        ),
    )


CASES: tuple[Case, ...] = (
    three_fall_ill,
    one_in_fifty,
    leaders_lost,
    half_a_group_lost,
    posting_lost,
    beds_lost,
    two_locks,
)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="A plan after something fell out.")
    parser.add_argument("--people", type=int, choices=SIZES)
    asked = parser.parse_args(arguments)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("people case                 secs: median longest   changed (fewest possible) by seed       proved  legal")
    for people in [asked.people] if asked.people else SIZES:
        postings, phases, seconds = SIZES[people]
        problem = plant(people, postings, phases, seed=1).problem
        plan = solve(problem, budget=Budget(SEARCHED[people], time.monotonic)).assignment
        for case in CASES:
            print(row(case, problem, plan, seconds), flush=True)
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def row(case: Case, problem: Problem, plan: Assignment, seconds: float) -> str:
    spent, found = [], []
    for seed in SEEDS:
        after = case(problem, plan, Random(seed))  # noqa: S311 – invented rosters, no secret
        began = time.perf_counter()
        found.append(repair(after, plan, budget=Budget(seconds, time.monotonic)))
        spent.append(time.perf_counter() - began)
        assert score(after, found[-1].plan.assignment).is_legal == found[-1].plan.score.is_legal
    counts = ", ".join(f"{len(each.changed)} ({each.lower_bound})" for each in found)
    proved, legal = sum(each.is_proved for each in found), sum(each.plan.score.is_legal for each in found)
    return (
        f"{len(problem.officials):6} {case.__name__:20} {statistics.median(spent):8.2f} {max(spent):8.2f}"
        f"      {counts:35} {proved:4}/{len(found)} {legal:4}/{len(found)}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
