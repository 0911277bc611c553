"""The records under one header, read column by column, then finished row by row."""

from collections.abc import Mapping
from typing import Any

from .blanks import shown_in
from .fields.context import Column, Context, Doubt
from .fields.words import squeezed
from .headers.field import EXACT, PART, SIMILAR, Match
from .headers.finding import Head
from .kinds.record import Kind, Record, continue_in
from .rows import Segment
from .workbook.cells import Cell, Sheet

FIT = 0.8  # share of a column's cells that must be readable before a misspelt head is believed


def settled(segment: Segment, asked: Kind, columns: Mapping[str, str | None]) -> dict[str, Head]:
    """Return the columns as a person settled them, where one did."""
    heads = {key: head for key, head in segment.header.heads.items() if columns.get(head.label, key) == key}
    known = {field.key for field in asked.fields}
    labels = {head.column: head.label for head in segment.header.heads.values()} | segment.header.ignored
    for column, label in labels.items():
        key = columns.get(label)
        if key in known:
            heads[key] = Head(column, key, label, Match(key, EXACT, 0))
    return heads


class SegmentReader:
    """Reads the records under one header, column by column, then row by row."""

    def __init__(self, sheet: Sheet, segment: Segment, asked: Kind, context: Context) -> None:
        self.sheet = sheet
        self.segment = segment
        self.rows = frozenset(segment.records)
        self.asked = asked
        self.context = context
        self.heads: dict[str, Head] = {}
        told = {row for row, what in segment.skipped if what in ("标题", "说明")}
        columns = sheet.columns if told else []
        cells = (sheet.at(row, column) for row in sorted(told) for column in columns)
        self.asides = [squeezed(cell.shown) for cell in cells if cell]

    def ignored(self) -> list[str]:
        """Return the heads of columns that hold something and were not understood."""
        used = {head.column for head in self.heads.values()}
        header = self.segment.header
        labels = {head.column: head.label for head in header.heads.values()} | header.ignored
        filled = {c for c in self.sheet.columns if any(self.sheet.at(row, c) for row in self.segment.records)}
        named = set(header.ignored.values()) - {None}
        return [
            label
            for column, label in sorted(labels.items())
            if column not in used and (column in filled or (label in named and not label.endswith(" 列")))
        ]

    def read(self, heads: dict[str, Head]) -> list[Record]:
        """Return the records by these columns; `self.heads` then holds the columns that proved right."""
        records = {
            row: Record(self.sheet.name, row, {key: head.label for key, head in heads.items()})
            for row in self.segment.records
        }
        for key, head in heads.items():
            self._read_column(key, head, records, outer=heads.get(self.asked.field_of(key).within))
        for row, record in records.items():
            self._keep_ignored(row, record)
            self.asked.finish(record, self.context)
            first = records.get(self._first_row(row))
            if first is not None and first is not record:
                continue_in(first, record)
        return [record for row, record in records.items() if self._first_row(row) == row]

    def _first_row(self, row: int) -> int:
        """Return the first of the rows over which a record's name is merged."""
        head = next((self.heads[key] for key in self.asked.anchors if key in self.heads), None)
        region = self.sheet.region(row, head.column) if head else None
        return region.top if region and region.top in self.rows else row

    def _keep_ignored(self, row: int, record: Record) -> None:
        for column, label in self.segment.header.ignored.items():
            cell = self.sheet.at(row, column)
            if cell:
                record.written.setdefault(label, cell.shown)

    def _read_column(self, key: str, head: Head, records: dict[int, Record], *, outer: Head | None) -> None:
        field = self.asked.field_of(key)
        shown = shown_in(self.sheet, self.segment, head, field, outer=outer)
        column = Column(
            label=head.label,
            cells=tuple(place.cell for place in shown.values() if place.cell),
            context=self.context,
            is_plain_text=self.sheet.name is None,
            starts_1904=self.sheet.starts_1904,
            asides=tuple(aside for aside in self.asides if field.title in aside),
        )
        said: dict[int, Any] = {}
        doubts: dict[int, Doubt] = {}
        for row, place in shown.items():
            try:
                said[row] = _value(place.cell, place.doubt, field.read, column)
            except Doubt as doubt:
                doubts[row] = doubt
        unread = sum(not doubt.is_lost for doubt in doubts.values())
        is_misjudged = _is_misjudged(head, cells=len(column.cells), doubts=unread)
        if not is_misjudged:
            self.heads[key] = head
        for row, record in records.items():
            cell = shown[row].cell or self.sheet.at(row, head.column)
            record.written[head.label] = cell.shown if cell else ""
            if is_misjudged:
                del record.labels[key]
                continue
            record.values[key] = said.get(row)
            if row in doubts:
                record.doubt(key, doubts[row])


def _is_misjudged(head: Head, *, cells: int, doubts: int) -> bool:
    """Whether a column's cells belie its head: a misspelt one that hardly reads, a longer one that never does."""
    if head.match.rank == SIMILAR:
        return doubts > (1 - FIT) * max(1, cells)
    return head.match.rank == PART and cells > 1 and doubts >= cells


def _value(cell: Cell | None, doubt: Doubt | None, read: Any, column: Column) -> Any:
    if doubt:
        raise doubt
    if cell is None:
        return None
    if cell.is_lost or (
        isinstance(cell.value, str) and cell.value.startswith("#") and cell.value.endswith(("!", "?", "#N/A"))
    ):
        raise Doubt(f"“{cell.shown}”是公式出错留下的，原来的内容已经丢了，要重填", is_lost=True)
    return read(cell, column)
