"""What the planning issue asks for, by size, and how far a run came: every target is printed as met or not."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from planning.table import Row, ratio

OURS, CLERK, FLOW, WHOLE = "ours", "clerk with a list", "minimum-cost flow", "CP-SAT whole model"
TIMEFOLD = {"default": "Timefold default", "tuned": "Timefold tuned by us"}

Rows = Mapping[str, Row]
Bounds = Sequence[int | None]  # by instance: what no plan costs less than


@dataclass(frozen=True)
class Target:
    """One figure to reach. `measure` is None where this run cannot say."""

    name: str
    most: float
    unit: str
    measure: Callable[[Rows, Bounds], float | None]

    def verdict(self, rows: Rows, bounds: Bounds) -> str:
        """Say what was measured, and whether it is enough."""
        found = self.measure(rows, bounds)
        if found is None:
            return f"  {self.name}: not measured (target ≤ {self.most:g}{self.unit})"
        word = "met" if found <= self.most + 1e-9 else "NOT MET"
        return f"  {self.name}: {found:.3g}{self.unit}, target ≤ {self.most:g}{self.unit}: {word}"


def _broken(rows: Rows, _: Bounds) -> float:
    return max(run.hard for run in rows[OURS].all)


def _share_of(peer: str) -> Callable[[Rows, Bounds], float | None]:
    return lambda rows, _: ratio(rows[OURS], rows[peer]) if peer in rows else None


def _gap(rows: Rows, bounds: Bounds) -> float | None:
    """Return the median over instances of how far our median is above the bound."""
    ours = rows[OURS]
    if not all(bounds):
        return None
    return 100 * statistics.median(ours.cost(i) / bound - 1 for i, bound in enumerate(bounds) if bound)


def _spread(rows: Rows, _: Bounds) -> float:
    """Return how far the worst seed is above the best, in the worst instance."""
    return 100 * max(max(r.cost for r in runs) / min(r.cost for r in runs) - 1 for runs in rows[OURS].runs)


def _first_legal(rows: Rows, _: Bounds) -> float | None:
    found = [run.legal_after for run in rows[OURS].all]
    return statistics.median(each for each in found if each is not None) if None not in found else None


def _memory(rows: Rows, _: Bounds) -> float | None:
    return max((run.memory for run in rows[OURS].all if run.memory), default=None)


_LEGAL = Target("hard rules broken", 0, "", _broken)
TARGETS: Mapping[int, tuple[Target, ...]] = {
    108: (
        _LEGAL,
        Target("above the bound", 2, " %", _gap),
        Target("worst seed above the best", 1, " %", _spread),
        Target("of Timefold default", 0.97, "", _share_of(TIMEFOLD["default"])),
    ),
    1_000: (
        _LEGAL,
        Target("of Timefold default", 0.55, "", _share_of(TIMEFOLD["default"])),
        Target("of Timefold tuned", 0.9, "", _share_of(TIMEFOLD["tuned"])),
        Target("of the clerk", 0.42, "", _share_of(CLERK)),
        Target("above the bound", 8, " %", _gap),
        Target("first legal plan", 0.1, " s", _first_legal),
    ),
    10_000: (
        _LEGAL,
        Target("of the clerk", 0.30, "", _share_of(CLERK)),
        Target("first legal plan", 1, " s", _first_legal),
    ),
    60_000: (
        _LEGAL,
        Target("first legal plan", 10, " s", _first_legal),
        Target("memory at its peak", 512, " MB", _memory),
    ),
}
