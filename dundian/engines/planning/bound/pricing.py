"""What groups are worth at given shadow prices: good ones by descent, the cheapest of every posting proved by CP-SAT.

Whatever is met is kept, so that the master problem can begin with the best of it; and so is what every exact round
proves, the best one apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from dundian.engines.planning.bound.exact import SCALE, Exact, Least
from dundian.engines.planning.bound.finish import Proved
from dundian.engines.planning.bound.groups import Column, Roster
from dundian.engines.planning.bound.lagrange import Choice, unplaced
from dundian.engines.planning.bound.quick import Quick
from dundian.engines.planning.search import tables as t

_TAKEN, _KEPT = 6, 60  # groups of a posting that a round keeps, and that the master begins with


@dataclass(frozen=True)
class Best:
    """The best shadow prices of an exact round and what they prove."""

    value: float = -np.inf
    shadows: t.Reals = field(default_factory=lambda: np.zeros(0))


class Pricing:
    """Asks for groups at shadow prices. `start`: those of the plan to begin from; `left`: seconds left, 0 to stop."""

    def __init__(
        self, roster: Roster, start: Sequence[Column], left: Callable[[], float], *, seed: int, workers: int
    ) -> None:
        self.roster, self.start, self.left, self.seed, self.workers = roster, start, left, seed, workers
        self.choice = Choice(roster)
        self.quick = Quick(roster, seed=seed, workers=workers)
        self.rounds = 0
        self.best = Best()
        self.proved: list[Proved] = []
        self.pool: dict[tuple[int, tuple[int, ...]], Column] = {}
        self.models: dict[int, Exact] = {}
        self._meet(start)
        for each in start:
            self.quick.last[each.place] = each.people

    def descend(self, shadows: t.Reals, kicks: int) -> list[list[Column]]:
        """Return good groups of every posting, the best first; there may be none."""
        self.rounds += 1
        groups = self.quick.groups(shadows, kicks=kicks)
        for each in groups:
            self._meet(each[:_TAKEN])
        return groups

    def _meet(self, columns: Sequence[Column]) -> None:
        for each in columns:
            self.pool[each.place, each.people] = each

    def cheapest(self) -> list[Column]:
        """Return the groups of the start and, of every posting, the cheapest met, at the best shadow prices."""
        by_place: dict[int, list[Column]] = {}
        for each in self.pool.values():
            by_place.setdefault(each.place, []).append(each)
        found = list(self.start)
        for columns in by_place.values():
            found += sorted(columns, key=lambda each: each.reduced(self.best.shadows))[:_KEPT]
        return found

    def prove(self, shadows: t.Reals) -> list[Least] | None:
        """Prove a bound at these shadow prices; None if the time was over before every posting had its turn."""
        self.rounds += 1
        whole = np.round(np.minimum(shadows, self.roster.at_home) * SCALE).astype(np.int64)
        with ThreadPoolExecutor(self.workers) as pool:
            found = list(pool.map(lambda place: self._least(place, whole), range(self.roster.places)))
        proved = [each for each in found if each is not None]
        if len(proved) < len(found):
            return None
        for each in proved:
            self._meet(each.columns)
        self._add_up(proved, whole)
        return proved

    def _add_up(self, proved: list[Least], whole: t.Wide) -> None:
        values = [np.inf if each.bound is None else each.bound / SCALE for each in proved]
        total = self.choice.least(values)[0] + unplaced(self.roster, whole / SCALE)
        bounds = [each.bound for each in proved if each.bound is not None]
        if np.isfinite(total) and len(bounds) == len(proved):
            self.proved.append(Proved(total, whole, bounds))
        if total > self.best.value:
            self.best = Best(total, whole / SCALE)

    def _least(self, place: int, shadows: t.Wide) -> Least | None:
        left = self.left()
        if left <= 0:
            return None
        if place not in self.models:
            self.models[place] = Exact(self.roster, place)
        return self.models[place].solve(shadows, self.quick.last[place], left, self.seed)
