"""Why here and not there: how long one official takes, and whether every difference is that of a full re-score.

usage: python bench/explain.py [--quick]
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from random import Random

from instances import plant

from dundian.engines.planning.differences import worth_of
from dundian.engines.planning.evaluate import Score, score
from dundian.engines.planning.explain import Explainer
from dundian.engines.planning.seating import Worth

CHECKED = ((108, 12, 3, 7_000), (1_000, 110, 3, 3_000))
TIMED = ((108, 12, 3), (1_000, 110, 3), (10_000, 1_100, 6))
ASKED = 40


def check(people: int, postings: int, phases: int, count: int) -> int:
    """Draw moves and swaps at random, legal or not; return how many differences are not those of two scores."""
    planted = plant(people, postings, phases, seed=3)
    problem, draw = planted.problem, Random(people)  # noqa: S311 – no secret
    plan = dict(planted.plan)
    for who in draw.sample(list(plan), people // 10):  # not quite legal, as plans under work are
        plan[who] = draw.choice(problem.postings).id
    explainer, before, wrong = Explainer(problem, plan), score(problem, plan), 0
    for i in range(count):
        who = draw.randrange(people)
        official = problem.officials[who]
        other = draw.choice([each for each in problem.officials if plan[each.id] != plan[official.id]])
        there = plan[other.id]
        moves = {official.id: there}
        if i % 2:
            moves[other.id] = plan[official.id]
            said = explainer.differences.swaps(who)[explainer.differences.row[other.id]]
        else:
            said = explainer.differences.moves(who)[explainer.differences.place[there or ""]]
        wrong += worth_of(int(said)) != between(before, score(problem, {**plan, **moves}))
    return wrong


def between(before: Score, after: Score) -> Worth:
    return Worth(sum(after.hard.values()) - sum(before.hard.values()), after.cost - before.cost)


def timed(people: int, postings: int, phases: int) -> str:
    planted = plant(people, postings, phases, seed=3)
    began = time.perf_counter()
    explainer = Explainer(planted.problem, planted.plan)
    explainer.explain(planted.problem.officials[0].id)
    first = time.perf_counter() - began
    spent, closed = [], 0
    for official in Random(1).sample(planted.problem.officials, min(ASKED, people)):  # noqa: S311 – no secret
        began = time.perf_counter()
        found = explainer.explain(official.id)
        spent.append(1000 * (time.perf_counter() - began))
        closed += sum(bool(each.closed_by) for each in found.choices)
        assert all(len(each.cells) == len(each.closed_by) for each in found.choices)
    return (
        f"{people:6} people {postings:5} postings: made in {first:5.2f} s, "
        f"then {statistics.median(spent):6.1f} ms a person "
        f"(longest {max(spent):.1f}), closed doors named {closed}"
    )


def main(arguments: list[str]) -> None:
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for size in TIMED:
        print(timed(*size), flush=True)
    for people, postings, phases, count in CHECKED:
        times = count // 20 if "--quick" in arguments else count
        wrong = check(people, postings, phases, times)
        print(f"{people:6} people: {times} random moves and swaps re-scored, {wrong} differ", flush=True)
    print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main(sys.argv[1:])
