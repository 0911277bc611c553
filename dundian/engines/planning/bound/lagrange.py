"""From what the cheapest group of every posting costs to what no plan can cost less than.

Everyone placed once is a condition that is paid for instead of demanded: at shadow prices u a plan costs at least

    Σ u(official) + Σ over postings of the least [cost of a group − Σ u of its people]
                  + Σ over who may stay at home of min(0, their cost there − u)

because a legal plan pays exactly that for its own groups. Where the organiser uses only some postings, the cheapest
choice of so many, one an enterprise, takes the place of the sum. Nothing that couples groups is lost but that
everyone goes to one of them: who must stay together comes to a group together or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dundian.engines.planning.bound.groups import Roster
from dundian.engines.planning.rules import rule_book
from dundian.engines.planning.search import tables as t


class Choice:
    """Adds up what postings contribute, all of them or the cheapest choice."""

    def __init__(self, roster: Roster) -> None:
        problem = roster.problem
        self.has_all = problem.open_count is None
        self.wanted = problem.open_count if rule_book(problem).has("open") else None
        self.enterprises = roster.tables.place[: roster.places, t.ENTERPRISE].tolist()

    def least(self, values: Sequence[float]) -> tuple[float, list[int]]:
        """Return the least sum and the postings in it; infinite where no choice is possible."""
        if self.has_all:
            return sum(values), list(range(len(values)))
        turn = sorted(range(len(values)), key=values.__getitem__)
        if self.wanted is None:
            chosen = [place for place in turn if values[place] < 0]
        else:
            chosen = self._one_an_enterprise(turn)[: self.wanted]
            if len(chosen) < self.wanted:
                return np.inf, chosen
        return sum(values[place] for place in chosen), chosen

    def _one_an_enterprise(self, turn: Sequence[int]) -> list[int]:
        first = {self.enterprises[place]: place for place in reversed(turn)}
        return [place for place in turn if first[self.enterprises[place]] == place]


def unplaced(roster: Roster, shadows: t.Reals) -> float:
    """Return what the shadow prices are worth in all, less what who may stay at home saves by it."""
    return float(shadows.sum() + np.minimum(0, roster.at_home - shadows).sum())


def ceiling(roster: Roster) -> int:
    """Return more than any legal plan costs; a bound beyond it proves that there is none."""
    tables, people = roster.tables, roster.people
    own = np.where(tables.alone < t.FAULT, tables.alone, 0).max(axis=1, initial=0).sum()
    knobs, weights = tables.knobs, roster.problem.weights
    pairs = (knobs[t.P_UNIT] + knobs[t.P_MATES]) * people * (people - 1) // 2
    wishes = sum(
        people + sum(most for _, most in (*(target.ages or ()), *(target.seniorities or ()), (0, target.women or 0)))
        for target in (each.target for each in roster.problem.postings)
    )
    return int(own + pairs + (weights.sex + 4 * weights.age + 3 * weights.seniority) * wishes) + 1
