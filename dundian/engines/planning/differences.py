"""What every move and every swap of one official would add to a plan, all at once, on arrays.

The rules stay the truth: this counts what they count, thousands of times as fast, and tests hold it to the evaluator
for every rule there is. A worth is one integer here: hard faults × 2³² + cost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dundian.engines.planning.arrays import (
    COUNTERS,
    FAULT,
    FIRST_AGE,
    FIRST_ROLE,
    FIRST_SENIORITY,
    LEADERS,
    MEN,
    PEOPLE,
    SKILL_SETS,
    SKILLED,
    WOMEN,
    Numbers,
    People,
    Places,
    alone,
    alone_at_home,
)
from dundian.engines.planning.problem import MAN, ROLES, WOMAN, Assignment, Posting, Problem
from dundian.engines.planning.rules import rule_book
from dundian.engines.planning.rules.coverage import rooms_hold
from dundian.engines.planning.seating import Worth

Truths = NDArray[np.bool_]


def worth_of(packed: int) -> Worth:
    """Return faults and cost of one packed worth."""
    hard = (packed + FAULT // 2) // FAULT
    return Worth(hard, packed - hard * FAULT)


class Differences:
    """A plan, and what one official elsewhere would add to it. Home is the place behind the last posting."""

    def __init__(self, problem: Problem, assignment: Assignment) -> None:
        self.problem, self.book = problem, rule_book(problem)
        self.row = {each.id: i for i, each in enumerate(problem.officials)}
        self.place = {each.id: i for i, each in enumerate(problem.postings)}
        self.home = len(problem.postings)
        self.where = np.array(
            [self.place.get(assignment.get(each.id) or "", self.home) for each in problem.officials], dtype=np.int64
        )
        self.is_chosen = problem.open_count is not None
        self.people, self.places = People(problem), Places(problem)
        self.adds = self.people.counters
        self.counts = np.zeros((self.home + 1, COUNTERS), dtype=np.int64)
        np.add.at(self.counts, self.where, self.adds)
        self.entries = int(self.counts[: self.home].max(initial=0)) + 2
        self.worths = _tables(problem, self.entries)
        self.rooms = _rooms(problem, self.entries)
        self.speakers = np.zeros(self.home + 1, dtype=np.int64)
        np.add.at(self.speakers, self.where, self.people.speaks(self.places.dialect[self.where]))
        self.skills = np.zeros((self.home + 1, len(SKILL_SETS)), dtype=np.int64)
        np.add.at(self.skills, self.where, self.people.skills)
        self.apart = _Bonds(self, problem.apart_pairs if self.book.has("apart") else ())
        together = problem.together_pairs if self.book.has("together") else ()
        mates = problem.mate_pairs if self.book.has("lock_with") else ()
        self.bonds = _Bonds(self, [*together, *mates])
        self.now = self._group_worths(np.arange(self.home), self.counts[: self.home], *self._rest(np.arange(self.home)))

    def _rest(self, places: Numbers) -> tuple[Numbers, Numbers]:
        return self.speakers[places], self.skills[places]

    def moves(self, who: int) -> Numbers:
        """Return for every posting what it adds if this official goes there and nobody else moves."""
        here, g = int(self.where[who]), self.home
        found: Numbers = self.alone_everywhere(who) - self.alone_of(np.array([who]), here)[0]
        found += self._joined_worths(who) - self.now + self._pairs_joining(who)[:g] + FAULT * self.apart.at(who)[:g]
        found += self._leaving(who)
        found += FAULT * (self.bonds.at(who)[here] - self.bonds.at(who)[:g])
        if self.is_chosen and self.book.has("open"):
            found += self._choice(who)
        if here < g:
            found[here] = 0
        return found

    def joins_badly(self, who: int) -> Truths:
        """Say of every posting whether a hard rule about its group is broken once they come (pairs: about them)."""
        found: Truths = (self._joined_worths(who) >= FAULT) | (self.apart.at(who)[: self.home] > 0)
        return found

    def _joined_worths(self, who: int) -> Numbers:
        """Return what every group would be worth with this official, pairs left out."""
        g = self.home
        return self._group_worths(
            np.arange(g),
            self.counts[:g] + self.adds[who],
            self.speakers[:g] + self.people.speaks_one(who, self.places.dialect[:g]),
            self.skills[:g] + self.people.skills[who],
        )

    def swaps(self, who: int) -> Numbers:
        """Return for every official at another posting what it adds if the two change places; 0 for all others."""
        here, g = int(self.where[who]), self.home
        others = np.flatnonzero((self.where != here) & (self.where < g))
        there = self.where[others]
        found = np.zeros(len(self.where), dtype=np.int64)
        worth = self.alone_everywhere(who)[there] - self.alone_of(np.array([who]), here)[0]
        worth += self.alone_of(others, here) - self._alone_now[others]
        in_speaks = self.people.speaks_one(who, self.places.dialect)[there]
        out_speaks = self.people.speaks_of(others, self.places.dialect[there])
        worth += self._group_worths(
            there,
            self.counts[there] - self.adds[others] + self.adds[who],
            self.speakers[there] - out_speaks + in_speaks,
            self.skills[there] - self.people.skills[others] + self.people.skills[who],
        )
        worth -= self.now[there]
        worth += self._pairs_swapped(who, others, there)
        if here < g:
            worth += self._group_worths(
                np.full(len(others), here),
                self.counts[here] - self.adds[who] + self.adds[others],
                self.speakers[here]
                - int(self.people.speaks_one(who, self.places.dialect[[here]])[0])
                + self.people.speaks_of(others, np.full(len(others), self.places.dialect[here])),
                self.skills[here] - self.people.skills[who] + self.people.skills[others],
            )
            worth -= self.now[here]
        worth += FAULT * (
            self.apart.swapped(who, others, here) - self.bonds.swapped(who, others, here, counts_home=True)
        )
        found[others] = worth
        return found

    def alone_everywhere(self, who: int) -> Numbers:
        """Return what one official is worth at every posting, whoever else is there."""
        its, places = self.people, self.places
        row = np.full(self.home, who)
        return alone(self.problem, self.book.has, its, places, row, np.arange(self.home))

    def alone_of(self, rows: Numbers, place: int) -> Numbers:
        """Return what each of these officials is worth at one place, or at home."""
        if place < self.home:
            columns = np.full(len(rows), place)
            return alone(self.problem, self.book.has, self.people, self.places, rows, columns)
        return alone_at_home(self.problem, self.book.has, self.people, rows, self.home)

    @cached_property
    def _alone_now(self) -> Numbers:
        """What everybody who has a posting is worth there, whoever else is there."""
        rows, seated = np.arange(len(self.where)), self.where < self.home
        found = np.zeros(len(rows), dtype=np.int64)
        found[seated] = alone(self.problem, self.book.has, self.people, self.places, rows[seated], self.where[seated])
        return found

    def _group_worths(self, places: Numbers, counts: Numbers, speakers: Numbers, skills: Numbers) -> Numbers:
        """Return what groups with these counters are worth at these postings, pairs left out."""
        worth = self.worths[places[:, None], np.arange(COUNTERS), counts].sum(axis=1)
        if self.book.has("dialect"):
            worth = worth + FAULT * ((self.places.dialect[places] >= 0) & (speakers == 0))
        if self.problem.distinct_roles and self.book.has("distinct_roles"):
            worth = worth + FAULT * (skills < SKILLED).any(axis=1)
        if self.rooms is not None:
            worth = worth + self.rooms[places, counts[:, WOMEN], counts[:, MEN]]
        return np.where(counts[:, PEOPLE] > 0, worth, 0) if self.is_chosen else worth

    def _leaving(self, who: int) -> int:
        """Return what it adds to the group this official is in if they go."""
        here = int(self.where[who])
        if here == self.home:
            return 0
        dialect = self.places.dialect[[here]]
        after = self._group_worths(
            np.array([here]),
            (self.counts[here] - self.adds[who])[None, :],
            self.speakers[[here]] - self.people.speaks_one(who, dialect),
            (self.skills[here] - self.people.skills[who])[None, :],
        )
        pairs = sum(price * (int(counted[here]) - 1) for counted, price in self._mates(who))
        return int(after[0] - self.now[here]) - pairs - FAULT * int(self.apart.at(who)[here])

    def _mates(self, who: int) -> Iterable[tuple[Numbers, int]]:
        """Yield for unit and last group how many of the official's are at each place, and what a pair costs."""
        for keys, price in self.people.mixed(self.book.has):
            if keys[who] >= 0 and price:
                yield np.bincount(self.where[keys == keys[who]], minlength=self.home + 1), price

    def _pairs_joining(self, who: int) -> Numbers:
        found = np.zeros(self.home + 1, dtype=np.int64)
        for counted, price in self._mates(who):
            found += price * counted
        return found

    def _pairs_swapped(self, who: int, others: Numbers, there: Numbers) -> Numbers:
        """Return what pairs of a unit and of a last group add when the two change places."""
        found, here = np.zeros(len(others), dtype=np.int64), int(self.where[who])
        for keys, price in self.people.mixed(self.book.has):
            if not price:
                continue
            is_mate = (keys[others] == keys[who]) & (keys[who] >= 0)
            if keys[who] >= 0:
                mine = np.bincount(self.where[keys == keys[who]], minlength=self.home + 1)
                found += price * (mine[there] - is_mate)
                found -= price * (int(mine[here]) - 1) if here < self.home else 0
            found -= price * self._own_pairs(keys)[others]
            if here < self.home:
                members = keys[(self.where == here) & (keys >= 0)]
                counted = np.bincount(members, minlength=int(keys.max(initial=0)) + 1)
                theirs = np.where(keys[others] >= 0, counted[np.maximum(keys[others], 0)], 0)
                found += price * (theirs - is_mate)
        return found

    def _own_pairs(self, keys: Numbers) -> Numbers:
        """Return for everybody with how many of their own kind they share a posting."""
        if id(keys) not in self._owned:
            both = self.where * (int(keys.max(initial=0)) + 2) + keys
            _, inverse, sizes = np.unique(both, return_inverse=True, return_counts=True)
            self._owned[id(keys)] = np.where((keys >= 0) & (self.where < self.home), sizes[inverse.reshape(-1)] - 1, 0)
        return self._owned[id(keys)]

    @cached_property
    def _owned(self) -> dict[int, Numbers]:
        return {}

    def _choice(self, who: int) -> Numbers:
        """Return the faults in the choice of postings that each move adds."""
        here, crowd = int(self.where[who]), self.counts[: self.home, PEOPLE] > 0
        offers = [each.enterprise for each in self.problem.postings]

        def faults(used: Truths) -> int:
            taken = Counter(each for each, is_used in zip(offers, used.tolist(), strict=True) if is_used)
            return int(used.sum() != self.problem.open_count) + sum(n > 1 for n in taken.values())

        before, empties = faults(crowd), here < self.home and self.counts[here, PEOPLE] == 1
        found = np.zeros(self.home, dtype=np.int64)
        plain: int | None = None
        for place in range(self.home):
            if crowd[place] and plain is not None:
                found[place] = plain
                continue
            used = crowd.copy()
            if empties:
                used[here] = False
            used[place] = True
            found[place] = FAULT * (faults(used) - before)
            if crowd[place] and place != here:
                plain = int(found[place])
        return found


