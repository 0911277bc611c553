"""The first plan in a moment: which postings are near for whom, and everybody seated one after another. Compiled."""

from __future__ import annotations

import math

import numpy as np

from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.anneal import roll, weighed
from dundian.engines.planning.search.compiled import compiled
from dundian.engines.planning.search.tables import State, Tables
from dundian.engines.planning.search.worth import alone, joining, sit_down

BUCKETS = 256  # costs beyond the last one share it
_MANY = 1_000  # postings beyond which the far ones are not looked at one by one


@compiled
def find_near(tables: Tables, near: t.Narrow, span: t.Narrow, scratch: t.Narrow, dice: t.Dice) -> None:
    """Fill `near`: for the officials of `span` (from, to) the postings not closed to them, the cheapest first.

    `near` P×K is −1 where there are fewer; home stands last for reserves and for who is locked nowhere. Among equally
    cheap postings where not all fit in, chance decides where the row begins. `scratch` holds G + 256 + 1 numbers.
    """
    places, width = tables.knobs[t.HOME], near.shape[1]
    for who in range(span[0], span[1]):
        _sort_into_buckets(tables, who, scratch, 4 * width)
        offset = (roll(dice) * max(1, places)) >> 31
        for i in range(places):
            place = offset + i if offset + i < places else offset + i - places
            bucket = scratch[place]
            if bucket >= 0:
                at = scratch[places + bucket]
                scratch[places + bucket] += 1
                if at < width:
                    near[who, at] = place
        if tables.person[who, t.RESERVE]:
            near[who, width - 1] = places


@compiled
def _sort_into_buckets(tables: Tables, who: int, scratch: t.Narrow, enough: int) -> None:
    """Write each posting's bucket (−1: closed or too far) into `scratch`, and behind them where each bucket begins.

    Where there are very many, only those within a distance that holds `enough` of the right phases are looked at.
    """
    places = tables.knobs[t.HOME]
    for i in range(BUCKETS + 1):
        scratch[places + i] = 0
    reach = _reach(tables, who, scratch, enough) if places > _MANY else np.inf
    for place in range(places):
        scratch[place] = -1
        if _distance(tables, who, place) > reach or not _is_in_time(tables, who, place):
            continue
        worth = alone(tables, who, place)
        if worth < t.FAULT:
            scratch[place] = min(worth, BUCKETS - 1)
            scratch[places + 1 + scratch[place]] += 1
    for i in range(BUCKETS):
        scratch[places + 1 + i] += scratch[places + i]


@compiled
def _is_in_time(tables: Tables, who: int, place: int) -> int:
    can_go = tables.person[who, tables.place[place, t.PHASE_WORD]] >> tables.place[place, t.PHASE_BIT] & 1
    return int(can_go or not tables.knobs[t.P_PHASE])


@compiled
def _distance(tables: Tables, who: int, place: int) -> float:
    """Return the square of the distance; 0 where either is not on the map."""
    dx = tables.homes[who, 0] - tables.there[place, 0]
    dy = tables.homes[who, 1] - tables.there[place, 1]
    far = dx * dx + dy * dy
    return far if far >= 0 else 0.0  # not a number: nobody knows


@compiled
def _reach(tables: Tables, who: int, scratch: t.Narrow, enough: int) -> float:
    """Return the square of a distance within which there are enough postings in phases the official can take."""
    places, widest = tables.knobs[t.HOME], 0.0
    for place in range(places):
        widest = max(widest, _distance(tables, who, place))
    for place in range(places):
        if _is_in_time(tables, who, place):
            ring = int(math.sqrt(_distance(tables, who, place) / widest) * (BUCKETS - 1)) if widest > 0 else 0
            scratch[places + ring] += 1
    seen, reach = 0, np.inf
    for ring in range(BUCKETS):
        seen += scratch[places + ring]
        scratch[places + ring] = 0
        if seen >= enough and reach == np.inf:
            reach = widest * ((ring + 1) / (BUCKETS - 1)) ** 2
    return reach


@compiled
def seat_everybody(tables: Tables, state: State, near: t.Narrow, turn: t.Wide, price: float) -> None:
    """Seat those who are nowhere yet, in the order of `turn`, each at the best of the near postings with a bed left.

    Who finds none stays at home. Blocks sit down together.
    """
    home = tables.knobs[t.HOME]
    for who in turn:
        if state.where[who] != t.NONE:
            continue
        best, found = np.inf, home
        for i in range(near.shape[1]):
            place = int(np.int64(near[who, i]))
            if place < 0 or place == home or not _has_room(tables, state, who, place):
                continue
            cost = weighed(_together(tables, state, who, place), price)
            if cost < best:
                best, found = cost, place
        if tables.person[who, t.IS_BOUND]:
            for i in range(tables.person[who, t.BLOCK_FROM], tables.person[who, t.BLOCK_TO]):
                sit_down(tables, state, tables.lists[i], found)
        else:
            sit_down(tables, state, who, found)


@compiled
def _has_room(tables: Tables, state: State, who: int, place: int) -> bool:
    size = max(1, tables.person[who, t.BLOCK_TO] - tables.person[who, t.BLOCK_FROM])
    if tables.knobs[t.S_OPEN] and tables.place[place, t.IS_USED] == 0:
        return False
    return bool(state.crowd[place, t.PEOPLE] + size <= tables.place[place, t.MOST])


@compiled
def _together(tables: Tables, state: State, who: int, place: int) -> int:
    """Return what it is worth that this official, or the whole block, comes; each judged as if the first to come."""
    if not tables.person[who, t.IS_BOUND]:
        return alone(tables, who, place) + joining(tables, state, place, who)
    worth = 0
    for i in range(tables.person[who, t.BLOCK_FROM], tables.person[who, t.BLOCK_TO]):
        each = tables.lists[i]
        worth += alone(tables, each, place) + joining(tables, state, place, each)
    return worth
