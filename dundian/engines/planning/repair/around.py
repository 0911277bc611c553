"""Where a repair begins: what is broken, and for each break whom it would be cheapest to fetch or to send away.

A *need* is one break, with the places and the reserves that are most likely to mend it, the likeliest first. The
exact repair frees as many of them as it has time for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dundian.engines.planning.part import Part
from dundian.engines.planning.problem import Official
from dundian.engines.planning.repair.standing import Standing

_WEIGHED, _FEWEST_WEIGHED = 2_000, 150  # candidates whose own cost is looked at, for all breaks and for each
_FEW_PLACES = 3
_ROOMS_MADE = 2  # of the likeliest places of somebody, where others may have to make room
_LOOKED_AT = 32  # candidates whose group is judged, too, not only the person


@dataclass(frozen=True)
class Need:
    """One break: the part that is broken, and parts to bring in, the likeliest first."""

    broken: Part
    others: tuple[Part, ...]

    def part(self, width: int) -> Part:
        """Return the break with so many of the likeliest others."""
        found = self.broken
        for each in self.others[:width]:
            found |= each
        return found


def breaks_of(standing: Standing) -> list[Part]:
    """Return what is broken: postings, and people who stand nowhere, each with whom they must share a posting with."""
    broken = [Part(frozenset({each}), frozenset()) for each in standing.broken()]
    broken += [Part(frozenset(), frozenset({each.id})) for each in standing.uprooted()]
    return broken


def narrow(standing: Standing, part: Part) -> Part:
    """Return the part with the only places where its people can go, if these are few."""
    found = part
    for official in (standing.problem.official(each) for each in sorted(part.people)):
        mask = standing.open[official.id]
        if mask.bit_count() <= _FEW_PLACES:
            found |= Part(frozenset(each.id for each in standing.openness.postings(mask)), frozenset())
    return found


def needs_of(standing: Standing, breaks: Sequence[Part]) -> list[Need]:
    """Return these breaks with what may mend them."""
    limit = max(_FEWEST_WEIGHED, _WEIGHED // max(1, len(breaks)))
    return [_need(standing, each, limit) for each in breaks]


def _need(standing: Standing, broken: Part, limit: int) -> Need:
    parts: list[Iterable[Part]] = []
    for posting in broken.postings:
        fetched = _likeliest(standing, ((each, posting) for each in _wanted(standing, posting)), limit)
        parts.append(_parts_of(standing, fetched))
        if not fetched or standing.seating.difference(fetched[:1]).hard >= 0:  # coming alone does not do
            sent = _likeliest(standing, _leaving(standing, standing.seating.groups[posting]), limit)
            parts.append(_parts_to(sent))
    people = [each for each in standing.uprooted() if each.id in broken.people]
    if people:
        sent = _likeliest(standing, _leaving(standing, people), limit)
        parts.append(_parts_to(sent))
        parts += _making_room(standing, sent[:_ROOMS_MADE], limit)
    parts.append(_roomy(standing))
    return Need(_with_bonds(standing, broken), tuple(_in_turn(parts)))


def _making_room(standing: Standing, moves: Iterable[tuple[Official, str]], limit: int) -> Iterator[Iterable[Part]]:
    """Yield where those could go who are in the way at the likeliest places."""
    for official, there in moves:
        if not standing.can_join(official, there):
            group = standing.seating.groups[there]
            yield _parts_to(_likeliest(standing, _leaving(standing, group), limit))


def _roomy(standing: Standing) -> Iterator[Part]:
    """Yield all postings, those with the most free seats first: for longer chains."""
    groups = standing.seating.groups
    free = sorted(standing.problem.postings, key=lambda each: len(groups[each.id]) - each.largest)
    return (_posting(each.id) for each in free)


_Moves = Iterable[tuple[Official, str]]


def _with_bonds(standing: Standing, part: Part) -> Part:
    """Bring in those who must share a posting with somebody who stands nowhere or elsewhere."""
    problem, where = standing.problem, standing.where
    inside = set(part.people)
    postings = set(part.postings)
    for pair in (*problem.together_pairs, *problem.mate_pairs):
        if any(each in inside or where.get(each) in postings for each in pair):
            for each in pair:
                place = where.get(each)
                inside.update((each,) if place is None else ())
                postings.update((place,) if place else ())
    return Part(frozenset(postings), frozenset(inside))


def _wanted(standing: Standing, posting: str) -> Iterator[Official]:
    """Yield who could come and brings what the posting lacks; everybody who could come if it lacks nobody."""
    bit, group = standing.openness.bit[posting], standing.seating.groups[posting]
    unmet = [
        each
        for demand in standing.demands[posting]
        for each in demand.counts
        if sum(map(each.kind, group)) < each.least
    ]
    for official in standing.problem.officials:
        could_come = standing.where[official.id] != posting and standing.open[official.id] & bit
        if could_come and (not unmet or any(each.kind(official) for each in unmet)):
            yield official


def _leaving(standing: Standing, group: Iterable[Official]) -> Iterator[tuple[Official, str]]:
    for official in group:
        for posting in standing.openness.postings(standing.open[official.id]):
            if posting.id != standing.where[official.id]:
                yield official, posting.id


def _likeliest(standing: Standing, moves: _Moves, limit: int) -> list[tuple[Official, str]]:
    """Return moves in the order of their promise: both groups stay as legal, then the cost."""
    seating = standing.seating

    def price(move: tuple[Official, str]) -> int:
        official, there = move
        return seating.alone(official, there)[1] - seating.alone(official, standing.where[official.id])[1]

    breaks: list[list[tuple[Official, str]]] = [[], [], []]
    for official, there in _thinned(list(moves), 2 * limit):
        broken = (not standing.can_leave(official)) + (not standing.can_join(official, there))
        breaks[broken].append((official, there))
    found = [move for those in breaks for move in sorted(_thinned(those, limit), key=price)]
    first = found[:_LOOKED_AT]
    rated = [(seating.difference([move]), i, move) for i, move in enumerate(first)]
    rated.sort(key=lambda each: (each[0].hard, each[0].cost, each[1]))
    return [move for _, _, move in rated] + found[_LOOKED_AT:]


_Some = TypeVar("_Some")


def _thinned(those: list[_Some], limit: int) -> list[_Some]:
    """Return at most so many, evenly from all."""
    return those[:: -(-len(those) // limit)] if those else those


def _parts_of(standing: Standing, moves: Iterable[tuple[Official, str]]) -> Iterator[Part]:
    """Yield where these people are now."""
    for official, _ in moves:
        where = standing.where[official.id]
        yield Part(frozenset(), frozenset({official.id})) if where is None else _posting(where)


def _parts_to(moves: Iterable[tuple[Official, str]]) -> Iterator[Part]:
    return (_posting(there) for _, there in moves)


def _posting(posting: str) -> Part:
    return Part(frozenset({posting}), frozenset())


def _in_turn(parts: Iterable[Iterable[Part]]) -> Iterator[Part]:
    """Yield each part once, from all in turn."""
    rows = [iter(dict.fromkeys(each)) for each in parts]
    seen: set[Part] = set()
    while rows:
        for row in tuple(rows):
            part = next(row, None)
            if part is None:
                rows.remove(row)
            elif part not in seen:
                seen.add(part)
                yield part
