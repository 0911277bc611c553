"""From a problem to arrays, and back to ids."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dundian.engines.planning.problem import ROLES as ROLE_NAMES
from dundian.engines.planning.problem import WOMAN, Assignment, Official, Posting, Problem
from dundian.engines.planning.rules import rule_book
from dundian.engines.planning.rules.coverage import rooms_hold
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.bonds import blocks_of

_HARD_PRICES = {
    "placed": t.P_PLACED,
    "phase": t.P_PHASE,
    "barred": t.P_BARRED,
    "night": t.P_NIGHT,
    "heavy": t.P_HEAVY,
    "lock": t.P_LOCK,
    "apart": t.P_APART,
    "distinct_roles": t.P_DISTINCT,
}
_SOFT_PRICES = {
    "travel": t.P_TRAVEL,
    "topic": t.P_TOPIC,
    "hardship": t.P_HARDSHIP,
    "repeat_enterprise": t.P_REPEAT,
    "change": t.P_CHANGE,
    "same_unit": t.P_UNIT,
    "last_mates": t.P_MATES,
}
_NARROW = 125  # seats up to which a group is counted in one byte
_SPARE_SEATS = 1  # one too many may come before another goes


@dataclass(frozen=True)
class Packed:
    """A problem as arrays, with what its rows stand for. The last place is home (None)."""

    problem: Problem
    tables: t.Tables
    people: tuple[str, ...]
    places: tuple[str | None, ...]
    kinds: int
    seats: int

    def where(self, assignment: Assignment) -> t.Wide:
        """Return the row of each official's place."""
        row = {place: i for i, place in enumerate(self.places)}
        return np.array([row[assignment.get(each)] for each in self.people], dtype=np.int64)

    def empty(self, dice: int = 1) -> t.State:
        """Return a plan in which nobody is anywhere yet; `dice` begins its random numbers."""
        people, places = len(self.people), len(self.places)
        crowd: t.Tiny = np.zeros((places, self.kinds), dtype=np.int8)
        if self.seats > _NARROW:
            crowd = crowd.astype(np.int16)
        return t.State(
            where=np.full(people, t.NONE, dtype=np.int64),
            slot=np.zeros(people, dtype=np.int64),
            members=np.zeros((places, self.seats + 1), dtype=np.int64),
            crowd=crowd,
            drawn=np.zeros(self.seats + 1, dtype=np.int64),
            dice=np.array([dice], dtype=np.uint64),
        )

    def assignment(self, where: t.Wide) -> dict[str, str | None]:
        """Return in ids what rows of places say."""
        return {each: self.places[place] for each, place in zip(self.people, where.tolist(), strict=True)}


def home_of(tables: t.Tables) -> int:
    """Return the row of home."""
    return int(tables.knobs[t.HOME])


def pack(problem: Problem, used: Collection[str] | None = None) -> Packed:
    """Return the problem as arrays; where postings are chosen, `used` are those that the search may fill."""
    packing = _Packing(problem, used)
    people = tuple(each.id for each in problem.officials)
    places = (*(each.id for each in problem.postings), None)
    tables = packing.tables()
    kinds = t.COUNTERS + len(packing.units) + len(packing.last_groups)
    return Packed(problem, tables, people, places, kinds, packing.seats)


class _Numbers(dict[str | None, int]):
    """Gives every new text the next number; None has none."""

    def __missing__(self, key: str | None) -> int:
        if key is None:
            return t.NONE
        self[key] = len(self)
        return self[key]


