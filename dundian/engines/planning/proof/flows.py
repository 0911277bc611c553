"""Shortages that counting sees: maximum flows between people and postings, and their minimum cuts as pieces.

Where not all of a flow gets through, the cut names people and postings that are short of each other (Hall's theorem),
and with the pieces that keep the others away it is a proof. With open postings only what holds for every choice of
them is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow

from dundian.engines.planning.demands import LEAST, MOST, Demand
from dundian.engines.planning.problem import MAN, ROLES, WOMAN, Official, Posting
from dundian.engines.planning.proof.pieces import Piece, Pieces

_SEXES = (WOMAN, MAN)
_MANY = 300_000  # arcs; above, a flow over a few arcs of everybody is tried first
_FEW = 10
_Numbers = NDArray[np.int64]


def shortages(pieces: Pieces) -> Iterator[tuple[Piece, ...]]:
    """Yield sets of pieces that cannot hold together, the cheapest to find first; none if counting sees none."""
    counting = _Counting(pieces)
    for check in (counting.people, counting.seats, counting.holders, counting.skills):
        yield from check()


class _Flow:
    """A flow from a source through `nodes` to a sink, over arrays of arcs."""

    def __init__(self, nodes: int) -> None:
        self.flow, self.source, self.sink = max_flow.SimpleMaxFlow(), nodes, nodes + 1
        self.wanted = 0
        self.flow.add_arc_with_capacity(self.source, self.sink, 0)  # both exist, whatever is added

    def add(self, tails: _Numbers, heads: _Numbers, capacities: _Numbers) -> None:
        self.flow.add_arcs_with_capacity(tails, heads, capacities)

    def feed(self, heads: _Numbers, amounts: _Numbers) -> None:
        self.wanted += int(amounts.sum())
        self.add(np.full_like(heads, self.source), heads, amounts)

    def drain(self, tails: _Numbers, capacities: _Numbers) -> None:
        self.add(tails, np.full_like(tails, self.sink), capacities)

    def short(self) -> frozenset[int]:
        """Return the nodes on the source's side of a minimum cut; empty if everything gets through."""
        if not self.wanted:
            return frozenset()
        self.flow.solve(self.source, self.sink)
        if self.flow.optimal_flow() == self.wanted:
            return frozenset()
        return frozenset(self.flow.get_source_side_min_cut())


