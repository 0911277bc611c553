"""What would mend one fault of a plan with the fewest changes: one move, one swap, or one move that makes room.

Every remedy is judged by the rules of the evaluator; people who must not be moved are never touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dundian.engines.planning.evaluate import hard_faults
from dundian.engines.planning.problem import Assignment, Official, Problem
from dundian.engines.planning.rules import RULES, Fault, PersonRule
from dundian.engines.planning.seating import Move, Seating, Worth


@dataclass(frozen=True, slots=True)
class Remedy:
    """Who goes where (ids; None = stays at home), and what that adds to the plan's hard faults and cost."""

    moves: tuple[tuple[str, str | None], ...]
    difference: Worth


@dataclass(frozen=True, slots=True)
class Room:
    """What a remedy may touch: `fixed` officials stay, nobody joins or leaves `shut` postings."""

    fixed: Collection[str] = ()
    shut: Collection[str] = ()


def find_remedies(
    problem: Problem, assignment: Assignment, fault: Fault, *, room: Room | None = None, count: int = 3
) -> tuple[Remedy, ...]:
    """Return up to `count` remedies of a hard fault, the best first; empty if no one or two steps mend it.

    A remedy takes this fault away, leaves fewer hard faults than before and brings none that was not there. Fewer
    faults come first, then fewer people moved, then the cost.
    """
    search = _Search(Seating(problem, assignment), fault, room or Room())
    return search.mending(search.short(), count) or search.mending(search.making_room(), count)


class _Search:
    """The moves around one fault."""

    def __init__(self, seating: Seating, fault: Fault, room: Room) -> None:
        self.seating, self.fault, self.room = seating, fault, room
        problem = seating.problem
        self.open = [each.id for each in problem.postings if each.id not in room.shut]
        self.free = [each for each in problem.officials if self._is_free(each)]
        about = set(fault.officials)
        for posting in fault.postings:
            about.update(each.id for each in seating.groups[posting])
        self.inside = [each for each in self.free if each.id in about]
        self.outside = [each for each in self.free if each.id not in about]
        self.before = self._count(seating.where)

    def _is_free(self, official: Official) -> bool:
        return official.id not in self.room.fixed and self.seating.where[official.id] not in self.room.shut

    def mending(self, candidates: Iterable[tuple[Move, ...]], count: int) -> tuple[Remedy, ...]:
        """Return the best `count` candidates that take the fault away and leave fewer faults."""
        rated = []
        for moves in candidates:
            difference = self.seating.difference(moves)
            if difference.hard < 0:
                rated.append((difference.hard, len(moves), difference.cost, moves))
        rated.sort(key=lambda each: each[:3])
        good = (each for each in rated if self._mends(each[3]))
        return tuple(
            Remedy(tuple((official.id, where) for official, where in moves), Worth(hard, cost))
            for hard, _, cost, moves in islice(good, count)
        )

    def _mends(self, moves: tuple[Move, ...]) -> bool:
        """Say whether the fault is gone afterwards and nothing else became worse."""
        after = self._count({**self.seating.where, **{official.id: there for official, there in moves}})
        mine = _key(self.fault)
        return after[mine] < self.before[mine] and all(n <= self.before[key] for key, n in after.items())

    def _count(self, assignment: Assignment) -> Counter[tuple[str, ...]]:
        return Counter(_key(fault) for fault in hard_faults(self.seating.problem, assignment))

    def short(self) -> Iterator[tuple[Move, ...]]:
        """One move or one swap."""
        where = self.seating.where
        for one in self.inside:
            for there in self.open:
                if there != where[one.id]:
                    yield ((one, there),)
            for other in self.outside:
                if where[other.id] != where[one.id]:
                    yield (one, where[other.id]), (other, where[one.id])
        for posting in self.fault.postings:
            if posting in self.open:
                yield from (((other, posting),) for other in self.outside)

    def making_room(self) -> Iterator[tuple[Move, ...]]:
        """Somebody of the fault goes where another leaves for a third place."""
        where = self.seating.where
        for one in self.inside[:3]:
            for other in self.outside:
                there = where[other.id]
                if there is not None and there != where[one.id]:
                    for third in self.open:
                        if third not in (there, where[one.id]):
                            yield (one, there), (other, third)


def _key(fault: Fault) -> tuple[str, ...]:
    """What makes two faults the same: the rule, and the person it is about, else the posting."""
    is_person = isinstance(RULES[fault.rule], PersonRule)
    return (fault.rule, *(fault.officials if is_person else fault.postings))
