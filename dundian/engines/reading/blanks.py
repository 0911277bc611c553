"""What a blank cell stands for: a merged cell above, a group's unit written once, 同上, or nothing."""

from dataclasses import dataclass
from itertools import pairwise

from .fields.context import Doubt
from .fields.words import is_nothing, squeezed
from .headers.field import Field
from .headers.finding import Head
from .rows import HIDDEN, SUM, Segment
from .workbook.cells import Cell, Sheet

DITTO = {"同上", "〃", "″", '"', "''", "”", "“", "々", "同前"}
SHARE_OF_BLANKS = 0.3
SHARE_WHERE_GROUPS_RETURN = 0.5


@dataclass(frozen=True)
class Shown:
    """What a cell stands for; `doubt` where that is only likely."""

    cell: Cell | None
    doubt: Doubt | None = None


def shown_in(
    sheet: Sheet, segment: Segment, head: Head, field: Field, *, outer: Head | None = None
) -> dict[int, Shown]:
    """Return what each record's cell in a column stands for, by row.

    Blank rows between records do not end a group, totals make it doubtful, other rows end it; a hidden row may
    begin one. outer: the column within which this one is written, as a township is within its county.
    """
    own = {row: _own(sheet, segment, row, head.column, field) for row in segment.records}
    is_grouped = field.fills and _is_grouped(list(own.values()))
    groups = _groups(sheet, segment, outer)
    shown: dict[int, Shown] = {}
    above: Cell | None = None
    is_sure = is_grouped
    for row in sorted({*own, *segment.between}):
        what = segment.between.get(row)
        if row not in own and what not in (HIDDEN, SUM):
            above = None
            continue
        written = own[row] if row in own else None if what == SUM else _own(sheet, segment, row, head.column, field)
        if row in groups:
            above = None
        is_sure = is_grouped and what != SUM and (is_sure or written is not None)
        cell = written
        if cell is not None and squeezed(cell.shown) in DITTO:
            cell = above if field.spans else None
        if row in own:
            fills = written is None and field.fills and above is not None
            shown[row] = _guessed(field, above, is_sure=is_sure) if fills and above else Shown(cell)
        above = cell or above
    return shown


def _groups(sheet: Sheet, segment: Segment, outer: Head | None) -> set[int]:
    """Return the rows with which a new group of the outer column begins."""
    begins: set[int] = set()
    last = ""
    for row in sorted({*segment.records, *segment.between}) if outer else []:
        cell = sheet.at(row, outer.column) if outer else None
        if cell and segment.between.get(row, HIDDEN) == HIDDEN:
            begins |= {row} if last and _text(cell) != last and _text(cell) not in DITTO else set()
            last = _text(cell)
    return begins


def _own(sheet: Sheet, segment: Segment, row: int, column: int, field: Field) -> Cell | None:
    cell = sheet.at(row, column)
    if cell is None and field.spans:
        region = sheet.region(row, column)
        if region and region.top > segment.header.bottom and region.left == column:
            cell = sheet.at(region.top, column)
    return None if cell is None or (is_nothing(cell.shown) and not cell.is_lost) else cell


def _is_grouped(cells: list[Cell | None]) -> bool:
    """Whether a column writes each value once, in the first row of its group."""
    written = [squeezed(cell.shown) for cell in cells if cell]
    blanks = len(cells) - len(written)
    is_once = len(set(written)) == len(written)
    in_turn = all(one is None or other is None or _text(one) != _text(other) for one, other in pairwise(cells))
    needed = SHARE_OF_BLANKS if is_once else SHARE_WHERE_GROUPS_RETURN
    return bool(cells) and cells[0] is not None and in_turn and blanks >= needed * len(cells)


def _text(cell: Cell) -> str:
    return squeezed(cell.shown)


def _guessed(field: Field, above: Cell, *, is_sure: bool) -> Shown:
    if is_sure:
        return Shown(above)
    return Shown(None, Doubt(f"没有写{field.title}，和上一行一样吗？", fix=above.shown))
