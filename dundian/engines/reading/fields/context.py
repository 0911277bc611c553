"""What a cell is read with: the programme's year and phases, the column's head and its other cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from ..workbook.cells import Cell


class BadContext(Exception):
    """背景文件（--context）看不懂。"""


class Doubt(Exception):
    """这一格要人看一眼。"""

    def __init__(self, message: str, *, fix: str | None = None, is_lost: bool = False) -> None:
        self.message = " ".join(message.split())
        super().__init__(self.message)
        self.fix = fix
        self.is_lost = is_lost  # what stood here was right once: the column is what its head says


class Phase(NamedTuple):
    """One phase of the programme."""

    no: int
    start: date
    end: date


@dataclass(frozen=True)
class Context:
    """The programme a list is read for."""

    year: int
    today: date
    phases: tuple[Phase, ...]

    @property
    def span(self) -> tuple[date, date] | None:
        """Return the first and last day of the programme, None while it has no phases."""
        if not self.phases:
            return None
        return min(phase.start for phase in self.phases), max(phase.end for phase in self.phases)

    @classmethod
    def of(cls, written: object) -> "Context":
        """Return the context of {"year", "today", "phases": [{"no", "start", "end"}]}; raise BadContext."""
        if not isinstance(written, Mapping):
            raise BadContext("背景文件（--context）里要有 year、today、phases 三项。")
        try:
            phases = tuple(_phase(phase) for phase in written.get("phases") or [])
            today = date.fromisoformat(str(written["today"]))
            year = int(written.get("year") or today.year)
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise BadContext("背景文件（--context）里的 year、today 或 phases 写法不对。") from fault
        numbers = [phase.no for phase in phases]
        if len(set(numbers)) < len(numbers) or any(phase.end < phase.start for phase in phases):
            raise BadContext("背景文件（--context）里有两期同号，或者一期的结束早于开始。")
        return cls(year, today, phases)


def _phase(written: Mapping[str, Any]) -> Phase:
    return Phase(int(written["no"]), date.fromisoformat(str(written["start"])), date.fromisoformat(str(written["end"])))


@dataclass(frozen=True)
class Column:
    """The column a cell stands in: its head as written and all its cells (what others wrote settles doubts)."""

    label: str
    cells: tuple[Cell, ...]
    context: Context
    is_plain_text: bool = False  # from CSV: numbers and dates arrive as text, already shortened
    starts_1904: bool = False
    asides: tuple[str, ...] = ()  # titles and notes round the table that name this column

    @cached_property
    def shown(self) -> frozenset[str]:
        """Return what the cells of the column show, each text once."""
        return frozenset(cell.shown for cell in self.cells)

    @cached_property
    def texts(self) -> frozenset[str]:
        """Return what the cells that hold text show, each text once."""
        return frozenset(cell.shown for cell in self.cells if isinstance(cell.value, str))
