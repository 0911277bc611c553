"""Good groups of every posting at given shadow prices, found by descent: columns in milliseconds, without a proof."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np

from dundian.engines.planning.bound.descent import Found, Offer, find_groups
from dundian.engines.planning.bound.groups import Column, Roster, Truths
from dundian.engines.planning.problem import Official, Phase, Posting, Problem
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.tables import State

_WANTED, _OF_EACH = 60, 10  # how many of the most wanted may come, and how many on each counter besides
_SLACK = 6.0
_FAULT = 10_000.0
_MOST_KICKS = 64


class Quick:
    """Keeps what the threads write into, and the best group of every posting so far, to begin from."""

    def __init__(self, roster: Roster, *, seed: int, workers: int) -> None:
        self.roster = roster
        self.lots = np.random.default_rng(seed)
        self.desks = [(roster.empty(), _room(roster)) for _ in range(workers)]
        self.last: list[tuple[int, ...]] = [()] * roster.places
        self.crowds = [_counted(roster, place) for place in range(roster.places)]

    def groups(self, shadows: t.Reals, *, kicks: int) -> list[list[Column]]:
        """Return for every posting the groups found, the best first; there may be none."""
        dice = self.lots.integers(1, 2**63, size=self.roster.places, dtype=np.uint64)
        found: list[list[Column]] = [[] for _ in range(self.roster.places)]

        def work(i: int) -> None:
            state, room = self.desks[i]
            for place in range(i, self.roster.places, len(self.desks)):
                state.dice[0] = dice[place]
                found[place] = self._groups(place, shadows, kicks, state, room)

        with ThreadPoolExecutor(len(self.desks)) as pool:
            list(pool.map(work, range(len(self.desks))))
        return found

    def _groups(self, place: int, shadows: t.Reals, kicks: int, state: State, room: Found) -> list[Column]:
        offer = Offer(
            place=place,
            crew=self._crew(place, shadows),
            begin=np.array(self.last[place], dtype=np.int64),
            shadows=shadows,
            price=_FAULT + 10 * float(np.abs(shadows).max(initial=0)),
            slack=_SLACK,
            kicks=min(kicks, _MOST_KICKS),
        )
        count = find_groups(self.roster.tables, state, offer, room)
        people, sizes, worths = room.people, room.size.tolist(), room.worth.tolist()
        rows = (tuple(sorted(people[i, : sizes[i]].tolist())) for i in range(count))
        found = {row: Column(place, row, worths[i]) for i, row in enumerate(rows)}
        columns = sorted(found.values(), key=lambda each: each.reduced(shadows))
        if columns:
            self.last[place] = columns[0].people
        return columns

    def _crew(self, place: int, shadows: t.Reals) -> t.Wide:
        """Return who may come: the most wanted, and of each kind that rules count the most wanted, blocks once."""
        who, kinds = self.crowds[place]
        wish = self.roster.tables.alone[who, place] - shadows[who]
        turn = np.argsort(wish, kind="stable")
        ranks = np.cumsum(kinds[turn], axis=0)
        comes = np.any((ranks <= _OF_EACH) & kinds[turn], axis=1)
        comes[:_WANTED] = True
        return who[turn[comes]].astype(np.int64)


def _counted(roster: Roster, place: int) -> tuple[t.Wide, Truths]:
    """Return who may come to a posting, one of each block, and by which counters they are counted there."""
    person, row = roster.tables.person, roster.tables.place[place]
    is_first = np.ones(roster.people, dtype=bool)
    for block in roster.blocks:
        is_first[block[1:]] = False
    who = np.nonzero(roster.is_open[:, place] & is_first)[0]
    kinds = (person[who, t.COUNTED, None] >> np.arange(t.COUNTERS) & 1).astype(bool)
    if row[t.DIALECT_WORD] >= 0:
        kinds[:, t.SPEAKERS] = person[who, row[t.DIALECT_WORD]] >> row[t.DIALECT_BIT] & 1
    women = kinds[:, t.WOMEN, None]
    mixed = kinds[:, t.LEADERS : t.COUNTERS]
    return who, np.concatenate([kinds, mixed & women, mixed & ~women], axis=1)


def _room(roster: Roster) -> Found:
    rows, seats = _MOST_KICKS + 1, roster.packed.seats + 1
    return Found(
        people=np.zeros((rows, seats), dtype=np.int64),
        size=np.zeros(rows, dtype=np.int64),
        worth=np.zeros(rows, dtype=np.int64),
        kept=np.zeros(seats, dtype=np.int64),
    )


@cache
def compile_descent() -> None:
    """Compile the descent before anybody waits for it: once a machine, else a moment."""
    people = tuple(Official(each, "F", "一", 0, 0, frozenset("1")) for each in ("甲", "乙"))
    roster = Roster(Problem((Phase("1"),), people, (Posting("一家", "一家", "1", 0, 2, 2, 2),)))
    Quick(roster, seed=1, workers=1).groups(np.zeros(2), kicks=1)
