"""The groups a plan is made of, as columns: one posting and the people who go there together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dundian.engines.planning.problem import Problem
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.pack import Packed, pack
from dundian.engines.planning.search.tables import State
from dundian.engines.planning.search.worth import group_worth, sit_down, with_matrix

Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Column:
    """One legal group: the row of its posting, the rows of its people in order, and all that it costs."""

    place: int
    people: tuple[int, ...]
    cost: int

    def reduced(self, shadows: t.Reals) -> float:
        """Return its cost less what its people are worth."""
        return float(self.cost - shadows[list(self.people)].sum())


class Roster:
    """A problem as arrays, with who may go where. Rows of people and places are those of the packed problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.packed: Packed = pack(problem)
        self.tables = with_matrix(self.packed.tables)
        self.people = len(self.packed.people)
        self.places = len(self.packed.places) - 1
        self.is_open = self._open()

    def _open(self) -> Truths:
        """Say for each official and posting whether they may go, and all of their block."""
        is_open = self.tables.alone[:, : self.places] < t.FAULT
        for block in self.blocks:
            is_open[block] = is_open[block].all(axis=0)
        return is_open

    @cached_property
    def blocks(self) -> list[list[int]]:
        """The rows of those who must stay together, block by block."""
        person, lists = self.tables.person, self.tables.lists
        bound = person[person[:, t.IS_BOUND] == 1]
        spans = {(int(row[t.BLOCK_FROM]), int(row[t.BLOCK_TO])) for row in bound}
        return [lists[begin:end].tolist() for begin, end in sorted(spans)]

    @cached_property
    def at_home(self) -> t.Reals:
        """What each official costs at home; infinite for who may not stay there."""
        home = self.tables.alone[:, self.places]
        return np.where(home < t.FAULT, home, np.inf)

    def empty(self) -> State:
        """Return a state in which nobody sits anywhere."""
        return self.packed.empty()

    def columns(self, where: t.Wide) -> list[Column]:
        """Return the legal groups of a plan, given by the row of everybody's place."""
        found = []
        for place in range(self.places):
            people = np.nonzero(where == place)[0]
            if self._is_group(place, people):
                worth = self.worth(place, people.tolist())
                found += [Column(place, tuple(people.tolist()), worth)] if worth < t.FAULT else []
        return found

    def worth(self, place: int, people: Sequence[int]) -> int:
        """Return what these people are worth as the group of a posting, their own worth there among it."""
        state = self.empty()
        for who in people:
            sit_down(self.tables, state, who, place)
        return int(group_worth(self.tables, state, place) + self.tables.alone[list(people), place].sum())

    def _is_group(self, place: int, people: t.Wide) -> bool:
        is_used = len(people) > 0 or self.problem.open_count is None
        has_seats = len(people) <= self.packed.seats
        return bool(
            is_used and has_seats and self.is_open[people, place].all() and self._is_whole(set(people.tolist()))
        )

    def _is_whole(self, people: set[int]) -> bool:
        return all(len(people.intersection(block)) in (0, len(block)) for block in self.blocks)
