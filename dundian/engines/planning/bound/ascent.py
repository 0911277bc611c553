"""Raise the shadow prices step by step (subgradient): who was placed nowhere is worth more, who twice, less."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dundian.engines.planning.bound.groups import Column, Roster
from dundian.engines.planning.bound.lagrange import Choice, unplaced
from dundian.engines.planning.search import tables as t

_BOLD, _BOLDEST, _SHY = 1.0, 1.5, 0.03
_BOLD_AGAIN, _ENOUGH = 0.5, 0.001
_GUESS, _GUESS_SHARE = 10.0, 0.05
_PATIENCE, _CAUTION, _COURAGE = 6, 0.75, 1.05


class Ascent:
    """Where the shadow prices stand, and how far the next step goes. `best` is at `best_shadows`."""

    def __init__(self, roster: Roster, shadows: t.Reals, goal: float) -> None:
        self.roster, self.choice, self.goal = roster, Choice(roster), goal
        self.shadows = self.best_shadows = np.minimum(shadows, roster.at_home)
        self.best, self.reached, self.boldness, self.failures = -np.inf, -np.inf, _BOLD, 0

    @property
    def is_spent(self) -> bool:
        """Say whether steps have become too small to matter."""
        return self.boldness < _SHY

    def again(self) -> bool:
        """Begin again with bold steps from the best shadow prices; say whether the last time gained enough for that."""
        gained, self.reached = self.best - self.reached, self.best
        if not gained > _ENOUGH * abs(self.best):
            return False
        self.shadows, self.boldness, self.failures = self.best_shadows, _BOLD_AGAIN, 0
        return True

    def step(self, groups: Sequence[Column | None], values: Sequence[float] | None = None) -> None:
        """Take in the cheapest group of each posting (`values`: what they contribute) and move on."""
        worth = [np.inf if each is None else each.reduced(self.shadows) for each in groups]
        total, chosen = self.choice.least(worth if values is None else values)
        total += unplaced(self.roster, self.shadows)
        if not np.isfinite(total):
            self.boldness = 0.0  # a posting for which no group was found: steps lead nowhere
            return
        self._judge(total)
        placed = (self.roster.at_home <= self.shadows).astype(np.float64)
        for place in chosen:
            group = groups[place]
            if group is not None:
                placed[list(group.people)] += 1
        amiss = 1 - placed
        length = self.boldness * max(self._goal() - total, 1.0) / max(1.0, float((amiss**2).sum()))
        self.shadows = np.minimum(self.shadows + length * amiss, self.roster.at_home)

    def _goal(self) -> float:
        """Return what the sum may become at most, or a guess above the best where no plan is known."""
        return self.goal if np.isfinite(self.goal) else self.best + max(_GUESS, _GUESS_SHARE * abs(self.best))

    def _judge(self, total: float) -> None:
        if total > self.best + 0.01:
            self.best, self.best_shadows, self.failures = total, self.shadows, 0
            self.boldness = min(_BOLDEST, self.boldness * _COURAGE)
        else:
            self.failures += 1
            if self.failures >= _PATIENCE:
                self.boldness, self.failures = self.boldness * _CAUTION, 0
