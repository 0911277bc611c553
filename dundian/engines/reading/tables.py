"""An office's list → rows that are right, and errors that name sheet, row, column, value and a fix."""

from collections.abc import Mapping, Sequence
from typing import Any

from .blanks import shown_in
from .fields.context import Column, Context, Doubt
from .headers.field import SIMILAR
from .headers.finding import Head, Header, find_headers
from .kinds.enterprises import ENTERPRISES
from .kinds.record import Kind, Record
from .kinds.roster import ROSTER
from .kinds.townships import TOWNSHIPS
from .readings import ReadRow, TableReading, Understood, refused, summed_up
from .rows import Segment, Skipped, segments
from .twins import Fault, drop_twins
from .workbook.cells import CannotOpen, Cell, Sheet
from .workbook.opening import open_workbook

KINDS = {kind.code: kind for kind in (ROSTER, ENTERPRISES, TOWNSHIPS)}
FIT = 0.8  # share of a column's cells that must be readable before a misspelt head is believed


def read_table(
    data: bytes,
    *,
    filename: str,
    kind: str,
    context: Context,
    columns: Mapping[str, str | None] | None = None,
) -> TableReading:
    """Read a roster, a list of enterprises or of township unions from the bytes of an office workbook.

    kind: roster | enterprises | townships. columns: heads as written → field key, None to leave a column
    out; what a person has settled overrides what would be guessed. Never raises for what is in the file:
    a file that is no such list comes back with status `refused` and one sentence.
    A cell with an error is None in its row; what is not None was not guessed.
    """
    asked = KINDS[kind]
    try:
        sheets = open_workbook(data, filename=filename)
    except CannotOpen as refusal:
        return refused(filename, kind, str(refusal) or CannotOpen.__doc__ or "")
    found = [(sheet, _headers(sheet, asked)) for sheet in sheets if not sheet.is_hidden]
    taken = [(sheet, headers) for sheet, headers in found if headers]
    if not taken:
        return refused(filename, kind, _why_no_header(asked, sheets))
    return _read(asked, taken, filename=filename, context=context, columns=columns or {}, sheets=sheets)


def _headers(sheet: Sheet, asked: Kind) -> list[Header]:
    """Return the headers of this kind, none where the sheet is better understood as another kind."""
    headers = find_headers(sheet, asked.fields, anchors=asked.anchors)
    if not headers:
        return []
    others = (_score(sheet, other) for other in KINDS.values() if other is not asked)
    return headers if headers[0].score >= max(others) else []


def _score(sheet: Sheet, kind: Kind) -> int:
    headers = find_headers(sheet, kind.fields, anchors=kind.anchors)
    return headers[0].score if headers else 0


def _why_no_header(asked: Kind, sheets: list[Sheet]) -> str:
    if any(_headers(sheet, asked) for sheet in sheets if sheet.is_hidden):
        return f"{asked.title}在隐藏的工作表里，没有读；在 Excel 里取消隐藏再导入。"
    for other in KINDS.values():
        if other is not asked and any(_headers(sheet, other) for sheet in sheets):
            return f"这像是{other.title}，不是{asked.title}；换一个文件，或者换一种导入。"
    heads = "、".join(field.title for field in asked.fields[:4])
    return f"没认出表头：{asked.title}里要有一行写着{heads}这样的列名。"


def _read(
    asked: Kind,
    taken: list[tuple[Sheet, list[Header]]],
    *,
    filename: str,
    context: Context,
    columns: Mapping[str, str | None],
    sheets: list[Sheet],
) -> TableReading:
    records: list[Record] = []
    faults: list[Fault] = []
    understood: list[Understood] = []
    skipped: list[tuple[Sheet, Sequence[Skipped]]] = []
    ignored: dict[str, None] = {}
    for sheet, headers in taken:
        for segment in segments(sheet, headers):
            heads = _settled(segment, asked, columns)
            reader = _SegmentReader(sheet, segment, asked, context)
            read = reader.read(heads)
            records += read
            understood += [
                Understood(sheet.name, h.label, h.key, is_guess=h.match.rank == SIMILAR) for h in reader.heads.values()
            ]
            ignored |= dict.fromkeys(reader.ignored())
            skipped.append((sheet, segment.skipped))
    kept, twins = drop_twins(records, asked, several_sheets=len(taken) > 1)
    faults += _missing(asked, records)
    for record in records:
        faults += [
            Fault(record.sheet, record.row, record.labels.get(key), doubt.message, doubt.fix)
            for key, doubt in sorted(record.doubts.items(), key=_by_column(record))
        ]
    faults += twins
    rows = tuple(
        ReadRow(record.sheet, record.row, {key: record.get(key) for key in asked.keys}, record.written)
        for record in kept
    )
    originals = {(record.sheet, record.row): record.written for record in records}
    unread = [sheet for sheet in sheets if sheet.cells and sheet not in [one for one, _ in taken]]
    return TableReading(
        file=filename,
        kind=asked.code,
        status="errors" if faults else "ok",
        rows=rows,
        errors=tuple(sorted(faults, key=_place(sheets))),
        ignored_columns=tuple(ignored),
        message=summed_up(asked, len(rows), faults, skipped=skipped, unread=unread),
        columns=tuple(dict.fromkeys(understood)),
        written=originals,
    )


