"""How fast and how well the weeks of many groups are laid out, and that no slot lies in production time.

usage: python bench/weeks.py [--quick] [--processes N]      --quick: 40 groups instead of 200 and 1,000

Instances come from a seeded generator: factories of one, two and three shifts, 8–10 officials, 3–6 teams, 10–16
interviews, 2 visits. Seconds are of search, as each process spent them. Every timetable of the first run is judged by
the reference judge; random minutes of talks and interviews are looked up in their teams' shifts.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from dundian.engines.planning.week.check import judge
from dundian.engines.planning.week.many import plan_weeks
from dundian.engines.planning.week.problem import INTERVIEW, TALK, Week
from dundian.engines.planning.week.timetable import WeekPlan
from tests.engines.planning.week.made_up import week_of
from tests.engines.planning.week.test_windows import is_at_work

CHECKS = 1_000_000


def in_production(weeks: Sequence[Week], plans: Sequence[WeekPlan]) -> int:
    """Return how many of a million random minutes with workers lie in their production time."""
    dice = random.Random(1)  # noqa: S311 – a repeatable draw
    slots = [
        (week, week.team(each.team), week.starts[each.day] + each.start, week.starts[each.day] + each.end)
        for week, plan in zip(weeks, plans, strict=True)
        for each in plan.timetable.entries
        if each.kind in (TALK, INTERVIEW) and each.team
    ]
    found = 0
    for _ in range(CHECKS):
        week, team, start, end = slots[dice.randrange(len(slots))]
        found += is_at_work(week, team, dice.randrange(start, end))
    return found


def run(count: int, processes: int) -> tuple[list[Week], list[WeekPlan]]:
    weeks = [week_of(seed) for seed in range(count)]
    began = time.perf_counter()
    plans = plan_weeks(weeks, processes=processes)
    took = time.perf_counter() - began
    rows = [plans[i] for i in range(count)]
    seconds = sorted(each.seconds for each in rows)
    print(
        f"{count:6} groups, {processes} processes: {took:7.1f} s in all;"
        f" a group: median {statistics.median(seconds):.2f}"
        f" p99 {seconds[int(0.99 * (count - 1))]:.2f} max {seconds[-1]:.2f} s;"
        f" within 1 % of the bound {sum(each.is_within_one_percent for each in rows)}/{count},"
        f" something given up in {sum(bool(each.given_up) for each in rows)}",
        flush=True,
    )
    return weeks, rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    sizes = (40,) if wanted.quick else (200, 1000)
    weeks, plans = run(sizes[0], wanted.processes)
    illegal = sum(not judge(week, plan.timetable).is_legal for week, plan in zip(weeks, plans, strict=True))
    print(f"illegal: {illegal}/{len(weeks)}; {in_production(weeks, plans)} of {CHECKS} minutes in production time")
    for count in sizes[1:]:
        run(count, wanted.processes)
    print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