class _Bonds:
    """Pairs of officials, both ways round."""

    def __init__(self, plan: Differences, pairs: Sequence[tuple[str, str]]) -> None:
        one = [plan.row[each] for each, _ in pairs]
        other = [plan.row[each] for _, each in pairs]
        self.one, self.other = np.array(one + other, dtype=np.int64), np.array(other + one, dtype=np.int64)
        self.where, self.home = plan.where, plan.home

    def at(self, who: int) -> Numbers:
        """Return how many partners of this official are at each place."""
        return np.bincount(self.where[self.other[self.one == who]], minlength=self.home + 1)

    def swapped(self, who: int, others: Numbers, here: int, *, counts_home: bool = False) -> Numbers:
        """Return how many more pairs share a place when `who` changes places with each of these."""
        if not len(self.one):
            return np.zeros(len(others), dtype=np.int64)
        people = len(self.where)
        mine = self.at(who)
        with_me = np.bincount(self.one[self.other == who], minlength=people)
        share = (self.where[self.one] == self.where[self.other]) & (counts_home | (self.where[self.one] < self.home))
        own = np.bincount(self.one[share], minlength=people)
        at_here = np.bincount(self.one[self.where[self.other] == here], minlength=people)
        is_place = counts_home or here < self.home
        gained = mine[self.where[others]] - with_me[others] - own[others]
        return gained + (at_here[others] - with_me[others] - int(mine[here]) if is_place else 0)


