"""What a person wrote over single cells, and which rows he left out, before a list is read again."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from .headers.finding import Header
from .workbook.cells import Cell, Sheet

Place = tuple[str | None, int]


@dataclass(frozen=True)
class Mended:
    """`cells`: (sheet, row, head as written) → text, "" empties the cell; `skipped`: rows that are not wanted."""

    cells: Mapping[tuple[str | None, int, str], str] = field(default_factory=dict)
    skipped: Set[Place] = frozenset()


def mend(sheet: Sheet, headers: Sequence[Header], mended: Mended) -> Sheet:
    """Return the sheet with the mended cells in place of what was written; a place it has not counts for nothing."""
    cells, rows = dict(sheet.cells), set(sheet.rows)
    for (name, row, label), text in mended.cells.items():
        header = _above(headers, row) if name == sheet.name and row in rows else None
        column = _column(header, label) if header else None
        if column is None:
            continue
        cells.pop((row, column), None)
        if text:
            cells[row, column] = Cell(text)
    return replace(sheet, cells=cells, _regions={}) if cells != sheet.cells else sheet


def _above(headers: Sequence[Header], row: int) -> Header | None:
    above = [header for header in headers if header.bottom < row]
    return max(above, key=lambda header: header.bottom, default=None)


def _column(header: Header, label: str) -> int | None:
    known = {head.label: head.column for head in header.heads.values()}
    return known.get(label) or next((column for column, own in header.ignored.items() if own == label), None)
