"""Many groups at once: independent calls on plain data through a process pool; a cluster can take them as they are."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import partial
from itertools import islice, takewhile

from dundian.engines.planning.week.plan import plan_week
from dundian.engines.planning.week.problem import Week
from dundian.engines.planning.week.timetable import WeekPlan

_AHEAD = 4
"""Groups that wait for each process; few, so that a wish to stop is soon obeyed."""


def plan_weeks(
    weeks: Sequence[Week],
    *,
    processes: int = 2,
    seconds: float = 10.0,
    seed: int = 1,
    on_done: Callable[[int, WeekPlan], None] = lambda _number, _plan: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> dict[int, WeekPlan]:
    """Return the plans of these weeks by their number, each as `plan_week` would find it alone.

    `on_done` hears of every plan as it comes. Once `is_stopped` says so no further week is begun, and those that are
    done are returned.
    """
    found: dict[int, WeekPlan] = {}
    for number, plan in _each(weeks, processes, partial(plan_week, seconds=seconds, seed=seed), is_stopped):
        found[number] = plan
        on_done(number, plan)
    return found


def _each(
    weeks: Sequence[Week], processes: int, work: Callable[[Week], WeekPlan], is_stopped: Callable[[], bool]
) -> Iterator[tuple[int, WeekPlan]]:
    waiting = takewhile(lambda _: not is_stopped(), enumerate(weeks))
    if processes < 2:
        yield from ((number, work(week)) for number, week in waiting)
        return
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        running: dict[Future[WeekPlan], int] = {}
        while True:
            for number, week in islice(waiting, processes * _AHEAD - len(running)):
                running[pool.submit(work, week)] = number
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(done), done.result()