class _Crowds:
    """People with the same openings and the same sort, counted together."""

    def __init__(self, pieces: Pieces, people: Iterable[Official], sort: Callable[[Official], int]) -> None:
        found: dict[tuple[int, int], list[Official]] = {}
        for official in people:
            found.setdefault((pieces.openness.open(official), sort(official)), []).append(official)
        self.people = list(found.values())
        self.masks = [mask for mask, _ in found]
        self.sorts = np.array([its for _, its in found], dtype=np.int64)
        self.sizes = np.array([len(each) for each in self.people], dtype=np.int64)
        self.places = len(pieces.problem.postings)

    def arcs(self, only: int, few: int | None) -> tuple[_Numbers, _Numbers]:
        """Return the crowds and postings of all openings among the postings `only`; at most `few` of a crowd."""
        crowds: list[_Numbers] = []
        places: list[_Numbers] = []
        for i, mask in enumerate(self.masks):
            those = _bits(mask & only, self.places)
            if few is not None and len(those) > few:
                those = those[(np.arange(few) * len(those) // few + i) % len(those)]
            crowds.append(np.full(len(those), i))
            places.append(those)
        none = np.zeros(0, dtype=np.int64)
        return np.concatenate([*crowds, none]).astype(np.int64), np.concatenate([*places, none]).astype(np.int64)


def _bits(mask: int, width: int) -> _Numbers:
    row = np.frombuffer(mask.to_bytes(width // 8 + 1, "little"), dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(row, bitorder="little"))


class _Counting:
    def __init__(self, pieces: Pieces) -> None:
        self.pieces, self.problem, self.openness = pieces, pieces.problem, pieces.openness
        self.postings = self.problem.postings
        self.count = len(self.postings)
        self.everyone = len(self.problem.officials)
        self.is_chosen = self.problem.open_count is not None

    def _piece(self, rule: str, posting: Posting, part: str = "") -> Piece | None:
        piece = Piece(rule, (), (posting.id,), part)
        return piece if piece in self.pieces.demands else None

    def _beds(self, posting: Posting, sex: str) -> int:
        return posting.beds(sex) if self._piece("beds", posting, sex) else self.everyone

    def _seats(self, posting: Posting) -> tuple[int, Piece | None]:
        """Return how many people a posting takes at most, and the piece that says so."""
        size, rooms = self._piece("size", posting, MOST), self._piece("rooms", posting)
        seats, piece = (posting.largest, size) if size else (self.everyone, None)
        if rooms and sum(posting.rooms or ()) < seats:
            return sum(posting.rooms or ()), rooms
        return seats, piece

    def _grown(
        self, crowds: _Crowds, only: int, flow: Callable[[int | None], tuple[_Flow, frozenset[int]]]
    ) -> frozenset[int]:
        """Solve a flow over few arcs first where there are very many: if that gets through, all does."""
        arcs = sum((mask & only).bit_count() for mask in crowds.masks)
        if arcs > _MANY and not flow(_FEW)[1]:
            return frozenset()
        return flow(None)[1]

    def people(self) -> Iterator[tuple[Piece, ...]]:
        """People who must go, and can go only where there are fewer beds or seats than people."""
        goers = [each for each in self.problem.officials if any(True for _ in self.pieces.placing(each))]
        crowds = _Crowds(self.pieces, goers, lambda each: each.sex == MAN)
        n, g = len(crowds.people), self.count
        seats = np.array([self._seats(each)[0] for each in self.postings], dtype=np.int64)
        beds = [np.array([self._beds(each, sex) for each in self.postings], dtype=np.int64) for sex in _SEXES]

        def flow(few: int | None) -> tuple[_Flow, frozenset[int]]:
            """Nodes: crowds, women's beds, men's beds, halls."""
            found = _Flow(n + 3 * g)
            who, where = crowds.arcs(self.openness.all, few)
            found.feed(np.arange(n), crowds.sizes)
            found.add(who, n + crowds.sorts[who] * g + where, crowds.sizes[who])
            for i, its in enumerate(beds):
                found.add(n + i * g + np.arange(g), n + 2 * g + np.arange(g), its)
            found.drain(n + 2 * g + np.arange(g), seats)
            return found, found.short()

        short = self._grown(crowds, self.openness.all, flow)
        if short:
            yield self._crowded(crowds, short)

    def _crowded(self, crowds: _Crowds, short: frozenset[int]) -> tuple[Piece, ...]:
        n, g = len(crowds.people), self.count
        full: list[Piece] = []
        room = 0
        for i, posting in enumerate(self.postings):
            if n + 2 * g + i in short:
                seats, piece = self._seats(posting)
                room += seats
                full += [piece] if piece else []
                continue
            for k, sex in enumerate(_SEXES):
                if n + k * g + i in short:
                    room += self._beds(posting, sex)
                    full += filter(None, [self._piece("beds", posting, sex)])
        reached = [self._mask(i for i in range(g) if n + k * g + i in short) for k in range(2)]
        held = [
            [*self.pieces.placing(each), *self.pieces.closing(each, self.openness.all & ~reached[int(crowds.sorts[c])])]
            for c in range(n)
            if c in short
            for each in crowds.people[c]
        ]
        held.sort(key=len)
        return tuple(dict.fromkeys([*full, *(piece for row in held[: room + 1] for piece in row)]))

    def seats(self) -> Iterator[tuple[Piece, ...]]:
        """Postings that want more people than can go and sleep there."""
        wanting = [self._piece("size", each, LEAST) for each in self.postings]
        if self.is_chosen or not all(wanting):
            return
        crowds = _Crowds(self.pieces, self.problem.officials, lambda each: each.sex == MAN)
        n, g = len(crowds.people), self.count
        least = np.array([each.smallest for each in self.postings], dtype=np.int64)
        beds = [np.array([self._beds(each, sex) for each in self.postings], dtype=np.int64) for sex in _SEXES]
        seats = np.array([self._seats(each)[0] for each in self.postings], dtype=np.int64)

        def flow(few: int | None) -> tuple[_Flow, frozenset[int]]:
            """Nodes: crowds, women's beds, men's beds, halls, doors (what the rooms take)."""
            found = _Flow(n + 4 * g)
            who, where = crowds.arcs(self.openness.all, few)
            found.feed(n + 2 * g + np.arange(g), least)
            found.add(n + 2 * g + np.arange(g), n + 3 * g + np.arange(g), np.maximum(seats, 0))
            for i, its in enumerate(beds):
                found.add(n + 3 * g + np.arange(g), n + i * g + np.arange(g), its)
            found.add(n + crowds.sorts[who] * g + where, who, crowds.sizes[who])
            found.drain(np.arange(n), crowds.sizes)
            return found, found.short()

        short = self._grown(crowds, self.openness.all, flow)
        if short:
            yield self._hungry(crowds, short)

    def _hungry(self, crowds: _Crowds, short: frozenset[int]) -> tuple[Piece, ...]:
        n, g = len(crowds.people), self.count
        found: list[Piece | None] = []
        for i, posting in enumerate(self.postings):
            if n + 2 * g + i not in short:
                continue
            found.append(self._piece("size", posting, LEAST))
            if n + 3 * g + i not in short:
                found.append(self._seats(posting)[1])
                continue
            found += [self._piece("beds", posting, sex) for k, sex in enumerate(_SEXES) if n + k * g + i not in short]
        open_beds = [self._mask(i for i in range(g) if n + k * g + i in short) for k in range(2)]
        away = [
            piece
            for c in range(n)
            if c not in short
            for each in crowds.people[c]
            for piece in self.pieces.closing(each, open_beds[int(crowds.sorts[c])])
        ]
        return tuple(dict.fromkeys([*filter(None, found), *away]))

    def holders(self) -> Iterator[tuple[Piece, ...]]:
        """Postings that each need somebody able, where there are fewer who can go than postings."""
        if self.is_chosen:
            return
        needs: dict[object, list[tuple[Piece, Demand]]] = {}
        for piece, demand in self.pieces.demands.items():
            if demand.rule in ("leader", "roles", "dialect"):
                needs.setdefault(demand.counts[0].kind, []).append((piece, demand))
        for wanting in needs.values():
            kind = wanting[0][1].counts[0].kind
            able = [each for each in self.problem.officials if kind(each)]
            yield from self._matched(able, [(piece, demand.posting, (0,)) for piece, demand in wanting], lambda _: 1)

    def skills(self) -> Iterator[tuple[Piece, ...]]:
        """Postings that want each role held by a person of its own, where there are too few holders."""
        wanting = [
            (piece, each.posting) for piece, each in self.pieces.demands.items() if each.rule == "distinct_roles"
        ]
        if self.is_chosen or not wanting:
            return
        roles = tuple(ROLES)
        able = [each for each in self.problem.officials if each.roles]
        asked = [(piece, posting, tuple(range(len(roles)))) for piece, posting in wanting]
        yield from self._matched(able, asked, lambda each: sum((r in each.roles) << i for i, r in enumerate(roles)))

    def _matched(
        self,
        able: Sequence[Official],
        asked: Sequence[tuple[Piece, Posting, tuple[int, ...]]],
        skills: Callable[[Official], int],
    ) -> Iterator[tuple[Piece, ...]]:
        """Give every wanted skill of every posting a person of its own."""
        crowds = _Crowds(self.pieces, able, skills)
        n, g, most = len(crowds.people), self.count, 1 + max((max(its) for _, _, its in asked), default=0)
        only = self.openness.mask(posting for _, posting, _ in asked)
        index = {each.id: i for i, each in enumerate(self.postings)}
        wants = [(index[posting.id], skill) for _, posting, its in asked for skill in its]

        def flow(few: int | None) -> tuple[_Flow, frozenset[int]]:
            """Nodes: crowds, then postings for each skill."""
            found = _Flow(n + most * g)
            who, where = crowds.arcs(only, few)
            found.feed(np.array([n + k * g + i for i, k in wants], dtype=np.int64), np.ones(len(wants), dtype=np.int64))
            for k in range(most):
                can = (crowds.sorts[who] >> k) & 1 == 1
                found.add(n + k * g + where[can], who[can], np.ones(int(can.sum()), dtype=np.int64))
            found.drain(np.arange(n), crowds.sizes)
            return found, found.short()

        short = self._grown(crowds, only, flow)
        if not short:
            return
        lacking = [piece for piece, posting, its in asked if any(n + k * g + index[posting.id] in short for k in its)]
        masks = [self._mask(i for i in range(g) if n + k * g + i in short) for k in range(most)]
        away = [
            piece
            for c, k in product(range(n), range(most))
            if c not in short and int(crowds.sorts[c]) >> k & 1
            for each in crowds.people[c]
            for piece in self.pieces.closing(each, masks[k])
        ]
        yield tuple(dict.fromkeys([*lacking, *away]))

    def _mask(self, numbers: Iterable[int]) -> int:
        found = 0
        for each in numbers:
            found |= 1 << each
        return found