def _tables(problem: Problem, entries: int) -> Numbers:
    """Return for each posting and counter what 0, 1, 2 … people on it are worth."""
    has, weights = rule_book(problem).has, problem.weights
    tables = np.zeros((len(problem.postings), COUNTERS, entries), dtype=np.int64)
    n = np.arange(entries)
    for table, posting in zip(tables, problem.postings, strict=True):
        table[PEOPLE] += FAULT * ((n < posting.smallest) | (n > posting.largest)) * has("size")
        table[WOMEN] += FAULT * (n > posting.beds(WOMAN)) * has("beds")
        table[MEN] += FAULT * (n > posting.beds(MAN)) * has("beds")
        table[LEADERS] += FAULT * (n == 0) * has("leader")
        table[FIRST_ROLE : FIRST_ROLE + len(ROLES)] += FAULT * (n == 0) * has("roles")
        for rule, first, spans in _wished(posting):
            for band, (least, most) in enumerate(spans if has(rule) else ()):
                table[first + band] += getattr(weights, rule) * np.maximum(0, np.maximum(least - n, n - most))
    return tables


def _wished(posting: Posting) -> Iterable[tuple[str, int, Sequence[tuple[int, int]]]]:
    target = posting.target
    yield "sex", WOMEN, () if target.women is None else ((target.women, target.women),)
    yield "age", FIRST_AGE, target.ages or ()
    yield "seniority", FIRST_SENIORITY, target.seniorities or ()


def _rooms(problem: Problem, entries: int) -> Numbers | None:
    if not rule_book(problem).has("rooms") or all(each.rooms is None for each in problem.postings):
        return None
    found = np.zeros((len(problem.postings), entries, entries), dtype=np.int64)
    for table, posting in zip(found, problem.postings, strict=True):
        if posting.rooms is not None:
            fits = [[rooms_hold(posting.rooms, w, m) for m in range(entries)] for w in range(entries)]
            table[:] = np.where(fits, 0, FAULT)
    return found
