"""The heads of a table: below titles, one to three rows high, merged or not, perhaps met again further down."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ..fields.words import squeezed
from ..workbook.cells import Cell, Sheet, column_letters
from .field import EXACT, Field, Match
from .labels import is_about_others, is_dependent, is_neutral, variants

ADDED = "要改的地方"  # the column that comes back with faulty rows
SERIALS = {ADDED, "序号", "编号", "序", "no", "号", "排序", "id", "行号", "顺序号", "序列", "次序"}
NUMBERS = {"人数", "数量", "个数", "需求人数"}
TALLEST = 4
WIDEST_GROUP = 0.7  # a head over more of the columns than this is the table's title
LONGEST_GROUP = 16
LONGEST_LABEL = 60


class Head(NamedTuple):
    """One understood column: its place, its field, its head as written, how sure the match is."""

    column: int
    key: str
    label: str
    match: Match


@dataclass(frozen=True)
class Header:
    """The rows of one header and what its columns are; `first_column` … `last_column` is its block."""

    top: int
    bottom: int
    heads: dict[str, Head]
    ignored: dict[int, str]
    first_column: int
    last_column: int

    @property
    def score(self) -> int:
        """Return how many fields are known, the sure ones double."""
        return sum(2 if head.match.rank == EXACT else 1 for head in self.heads.values())

    def holds(self, column: int) -> bool:
        """Whether a column belongs to this block."""
        return self.first_column <= column <= self.last_column


def find_headers(
    sheet: Sheet, fields: Sequence[Field], *, anchors: Sequence[str], until: int | None = None
) -> list[Header]:
    """Return the headers of a sheet from top to bottom, as far as the row `until`.

    `anchors` are keys of which each table needs one.
    """
    found: list[Header] = []
    known = [field for field in fields if field.key in anchors]
    is_anchor = lru_cache(maxsize=4096)(lambda label: any(field.match_known(label) for field in known))
    for row in sheet.rows:
        if until is not None and row > until:
            break
        if found and row <= found[-1].bottom:
            continue
        columns = _anchor_columns(sheet, row, is_anchor)
        if not columns:
            continue
        top = _top(sheet, row, is_first=not found)
        blocks = [_header(sheet, range(top, row + 1), fields, block) for block in _blocks(sheet, row, columns)]
        found += [header for header in blocks if _is_header(header, anchors, is_first=not found)]
    return found


def _is_header(header: Header, anchors: Sequence[str], *, is_first: bool) -> bool:
    sure = [head for head in header.heads.values() if head.match.rank == EXACT]
    has_anchor = any(head.key in anchors for head in header.heads.values())
    return has_anchor and len(header.heads) >= 2 and len(sure) >= (1 if is_first else 2)


def _anchor_columns(sheet: Sheet, row: int, is_anchor: Callable[[str], bool]) -> list[int]:
    columns = []
    for column in sheet.columns:
        cell = sheet.at(row, column)
        if cell is None or not isinstance(cell.value, str) or len(cell.shown) > LONGEST_LABEL:
            continue
        if is_anchor(cell.shown):
            columns.append(column)
    return columns


def _blocks(sheet: Sheet, row: int, anchors: list[int]) -> list[tuple[int, int, int]]:
    """Return (anchor, first, last) of each table side by side: the same heads again to the right."""
    last = sheet.columns[-1]
    labels = {column: squeezed(cell.shown) for column in sheet.columns if (cell := sheet.at(row, column))}
    twins = [column for column in anchors if labels[column] == labels[anchors[0]]]
    if len(twins) < 2:
        return [(anchors[0], sheet.columns[0], last)]
    shift = twins[1] - twins[0]
    first = min(labels)
    same = all(labels.get(column) == labels.get(column + shift) for column in range(first, first + shift))
    if not same:
        return [(anchors[0], sheet.columns[0], last)]
    return [(column, first + index * shift, first + (index + 1) * shift - 1) for index, column in enumerate(twins)]


def _header(sheet: Sheet, upper: range, fields: Sequence[Field], block: tuple[int, int, int]) -> Header:
    """Return the header of one block; `upper` are its rows down to the one with the anchor head."""
    anchor, first, last = block
    columns = [column for column in sheet.columns if first <= column <= last]
    rows = range(upper[0], _bottom(sheet, upper[-1], anchor, columns) + 1)
    heads: dict[str, Head] = {}
    labels: dict[int, str] = {}
    for column in columns:
        groups, own = _stack(sheet, rows, column, columns)
        if own.startswith("其中") and not groups and labels:
            groups = [label for label in labels.values() if not label.startswith("其中")][-1:]
        labels[column] = "/".join([*groups[-1:], own]) if groups and is_dependent(own) else own
        for match in _beside(fields, labels.get(column - 1, ""), own) or _matches(fields, groups, own):
            head = Head(column, match.key, labels[column], match)
            rival = heads.get(match.key)
            if rival is None or _weight(sheet, head) < _weight(sheet, rival):
                heads[match.key] = head
    heads = _one_each(sheet, heads)
    used = {head.column for head in heads.values()}
    ignored = {
        column: label or f"{column_letters(column)} 列"
        for column, label in labels.items()
        if column not in used and not SERIALS & set(variants(label))
    }
    return Header(rows[0], rows[-1], heads, ignored, first, last)


def _weight(sheet: Sheet, head: Head) -> tuple[int, bool, int, int]:
    return head.match.rank, head.column in sheet.hidden_columns, head.match.order, head.column


def _one_each(sheet: Sheet, heads: dict[str, Head]) -> dict[str, Head]:
    """Return at most one field for a column: the one that its head fits best."""
    best: dict[int, Head] = {}
    for head in heads.values():
        rival = best.get(head.column)
        if rival is None or _weight(sheet, head) < _weight(sheet, rival):
            best[head.column] = head
    return {head.key: head for _, head in sorted(best.items())}


def _matches(fields: Sequence[Field], groups: list[str], own: str) -> list[Match]:
    """Return the fields that a head may be, seen together with the heads above it."""
    told = [group for group in groups if not is_neutral(group)]
    if told and (is_dependent(own) or own.startswith("其中")):
        joined = _fitting(fields, told[-1] + own)
        if joined or is_about_others(told[-1]):
            keys = {match.key for match in joined}
            alone = [match for match in _fitting(fields, own) if match.rank == EXACT and match.key in keys]
            return alone or joined
    if told and (together := [match for match in _fitting(fields, told[-1] + own) if match.rank == EXACT]):
        return together
    return _fitting(fields, own) if own else []


def _beside(fields: Sequence[Field], left: str, own: str) -> list[Match]:
    """Return what a bare 人数 counts by the head to its left: 岗位 | 人数 are the posts and their numbers."""
    if not left or not NUMBERS & set(variants(own)):
        return []
    return [match for match in _fitting(fields, left + own) if match.rank == EXACT]


def _fitting(fields: Sequence[Field], label: str) -> list[Match]:
    if not label or len(label) > LONGEST_LABEL or SERIALS & set(variants(label)):
        return []
    found = [match for field in fields if (match := field.match(label))]
    best = min((match.rank for match in found), default=0)
    return [match for match in found if match.rank == best]


def _stack(sheet: Sheet, rows: range, column: int, columns: list[int]) -> tuple[list[str], str]:
    """Return the heads above one another in a column: (groups, own)."""
    labels: list[str] = []
    for row in rows:
        label = _label(sheet, row, column)
        if not label and row < rows[-1]:
            label = _label_to_the_left(sheet, row, column, columns)
        if label and label not in labels[-1:]:
            labels.append(label)
    own = _label(sheet, rows[-1], column)
    if not own:  # nothing in the lowest row: the head is the one right above, not a group's
        direct = [label for row in rows if (label := _label(sheet, row, column))]
        return [], direct[-1] if direct else ""
    return [label for label in labels if label != own], own


def _label(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.covering(row, column)
    return "".join(cell.shown.splitlines()).strip() if cell else ""


def _label_to_the_left(sheet: Sheet, row: int, column: int, columns: list[int]) -> str:
    """Return the group that an unmerged blank belongs to: 床位 | (blank) above 男 | 女."""
    for left in reversed([other for other in columns if other < column]):
        if sheet.covering(row, left):
            return "" if sheet.region(row, left) else _label(sheet, row, left)
    return ""


def _top(sheet: Sheet, row: int, *, is_first: bool) -> int:
    """Return the first row of a header: the one above the anchor's where that names groups of columns."""
    above = {column: cell for column in sheet.columns if (cell := sheet.at(row - 1, column))}
    below = [column for column in sheet.columns if sheet.covering(row, column)]
    is_title = len(above) == 1 and (next(iter(above)) == sheet.columns[0] or _covers(sheet, row - 1, above, below))
    if not above or is_title or not all(_is_group_name(cell) for cell in above.values()):
        return row
    is_merged = any(_is_wide(sheet, row - 1, column) for column in above)
    has_gaps = is_first and len(above) < len(below) and not set(above) - set(below)
    return row - 1 if is_merged or has_gaps else row


