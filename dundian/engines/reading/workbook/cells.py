"""What every kind of workbook is turned into: sheets that hold only the cells with something in them."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import NamedTuple

Value = str | int | float | bool | datetime | date | time

BLANK = "".join(map(chr, (*range(0x21), 0x7F, 0x85, 0xA0, 0x00AD, 0x3000, 0x2060, 0xFEFF)))
BLANK += "".join(map(chr, (*range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x2066, 0x206A))))  # marks of WeChat
MOST_REGIONS = 20_000
EXACT = 10**15  # a workbook's number holds 15 decimal digits; beyond them digits are lost


class CannotOpen(Exception):
    """这份文件打不开。"""


@dataclass(frozen=True)
class Cell:
    """One cell: its stored value, its number format, and whether its true value was lost before it came here."""

    value: Value
    number_format: str = "General"
    is_lost: bool = False  # a formula without result, or an error value such as #REF!

    @property
    def is_number(self) -> bool:
        """Whether the workbook stores a number (not a date, not a truth value)."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)

    @cached_property  # asked ten times for every cell of a large list
    def shown(self) -> str:
        """Return the text that a person reads in this cell, trimmed of blanks."""
        match self.value:
            case str(text):
                return text.strip(BLANK)
            case bool(truth):
                return "TRUE" if truth else "FALSE"
            case int() | float():
                return _number(self.value, self.number_format)
            case datetime() as moment:
                return _moment(moment)
            case _:
                return self.value.isoformat()


def _number(value: float, number_format: str) -> str:
    if isinstance(value, int) or value.is_integer():
        digits = str(int(value)) if abs(value) < EXACT else f"{value:.5E}"
        zeros = number_format.partition(";")[0]
        return digits.zfill(len(zeros)) if zeros and not zeros.strip("0") else digits
    whole, point, decimals = number_format.partition(";")[0].partition(".")
    if point and whole in {"0", "#"} and decimals and not decimals.strip("0"):
        return f"{value:.{len(decimals)}f}"
    return repr(value)


def _moment(moment: datetime) -> str:
    is_day = not (moment.hour or moment.minute or moment.second)
    return moment.date().isoformat() if is_day else moment.isoformat(" ", "minutes")


class Region(NamedTuple):
    """A merged rectangle, 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies in this rectangle."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True)
class Sheet:
    """The non-blank cells of one sheet by (row, column), 1-based as Excel shows them (in CSV: record number)."""

    name: str | None
    cells: dict[tuple[int, int], Cell]
    merged: tuple[Region, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    starts_1904: bool = False
    _regions: dict[tuple[int, int], Region] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        rows, columns = self.rows, self.columns
        for region in self.merged[:MOST_REGIONS]:
            for row in rows[bisect_left(rows, region.top) : bisect_right(rows, region.bottom)]:
                for column in columns[bisect_left(columns, region.left) : bisect_right(columns, region.right)]:
                    self._regions[row, column] = region

    @cached_property
    def rows(self) -> list[int]:
        """Return the numbers of the rows that hold something, ascending."""
        return sorted({row for row, _ in self.cells})

    @cached_property
    def columns(self) -> list[int]:
        """Return the numbers of the columns that hold something, ascending."""
        return sorted({column for _, column in self.cells})

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell's own content, None when it is blank."""
        return self.cells.get((row, column))

    def region(self, row: int, column: int) -> Region | None:
        """Return the merged rectangle around a cell, if there is one."""
        return self._regions.get((row, column))

    def covering(self, row: int, column: int) -> Cell | None:
        """Return what Excel shows at this place: the cell, or the first cell of the rectangle it is merged into."""
        region = self.region(row, column)
        return self.at(row, column) or (self.at(region.top, region.left) if region else None)


def column_letters(column: int) -> str:
    """Return the letters Excel shows above a column: 1 → A, 28 → AB."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
