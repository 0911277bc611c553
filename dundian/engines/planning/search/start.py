"""The first plan in a moment: everybody seated one after another. Compiled."""

from __future__ import annotations

import numpy as np

from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.anneal import weighed
from dundian.engines.planning.search.compiled import compiled
from dundian.engines.planning.search.tables import State, Tables
from dundian.engines.planning.search.worth import alone, get_up, joining, sit_down


@compiled
def sit_as(tables: Tables, state: State, where: t.Wide) -> None:
    """Seat those who have a place in `where` (−1: none yet) there, as long as there are seats."""
    home = tables.knobs[t.HOME]
    for who in range(where.shape[0]):
        place = where[who]
        if place == home or (place != t.NONE and state.crowd[place, t.PEOPLE] < tables.place[place, t.SEATS]):
            sit_down(tables, state, who, place)


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
def open_chosen(tables: Tables, state: State) -> None:
    """Let somebody go to each chosen posting at which nobody sits: whom it costs least, from where others stay.

    Moves of one person never open a posting, so none may be left empty.
    """
    for place in range(tables.knobs[t.HOME]):
        if tables.place[place, t.IS_USED] and state.crowd[place, t.PEOPLE] == 0:
            who = _cheapest(tables, state, place)
            if who != t.NONE:
                get_up(tables, state, who)
                sit_down(tables, state, who, place)


@compiled
def _cheapest(tables: Tables, state: State, place: int) -> int:
    best, found = 0, t.NONE
    for who in range(state.where.shape[0]):
        here = state.where[who]
        if here == tables.knobs[t.HOME] or tables.person[who, t.IS_BOUND] or state.crowd[here, t.PEOPLE] < 2:
            continue
        cost = alone(tables, who, place) - alone(tables, who, here)
        if found == t.NONE or cost < best:
            best, found = cost, who
    return found


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
