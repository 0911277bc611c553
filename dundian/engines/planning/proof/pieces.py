"""The pieces a conflict is made of: one rule about one row of the roster, one posting, or one pair.

`phase` of u3 is the cell of u3 that says when he can come; `beds` F of G1 the women's beds of G1. Whether a plan keeps
a piece is asked of the rules; nothing here knows how a conflict was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dundian.engines.planning.demands import Demand, demands_of
from dundian.engines.planning.openness import Openness
from dundian.engines.planning.problem import Assignment, Official, Posting, Problem
from dundian.engines.planning.rules import rule_book

PAIRS = ("apart", "together", "lock_with")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a hard rule. `part` tells apart what one rule asks of one posting: least, most, F, M, a role."""

    rule: str
    officials: tuple[str, ...] = ()
    postings: tuple[str, ...] = ()
    part: str = ""


class Pieces:
    """All pieces of a problem, by what they are about."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.book = problem, rule_book(problem)
        self.openness = Openness(problem)
        self.demands: dict[Piece, Demand] = {}
        self.of_posting: dict[str, tuple[Piece, ...]] = {}
        for posting in problem.postings:
            found = {_piece(each): each for each in demands_of(problem, self.book, posting)}
            self.demands.update(found)
            self.of_posting[posting.id] = tuple(found)
        self.of_pairs = tuple(self._pairs())
        self.of_choice = tuple(self._choice()) if problem.open_count is not None and self.book.has("open") else ()
        self._of_official: dict[str, tuple[Piece, ...]] = {}

    def of_official(self, official: Official) -> tuple[Piece, ...]:
        """Return the pieces about one person alone that forbid anything."""
        if official.id not in self._of_official:
            self._of_official[official.id] = tuple(self._of_one(official))
        return self._of_official[official.id]

    def closing(self, official: Official, mask: int) -> Iterator[Piece]:
        """Yield the pieces about one person that close any of these postings."""
        for piece in self.of_official(official):
            if self.openness.closed(piece.rule, official) & mask:
                yield piece

    def placing(self, official: Official) -> Iterator[Piece]:
        """Yield the pieces about one person that do not let them stay at home."""
        return (each for each in self.of_official(official) if self.sends(each))

    def sends(self, piece: Piece) -> bool:
        """Say whether this piece about a person does not let them stay at home."""
        rule = self.openness.rules[piece.rule]
        return bool(rule.evaluate(self.problem, self.problem.official(piece.officials[0]), None))

    def everything(self) -> tuple[Piece, ...]:
        """Return all pieces."""
        people = (piece for each in self.problem.officials for piece in self.of_official(each))
        return (*self.demands, *people, *self.of_pairs, *self.of_choice)

    def is_kept(self, piece: Piece, assignment: Assignment, groups: dict[str, list[Official]]) -> bool:
        """Say whether a plan keeps a piece; `groups` are the people of each posting in it."""
        if piece in self.demands:
            group = groups[piece.postings[0]]
            return self.demands[piece].is_met(group) or (self.problem.open_count is not None and not group)
        if piece.rule in PAIRS:
            here, there = (assignment.get(each) for each in piece.officials)
            return here == there if piece.rule != "apart" else here is None or here != there
        if piece.rule == "open":
            used = sum(bool(groups[each]) for each in piece.postings)
            return used == self.problem.open_count if piece.part == "count" else used <= 1
        official = self.problem.official(piece.officials[0])
        where = assignment.get(official.id)
        posting = None if where is None else self.problem.posting(where)
        return not self.openness.rules[piece.rule].evaluate(self.problem, official, posting)

    def _of_one(self, official: Official) -> Iterator[Piece]:
        for rule in self.openness.rules.values():
            if self.openness.closed(rule.id, official) or rule.evaluate(self.problem, official, None):
                yield Piece(rule.id, (official.id,))

    def _pairs(self) -> Iterator[Piece]:
        problem = self.problem
        for rule, pairs in zip(PAIRS, (problem.apart_pairs, problem.together_pairs, problem.mate_pairs), strict=True):
            if self.book.has(rule):
                yield from (Piece(rule, pair) for pair in pairs)

    def _choice(self) -> Iterator[Piece]:
        by_enterprise: dict[str, list[Posting]] = {}
        for each in self.problem.postings:
            by_enterprise.setdefault(each.enterprise, []).append(each)
        yield Piece("open", (), _ids(self.problem.postings), "count")
        for offers in by_enterprise.values():
            if len(offers) > 1:
                yield Piece("open", (), _ids(offers), "once")


def _ids(postings: Iterable[Posting]) -> tuple[str, ...]:
    return tuple(each.id for each in postings)


def _piece(demand: Demand) -> Piece:
    return Piece(demand.rule, (), (demand.posting.id,), demand.part)