class _Packing:
    """What is known of a problem while its rows are written one after another."""

    def __init__(self, problem: Problem, used: Collection[str] | None) -> None:
        self.problem, self.book = problem, rule_book(problem)
        self.used = {each.id for each in problem.postings} if used is None else set(used)
        self.person_row = {each.id: i for i, each in enumerate(problem.officials)}
        self.place_row: dict[str | None, int] = {each.id: i for i, each in enumerate(problem.postings)}
        self.place_row[None] = len(problem.postings)
        self.phases = {each.id: i for i, each in enumerate(problem.phases)}
        self.enterprises, self.topics = _Numbers(), _Numbers()
        self.units, self.last_groups = _Numbers(), _Numbers()
        self.dialects = _Numbers()
        for posting in problem.postings:
            _ = self.dialects[posting.dialect], self.enterprises[posting.enterprise], self.topics[posting.topic]
        self.phase_words = _words(len(self.phases))
        self.dialect_column = t.PERSON_COLUMNS + self.phase_words
        self.seats = max((each.largest for each in problem.postings), default=0) + _SPARE_SEATS
        self.entries = self.seats + 2
        self.lists: list[int] = []
        self.block_of: dict[str, tuple[int, int]] = {}
        for block in blocks_of(problem, self.book):
            span = self._listed(self.person_row[each] for each in block)
            self.block_of.update(dict.fromkeys(block, span))

    def tables(self) -> t.Tables:
        problem = self.problem
        person = np.zeros((len(problem.officials), self.dialect_column + _words(len(self.dialects))), dtype=np.int64)
        for row, official in zip(person, problem.officials, strict=True):
            row[:] = self._person_row(official, person.shape[1])
        return t.Tables(
            person=person,
            place=self._places(),
            counted=self._counted(),
            alone=np.zeros((0, 0), dtype=np.int64),
            rooms=self._rooms(),
            lists=np.array([*self.lists, t.NONE], dtype=np.int64),
            homes=_points([each.home for each in problem.officials]),
            there=_points([*(each.location for each in problem.postings), None]),
            travel=np.array([problem.weights.travel_scale, problem.weights.travel_cap], dtype=np.float64),
            knobs=self._knobs(),
        )

    def _listed(self, numbers: Iterable[int]) -> tuple[int, int]:
        begin = len(self.lists)
        self.lists += numbers
        return begin, len(self.lists)

    def _person_row(self, official: Official, columns: int) -> list[int]:
        lock, previous = official.lock, self.problem.previous
        is_known = previous is not None and official.id in previous
        apart = self.problem.apart_of.get(official.id, ()) if self.book.has("apart") else ()
        row = [
            _counters_of(official),
            t.COUNTERS + self.units[official.home_unit],
            self.last_groups[official.last_group],
            official.id in self.block_of,
            *self.block_of.get(official.id, (0, 0)),
            *self._listed(self.person_row[each] for each in apart),
            official.hardship,
            self.topics[official.topic],
            self.enterprises[official.last_enterprise],
            t.NONE if lock.posting is None else self.place_row[lock.posting],
            t.NONE if lock.phase is None else self.phases[lock.phase],
            official.night_ok,
            official.heavy_ok,
            official.reserve,
            self.place_row[previous[official.id]] if previous is not None and is_known else t.UNKNOWN,
            *self._listed(self.enterprises[each] for each in official.barred_enterprises),
        ]
        row += [0] * (columns - len(row))
        for phase in official.phases:
            word, bit = divmod(self.phases[phase], t.WORD)
            row[t.PERSON_COLUMNS + word] |= 1 << bit
        for dialect in official.dialects & self.dialects.keys():
            word, bit = divmod(self.dialects[dialect], t.WORD)
            row[self.dialect_column + word] |= 1 << bit
        return row

    def _places(self) -> t.Wide:
        places = np.full((len(self.problem.postings) + 1, t.PLACE_COLUMNS), t.NONE, dtype=np.int64)
        for row, posting in zip(places, self.problem.postings, strict=False):
            phase_word, phase_bit = divmod(self.phases[posting.phase], t.WORD)
            dialect_word, dialect_bit = divmod(self.dialects[posting.dialect], t.WORD)
            row[:] = (
                self.phases[posting.phase],
                t.PERSON_COLUMNS + phase_word,
                phase_bit,
                t.NONE if posting.dialect is None else self.dialect_column + dialect_word,
                dialect_bit,
                self.enterprises[posting.enterprise],
                self.topics[posting.topic],
                posting.hardness,
                posting.is_night,
                posting.is_heavy,
                posting.smallest,
                posting.largest,
                posting.largest + _SPARE_SEATS,
                posting.id in self.used,
            )
        return places

    def _counted(self) -> t.Wide:
        counted = np.zeros((len(self.problem.postings) + 1, t.COUNTERS, self.entries), dtype=np.int64)
        for row, posting in zip(counted, self.problem.postings, strict=False):
            for counter, rule, worth in _worths_of(posting, self.problem):
                if self.book.has(rule):
                    row[counter] += [worth(n) for n in range(self.entries)]
        return counted.reshape(len(counted), -1)

    def _rooms(self) -> t.Wide:
        if not self._has_rooms():
            return np.zeros((1, 1, 1), dtype=np.int64)
        rooms = np.zeros((len(self.problem.postings) + 1, self.entries, self.entries), dtype=np.int64)
        known: dict[tuple[int, ...], t.Wide] = {}
        for row, posting in zip(rooms, self.problem.postings, strict=False):
            if posting.rooms is not None:
                beds = tuple(sorted(posting.rooms))
                if beds not in known:
                    fits = [[rooms_hold(beds, w, m) for m in range(self.entries)] for w in range(self.entries)]
                    known[beds] = np.where(fits, 0, t.FAULT)
                row[:] = known[beds]
        return rooms

    def _has_rooms(self) -> bool:
        return self.book.has("rooms") and any(each.rooms is not None for each in self.problem.postings)

    def _knobs(self) -> t.Wide:
        problem, has = self.problem, self.book.has
        knobs = np.zeros(t.KNOBS, dtype=np.int64)
        for rule, column in _HARD_PRICES.items():
            knobs[column] = t.FAULT * has(rule)
        for rule, column in _SOFT_PRICES.items():
            knobs[column] = getattr(problem.weights, rule, 1) * has(rule)
        knobs[t.S_OPEN] = problem.open_count is not None
        knobs[t.S_ROOMS] = self._has_rooms()
        knobs[t.S_DISTINCT] = problem.distinct_roles and has("distinct_roles")
        knobs[t.S_APART] = bool(problem.apart_pairs) and has("apart")
        knobs[t.S_BLOCKS] = bool(self.block_of)
        knobs[t.ENTRIES] = self.entries
        knobs[t.MATES_FROM] = t.COUNTERS + len(self.units)
        knobs[t.HOME] = len(problem.postings)
        return knobs


