"""From a problem to arrays, and back to ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dundian.engines.planning.problem import ROLES as ROLE_NAMES
from dundian.engines.planning.problem import WOMAN, Assignment, Official, Problem
from dundian.engines.planning.rules import rule_book
from dundian.engines.planning.rules.coverage import rooms_hold
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.bonds import blocks_of
from dundian.engines.planning.search.entries import entries

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
        return dict(zip(self.people, map(self.places.__getitem__, where.tolist()), strict=True))


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
        return t.Tables(
            person=self._persons(),
            place=self._places(),
            counted=entries(problem, self.book, self.entries),
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

    def _persons(self) -> t.Wide:
        """Return the officials' rows, written column by column."""
        officials = self.problem.officials
        phases = _bits([each.phases for each in officials], self.phases)
        dialects = _bits([each.dialects for each in officials], self.dialects)
        own = np.zeros((len(officials), t.PERSON_COLUMNS), dtype=np.int64)
        own[:, t.COUNTED] = _counters_of(officials)
        own[:, t.UNIT] = [t.COUNTERS + self.units[each.home_unit] for each in officials]
        own[:, t.LAST_GROUP] = [self.last_groups[each.last_group] for each in officials]
        own[:, t.HARDSHIP] = [each.hardship for each in officials]
        own[:, t.TOPIC] = [self.topics[each.topic] for each in officials]
        own[:, t.LAST_ENTERPRISE] = [self.enterprises[each.last_enterprise] for each in officials]
        own[:, t.NIGHT_OK] = [each.night_ok for each in officials]
        own[:, t.HEAVY_OK] = [each.heavy_ok for each in officials]
        own[:, t.RESERVE] = [each.reserve for each in officials]
        self._tie(own)
        return np.hstack([own, phases, dialects])

    def _tie(self, own: t.Wide) -> None:
        """Write what ties officials to places and to each other."""
        officials, previous = self.problem.officials, self.problem.previous or {}
        apart_of = self.problem.apart_of if self.book.has("apart") else {}
        locks = [each.lock for each in officials]
        aparts = [self._listed(self.person_row[each] for each in apart_of.get(one.id, ())) for one in officials]
        barred = [self._listed(self.enterprises[each] for each in one.barred_enterprises) for one in officials]
        own[:, t.IS_BOUND] = [each.id in self.block_of for each in officials]
        own[:, [t.BLOCK_FROM, t.BLOCK_TO]] = _pairs(self.block_of.get(each.id, (0, 0)) for each in officials)
        own[:, [t.APART_FROM, t.APART_TO]] = _pairs(aparts)
        own[:, [t.BARRED_FROM, t.BARRED_TO]] = _pairs(barred)
        own[:, t.LOCK_POSTING] = [t.NONE if each.posting is None else self.place_row[each.posting] for each in locks]
        own[:, t.LOCK_PHASE] = [t.NONE if each.phase is None else self.phases[each.phase] for each in locks]
        own[:, t.BEFORE] = [self.place_row[previous[i]] if i in previous else t.UNKNOWN for i in self.person_row]

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


_Row = Mapping[str, int] | Mapping[str | None, int]


def _pairs(spans: Iterable[tuple[int, int]]) -> t.Wide:
    return np.array([*spans], dtype=np.int64).reshape(-1, 2)


def _bits(sets: Sequence[frozenset[str]], row: _Row) -> t.Wide:
    """Return a row for every set with a bit for each of its texts that has a number; most sets are alike."""
    words = _words(len(row))
    known = {each: _bits_of(each, row, words) for each in set(sets)}
    return np.array([known[each] for each in sets], dtype=np.int64).reshape(len(sets), words)


def _bits_of(texts: frozenset[str], row: _Row, words: int) -> list[int]:
    bits = [0] * words
    for each in texts & row.keys():
        word, bit = divmod(row[each], t.WORD)
        bits[word] |= 1 << bit
    return bits


def _counters_of(officials: Sequence[Official]) -> t.Wide:
    """Return the counters officials add to, a bit each, but for the dialect, which the posting decides."""
    women = np.array([each.sex == WOMAN for each in officials], dtype=bool)
    bits = 1 << t.PEOPLE | np.where(women, 1 << t.WOMEN, 1 << t.MEN)
    bits |= np.array([each.leader << t.LEADERS for each in officials], dtype=np.int64)
    for i, role in enumerate(ROLE_NAMES):
        bits |= np.array([(role in each.roles) << t.ROLES + i for each in officials], dtype=np.int64)
    bits |= _band_bit(t.AGES, [each.age_band for each in officials])
    return bits | _band_bit(t.SENIORITIES, [each.seniority_band for each in officials])


def _band_bit(first: int, bands: Sequence[int]) -> t.Wide:
    band = np.array(bands, dtype=np.int64)
    return np.where(band >= 0, 1 << first + np.maximum(band, 0), 0)  # −1: nobody wrote it down
