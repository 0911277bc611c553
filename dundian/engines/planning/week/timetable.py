"""A week as it was laid out: entries, what it costs, what could not be placed and why. Plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One thing that some officials do on one day; minutes from that day's midnight, `end` may be after the next one.

    `team` are the workers it is with, `place` the post, the room or the office.
    """

    day: int
    start: int
    end: int
    kind: str
    officials: tuple[str, ...]
    team: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an official works all week: a team and one of its posts."""

    team: str
    post: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """Who joins which team, and everything that is done."""

    places: Mapping[str, Place]
    entries: tuple[Entry, ...]

    def of(self, official: str) -> tuple[Entry, ...]:
        """Return the entries of one official, in their order."""
        return tuple(each for each in self.entries if official in each.officials)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A wish that could not be met: what kind, whose, how many, said in one sentence with the reason."""

    kind: str
    about: str
    count: int
    message: str
    rules: tuple[str, ...] = ()


class Proof(StrEnum):
    """What is known about a timetable's cost."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The timetable of a group with its cost by key, the proved bound, what was given up, and what to know."""

    timetable: Timetable
    cost: Mapping[str, int]
    bound: int
    proof: Proof
    given_up: tuple[GivenUp, ...]
    notes: tuple[str, ...]
    seconds: float
    seed: int

    @property
    def total(self) -> int:
        """What the timetable costs."""
        return sum(self.cost.values())

    @property
    def is_within_one_percent(self) -> bool:
        """Whether no timetable can be more than one hundredth better."""
        return (self.total - self.bound) * 100 <= self.total
