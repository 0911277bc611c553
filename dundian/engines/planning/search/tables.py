"""What the search works on: arrays of integers, and what their columns mean.

Every rule about a group is a function of a few *counters*: how many people are there, how many women, how many who
can lead. Each official adds one to some of them. So what a group is worth is a sum of table entries, and what a
change costs is the difference of a few of them. The counters are

    0 people · 1 women · 2 men · 3 leaders · 4–6 the three roles · 7 speakers of the posting's dialect ·
    8–11 the age bands · 12–14 the seniority bands

and what no counter shows (pairs of a unit or of last time's mates, rooms, three roles held by three people, people to
be kept apart) has fields of its own.

A *worth* is one integer: violations of hard rules × `FAULT` + cost. A group of the wrong size counts one violation for
every person missing or too many, so that the search feels its way; a plan is legal in this count exactly when it is
legal for the evaluator, and a legal plan costs exactly the same.

The last row of places is home: nobody's group, without counters, where only the officials' own worth counts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Wide = NDArray[np.int64]
Narrow = NDArray[np.int32]
Tiny = NDArray[np.int8] | NDArray[np.int16]
Dice = NDArray[np.uint64]
Inside = NDArray[np.uint8]
Reals = NDArray[np.float64]

FAULT_BITS = 32
FAULT = 1 << FAULT_BITS
NONE = -1  # no topic, no unit, no lock …
UNKNOWN = -2  # nobody said where this official was before
WORD = 62  # truths in one integer

PEOPLE, WOMEN, MEN, LEADERS, ROLES, SPEAKERS, AGES, SENIORITIES = 0, 1, 2, 3, 4, 7, 8, 12
COUNTERS = 15

# Columns of an official's row: what every move looks at comes first, in one cache line. *_FROM and *_TO point into
# `lists`: whom or what it is about. Behind them stand the phases and the dialects, a bit each.
COUNTED, UNIT, LAST_GROUP, IS_BOUND, BLOCK_FROM, BLOCK_TO, APART_FROM, APART_TO = range(8)
HARDSHIP, TOPIC, LAST_ENTERPRISE, LOCK_POSTING, LOCK_PHASE, NIGHT_OK, HEAVY_OK, RESERVE = range(8, 16)
BEFORE, BARRED_FROM, BARRED_TO = range(16, 19)
PERSON_COLUMNS = 19

# Columns of a place's row. PHASE_WORD and PHASE_BIT say where officials' rows tell whether they can go, DIALECT_* the
# same of the dialect.
PHASE, PHASE_WORD, PHASE_BIT, DIALECT_WORD, DIALECT_BIT, ENTERPRISE, ITS_TOPIC, HARDNESS = range(8)
IS_NIGHT, IS_HEAVY, LEAST, MOST, SEATS, IS_USED = range(8, 14)
PLACE_COLUMNS = 14

# `knobs`: what one unit of each rule costs (0 where the rule is off), which rarer things a problem has, and sizes.
P_PLACED, P_PHASE, P_BARRED, P_NIGHT, P_HEAVY, P_LOCK, P_APART, P_DISTINCT = range(8)
P_TRAVEL, P_TOPIC, P_HARDSHIP, P_REPEAT, P_CHANGE, P_UNIT, P_MATES = range(8, 15)
S_OPEN, S_ROOMS, S_DISTINCT, S_APART, S_BLOCKS, S_MATRIX = range(15, 21)
ENTRIES, MATES_FROM, HOME = range(21, 24)
KNOBS = 24


class Tables(NamedTuple):
    """What a search only reads: P officials, G postings and home, N people on a counter at most.

    `person` P×(19 + words), `place` (G+1)×14, `counted` (G+1)×15·N: counter by counter what 0, 1, 2 … people
    on it are worth, `alone` P×(G+1) (0×0 where it would be too large): an official's
    own worth at a place, `rooms` (G+1)×N×N (1×1×1 without rooms): worths by women and men, `lists`: what rows point
    into, `homes` P×2 and `there` (G+1)×2 on one map, `travel`: scale and cap, `knobs` 24.
    """

    person: Wide
    place: Wide
    counted: Wide
    alone: Wide
    rooms: Wide
    lists: Wide
    homes: Reals
    there: Reals
    travel: Reals
    knobs: Wide


class State(NamedTuple):
    """A plan while it changes. `where` P places, `slot` P seats there, `members` (G+1)×seats: who sits, `crowd`
    (G+1)×(15 + units + groups of last time): how many of each, `drawn`: room for those who make way for a block,
    `dice` 1: the state of the random numbers. Rows are wide integers throughout: a kernel is compiled for one kind.
    """

    where: Wide
    slot: Wide
    members: Wide
    crowd: Tiny
    drawn: Wide
    dice: Dice


class Zone(NamedTuple):
    """The part of a plan that one thread works on: `crew`, who is in it, and `has` (G+1): 1 for places in it."""

    crew: Wide
    has: Inside
