"""Where a conflict may hide, from the narrowest place to the widest: sets of pieces worth asking about.

One posting with everybody's cells; people whom pairs hold together or apart; one phase; the choice of postings; all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dundian.engines.planning.demands import LEAST, MOST
from dundian.engines.planning.problem import MAN, WOMAN, Official, Posting
from dundian.engines.planning.proof.pieces import Piece, Pieces

_UPPER = {("size", MOST), ("beds", WOMAN), ("beds", MAN), ("rooms", "")}
_FINE = ("barred", "dialect")  # rules that make nearly everybody different: left out at first


def families(pieces: Pieces) -> Iterator[tuple[Piece, ...]]:
    """Yield sets of pieces, each asked about as a whole."""
    yield from _bonds(pieces)
    if pieces.problem.open_count is None:
        yield from (_posting(pieces, each) for each in pieces.problem.postings if _is_doubtful(pieces, each))
        phases = [_phase(pieces, each.id) for each in pieces.problem.phases]
        yield from (tuple(piece for piece in each if piece.rule not in _FINE) for each in phases)
        yield from phases
    else:
        yield _choice(pieces)
    yield pieces.everything()


def _posting(pieces: Pieces, posting: Posting) -> tuple[Piece, ...]:
    """One posting and whoever is kept from it."""
    bit = pieces.openness.bit[posting.id]
    away = (piece for each in pieces.problem.officials for piece in pieces.closing(each, bit))
    locked = (
        piece
        for each in pieces.problem.officials
        if pieces.openness.open(each) == bit
        for piece in (*pieces.placing(each), *pieces.of_official(each))
    )
    return tuple(dict.fromkeys([*pieces.of_posting[posting.id], *away, *locked]))


def _is_doubtful(pieces: Pieces, posting: Posting) -> bool:
    """Say whether a quick try to fill this posting alone fails."""
    bit = pieces.openness.bit[posting.id]
    coming = [each for each in pieces.problem.officials if pieces.openness.open(each) & bit]
    bound = [each for each in coming if pieces.openness.open(each) == bit and any(True for _ in pieces.placing(each))]
    return not _filled(pieces, posting, bound, coming)


def _filled(pieces: Pieces, posting: Posting, group: list[Official], coming: list[Official]) -> bool:
    demands = [pieces.demands[each] for each in pieces.of_posting[posting.id]]
    upper = [each for each in demands if (each.rule, each.part) in _UPPER]
    counts = [count for each in demands for count in each.counts if count.least]
    counts.sort(key=lambda count: sum(map(count.kind, coming)))  # the rarest first
    group = list(group)
    inside = {each.id for each in group}
    for count in counts:
        for official in sorted(coming, key=lambda each: -sum(one.kind(each) for one in counts)):
            if sum(map(count.kind, group)) >= count.least:
                break
            if (
                official.id not in inside
                and count.kind(official)
                and all(each.is_met([*group, official]) for each in upper)
            ):
                group.append(official)
                inside.add(official.id)
    return all(each.is_met(group) for each in demands)


def _bonds(pieces: Pieces) -> Iterator[tuple[Piece, ...]]:
    """People whom pairs hold together or apart, with their own cells and the room there is for them."""
    for component in _components(pieces.of_pairs):
        members = {who for piece in component for who in piece.officials}
        people = [pieces.problem.official(each) for each in sorted(members)]
        own = [piece for each in people for piece in pieces.of_official(each)]
        yield (*component, *own)
        room = [each for each, demand in pieces.demands.items() if (demand.rule, demand.part) in _UPPER]
        yield (*component, *own, *room)


def _components(pairs: Iterable[Piece]) -> list[list[Piece]]:
    component: dict[str, int] = {}
    found: dict[int, list[Piece]] = {}
    for i, piece in enumerate(pairs):
        joined = {component[who] for who in piece.officials if who in component}
        found[i] = [each for old in sorted(joined) for each in found.pop(old)] + [piece]
        component.update({who: i for each in found[i] for who in each.officials})
    return list(found.values())


def _phase(pieces: Pieces, phase: str) -> tuple[Piece, ...]:
    """One phase: its postings, who is kept from them, and who can go nowhere else."""
    problem, openness = pieces.problem, pieces.openness
    inside = openness.mask(each for each in problem.postings if each.phase == phase)
    found: list[Piece] = []
    for posting in openness.postings(inside):
        found += pieces.of_posting[posting.id]
    for official in problem.officials:
        found += pieces.closing(official, inside)
        if not openness.open(official) & ~inside:
            found += pieces.of_official(official)
    return tuple(dict.fromkeys(found))


def _choice(pieces: Pieces) -> tuple[Piece, ...]:
    """The choice of postings and the least people each of them wants."""
    least = (each for each in pieces.demands if (each.rule, each.part) == ("size", LEAST))
    return (*pieces.of_choice, *least)
