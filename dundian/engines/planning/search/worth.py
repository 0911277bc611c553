"""What places, groups and changes are worth: the kernels under the search. Compiled; see `tables` for the arrays.

No row is taken out as an array of its own here: in compiled code that would count references, millions of times.
"""

from __future__ import annotations

import math

import numpy as np

from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.compiled import compiled
from dundian.engines.planning.search.tables import State, Tables


@compiled
def alone(tables: Tables, who: int, place: int) -> int:
    """Return an official's own worth at a place, whoever else is there."""
    if tables.knobs[t.S_MATRIX]:
        return int(tables.alone[who, place])
    return alone_anew(tables, who, place)


@compiled
def alone_anew(tables: Tables, who: int, place: int) -> int:
    """Work out an official's own worth at a place."""
    person, there, price = tables.person, tables.place, tables.knobs
    worth = 0
    if person[who, t.BEFORE] != t.UNKNOWN and person[who, t.BEFORE] != place:
        worth += price[t.P_CHANGE]
    if place == price[t.HOME]:
        if not person[who, t.RESERVE]:
            worth += price[t.P_PLACED]
        if person[who, t.LOCK_POSTING] != t.NONE:
            worth += price[t.P_LOCK]
        return worth
    worth += _closed(tables, who, place)
    topic = there[place, t.ITS_TOPIC]
    if topic != t.NONE and person[who, t.TOPIC] != t.NONE and topic != person[who, t.TOPIC]:
        worth += price[t.P_TOPIC]
    worth += price[t.P_HARDSHIP] * person[who, t.HARDSHIP] * there[place, t.HARDNESS]
    if there[place, t.ENTERPRISE] == person[who, t.LAST_ENTERPRISE]:
        worth += price[t.P_REPEAT]
    if price[t.P_TRAVEL]:
        worth += _travel(tables, who, place)
    return int(worth)


@compiled
def _closed(tables: Tables, who: int, place: int) -> int:
    person, there, price = tables.person, tables.place, tables.knobs
    worth = 0
    if not person[who, there[place, t.PHASE_WORD]] >> there[place, t.PHASE_BIT] & 1:
        worth += price[t.P_PHASE]
    for i in range(person[who, t.BARRED_FROM], person[who, t.BARRED_TO]):
        if tables.lists[i] == there[place, t.ENTERPRISE]:
            worth += price[t.P_BARRED]
    if there[place, t.IS_NIGHT] and not person[who, t.NIGHT_OK]:
        worth += price[t.P_NIGHT]
    if there[place, t.IS_HEAVY] and not person[who, t.HEAVY_OK]:
        worth += price[t.P_HEAVY]
    is_elsewhere = person[who, t.LOCK_POSTING] != t.NONE and person[who, t.LOCK_POSTING] != place
    is_other_phase = person[who, t.LOCK_PHASE] != t.NONE and person[who, t.LOCK_PHASE] != there[place, t.PHASE]
    if is_elsewhere or is_other_phase:
        worth += price[t.P_LOCK]
    return worth


@compiled
def _travel(tables: Tables, who: int, place: int) -> int:
    dx = tables.homes[who, 0] - tables.there[place, 0]
    dy = tables.homes[who, 1] - tables.there[place, 1]
    if math.isnan(dx):
        return 0
    far = math.floor(tables.travel[0] * math.sqrt(dx * dx + dy * dy))
    return int(min(tables.travel[1], far))


@compiled
def counters_of(tables: Tables, who: int, place: int) -> int:
    """Return the counters, a bit each, to which an official adds at a place."""
    bits, word = tables.person[who, t.COUNTED], tables.place[place, t.DIALECT_WORD]
    if word >= 0:
        bits |= (tables.person[who, word] >> tables.place[place, t.DIALECT_BIT] & 1) << t.SPEAKERS
    return int(bits)


@compiled
def _differences(tables: Tables, state: State, place: int, changed: int, after: int) -> int:
    """Return what it is worth that the counters in `changed` go up where `after` has them, and down elsewhere."""
    worth, entry, counter = 0, 0, 0
    while changed:
        if changed & 1:
            here = entry + state.crowd[place, counter]
            step = 1 if after >> counter & 1 else -1
            worth += tables.counted[place, here + step] - tables.counted[place, here]
        changed >>= 1
        counter += 1
        entry += tables.knobs[t.ENTRIES]
    return worth


