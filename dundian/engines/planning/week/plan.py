"""A group's week from first to last: solve strictly; if that is impossible, give up the least, and say what and why.

Only when no timetable meets every wish does the elastic model choose what to leave out, never anything that would
touch production time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from dundian.engines.planning.week.check import assess
from dundian.engines.planning.week.ladder import Ladder
from dundian.engines.planning.week.model import GIVE_UP
from dundian.engines.planning.week.problem import REVIEW, Week
from dundian.engines.planning.week.timetable import GivenUp, Proof, Timetable, WeekPlan
from dundian.engines.planning.week.why import explain
from dundian.engines.planning.week.words import weekday_words


class NoTimeError(Exception):
    """给的时间太短，连一份课表也没来得及排出来；多给几秒再试。"""


def plan_week(
    week: Week, *, seconds: float = 10.0, seed: int = 1, is_stopped: Callable[[], bool] = lambda: False
) -> WeekPlan:
    """Return the best timetable of a week that is found within these seconds of search, with its proved bound.

    What could not be met is in `given_up`, with the reason; nothing is left out in silence. Once `is_stopped` says so
    the best so far is returned. `NoTimeError` if there is none yet.
    """
    ladder = Ladder(week, seconds, seed, is_stopped)
    found = ladder.strict()
    if found is None and not is_stopped():
        found = ladder.elastic()
    if found is None:
        raise NoTimeError(NoTimeError.__doc__)
    given_up: tuple[GivenUp, ...] = ()
    verdict = assess(week, found.timetable)
    cost = dict(verdict.cost)
    if verdict.missing:
        cost["given_up"] = sum(GIVE_UP[kind] * count for (kind, _), count in verdict.missing.items())
        given_up = explain(week, verdict.missing, ladder.helping)
    total = sum(cost.values())
    return WeekPlan(
        timetable=found.timetable,
        cost=cost,
        bound=round(min(ladder.bound, total)),
        proof=Proof.OPTIMAL if ladder.bound >= total else Proof.FEASIBLE,
        given_up=given_up,
        notes=tuple(_notes(week, found.timetable)),
        seconds=ladder.spent,
        seed=seed,
    )


def _notes(week: Week, timetable: Timetable) -> Iterator[str]:
    """Say what a reader would stumble over: on which days the group meets in two parts."""
    meetings = Counter(each.day for each in timetable.entries if each.kind == REVIEW)
    split = [day for day, count in meetings.items() if count > 1]
    if not split:
        return
    whole = [day for day in meetings if day not in split]
    apart, together = _days(week, split), _days(week, whole)
    if whole:
        yield f"{apart}没有全组都空的钟点，分两个小组碰头；{together}全组一起碰头。"
    else:
        yield f"{apart}没有全组都空的钟点，分两个小组碰头；这一周没有一次全组碰头会。"


def _days(week: Week, days: list[int]) -> str:
    return "、".join(weekday_words(week, day) for day in days)
