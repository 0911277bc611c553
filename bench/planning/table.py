"""The table of one size: a planner a row, ours first, medians of its runs."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planning.runs import Run

_HEAD = ("planner", "legal", "cost", "lowest–highest", "first legal", "memory", "ours/its")
_WIDTHS = (-30, 6, 9, 16, 12, 9, 9)


@dataclass(frozen=True)
class Row:
    """Every run of one planner, on one instance after the other; `note` says why there are none."""

    planner: str
    runs: Sequence[Sequence[Run]]
    note: str = ""

    @property
    def all(self) -> list[Run]:
        return [run for runs in self.runs for run in runs]

    @property
    def is_whole(self) -> bool:
        """Say whether every run placed everybody; else its cost means nothing."""
        return bool(self.all) and not any(run.unplaced for run in self.all)

    def cost(self, instance: int) -> float:
        """Return the median of one instance."""
        return statistics.median(run.cost for run in self.runs[instance])


def ratio(ours: Row, other: Row) -> float | None:
    """Return what ours cost of the other's, the median over instances; None where the other has no whole plan."""
    if not (ours.is_whole and other.is_whole):
        return None
    return statistics.median(ours.cost(i) / other.cost(i) for i in range(len(ours.runs)))


def print_table(rows: Sequence[Row]) -> None:
    """Print the rows, the first of them ours."""
    print(_line(_HEAD))
    for row in rows:
        print(_line(_cells(row, rows[0])) if row.runs else f"{row.planner:30} {row.note}", flush=True)


def _cells(row: Row, ours: Row) -> tuple[str, ...]:
    runs, share = row.all, None if row is ours else ratio(ours, row)
    costs, unplaced = [run.cost for run in runs], max(run.unplaced for run in runs)
    legal = sum(not run.hard for run in runs)
    broken = statistics.median(run.hard for run in runs)
    remark = (
        f"{unplaced:,} people without a posting" if unplaced else "" if legal == len(runs) else f"breaks {broken:,.0f}"
    )
    return (
        row.planner,
        f"{legal}/{len(runs)}",
        f"{statistics.median(costs):,.0f}" if row.is_whole else "–",
        f"{min(costs):,}–{max(costs):,}" if row.is_whole and len(runs) > 1 else "",
        _median((run.legal_after for run in runs), ".2f", "s"),
        _median((run.memory for run in runs), ".0f", "MB"),
        "" if share is None else f"{share:.2f}",
        remark,
    )


def _median(found: Iterable[float | None], shape: str, unit: str) -> str:
    known = [each for each in found if each is not None]
    return f"{statistics.median(known):{shape}} {unit}" if known else ""


def _line(cells: Sequence[str]) -> str:
    made = [f"{cell:<{-w}}" if w < 0 else f"{cell:>{w}}" for cell, w in zip(cells, _WIDTHS, strict=False)]
    return "  ".join([*made, *cells[len(_WIDTHS) :]]).rstrip()