@compiled
def exchange(tables: Tables, state: State, place: int, leaves: int, comes: int) -> int:
    """Return what the group gains in worth when one leaves and another comes at once, without their own worth."""
    old, new = counters_of(tables, leaves, place), counters_of(tables, comes, place)
    worth = _differences(tables, state, place, old ^ new, new)
    person, knobs, crowd = tables.person, tables.knobs, state.crowd
    goes, takes = person[leaves, t.UNIT], person[comes, t.UNIT]
    if goes != takes:
        worth += knobs[t.P_UNIT] * (crowd[place, takes] - crowd[place, goes] + 1)
    goes, takes = person[leaves, t.LAST_GROUP], person[comes, t.LAST_GROUP]
    if goes != takes:
        if takes != t.NONE:
            worth += knobs[t.P_MATES] * crowd[place, knobs[t.MATES_FROM] + takes]
        if goes != t.NONE:
            worth -= knobs[t.P_MATES] * (crowd[place, knobs[t.MATES_FROM] + goes] - 1)
    if knobs[t.S_ROOMS]:
        women = (new >> t.WOMEN & 1) - (old >> t.WOMEN & 1)
        worth += _rooms_changed(tables, state, place, women, -women)
    if knobs[t.S_DISTINCT]:
        worth += distinct_worth(tables, state, place, leaves, comes)
        worth -= distinct_worth(tables, state, place, t.NONE, t.NONE)
    if knobs[t.S_APART]:
        worth += apart_worth(tables, state, comes, place, leaves) - apart_worth(tables, state, leaves, place, t.NONE)
    return worth


@compiled
def joining(tables: Tables, state: State, place: int, who: int) -> int:
    """Return what the group gains in worth when an official comes, without their own worth; 0 at home."""
    person, knobs, crowd = tables.person, tables.knobs, state.crowd
    if place == knobs[t.HOME]:
        return 0
    bits = counters_of(tables, who, place)
    worth = _differences(tables, state, place, bits, bits)
    worth += knobs[t.P_UNIT] * crowd[place, person[who, t.UNIT]]
    if person[who, t.LAST_GROUP] != t.NONE:
        worth += knobs[t.P_MATES] * crowd[place, knobs[t.MATES_FROM] + person[who, t.LAST_GROUP]]
    if knobs[t.S_ROOMS]:
        is_woman = bits >> t.WOMEN & 1
        worth += _rooms_changed(tables, state, place, is_woman, 1 - is_woman)
    if knobs[t.S_DISTINCT]:
        worth += distinct_worth(tables, state, place, t.NONE, who)
        worth -= distinct_worth(tables, state, place, t.NONE, t.NONE)
    if knobs[t.S_APART]:
        worth += apart_worth(tables, state, who, place, t.NONE)
    if knobs[t.S_OPEN] and crowd[place, t.PEOPLE] == 0:
        worth += _empty_worth(tables, place)  # nobody judges a posting that is not in use
    return int(worth)


@compiled
def _empty_worth(tables: Tables, place: int) -> int:
    worth = 0
    for counter in range(t.COUNTERS):
        worth += tables.counted[place, counter * tables.knobs[t.ENTRIES]]
    if tables.knobs[t.S_ROOMS]:
        worth += tables.rooms[place, 0, 0]
    if tables.knobs[t.S_DISTINCT]:
        worth += tables.knobs[t.P_DISTINCT]
    return worth


@compiled
def _rooms_changed(tables: Tables, state: State, place: int, women: int, men: int) -> int:
    w, m = state.crowd[place, t.WOMEN], state.crowd[place, t.MEN]
    return int(tables.rooms[place, w + women, m + men] - tables.rooms[place, w, m])


@compiled
def distinct_worth(tables: Tables, state: State, place: int, without: int, with_: int) -> int:
    """Return what it costs that the three roles cannot be held by three people, after one left and another came."""
    people = state.crowd[place, t.PEOPLE]
    for roles in range(1, 8):  # Hall: some roles have fewer people among them than they are
        able = 0
        for i in range(people + 1):
            who = with_ if i == people else state.members[place, i]
            if who != without and who != t.NONE:  # noqa: PLR1714 – numba knows no `in` here
                able += (tables.person[who, t.COUNTED] >> t.ROLES & roles) != 0
        if able < (roles & 1) + (roles >> 1 & 1) + (roles >> 2):
            return int(tables.knobs[t.P_DISTINCT])
    return 0


@compiled
def apart_worth(tables: Tables, state: State, who: int, place: int, without: int) -> int:
    """Return what it costs to have this official beside those to be kept apart, one of them perhaps gone."""
    worth = 0
    for i in range(tables.person[who, t.APART_FROM], tables.person[who, t.APART_TO]):
        other = tables.lists[i]
        if state.where[other] == place and other != without:
            worth += tables.knobs[t.P_APART]
    return worth


