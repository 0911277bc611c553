"""The moves of the search, and the rule by which it takes them (annealing). Compiled.

One official and a posting that is cheap for them are drawn. They swap with somebody there, or move in, or three
people at three postings go round; a block of people who must stay together moves whole, against as many others. A
change for the worse is taken with a probability that falls with the heat.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.compiled import compiled
from dundian.engines.planning.search.tables import State, Tables, Zone
from dundian.engines.planning.search.worth import alone, change_places, exchange, get_up, mix_worth, sit_down

_NO = 1 << 60  # the move was not made
_TRIES = 4096
_CHANCES = -np.log((np.arange(_TRIES) + 0.5) / _TRIES)  # what may be lost at heat 1, drawn from this table
_HALF = t.FAULT // 2


class Pace(NamedTuple):
    """How to search: at what `heat`, what a broken rule weighs against cost (`price`), for how many `tries`, and
    whether to end as soon as no rule is broken.
    """

    heat: float
    price: float
    tries: int
    ends_when_legal: bool


class Limit(NamedTuple):
    """What one move may lose, and what a broken rule weighs against that."""

    allowed: float
    price: float


@compiled
def roll(dice: t.Dice) -> int:
    """Return 31 random bits (xorshift64*)."""
    x = dice[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    dice[0] = x
    return int(np.int64((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(33)))


@compiled
def below(dice: t.Dice, most: int) -> int:
    """Return a random number from 0 to most − 1."""
    return (roll(dice) * most) >> 31


@compiled
def weighed(worth: int, price: float) -> float:
    """Return a worth as one number, a broken rule at this price."""
    faults = (worth + _HALF) >> t.FAULT_BITS
    return faults * price + (worth - (faults << t.FAULT_BITS))


@compiled
def _draw_near(near: t.Narrow, dice: t.Dice, who: int) -> int:
    """Draw a posting for an official, the cheaper ones more often; −1 where the draw finds none."""
    draw = roll(dice)
    return int(np.int64(near[who, ((draw & 0x7FFF) * (draw >> 15 & 0x7FFF) * near.shape[1]) >> 30]))


@compiled
def anneal(tables: Tables, state: State, near: t.Narrow, zone: Zone, pace: Pace, worth: int) -> tuple[int, int]:
    """Try moves within a zone; return the worth of the plan after them and how many were tried.

    `near` P×K: the postings drawn for each official, the cheapest first, −1 where there are fewer.
    """
    crew, dice = zone.crew.shape[0], state.dice
    for done in range(pace.tries):
        who = zone.crew[below(dice, crew)]
        there = _draw_near(near, dice, who)
        if there < 0 or there == state.where[who] or not zone.has[there]:
            continue
        limit = Limit(pace.heat * _CHANCES[roll(dice) & (_TRIES - 1)], pace.price)
        gain = _try(tables, state, near, zone, limit, (who, there))
        if gain != _NO:
            worth += gain
            if pace.ends_when_legal and worth < t.FAULT:
                return worth, done + 1
    return worth, pace.tries


@compiled
def find_broken(tables: Tables, state: State, broken: t.Wide) -> int:
    """Write the postings where a hard rule about the group is broken into `broken` (G); return how many."""
    found = 0
    for place in range(tables.knobs[t.HOME]):
        if mix_worth(tables, state, place) >= t.FAULT:
            broken[found] = place
            found += 1
    return found


@compiled
def mend(tables: Tables, state: State, near: t.Narrow, zone: Zone, pace: Pace, broken: t.Wide) -> tuple[int, int]:
    """Try moves at broken groups: somebody comes from anywhere, or one of them goes somewhere near.

    Return the worth gained and how many moves were tried. `broken` is a list of postings, not empty.
    """
    gained, dice, crew = 0, state.dice, zone.crew.shape[0]
    for _ in range(pace.tries):
        place = broken[below(dice, broken.shape[0])]
        who, there = zone.crew[below(dice, crew)], place
        people = state.crowd[place, t.PEOPLE]
        if people and roll(dice) & 3 == 0:
            who = state.members[place, below(dice, people)]
            there = _draw_near(near, dice, who)
        if there < 0 or there == state.where[who]:
            continue
        limit = Limit(pace.heat * _CHANCES[roll(dice) & (_TRIES - 1)], pace.price)
        gain = _try(tables, state, near, zone, limit, (who, there))
        if gain != _NO:
            gained += gain
    return gained, pace.tries


@compiled
def _try(tables: Tables, state: State, near: t.Narrow, zone: Zone, limit: Limit, wish: tuple[int, int]) -> int:
    """Try to bring an official to a place, in one way or another."""
    who, there = wish
    if tables.person[who, t.IS_BOUND]:
        return _block_move(tables, state, who, there, limit)
    draw, home = roll(state.dice), tables.knobs[t.HOME]
    if there == home or state.where[who] == home or state.crowd[there, t.PEOPLE] == 0 or draw & 15 < 2:
        return _single_move(tables, state, who, there, limit)
    other = _partner(tables, state, state.where[who], there)
    if tables.person[other, t.IS_BOUND]:
        return _NO
    if draw & 15 > 2:
        return _swap(tables, state, who, other, limit)
    third = _draw_near(near, state.dice, other)
    if third < 0 or third == home or not zone.has[third] or state.crowd[third, t.PEOPLE] == 0:
        return _NO
    three = state.members[third, below(state.dice, state.crowd[third, t.PEOPLE])]
    return _round(tables, state, (who, other, three), limit)


@compiled
def _partner(tables: Tables, state: State, here: int, there: int) -> int:
    """Draw somebody at a posting to go elsewhere: the one of two who would rather go."""
    people = state.crowd[there, t.PEOPLE]
    one = state.members[there, below(state.dice, people)]
    other = state.members[there, below(state.dice, people)]
    return int(one if _moved(tables, one, there, here) <= _moved(tables, other, there, here) else other)


@compiled
def _single_move(tables: Tables, state: State, who: int, there: int, limit: Limit) -> int:
    home, here = tables.knobs[t.HOME], state.where[who]
    if there != home and state.crowd[there, t.PEOPLE] >= tables.place[there, t.SEATS]:
        return _NO
    if tables.knobs[t.S_OPEN]:  # a posting in use is not left empty, nor one opened, by one person
        is_emptied = here != home and state.crowd[here, t.PEOPLE] == 1
        if is_emptied or (there != home and state.crowd[there, t.PEOPLE] == 0):
            return _NO
    gain = _go(tables, state, who) + _come(tables, state, who, there)
    if weighed(gain, limit.price) > limit.allowed:
        get_up(tables, state, who)
        sit_down(tables, state, who, here)
        return _NO
    return gain


@compiled
def _moved(tables: Tables, who: int, here: int, there: int) -> int:
    return alone(tables, who, there) - alone(tables, who, here)


@compiled
def _swap(tables: Tables, state: State, one: int, other: int, limit: Limit) -> int:
    here, there = state.where[one], state.where[other]
    gain = _moved(tables, one, here, there) + _moved(tables, other, there, here)
    gain += exchange(tables, state, here, one, other)
    gain += exchange(tables, state, there, other, one)
    if weighed(gain, limit.price) > limit.allowed:
        return _NO
    change_places(tables, state, one, other)
    return gain


@compiled
def _round(tables: Tables, state: State, people: tuple[int, int, int], limit: Limit) -> int:
    """Let one go to two's posting, two to three's, and three to one's."""
    one, two, three = people
    here, there, third = state.where[one], state.where[two], state.where[three]
    if third == here or third == there or tables.person[three, t.IS_BOUND]:  # noqa: PLR1714, SIM109 – numba knows no `in` here
        return _NO
    gain = _moved(tables, one, here, there) + _moved(tables, two, there, third) + _moved(tables, three, third, here)
    gain += exchange(tables, state, here, one, three)
    gain += exchange(tables, state, there, two, one)
    gain += exchange(tables, state, third, three, two)
    if weighed(gain, limit.price) > limit.allowed:
        return _NO
    change_places(tables, state, one, two)  # two is here now
    change_places(tables, state, two, three)
    return gain