def _words(count: int) -> int:
    return -(-count // t.WORD)


def _points(points: Sequence[tuple[float, float] | None]) -> t.Reals:
    return np.array([each or (np.nan, np.nan) for each in points], dtype=np.float64).reshape(-1, 2)


def _counters_of(official: Official) -> int:
    """Return the counters an official adds to, a bit each, but for the dialect, which the posting decides."""
    bits = 1 << t.PEOPLE
    bits |= 1 << (t.WOMEN if official.sex == WOMAN else t.MEN)
    bits |= official.leader << t.LEADERS
    for i, role in enumerate(ROLE_NAMES):
        bits |= (role in official.roles) << (t.ROLES + i)
    for first, band in ((t.AGES, official.age_band), (t.SENIORITIES, official.seniority_band)):
        if band >= 0:  # −1: nobody wrote it down
            bits |= 1 << (first + band)
    return bits


_Worth = Callable[[int], int]


def _worths_of(posting: Posting, problem: Problem) -> Iterable[tuple[int, str, _Worth]]:
    """Yield for each counter and rule what n people on the counter are worth at this posting."""
    weights, target = problem.weights, posting.target
    yield t.PEOPLE, "size", _beyond(posting.smallest, posting.largest, t.FAULT)
    yield t.WOMEN, "beds", lambda n: t.FAULT * (n > posting.beds_women)
    yield t.MEN, "beds", lambda n: t.FAULT * (n > posting.beds_men)
    yield t.LEADERS, "leader", _nobody
    for i in range(len(ROLE_NAMES)):
        yield t.ROLES + i, "roles", _nobody
    if posting.dialect is not None:
        yield t.SPEAKERS, "dialect", _nobody
    if target.women is not None:
        yield t.WOMEN, "sex", _beyond(target.women, target.women, weights.sex)
    for band, span in enumerate(target.ages or ()):
        yield t.AGES + band, "age", _beyond(*span, weights.age)
    for band, span in enumerate(target.seniorities or ()):
        yield t.SENIORITIES + band, "seniority", _beyond(*span, weights.seniority)


def _beyond(least: int, most: int, price: int) -> _Worth:
    return lambda n: price * max(least - n, n - most, 0)


def _nobody(n: int) -> int:
    return t.FAULT * (n == 0)
