"""What a rule is. Three shapes, by how much of a plan one has to see to judge it.

A hard rule counts violations, a soft one units of what it costs; `weight` turns units into cost. The weights are
data of the problem. A rule of a new kind is one function that counts and one that says it in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dundian.engines.planning.problem import Assignment, Official, Posting, Problem

Group = Sequence[Official]
_EDGE = re.compile(r"^(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])$")
_LOOSE = re.compile("^ +| +(?=[，。、；：（）“”])|(?<=[，。、；：（）“”]) +")


def padded(words: str) -> str:
    """Return a name with a blank at an end that is not Chinese, as it is set into a Chinese sentence."""
    return _EDGE.sub(" ", words)


def named(problem: Problem, any_id: str) -> str:
    """Return what people call an id, padded."""
    return padded(problem.label(any_id))


@dataclass(frozen=True, slots=True)
class Fault:
    """One violation, or one place where a wish costs something: who and where, and a sentence for people."""

    rule: str
    name: str
    officials: tuple[str, ...]
    postings: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule has: an id for files, a Chinese name for people, and whether it may be broken at a price."""

    id: str
    name: str
    is_hard: bool

    def weight(self, problem: Problem) -> int:
        """Return what one unit costs; a hard rule and travel, whose units are its cost, have 1."""
        return 1 if self.is_hard else getattr(problem.weights, self.id, 1)

    def fault(self, message: str, officials: Sequence[str] = (), postings: Sequence[str] = ()) -> Fault:
        """Name one violation of this rule."""
        return Fault(self.id, self.name, tuple(officials), tuple(postings), _LOOSE.sub("", message))


@dataclass(frozen=True, slots=True)
class PersonRule(Rule):
    """Judges one official at one posting, or at home (None), whoever else is there."""

    units: Callable[[Problem, Official, Posting | None], int]
    words: Callable[[Problem, Official, Posting | None], str]

    def evaluate(self, problem: Problem, official: Official, posting: Posting | None) -> int:
        """Return the violations (hard) or the cost (soft)."""
        return self.units(problem, official, posting) * self.weight(problem)

    def explain(self, problem: Problem, official: Official, posting: Posting | None) -> Iterator[Fault]:
        """Name what `evaluate` counts."""
        if self.units(problem, official, posting):
            where = (posting.id,) if posting else ()
            yield self.fault(self.words(problem, official, posting), (official.id,), where)


@dataclass(frozen=True, slots=True)
class GroupRule(Rule):
    """Judges the people of one posting together, whoever is elsewhere."""

    units: Callable[[Problem, Posting, Group], int]
    words: Callable[[Problem, Posting, Group], Iterator[tuple[Group, str]]]

    def evaluate(self, problem: Problem, posting: Posting, group: Group) -> int:
        """Return the violations (hard) or the cost (soft)."""
        return self.units(problem, posting, group) * self.weight(problem)

    def explain(self, problem: Problem, posting: Posting, group: Group) -> Iterator[Fault]:
        """Name what `evaluate` counts, with the people it is about."""
        for whom, message in self.words(problem, posting, group):
            yield self.fault(message, [each.id for each in whom], (posting.id,))


@dataclass(frozen=True, slots=True)
class PlanRule(Rule):
    """Judges what only the whole assignment shows."""

    words: Callable[[Problem, Assignment], Iterator[tuple[Sequence[str], Sequence[str], str]]]

    def evaluate(self, problem: Problem, assignment: Assignment) -> int:
        """Return the violations (hard) or the cost (soft)."""
        return sum(1 for _ in self.words(problem, assignment)) * self.weight(problem)

    def explain(self, problem: Problem, assignment: Assignment) -> Iterator[Fault]:
        """Name what `evaluate` counts."""
        for officials, postings, message in self.words(problem, assignment):
            yield self.fault(message, officials, postings)