def _is_group_name(cell: Cell) -> bool:
    return (
        isinstance(cell.value, str) and len(cell.shown) <= LONGEST_GROUP and not re.search(r"[:：，。\d]", cell.shown)
    )


def _covers(sheet: Sheet, row: int, above: dict[int, Cell], below: list[int]) -> bool:
    region = sheet.region(row, next(iter(above)))
    covered = [column for column in below if region and region.left <= column <= region.right]
    return len(covered) > WIDEST_GROUP * len(below)


def _bottom(sheet: Sheet, row: int, anchor: int, columns: list[int]) -> int:
    """Return the last row of the header whose anchor head (姓名) stands in `row`."""
    region = sheet.region(row, anchor)
    if region and region.bottom > row:
        return min(region.bottom, row + TALLEST - 1)
    below = {column: cell for column in columns if (cell := sheet.at(row + 1, column))}
    if not below or anchor in below:
        return row
    is_under_group = all(
        _is_wide(sheet, row, column) or _is_open(sheet, row, column, columns) or is_dependent(cell.shown)
        for column, cell in below.items()
    )
    is_short = all(isinstance(cell.value, str) and len(cell.shown) <= 12 for cell in below.values())
    tells = any(is_dependent(cell.shown) or "期" in cell.shown or "班" in cell.shown for cell in below.values())
    return row + 1 if is_under_group and is_short and tells else row


def _is_open(sheet: Sheet, row: int, column: int, columns: list[int]) -> bool:
    """Whether a head may speak for the columns to its right: it is blank itself, or the next one is."""
    right = [other for other in columns if other > column]
    return not sheet.at(row, column) or (bool(right) and not sheet.at(row, right[0]))


def _is_wide(sheet: Sheet, row: int, column: int) -> bool:
    region = sheet.region(row, column)
    return region is not None and region.right > region.left
