"""Search for cheap groups of one posting while every official is worth something (their shadow price). Compiled.

Someone leaves, someone comes, or both at once, as long as that is better; then a few are thrown out by lot and it
begins again. People who must stay together leave and come as a block. In the state given here nobody sits anywhere but
in the group that is being made.
"""

from __future__ import annotations

from typing import NamedTuple

from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.anneal import below, roll, weighed
from dundian.engines.planning.search.compiled import compiled
from dundian.engines.planning.search.tables import State, Tables
from dundian.engines.planning.search.worth import alone, get_up, group_worth, joining, sit_down

_TINY = 1e-6
_PASSES = 100


class Offer(NamedTuple):
    """One posting and who may come: `crew`, the most wanted first, one of each block; `begin`: who sits there first.

    `shadows`: what it is worth to place an official; `price`: what a broken rule weighs; `slack`: how much worse a
    group may be and still be gone on from; `kicks`: how often it begins again.
    """

    place: int
    crew: t.Wide
    begin: t.Wide
    shadows: t.Reals
    price: float
    slack: float
    kicks: int


class Found(NamedTuple):
    """Room for legal groups: `people` K×seats, `size` and `worth` of each (without shadow prices), `kept`: a row."""

    people: t.Wide
    size: t.Wide
    worth: t.Wide
    kept: t.Wide


@compiled
def find_groups(tables: Tables, state: State, offer: Offer, found: Found) -> int:
    """Write good groups of the posting into `found`; return how many. Nobody sits anywhere afterwards."""
    place = offer.place
    for who in offer.begin:
        sit_down(tables, state, who, place)
    _descend(tables, state, offer)
    count = _record(tables, state, offer, found, 0)
    value = _value(tables, state, offer)
    for _ in range(offer.kicks):
        people = state.crowd[place, t.PEOPLE]
        for i in range(people):
            found.kept[i] = state.members[place, i]
        _kick(tables, state, offer)
        _descend(tables, state, offer)
        count = _record(tables, state, offer, found, count)
        after = _value(tables, state, offer)
        if after > value + offer.slack:
            _clear(tables, state, place)
            for i in range(people):
                sit_down(tables, state, found.kept[i], place)
        else:
            value = after
    _clear(tables, state, place)
    return count


@compiled
def _worth(tables: Tables, state: State, place: int) -> int:
    worth = group_worth(tables, state, place)
    for i in range(state.crowd[place, t.PEOPLE]):
        worth += alone(tables, state.members[place, i], place)
    return worth


@compiled
def _value(tables: Tables, state: State, offer: Offer) -> float:
    value = weighed(_worth(tables, state, offer.place), offer.price)
    for i in range(state.crowd[offer.place, t.PEOPLE]):
        value -= offer.shadows[state.members[offer.place, i]]
    return value


@compiled
def _record(tables: Tables, state: State, offer: Offer, found: Found, count: int) -> int:
    worth, people = _worth(tables, state, offer.place), state.crowd[offer.place, t.PEOPLE]
    if worth >= t.FAULT or (people == 0 and tables.knobs[t.S_OPEN]):
        return count
    for i in range(people):
        found.people[count, i] = state.members[offer.place, i]
    found.size[count], found.worth[count] = people, worth
    return count + 1


@compiled
def _clear(tables: Tables, state: State, place: int) -> None:
    for i in range(state.crowd[place, t.PEOPLE] - 1, -1, -1):
        get_up(tables, state, state.members[place, i])


@compiled
def _kick(tables: Tables, state: State, offer: Offer) -> None:
    """Throw out two to four, and let as many others come, the wanted ones more often."""
    crew, dice = offer.crew.shape[0], state.dice
    for _ in range(2 + below(dice, 3)):
        people = state.crowd[offer.place, t.PEOPLE]
        if people:
            _leave(tables, state, offer, state.members[offer.place, below(dice, people)])
    for _ in range(below(dice, 4) if crew else 0):
        who = offer.crew[((roll(dice) & 0x7FFF) * (roll(dice) & 0x7FFF) * crew) >> 30]
        if _has_room(tables, state, offer, who):
            _come(tables, state, offer, who)


@compiled
def _has_room(tables: Tables, state: State, offer: Offer, who: int) -> bool:
    size = 1
    if tables.person[who, t.IS_BOUND]:
        size = tables.person[who, t.BLOCK_TO] - tables.person[who, t.BLOCK_FROM]
    is_free = state.where[who] == t.NONE
    return bool(is_free and state.crowd[offer.place, t.PEOPLE] + size <= tables.place[offer.place, t.MOST])


@compiled
def _descend(tables: Tables, state: State, offer: Offer) -> None:
    """Let people leave and come until nobody's going or coming makes it better (or rounding makes it seem so)."""
    for _ in range(_PASSES):
        gained = 0.0
        for seat in range(state.crowd[offer.place, t.PEOPLE] - 1, -2, -1):
            if seat < state.crowd[offer.place, t.PEOPLE]:
                gained += _replace(tables, state, offer, seat)
        if gained > -_TINY:
            return


@compiled
def _replace(tables: Tables, state: State, offer: Offer, seat: int) -> float:
    """Let whoever sits there (nobody: −1) make way for the best to come in their stead; return what it gained."""
    who = state.members[offer.place, seat] if seat >= 0 else t.NONE
    left = _leave(tables, state, offer, who) if seat >= 0 else 0.0
    best, comes = -left, who
    if best > _TINY:
        best, comes = 0.0, t.NONE
    for other in offer.crew:
        if _has_room(tables, state, offer, other):
            gain = _would_come(tables, state, offer, other)
            if gain < best - _TINY:
                best, comes = gain, other
    if comes != t.NONE:
        _come(tables, state, offer, comes)
    return left + best


@compiled
def _would_come(tables: Tables, state: State, offer: Offer, who: int) -> float:
    if tables.person[who, t.IS_BOUND]:
        gain = _come(tables, state, offer, who)
        _leave(tables, state, offer, who)
        return gain
    worth = joining(tables, state, offer.place, who) + alone(tables, who, offer.place)
    return float(weighed(worth, offer.price) - offer.shadows[who])


@compiled
def _come(tables: Tables, state: State, offer: Offer, who: int) -> float:
    place = offer.place
    if not tables.person[who, t.IS_BOUND]:
        worth = sit_down(tables, state, who, place) + alone(tables, who, place)
        return float(weighed(worth, offer.price) - offer.shadows[who])
    value = 0.0
    for i in range(tables.person[who, t.BLOCK_FROM], tables.person[who, t.BLOCK_TO]):
        each = tables.lists[i]
        worth = sit_down(tables, state, each, place) + alone(tables, each, place)
        value += weighed(worth, offer.price) - offer.shadows[each]
    return value


@compiled
def _leave(tables: Tables, state: State, offer: Offer, who: int) -> float:
    place = offer.place
    if not tables.person[who, t.IS_BOUND]:
        worth = get_up(tables, state, who) - alone(tables, who, place)
        return float(weighed(worth, offer.price) + offer.shadows[who])
    value = 0.0
    for i in range(tables.person[who, t.BLOCK_FROM], tables.person[who, t.BLOCK_TO]):
        each = tables.lists[i]
        worth = get_up(tables, state, each) - alone(tables, each, place)
        value += weighed(worth, offer.price) + offer.shadows[each]
    return value
