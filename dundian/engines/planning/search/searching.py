"""One plan that is annealed: seated at first, mended until it is legal, then improved while time is left.

The postings are halved anew in every round, by a line across the map or by lot, and each half is annealed by a thread
of its own: they touch different people, so the result does not depend on who is faster.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from dundian.engines.planning.problem import Assignment
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.anneal import Pace, anneal, find_broken, mend
from dundian.engines.planning.search.near import find_near, squares_of
from dundian.engines.planning.search.pack import Packed
from dundian.engines.planning.search.start import open_chosen, seat_everybody, sit_as
from dundian.engines.planning.search.tables import Zone
from dundian.engines.planning.search.worth import plan_worth, with_matrix

_PAIRS_KEPT = 4_000_000  # pairs of official and place whose worth is worked out once; more leave the cache too often
_NEAR, _NEAR_OF_MANY, _MANY = 60, 36, 300  # postings that are drawn for an official, and where there are many
_ENOUGH = 2  # times as many open ones round a home are looked at
_TINY = 400  # people below which two halves get in each other's way


class Searching:
    """A plan while it is searched for. `worth` and `where` are those of the plan now."""

    def __init__(self, packed: Packed, *, seed: int, threads: int) -> None:
        people, places = len(packed.people), len(packed.places)
        self.packed, self.seed = packed, seed
        self.tables = with_matrix(packed.tables) if people * places <= _PAIRS_KEPT else packed.tables
        self.threads = threads if people >= _TINY else 1
        self.lots = np.random.default_rng(seed)
        self.near = np.full((people, min(_NEAR if places <= _MANY else _NEAR_OF_MANY, places)), t.NONE, dtype=np.int32)
        self.states = [packed.empty(self._dice())]
        self.states += [
            self.states[0]._replace(dice=each.dice, drawn=each.drawn)
            for each in (packed.empty(self._dice()) for _ in range(1, self.threads))
        ]
        self.worth = 0
        self.tried = 0
        self._broken = np.zeros(places, dtype=np.int64)
        self._all = Zone(np.arange(people, dtype=np.int64), np.ones(places, dtype=np.uint8))

    @property
    def where(self) -> t.Wide:
        """Return the row of everybody's place now."""
        return self.states[0].where

    def seat(self, begin: Assignment | None = None) -> None:
        """Seat everybody: who has a place in `begin` there, the others, those with the fewest choices first."""
        self._find_near()
        tables, state = self.tables, self.states[0]
        sit_as(tables, state, self._begun(begin or {}))
        choices = (self.near >= 0).sum(axis=1)
        turn = np.argsort(choices + self.lots.random(len(choices)), kind="stable")
        seat_everybody(tables, state, self.near, turn, self.price)
        if tables.knobs[t.S_OPEN]:
            open_chosen(tables, state)
        self.worth = int(plan_worth(tables, state))

    def _begun(self, begin: Assignment) -> t.Wide:
        """Return who is seated where from the start; people bound to each other find their seats together."""
        where = self.packed.where(begin)
        is_later = (where == len(self.packed.places) - 1) | (self.tables.person[:, t.IS_BOUND] > 0)
        is_closed = self.tables.place[where, t.IS_USED] == 0 if self.tables.knobs[t.S_OPEN] else False
        return np.where(is_later | is_closed, t.NONE, where)

    def take_up(self, where: t.Wide) -> None:
        """Go on from another plan."""
        state = self.states[0]
        state.where[:] = t.NONE
        state.crowd[:] = 0
        sit_as(self.tables, state, where)
        self.worth = int(plan_worth(self.tables, state))

    def mend(self, tries: int, *, heat: float) -> None:
        """Search in one thread: at the broken groups, and everywhere where only persons are misplaced."""
        tables, state = self.tables, self.states[0]
        broken = self._broken[: find_broken(tables, state, self._broken)]
        pace = Pace(heat, self.price, tries, ends_when_legal=True)
        if len(broken):
            gained, tried = mend(tables, state, self.near, self._all, pace, broken)
            self.worth += gained
        else:
            self.worth, tried = anneal(tables, state, self.near, self._all, pace, self.worth)
        self.tried += tried

    def improve(self, tries: int, *, heat: float) -> None:
        """Anneal for so many moves in all threads together."""
        zones = self._zones()
        each = max(1, tries // len(zones))
        pace = Pace(heat, self.price, each, ends_when_legal=False)

        def work(i: int) -> int:
            gained, _ = anneal(self.tables, self.states[i], self.near, zones[i], pace, 0)
            return gained

        with ThreadPoolExecutor(len(zones)) as pool:
            self.worth += sum(pool.map(work, range(len(zones))))
        self.tried += each * len(zones)

    @property
    def pairs(self) -> int:
        """How many officials there are times how many postings."""
        return len(self.packed.people) * (len(self.packed.places) - 1)

    @property
    def is_legal(self) -> bool:
        """Say whether no hard rule is broken."""
        return self.worth < t.FAULT

    @property
    def price(self) -> float:
        """What one broken rule weighs against cost: more than what breaking it can win."""
        return 20.0 * self.unit + 3.0 * float(self.tables.knobs[t.P_CHANGE])

    @property
    def unit(self) -> float:
        """What a wish costs on average, the measure of heat."""
        knobs = self.tables.knobs
        prices = [*knobs[[t.P_TOPIC, t.P_UNIT, t.P_MATES]].tolist()]
        prices.append(float(self.tables.travel[1]) * bool(knobs[t.P_TRAVEL]))
        costs = [each for each in prices if each]
        return max(0.2, sum(costs) / len(costs)) if costs else 1.0

    def _dice(self) -> int:
        return int(self.lots.integers(1, 2**63))

    def _find_near(self) -> None:
        people, width = self.near.shape
        cuts = np.linspace(0, people, self.threads + 1).astype(int).tolist()
        squares, enough = squares_of(self.tables), _ENOUGH * width

        def work(i: int) -> None:
            keys = np.zeros(width, dtype=np.int64)
            find_near(self.tables, squares, self.near, (cuts[i], cuts[i + 1], enough), keys, self.states[i].dice)

        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(work, range(self.threads)))

    def _zones(self) -> list[Zone]:
        if self.threads == 1:
            return [self._all]
        line, home = self._line(), len(self.packed.places) - 1
        cuts = np.quantile(line[:home], np.linspace(0, 1, self.threads + 1)[1:-1])
        zone_of_place = np.searchsorted(cuts, line)
        zone_of_person = zone_of_place[self.where]
        at_home = self.where == home
        zone_of_person[at_home] = np.nonzero(at_home)[0] % self.threads
        zones = []
        for i in range(self.threads):
            has = (zone_of_place == i).astype(np.uint8)
            has[home] = 1
            zones.append(Zone(np.nonzero(zone_of_person == i)[0], has))
        return zones

    def _line(self) -> t.Reals:
        """Return where each place stands along a line of a random direction, and by lot where there is no map."""
        angle = self.lots.random() * 2 * math.pi
        line = self.tables.there @ np.array([math.cos(angle), math.sin(angle)])
        lots = self.lots.random(len(line))
        return np.where(np.isnan(line), lots, line + 1e-6 * lots)
