"""What the hard group rules ask of a posting, as numbers: so many people of a kind at least, so many at most.

A *demand* is one piece of a rule about one posting: the least people, the women's beds, the publicist. It is what a
conflict names and what counting models are made of. The rules stay the truth; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from dundian.engines.planning.problem import MAN, ROLES, WOMAN, Official, Posting, Problem
from dundian.engines.planning.rules import RuleBook
from dundian.engines.planning.rules.coverage import rooms_hold

LEAST, MOST = "least", "most"

Kind = Callable[[Official], bool]


@dataclass(frozen=True, slots=True)
class Count:
    """At least, or at most, so many people of a kind."""

    kind: Kind
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """One piece of a group rule at one posting. `rooms`: beds of each room, where women and men share none."""

    rule: str
    posting: Posting
    part: str = ""
    counts: tuple[Count, ...] = ()
    rooms: tuple[int, ...] | None = None

    @property
    def asks_for_people(self) -> bool:
        """Say whether this demand can be broken because somebody is missing."""
        return any(each.least for each in self.counts)

    def is_met(self, group: Iterable[Official]) -> bool:
        """Say whether these people meet it."""
        people = list(group)
        if self.rooms is not None:
            women = sum(map(is_woman, people))
            return rooms_hold(self.rooms, women, len(people) - women)
        numbers = [(each, sum(map(each.kind, people))) for each in self.counts]
        return all(each.least <= n and (each.most is None or n <= each.most) for each, n in numbers)


def is_woman(official: Official) -> bool:
    """Say whether this is a woman."""
    return official.sex == WOMAN


def is_man(official: Official) -> bool:
    """Say whether this is a man."""
    return official.sex == MAN


def _is_leader(official: Official) -> bool:
    return official.leader


def _anybody(_: Official) -> bool:
    return True


def _has_one_of(*roles: str) -> Kind:
    wanted = frozenset(roles)
    return lambda official: not wanted.isdisjoint(official.roles)


@cache
def _speaks(dialect: str) -> Kind:
    return lambda official: dialect in official.dialects


_ROLE_KINDS = {role: _has_one_of(role) for role in ROLES}
# Three people can hold the three roles exactly if any one, two or three of the roles have as many holders (Hall).
_HELD_APART = tuple(
    Count(_has_one_of(*roles), len(roles)) for n in range(1, len(ROLES) + 1) for roles in combinations(ROLES, n)
)


def demands_of(problem: Problem, book: RuleBook, posting: Posting) -> Iterator[Demand]:
    """Yield what the hard group rules in force ask of a posting, but for pairs to be kept apart."""
    return (each for each in _all_demands(problem, posting) if book.has(each.rule))


def _all_demands(problem: Problem, posting: Posting) -> Iterator[Demand]:
    yield Demand("size", posting, LEAST, (Count(_anybody, posting.smallest),))
    yield Demand("size", posting, MOST, (Count(_anybody, 0, posting.largest),))
    yield Demand("beds", posting, WOMAN, (Count(is_woman, 0, posting.beds_women),))
    yield Demand("beds", posting, MAN, (Count(is_man, 0, posting.beds_men),))
    if posting.rooms is not None:
        yield Demand("rooms", posting, "", (), posting.rooms)
    yield Demand("leader", posting, "", (Count(_is_leader, 1),))
    for role, kind in _ROLE_KINDS.items():
        yield Demand("roles", posting, role, (Count(kind, 1),))
    if problem.distinct_roles:
        yield Demand("distinct_roles", posting, "", _HELD_APART)
    if posting.dialect is not None:
        yield Demand("dialect", posting, "", (Count(_speaks(posting.dialect), 1),))