@compiled
def _block_move(tables: Tables, state: State, who: int, there: int, limit: Limit) -> int:
    """Move everybody bound to `who`, and others the other way as far as room asks for it."""
    here, size = state.where[who], tables.person[who, t.BLOCK_TO] - tables.person[who, t.BLOCK_FROM]
    others = _making_way(tables, state, here, there, size)
    if others < 0:
        return _NO
    gain = _move_block(tables, state, who, t.NONE)
    for i in range(others):
        gain += _go(tables, state, state.drawn[i]) + _come(tables, state, state.drawn[i], here)
    gain += _move_block(tables, state, who, there)
    if weighed(gain, limit.price) <= limit.allowed:
        return gain
    _move_block(tables, state, who, t.NONE)
    for i in range(others):
        get_up(tables, state, state.drawn[i])
        sit_down(tables, state, state.drawn[i], there)
    _move_block(tables, state, who, here)
    return _NO


@compiled
def _making_way(tables: Tables, state: State, here: int, there: int, size: int) -> int:
    """Draw those who make way for a block (into `drawn`); return how many, −1 if the block cannot go there."""
    home, people = tables.knobs[t.HOME], state.crowd[there, t.PEOPLE]
    if there == home:
        return 0
    others = min(size, people) if here != home and roll(state.dice) & 3 else 0
    is_opened = tables.knobs[t.S_OPEN] and people == 0
    if is_opened or people - others + size > tables.place[there, t.SEATS]:
        return -1
    for i in range(others):
        other = state.members[there, below(state.dice, people)]
        if tables.person[other, t.IS_BOUND]:
            return -1
        for j in range(i):
            if state.drawn[j] == other:
                return -1
        state.drawn[i] = other
    return others


@compiled
def _move_block(tables: Tables, state: State, who: int, place: int) -> int:
    """Let a block get up, or sit down at a place if one is named; return what that gains."""
    gain = 0
    for i in range(tables.person[who, t.BLOCK_FROM], tables.person[who, t.BLOCK_TO]):
        each = tables.lists[i]
        gain += _go(tables, state, each) if place == t.NONE else _come(tables, state, each, place)
    return gain


@compiled
def _go(tables: Tables, state: State, who: int) -> int:
    before = alone(tables, who, state.where[who])
    return get_up(tables, state, who) - before


@compiled
def _come(tables: Tables, state: State, who: int, place: int) -> int:
    return alone(tables, who, place) + sit_down(tables, state, who, place)
