"""Which postings are near for whom: of the open ones round an official's home the cheapest. Compiled.

Postings stand in the squares of a map. The squares round a home are looked into, ring after ring, until enough open
postings are found; those farther out cost more by their way and are left alone, so that everybody has hard postings
and easy ones beside them. Where there is no map, postings are taken in turn from a random one on.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.anneal import roll
from dundian.engines.planning.search.compiled import compiled
from dundian.engines.planning.search.tables import Tables
from dundian.engines.planning.search.worth import alone

_IN_A_SQUARE = 2  # postings, on average
_ON_THE_MAP = 1e9  # coordinates up to which a square is worth its while
_TURN_BITS, _DEAREST = 32, (1 << 31) - 1
_EMPTY = (1 << 63) - 1


class Squares(NamedTuple):
    """A map cut into squares, row by row. `order`: the postings, those of square i from `begins[i]` to `begins[i + 1]`,
    behind the last square those on no map. `corner`: x and y where the map begins, `side`: of a square.
    """

    order: t.Wide
    begins: t.Wide
    columns: int
    rows: int
    corner: t.Reals
    side: float


class _Asking(NamedTuple):
    """For whom postings are looked for, the row of the place of last time (`before`), which of equally cheap ones is
    the `first`, and how many open ones are `enough`.
    """

    who: int
    before: int
    first: int
    enough: int


def squares_of(tables: Tables) -> Squares:
    """Cut the map of the postings into squares."""
    spots = tables.there[: tables.knobs[t.HOME]]
    is_known = np.nan_to_num(np.abs(spots), nan=np.inf).max(axis=1, initial=0) < _ON_THE_MAP
    known = spots[is_known] if is_known.any() else np.zeros((1, 2))
    corner, end = known.min(axis=0), known.max(axis=0)
    along = max(1, math.isqrt(len(known) // _IN_A_SQUARE))
    side = float((end - corner).max()) / along or 1.0
    at = np.minimum((np.where(is_known[:, None], spots, corner) - corner) / side, along - 1).astype(np.int64)
    columns, rows = (at.max(axis=0, initial=0) + 1).tolist()
    square = np.where(is_known, at[:, 1] * columns + at[:, 0], columns * rows)
    order = np.argsort(square, kind="stable")
    begins = np.searchsorted(square[order], np.arange(columns * rows + 2))
    return Squares(order, begins, columns, rows, corner, side)


@compiled
def find_near(
    tables: Tables, squares: Squares, near: t.Narrow, span: tuple[int, int, int], keys: t.Wide, dice: t.Dice
) -> None:
    """Fill `near`: for the officials of `span` (from, to) the cheapest of `enough` open postings round their home.

    `near` P×K is −1 where there are fewer; home stands last for reserves. Among equally cheap postings chance decides
    with which the row begins, the others follow in turn. Where somebody was last time, or is locked, is always looked
    at. `keys` holds K numbers while one row is made.
    """
    begin, end, enough = span
    home, width = tables.knobs[t.HOME], near.shape[1]
    for who in range(begin, end):
        first = (roll(dice) * max(1, home)) >> 31
        for i in range(width):
            keys[i] = _EMPTY
        _look(tables, squares, keys, _Asking(who, tables.person[who, t.BEFORE], first, enough))
        for i in range(width):
            place = (keys[i] & ((1 << _TURN_BITS) - 1)) + first
            near[who, i] = t.NONE if keys[i] == _EMPTY else place if place < home else place - home
        if tables.person[who, t.RESERVE]:
            near[who, width - 1] = home


@compiled
def _look(tables: Tables, squares: Squares, keys: t.Wide, asking: _Asking) -> None:
    """Look at the postings that may be near: those that an official is tied to, or those round a home and on no map."""
    home, lock = tables.knobs[t.HOME], tables.person[asking.who, t.LOCK_POSTING]
    if lock != t.NONE and tables.knobs[t.P_LOCK]:
        _offer(tables, keys, asking, lock)
        return
    if 0 <= asking.before < home:
        _offer(tables, keys, asking, asking.before)
    has_way = tables.knobs[t.P_TRAVEL] and not math.isnan(tables.homes[asking.who, 0])
    if has_way:
        _look_round(tables, squares, keys, asking)
    _look_at(tables, squares, keys, asking, (squares.begins[squares.columns * squares.rows] if has_way else 0, home))


@compiled
def _look_round(tables: Tables, squares: Squares, keys: t.Wide, asking: _Asking) -> None:
    """Look ring after ring into the squares round a home."""
    x = (tables.homes[asking.who, 0] - squares.corner[0]) / squares.side
    y = (tables.homes[asking.who, 1] - squares.corner[1]) / squares.side
    column, row = int(min(max(x, 0.0), squares.columns - 1)), int(min(max(y, 0.0), squares.rows - 1))
    found = 0
    for ring in range(max(squares.columns, squares.rows)):
        for down in range(max(row - ring, 0), min(row + ring + 1, squares.rows)):
            is_edge = down == row - ring or down == row + ring
            for right in range(column - ring, column + ring + 1, 1 if is_edge else 2 * ring):
                if 0 <= right < squares.columns:
                    square = down * squares.columns + right
                    span = squares.begins[square], squares.begins[square + 1]
                    found += _look_at(tables, squares, keys, asking, span)
        if found >= asking.enough:
            return


@compiled
def _look_at(tables: Tables, squares: Squares, keys: t.Wide, asking: _Asking, span: tuple[int, int]) -> int:
    """Look at postings (from, to) in turn, until enough are open; return how many are."""
    begin, size = span[0], span[1] - span[0]
    first = begin + (asking.first * size) // max(1, squares.order.shape[0])
    found = 0
    for i in range(size):
        place = squares.order[first + i if first + i < span[1] else first + i - size]
        if place != asking.before:
            found += _offer(tables, keys, asking, place)
        if found >= asking.enough:
            break
    return found


@compiled
def _offer(tables: Tables, keys: t.Wide, asking: _Asking, place: int) -> int:
    """Keep a posting if it is open and among the cheapest; return 1 if it is open."""
    worth, turn = alone(tables, asking.who, place), place - asking.first
    if worth >= t.FAULT:
        return 0
    key = min(worth, _DEAREST) << _TURN_BITS | (turn if turn >= 0 else turn + tables.knobs[t.HOME])
    at = keys.shape[0] - 1
    if key < keys[at]:
        while at > 0 and keys[at - 1] > key:
            keys[at] = keys[at - 1]
            at -= 1
        keys[at] = key
    return 1
