"""The course of a search: seat, mend, then cool down, and heat up again where there is time for more than one round.

Nothing here looks at a clock: the caller says how far the budget is spent (0 to 1) and when to stop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dundian.engines.planning.problem import Assignment
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.searching import Searching

_HOT, _COLD, _FROZEN = 0.35, 0.015, 0.003  # heat in units of what a wish costs on average
_AGAIN = 0.6  # a second cooling begins at this share of the first heat: what is good stays
_ENOUGH = 2_300  # moves for each official and posting after which one cooling gains little by being slower
_MOST_COOLINGS = 8
_SHARE_MENDING = 0.3  # of what is left of the budget when everybody is seated
_SHARE_FROZEN = 0.04  # the end of every cooling only takes what is better
_FIRST_TRIES, _ROUND = 20_000, 1 / 200  # a round is this share of the budget


@dataclass(frozen=True)
class Course:
    """What a search is told: the `share` of the budget spent, `is_over` to stop, `keep` hears of every better plan
    with its worth. `tries`: moves in a round; None lets rounds grow with the budget (not reproducible).
    """

    share: Callable[[], float]
    is_over: Callable[[], bool]
    keep: Callable[[t.Wide, int], None]
    tries: int | None = None


def follow(course: Course, searching: Searching, *, begin: Assignment | None = None) -> None:
    """Search until the course is over, from `begin` where it says something; `keep` has been told the best plan."""
    _Following(course, searching).run(begin)


class _Following:
    def __init__(self, course: Course, searching: Searching) -> None:
        self.course, self.searching = course, searching
        self.tries = course.tries or _FIRST_TRIES
        self.worth: int | None = None
        self.where = searching.where

    def run(self, begin: Assignment | None) -> None:
        self.searching.seat(begin)
        self._look()
        heat, seated = self.searching.unit * _HOT, self.course.share()
        while not self.searching.is_legal and self._goes_on(seated + _SHARE_MENDING * (1 - seated)):
            self.searching.mend(self.tries, heat=heat / 2)
            self._look()
        coolings = self._coolings(heat)
        start = self.course.share()
        for turn in range(coolings):
            self._cool(start + (1 - start) * (turn + 1) / coolings, hot=heat if turn == 0 else heat * _AGAIN)
            self.searching.take_up(self.where)

    def _coolings(self, heat: float) -> int:
        """Return how often there is time to cool down well: rounds get their size by the way."""
        per_budget = 0.0
        for _ in range(3):
            if self._goes_on(1):
                per_budget = self._round(heat)
        return max(1, min(_MOST_COOLINGS, int(per_budget / (_ENOUGH * self.searching.pairs + 1))))

    def _cool(self, until: float, *, hot: float) -> None:
        begin, cold = self.course.share(), self.searching.unit * _COLD
        while self._goes_on(until):
            way = (self.course.share() - begin) / (until - begin) / (1 - _SHARE_FROZEN)
            self._round(hot * (cold / hot) ** way if way <= 1 else self.searching.unit * _FROZEN)

    def _round(self, heat: float) -> float:
        """Search at one heat for a while; return how many moves the whole budget would have time for."""
        before, tried = self.course.share(), self.searching.tried
        self.searching.improve(self.tries, heat=heat)
        self._look()
        per_budget = (self.searching.tried - tried) / max(self.course.share() - before, 1e-9)
        if self.course.tries is None:
            self.tries = max(_FIRST_TRIES, min(2 * self.tries, int(per_budget * _ROUND)))
        return per_budget

    def _goes_on(self, until: float) -> bool:
        return self.course.share() < until and not self.course.is_over()

    def _look(self) -> None:
        if self.worth is None or self.searching.worth < self.worth:
            self.worth, self.where = self.searching.worth, self.searching.where.copy()
            self.course.keep(self.where, self.worth)
