"""The planning problem: who may go, where there is room, and what is wanted of a plan. Plain frozen data.

The desk builds it from the registry, `problem_file` from a file. A *posting* is an offer of one enterprise in
one phase; the people assigned to it are a group. An assignment maps every official's id to a posting's id, or to
None for who stays at home.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

WOMAN, MAN = "F", "M"
ROLES = {"publicist": "宣传员", "researcher": "调查员", "connector": "接线员"}
AGE_BANDS = ("35 岁及以下", "36–45 岁", "46–55 岁", "56 岁及以上")
SENIORITY_BANDS = ("头一回", "去过一次", "去过两次以上")

Assignment = Mapping[str, str | None]
Point = tuple[float, float]
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Phase:
    """One batch in time."""

    id: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """What the organiser has fixed for one official: the phase, the posting, or the mates. Each may stand alone."""

    phase: str | None = None
    posting: str | None = None
    mates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Official:
    """One person who can be sent. `hardship` are points from past years, `home` a point on the postings' map."""

    id: str
    sex: str
    home_unit: str
    age_band: int
    seniority_band: int
    phases: frozenset[str]
    leader: bool = False
    roles: frozenset[str] = frozenset()
    dialects: frozenset[str] = frozenset()
    night_ok: bool = True
    heavy_ok: bool = True
    barred_enterprises: frozenset[str] = frozenset()
    last_enterprise: str | None = None
    last_group: str | None = None
    topic: str | None = None
    hardship: int = 0
    home: Point | None = None
    lock: Lock = Lock()
    apart: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    reserve: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """The mix wanted in a group; None switches that wish off for the posting."""

    women: int | None = None
    ages: tuple[Range, ...] | None = None
    seniorities: tuple[Range, ...] | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """One enterprise in one phase. `rooms` are the beds of each room where a room takes one sex; None if unknown."""

    id: str
    enterprise: str
    phase: str
    smallest: int
    largest: int
    beds_women: int
    beds_men: int
    is_night: bool = False
    is_heavy: bool = False
    dialect: str | None = None
    topic: str | None = None
    hardness: int = 0
    location: Point | None = None
    target: Target = Target()
    rooms: tuple[int, ...] | None = None

    def beds(self, sex: str) -> int:
        """Return the beds for this sex."""
        return self.beds_women if sex == WOMAN else self.beds_men


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit of each wish costs; the defaults of the file format."""

    travel_scale: float = 10
    travel_cap: int = 10
    topic: int = 4
    hardship: int = 1
    repeat_enterprise: int = 20
    same_unit: int = 10
    last_mates: int = 8
    sex: int = 5
    age: int = 3
    seniority: int = 3
    change: int = 1000


@dataclass(frozen=True)
class Problem:
    """Everything a plan is judged by. Ids used must exist; `problem_file` and the desk see to that.

    `open_count`: use that many postings, at most one an enterprise; None: all of them. `off`: ids of rules the
    organiser has switched off. `labels`: what people call an official, posting, enterprise or phase, for sentences.
    """

    phases: tuple[Phase, ...]
    officials: tuple[Official, ...]
    postings: tuple[Posting, ...]
    open_count: int | None = None
    distinct_roles: bool = False
    off: frozenset[str] = frozenset()
    weights: Weights = Weights()
    previous: Assignment | None = None
    labels: Mapping[str, str] = field(default_factory=dict)

    def official(self, official_id: str) -> Official:
        """Return the official with this id; KeyError if there is none."""
        return self._officials[official_id]

    def posting(self, posting_id: str) -> Posting:
        """Return the posting with this id; KeyError if there is none."""
        return self._postings[posting_id]

    def label(self, any_id: str) -> str:
        """Return what people call this id; the id itself where nothing better is known."""
        return self.labels.get(any_id, any_id)

    @cached_property
    def apart_pairs(self) -> tuple[tuple[str, str], ...]:
        """Pairs that must not share a posting, each once, in the order of the roster."""
        return _pairs((each.id, other) for each in self.officials for other in each.apart)

    @cached_property
    def together_pairs(self) -> tuple[tuple[str, str], ...]:
        """Pairs that must share a posting, each once, in the order of the roster."""
        return _pairs((each.id, other) for each in self.officials for other in each.together)

    @cached_property
    def mate_pairs(self) -> tuple[tuple[str, str], ...]:
        """Pairs whom a lock holds together, each once, in the order of the roster."""
        return _pairs((each.id, other) for each in self.officials for other in each.lock.mates)

    @cached_property
    def apart_of(self) -> Mapping[str, frozenset[str]]:
        """Whom each official must not meet; only officials who have somebody."""
        found: dict[str, set[str]] = {}
        for one, other in self.apart_pairs:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return {each: frozenset(others) for each, others in found.items()}

    @cached_property
    def _officials(self) -> dict[str, Official]:
        return {each.id: each for each in self.officials}

    @cached_property
    def _postings(self) -> dict[str, Posting]:
        return {each.id: each for each in self.postings}


def _pairs(found: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    seen: dict[frozenset[str], tuple[str, str]] = {}
    for one, other in found:
        if one != other:
            seen.setdefault(frozenset((one, other)), (one, other))
    return tuple(seen.values())