def _by_column(record: Record) -> Any:
    order = {key: index for index, key in enumerate(record.labels)}
    return lambda item: order.get(item[0], -1)


def _place(sheets: list[Sheet]) -> Any:
    order = {sheet.name: index for index, sheet in enumerate(sheets)}
    return lambda fault: (fault.row is not None, order.get(fault.sheet, -1), fault.row or 0)


def _missing(asked: Kind, records: list[Record]) -> list[Fault]:
    """Return one fault for the whole file where a needed column is nowhere and nothing else told its value."""
    faults = []
    for key in asked.needed:
        lacking = [r for r in records if r.has_identity and key not in r.labels and r.get(key) is None]
        if lacking:
            title = asked.field_of(key).title
            sheet = lacking[0].sheet
            message = f"没有“{title}”这一列，{len(lacking)} {asked.counter}的{title}空着；补上这一列再导入"
            faults.append(Fault(sheet, None, title, message, None))
    return faults


def _settled(segment: Segment, asked: Kind, columns: Mapping[str, str | None]) -> dict[str, Head]:
    """Return the columns as a person settled them, where one did."""
    heads = {key: head for key, head in segment.header.heads.items() if columns.get(head.label, key) == key}
    known = {field.key for field in asked.fields}
    labels = {head.column: head.label for head in segment.header.heads.values()} | segment.header.ignored
    for column, label in labels.items():
        key = columns.get(label)
        if key in known:
            match = next(iter(segment.header.heads.values())).match._replace(key=key, rank=0)
            heads[key] = Head(column, key, label, match)
    return heads


class _SegmentReader:
    """Reads the records under one header, column by column, then row by row."""

    def __init__(self, sheet: Sheet, segment: Segment, asked: Kind, context: Context) -> None:
        self.sheet = sheet
        self.segment = segment
        self.asked = asked
        self.context = context
        self.heads: dict[str, Head] = {}

    def ignored(self) -> list[str]:
        """Return the heads of columns that hold something and were not understood."""
        used = {head.column for head in self.heads.values()}
        header = self.segment.header
        labels = {head.column: head.label for head in header.heads.values()} | header.ignored
        filled = {column for row, column in self.sheet.cells if row in self.segment.records}
        named = set(header.ignored.values()) - {None}
        return [
            label
            for column, label in sorted(labels.items())
            if column not in used and (column in filled or (label in named and not label.endswith(" 列")))
        ]

    def read(self, heads: dict[str, Head]) -> list[Record]:
        records = {
            row: Record(self.sheet.name, row, {key: head.label for key, head in heads.items()})
            for row in self.segment.records
        }
        for key, head in heads.items():
            self._read_column(key, head, records)
        for row, record in records.items():
            self._keep_ignored(row, record)
            self.asked.finish(record, self.context)
        return list(records.values())

    def _keep_ignored(self, row: int, record: Record) -> None:
        for column, label in self.segment.header.ignored.items():
            cell = self.sheet.at(row, column)
            if cell:
                record.written.setdefault(label, cell.shown)

    def _read_column(self, key: str, head: Head, records: dict[int, Record]) -> None:
        field = self.asked.field_of(key)
        shown = shown_in(self.sheet, self.segment, head, field)
        column = Column(
            label=head.label,
            cells=tuple(place.cell for place in shown.values() if place.cell),
            context=self.context,
            is_plain_text=self.sheet.name is None,
            starts_1904=self.sheet.starts_1904,
        )
        said: dict[int, Any] = {}
        doubts: dict[int, Doubt] = {}
        for row, place in shown.items():
            try:
                said[row] = _value(place.cell, place.doubt, field.read, column)
            except Doubt as doubt:
                doubts[row] = doubt
        if head.match.rank == SIMILAR and len(doubts) > (1 - FIT) * max(1, len(column.cells)):
            for record in records.values():
                del record.labels[key]
            return
        self.heads[key] = head
        for row, record in records.items():
            cell = shown[row].cell or self.sheet.at(row, head.column)
            record.written[head.label] = cell.shown if cell else ""
            record.values[key] = said.get(row)
            if row in doubts:
                record.doubt(key, doubts[row])


def _value(cell: Cell | None, doubt: Doubt | None, read: Any, column: Column) -> Any:
    if doubt:
        raise doubt
    if cell is None:
        return None
    if cell.is_lost or (
        isinstance(cell.value, str) and cell.value.startswith("#") and cell.value.endswith(("!", "?", "#N/A"))
    ):
        raise Doubt(f"“{cell.shown}”是公式出错留下的，原来的内容已经丢了，要重填")
    return read(cell, column)
