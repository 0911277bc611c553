"""How good plans are: cost, proved bound and time of `dundian plan solve`, beside what a clerk with a list does.

usage: python bench/plan.py [--quick] [FOLDER]      FOLDER holds problem files; default ../shared/data/plan

Every plan is judged by the reference evaluator. Each problem is solved with three seeds, the medians are shown; the
clerk takes people in the order of the list and gives everyone the next posting, round and round, that is open and
has a bed, and where none has, the first that is open.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import Assignment, Official, Posting, Problem
from dundian.engines.planning.problem_file import read_problem
from dundian.engines.planning.rules import rule_book
from dundian.engines.planning.solve import Budget, Plan, Progress, solve

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "plan"
SECONDS = {"108-a": 5.0, "108-b": 5.0, "1000-a": 60.0}
SEEDS = (1, 2, 3)


def clerk(problem: Problem) -> Assignment:
    """Place people as somebody does by hand: legal first, round robin."""
    book, seats = (
        rule_book(problem),
        {each.id: [each.beds_women, each.beds_men, each.largest] for each in problem.postings},
    )
    found: dict[str, str | None] = {}
    turn = 0

    def is_open(official: Official, posting: Posting) -> bool:
        return not any(rule.evaluate(problem, official, posting) for rule in book.person_hard)

    for official in problem.officials:
        row = [problem.postings[(turn + i) % len(problem.postings)] for i in range(len(problem.postings))]
        bed = 0 if official.sex == "F" else 1
        options = [each for each in row if is_open(official, each)]
        roomy = [each for each in options if seats[each.id][bed] > 0 and seats[each.id][2] > 0]
        chosen = next(iter(roomy or options), None)
        found[official.id] = chosen.id if chosen else None
        if chosen:
            seats[chosen.id][bed] -= 1
            seats[chosen.id][2] -= 1
            turn = problem.postings.index(chosen) + 1
    return found


def timed(problem: Problem, seconds: float, seed: int) -> tuple[Plan, float | None]:
    """Return the plan and the seconds after which the first legal one was there."""
    heard: list[Progress] = []
    plan = solve(problem, budget=Budget(seconds, time.monotonic), seed=seed, on_better=heard.append)
    return plan, next((each.seconds for each in heard if not each.worth.hard), None)


def row(name: str, problem: Problem, seconds: float) -> str:
    by_hand = score(problem, clerk(problem))
    runs = [timed(problem, seconds, seed) for seed in SEEDS]
    plans = [plan for plan, _ in runs]
    legal = sum(plan.score.is_legal for plan in plans)
    costs = [plan.score.cost for plan in plans]
    cost, bound = statistics.median(costs), max((plan.bound or 0) for plan in plans)
    first = [at for _, at in runs if at is not None]
    return (
        f"{name:8} {len(problem.officials):6} {len(problem.postings):5} {seconds:5.0f} {legal}/{len(plans)}"
        f" {cost:7.0f} {min(costs):6}–{max(costs):<6} {bound:6} {100 * (cost - bound) / bound if bound else 0:6.1f} %"
        f" {statistics.median(first) if first else float('nan'):8.2f}"
        f" {sum(by_hand.hard.values()):6} {by_hand.cost:6} {cost / by_hand.cost:6.2f}"
    )


def main(arguments: list[str]) -> None:
    seconds = {name: n for name, n in SECONDS.items() if "--quick" not in arguments or n <= 5}
    folders = [Path(each) for each in arguments if not each.startswith("--")]
    folder = folders[0] if folders else FOLDER
    files = [path for path in sorted(folder.glob("*.json")) if folders or path.stem in seconds]
    if not files:
        sys.exit(f"{folder} holds no problem file.")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, seeds {SEEDS}, medians")
    print("problem  people posts  secs legal    cost     range     bound    gap  first, s  clerk: hard cost ours/clerk")
    for path in files:
        problem = read_problem(path.read_text(encoding="utf-8"))
        print(row(path.stem, problem, seconds.get(path.stem, 60.0)), flush=True)
    print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main(sys.argv[1:])
