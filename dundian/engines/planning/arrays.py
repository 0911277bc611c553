"""The officials and postings of a problem as arrays, and what one official alone is worth at one place."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dundian.engines.planning.problem import ROLES, WOMAN, Official, Problem

Numbers = NDArray[np.int64]
FAULT = 1 << 32
PEOPLE, WOMEN, MEN, LEADERS, FIRST_ROLE, FIRST_AGE, FIRST_SENIORITY = 0, 1, 2, 3, 4, 7, 11
COUNTERS = 14
_NOWHERE = -1
_NEAR_WHOLE = 1e-9

SKILL_SETS = tuple(each for n in range(1, 4) for each in combinations(ROLES, n))
SKILLED = np.array([len(each) for each in SKILL_SETS])


class People:
    """The officials as arrays."""

    def __init__(self, problem: Problem) -> None:
        officials = problem.officials
        self.counters = np.array([_counters(each) for each in officials], dtype=np.int64).reshape(-1, COUNTERS)
        sets = [[not each.roles.isdisjoint(roles) for roles in SKILL_SETS] for each in officials]
        self.skills = np.array(sets, dtype=np.int64).reshape(-1, len(SKILL_SETS))
        tongues = _numbered(each.dialect for each in problem.postings)
        self.tongues = np.zeros((len(officials), len(tongues) + 1), dtype=np.int64)
        for i, each in enumerate(officials):
            for dialect in each.dialects & tongues.keys():
                self.tongues[i, tongues[dialect]] = 1
        self.units = _keys(each.home_unit for each in officials)
        self.last_groups = _keys(each.last_group for each in officials)
        self._prices = (problem.weights.same_unit, problem.weights.last_mates)
        phases = _numbered(each.id for each in problem.phases)
        self.phases = np.zeros((len(officials), len(phases)), dtype=bool)
        for i, each in enumerate(officials):
            self.phases[i, [phases[phase] for phase in each.phases]] = True
        self.night_ok = np.array([each.night_ok for each in officials], dtype=bool)
        self.heavy_ok = np.array([each.heavy_ok for each in officials], dtype=bool)
        self.reserve = np.array([each.reserve for each in officials], dtype=bool)
        places = {each.id: i for i, each in enumerate(problem.postings)}
        enterprises = _numbered(each.enterprise for each in problem.postings)
        self.lock_posting = np.array([_number(places, each.lock.posting) for each in officials], dtype=np.int64)
        self.lock_phase = np.array([_number(phases, each.lock.phase) for each in officials], dtype=np.int64)
        self.last_enterprise = np.array(
            [_number(enterprises, each.last_enterprise, -2) for each in officials], dtype=np.int64
        )
        topics = _topics(problem)
        self.topic = np.array([_number(topics, each.topic) for each in officials], dtype=np.int64)
        self.hardship = np.array([each.hardship for each in officials], dtype=np.int64)
        self.home = np.array([each.home or (math.nan, math.nan) for each in officials], dtype=float).reshape(-1, 2)
        width = max((len(each.barred_enterprises) for each in officials), default=0)
        self.barred = np.full((len(officials), width), -3, dtype=np.int64)
        for i, each in enumerate(officials):
            for k, enterprise in enumerate(each.barred_enterprises):
                self.barred[i, k] = enterprises.get(enterprise, -3)
        before = problem.previous or {}
        home = len(problem.postings)
        self.known = np.array([each.id in before for each in officials], dtype=bool)
        self.before = np.array([_before(places, before.get(each.id), home) for each in officials], dtype=np.int64)

    def mixed(self, has: Callable[[str], bool]) -> Iterable[tuple[Numbers, int]]:
        """Yield the keys of which pairs cost something, and what a pair costs."""
        for rule, keys, price in zip(
            ("same_unit", "last_mates"), (self.units, self.last_groups), self._prices, strict=True
        ):
            if has(rule):
                yield keys, price

    def speaks(self, dialects: Numbers) -> Numbers:
        """Say of everybody whether they speak the dialect at the same place of this list."""
        return self.speaks_of(np.arange(len(self.tongues)), dialects)

    def speaks_of(self, rows: Numbers, dialects: Numbers) -> Numbers:
        """Say of these officials whether each speaks the dialect at the same place of the list; -1 nobody speaks."""
        found: Numbers = self.tongues[rows, dialects]
        return found

    def speaks_one(self, who: int, dialects: Numbers) -> Numbers:
        """Say which of these dialects one official speaks."""
        found: Numbers = self.tongues[who, dialects]
        return found


class Places:
    """The postings as arrays; home is the last of `dialect` and has none."""

    def __init__(self, problem: Problem) -> None:
        postings = problem.postings
        phases, tongues = _numbered(each.id for each in problem.phases), _numbered(each.dialect for each in postings)
        enterprises = _numbered(each.enterprise for each in postings)
        topics = _topics(problem)
        self.phase = np.array([phases[each.phase] for each in postings], dtype=np.int64)
        self.dialect = np.array([*(_number(tongues, each.dialect) for each in postings), -1], dtype=np.int64)
        self.enterprise = np.array([enterprises[each.enterprise] for each in postings], dtype=np.int64)
        self.topic = np.array([_number(topics, each.topic) for each in postings], dtype=np.int64)
        self.hardness = np.array([each.hardness for each in postings], dtype=np.int64)
        self.is_night = np.array([each.is_night for each in postings], dtype=bool)
        self.is_heavy = np.array([each.is_heavy for each in postings], dtype=bool)
        self.spot = np.array([each.location or (math.nan, math.nan) for each in postings], dtype=float).reshape(-1, 2)


def alone(
    problem: Problem, has: Callable[[str], bool], people: People, places: Places, rows: Numbers, columns: Numbers
) -> Numbers:
    """Return what officials are worth at postings, pair by pair of the two lists."""
    weights, enterprise = problem.weights, places.enterprise[columns]
    lock, phase = people.lock_posting[rows], people.lock_phase[rows]
    faults = {
        "phase": ~people.phases[rows, places.phase[columns]],
        "barred": (people.barred[rows] == enterprise[:, None]).any(axis=1),
        "night": places.is_night[columns] & ~people.night_ok[rows],
        "heavy": places.is_heavy[columns] & ~people.heavy_ok[rows],
        "lock": ((lock != _NOWHERE) & (lock != columns)) | ((phase != _NOWHERE) & (phase != places.phase[columns])),
    }
    topics = people.topic[rows], places.topic[columns]
    costs = {
        "topic": weights.topic * ((topics[0] >= 0) & (topics[1] >= 0) & (topics[0] != topics[1])),
        "hardship": weights.hardship * people.hardship[rows] * places.hardness[columns],
        "repeat_enterprise": weights.repeat_enterprise * (people.last_enterprise[rows] == enterprise),
        "change": weights.change * (people.known[rows] & (people.before[rows] != columns)),
    }
    worth = np.zeros(len(rows), dtype=np.int64)
    for rule, broken in faults.items():
        worth += FAULT * (broken & has(rule))
    for rule, cost in costs.items():
        worth += cost if has(rule) else 0
    return worth + (_travel(problem, people, places, rows, columns) if has("travel") else 0)


def _travel(problem: Problem, people: People, places: Places, rows: Numbers, columns: Numbers) -> Numbers:
    """Return the cost of the way, rounded down exactly as the rule does."""
    from_home = people.home[rows] - places.spot[columns]
    far = problem.weights.travel_scale * np.hypot(from_home[:, 0], from_home[:, 1])
    known = ~np.isnan(far)
    whole = np.floor(np.where(known, far, 0))
    for i in np.flatnonzero(
        known & (np.abs(far - np.round(np.where(known, far, 0))) < _NEAR_WHOLE * (1 + np.abs(far)))
    ):
        way = math.dist(people.home[rows[i]].tolist(), places.spot[columns[i]].tolist())
        whole[i] = math.floor(problem.weights.travel_scale * way)
    return np.where(known, np.minimum(problem.weights.travel_cap, whole), 0).astype(np.int64)


def alone_at_home(problem: Problem, has: Callable[[str], bool], people: People, rows: Numbers, home: int) -> Numbers:
    """Return what officials are worth at home; `home` is its number."""
    worth = FAULT * (~people.reserve[rows] & has("placed")).astype(np.int64)
    worth += FAULT * ((people.lock_posting[rows] != _NOWHERE) & has("lock"))
    changed = people.known[rows] & (people.before[rows] != home)
    return worth + (problem.weights.change * changed if has("change") else 0)


def _counters(official: Official) -> list[int]:
    found = [0] * COUNTERS
    found[PEOPLE] = 1
    found[WOMEN if official.sex == WOMAN else MEN] = 1
    found[LEADERS] = int(official.leader)
    for i, role in enumerate(ROLES):
        found[FIRST_ROLE + i] = int(role in official.roles)
    for first, band in ((FIRST_AGE, official.age_band), (FIRST_SENIORITY, official.seniority_band)):
        if band >= 0:  # below: nobody knows
            found[first + band] = 1
    return found


def _numbered(keys: Iterable[str | None]) -> dict[str, int]:
    return {key: i for i, key in enumerate(dict.fromkeys(each for each in keys if each is not None))}


def _topics(problem: Problem) -> dict[str, int]:
    return _numbered([*(each.topic for each in problem.officials), *(each.topic for each in problem.postings)])


def _number(numbers: dict[str, int], key: str | None, default: int = _NOWHERE) -> int:
    return default if key is None else numbers.get(key, default)


def _before(places: dict[str, int], where: str | None, home: int) -> int:
    return home if where is None else places.get(where, -2)


def _keys(values: Iterable[str | None]) -> Numbers:
    numbers: dict[str, int] = {}
    return np.array([-1 if each is None else numbers.setdefault(each, len(numbers)) for each in values], dtype=np.int64)