@compiled
def _count(tables: Tables, state: State, who: int, place: int, step: int) -> None:
    bits, counter = counters_of(tables, who, place), 0
    while bits:
        if bits & 1:
            state.crowd[place, counter] += step
        bits >>= 1
        counter += 1
    state.crowd[place, tables.person[who, t.UNIT]] += step
    if tables.person[who, t.LAST_GROUP] != t.NONE:
        state.crowd[place, tables.knobs[t.MATES_FROM] + tables.person[who, t.LAST_GROUP]] += step


@compiled
def sit_down(tables: Tables, state: State, who: int, place: int) -> int:
    """Let an official come to a place; return what the group gained in worth."""
    worth = joining(tables, state, place, who)
    state.where[who] = place
    if place != tables.knobs[t.HOME]:
        seat = state.crowd[place, t.PEOPLE]
        state.slot[who] = seat
        state.members[place, seat] = who
        _count(tables, state, who, place, 1)
    return worth


@compiled
def get_up(tables: Tables, state: State, who: int) -> int:
    """Let an official leave their place (they are nowhere then); return what the group gained in worth."""
    place = state.where[who]
    state.where[who] = t.NONE
    if place == tables.knobs[t.HOME]:
        return 0
    _count(tables, state, who, place, -1)
    last = state.members[place, state.crowd[place, t.PEOPLE]]
    state.members[place, state.slot[who]] = last
    state.slot[last] = state.slot[who]
    return -joining(tables, state, place, who)


@compiled
def change_places(tables: Tables, state: State, one: int, other: int) -> None:
    """Let two officials at two postings take each other's seats."""
    here, there = state.where[one], state.where[other]
    _count(tables, state, one, here, -1)
    _count(tables, state, other, there, -1)
    _count(tables, state, one, there, 1)
    _count(tables, state, other, here, 1)
    state.where[one], state.where[other] = there, here
    state.slot[one], state.slot[other] = state.slot[other], state.slot[one]
    state.members[there, state.slot[one]] = one
    state.members[here, state.slot[other]] = other


@compiled
def plan_worth(tables: Tables, state: State) -> int:
    """Return the worth of the whole plan; bonds and the number of open postings, which moves keep, are not judged."""
    worth = 0
    for who in range(state.where.shape[0]):
        worth += alone(tables, who, state.where[who])
    for place in range(tables.knobs[t.HOME]):
        worth += group_worth(tables, state, place)
    return worth


@compiled
def group_worth(tables: Tables, state: State, place: int) -> int:
    """Return what the group at a posting is worth, without its people's own worth."""
    return mix_worth(tables, state, place) + _pairs_worth(tables, state, place)


@compiled
def mix_worth(tables: Tables, state: State, place: int) -> int:
    """Return what a group is worth by who is in it, all rules it can break among it; pairs cost something apart."""
    crowd, knobs = state.crowd, tables.knobs
    people = crowd[place, t.PEOPLE]
    if knobs[t.S_OPEN] and people == 0:
        return 0
    worth = 0
    for counter in range(t.COUNTERS):
        worth += tables.counted[place, counter * knobs[t.ENTRIES] + crowd[place, counter]]
    if knobs[t.S_ROOMS]:
        worth += tables.rooms[place, crowd[place, t.WOMEN], crowd[place, t.MEN]]
    if knobs[t.S_DISTINCT]:
        worth += distinct_worth(tables, state, place, t.NONE, t.NONE)
    if knobs[t.S_APART]:
        twice = 0
        for i in range(people):
            twice += apart_worth(tables, state, state.members[place, i], place, t.NONE)
        worth += twice // 2
    return int(worth)


@compiled
def _pairs_worth(tables: Tables, state: State, place: int) -> int:
    """Return what the pairs of one unit and of last time's mates cost: everybody tells of their own, so half of it."""
    person, knobs, crowd, twice = tables.person, tables.knobs, state.crowd, 0
    for i in range(crowd[place, t.PEOPLE]):
        who = state.members[place, i]
        twice += knobs[t.P_UNIT] * (crowd[place, person[who, t.UNIT]] - 1)
        if person[who, t.LAST_GROUP] != t.NONE:
            twice += knobs[t.P_MATES] * (crowd[place, knobs[t.MATES_FROM] + person[who, t.LAST_GROUP]] - 1)
    return int(twice // 2)


@compiled
def _fill(tables: Tables, matrix: t.Wide) -> None:
    for who in range(matrix.shape[0]):
        for place in range(matrix.shape[1]):
            matrix[who, place] = alone_anew(tables, who, place)


def with_matrix(tables: Tables) -> Tables:
    """Return the tables with every official's own worth at every place worked out once."""
    knobs = tables.knobs.copy()
    knobs[t.S_MATRIX] = 1
    matrix = np.empty((tables.person.shape[0], tables.place.shape[0]), dtype=np.int64)
    _fill(tables, matrix)
    return tables._replace(alone=matrix, knobs=knobs)
