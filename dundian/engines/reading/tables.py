"""An office's list → rows that are right, and errors that name sheet, row, column, value and a fix."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from .fields.context import Context
from .fields.words import squeezed
from .headers.field import SIMILAR
from .headers.finding import Head, Header, find_headers
from .headers.labels import variants
from .kinds.enterprises import ENTERPRISES
from .kinds.record import Kind, Record
from .kinds.roster import ROSTER
from .kinds.townships import TOWNSHIPS
from .mending import Mended, Place, mend
from .readings import ReadRow, TableReading, Understood, refused, summed_up
from .rows import Segment, Skipped, segments
from .segment_reader import SegmentReader, settled
from .twins import Fault, drop_twins
from .workbook.cells import CannotOpen, Cell, Sheet
from .workbook.opening import open_workbook

KINDS = {kind.code: kind for kind in (ROSTER, ENTERPRISES, TOWNSHIPS)}
MOST_ROWS = 20_000
MOST_COLUMNS = 500
AS_WRITTEN = Mended()


def read_table(
    data: bytes,
    *,
    filename: str,
    kind: str,
    context: Context,
    columns: Mapping[str, str | None] | None = None,
    mended: Mended = AS_WRITTEN,
) -> TableReading:
    """Read a roster, a list of enterprises or of township unions from the bytes of an office workbook.

    kind: roster | enterprises | townships. columns: heads as written → field key, None to leave a column
    out; what a person has settled overrides what would be guessed. mended: cells he wrote over, rows he left out.
    Never raises for what is in the file: a file that is no such list comes back with status `refused` and one sentence.
    A cell with an error is None in its row; what is not None was not guessed.
    """
    asked = KINDS[kind]
    try:
        sheets = open_workbook(data, filename=filename)
    except CannotOpen as refusal:
        return refused(filename, kind, str(refusal) or CannotOpen.__doc__ or "")
    found = [(sheet, _headers(sheet, asked)) for sheet in sheets if not sheet.is_hidden]
    taken = [(mend(sheet, headers, mended), headers) for sheet, headers in found if headers]
    if not taken:
        return refused(filename, kind, _why_no_header(asked, sheets))
    if sum(len(sheet.rows) for sheet, _ in taken) > MOST_ROWS:
        return refused(filename, kind, f"这份表有 {MOST_ROWS} 多行，太大了；一次只导一份名单。")
    gathered = _Gathered(mended.skipped)
    for sheet, headers in taken:
        for segment in segments(sheet, headers):
            reader = SegmentReader(sheet, segment, asked, context)
            gathered.add(sheet, segment, reader, settled(segment, asked, columns or {}))
    return _summed(asked, gathered, sheets, filename=filename)


def _headers(sheet: Sheet, asked: Kind) -> list[Header]:
    """Return the headers of this kind, none where the sheet is better understood as another kind."""
    if len(sheet.columns) > MOST_COLUMNS:
        return []
    headers = find_headers(sheet, asked.fields, anchors=asked.anchors)
    if not headers or _is_form(sheet, headers[0], asked):
        return []
    if asked.looks and _look_right(sheet, headers[0], asked):
        return headers
    others = (_score(sheet, other, until=headers[0].bottom) for other in KINDS.values() if other is not asked)
    return headers if headers[0].score >= max(others) else []


def _below(sheet: Sheet, header: Header, asked: Kind) -> list[Cell]:
    """Return the cells under the head that every table of the kind has."""
    column = next(header.heads[key].column for key in asked.anchors if key in header.heads)
    return [cell for row in sheet.rows if row > header.bottom and (cell := sheet.at(row, column))]


def _is_form(sheet: Sheet, header: Header, asked: Kind) -> bool:
    """Whether heads stand under the head (姓名 | 某某 above 性别 | 男): a form for one, not a list."""
    known = {label for one in asked.fields for label in one.labels}
    below = _below(sheet, header, asked)
    told = [cell for cell in below if not re.search("[A-Za-z0-9]", squeezed(cell.shown))]  # A镇 is a township, not 镇
    heads = [cell for cell in told if known & set(variants(cell.shown))]
    own = {squeezed(head.label) for head in header.heads.values()}
    return 2 * len([cell for cell in heads if squeezed(cell.shown) not in own]) > len(below)


def _look_right(sheet: Sheet, header: Header, asked: Kind) -> bool:
    cells = _below(sheet, header, asked)
    fitting = [cell for cell in cells if re.search(asked.looks, cell.shown)]
    return 2 * len(fitting) > len(cells)


def _score(sheet: Sheet, kind: Kind, *, until: int) -> int:
    headers = find_headers(sheet, kind.fields, anchors=kind.anchors, until=until)
    return headers[0].score if headers else 0


def _why_no_header(asked: Kind, sheets: list[Sheet]) -> str:
    if any(_headers(sheet, asked) for sheet in sheets if sheet.is_hidden):
        return f"{asked.title}在隐藏的工作表里，没有读；在 Excel 里取消隐藏再导入。"
    for other in KINDS.values():
        if other is not asked and any(_headers(sheet, other) for sheet in sheets):
            return f"这像是{other.title}，不是{asked.title}；换一个文件，或者换一种导入。"
    found = [(sheet, header) for sheet in sheets for header in find_headers(sheet, asked.fields, anchors=asked.anchors)]
    if any(_is_form(sheet, header, asked) for sheet, header in found):
        return f"这是一张登记表，不是{asked.title}：名单里要有一行列名，下面一行写一{asked.counter}。"
    heads = "、".join(list(dict.fromkeys(field.title for field in asked.fields))[:4])
    return f"没认出表头：{asked.title}里要有一行写着{heads}这样的列名。"


@dataclass
class _Gathered:
    """What the segments of all sheets said, in their order."""

    unwanted: Set[Place]
    records: list[Record] = field(default_factory=list)
    understood: list[Understood] = field(default_factory=list)
    skipped: list[tuple[Sheet, Sequence[Skipped]]] = field(default_factory=list)
    ignored: dict[str, None] = field(default_factory=dict)
    hidden: dict[str, None] = field(default_factory=dict)

    def add(self, sheet: Sheet, segment: Segment, reader: SegmentReader, heads: dict[str, Head]) -> None:
        """Read one segment and keep what it said."""
        self.records += [r for r in reader.read(heads) if (r.sheet, r.row) not in self.unwanted]
        used = reader.heads.values()
        self.understood += [Understood(sheet.name, h.label, h.key, is_guess=h.match.rank == SIMILAR) for h in used]
        self.ignored |= dict.fromkeys(reader.ignored())
        self.hidden |= dict.fromkeys(head.label for head in used if head.column in sheet.hidden_columns)
        self.skipped.append((sheet, segment.skipped))


def _summed(asked: Kind, found: _Gathered, sheets: list[Sheet], *, filename: str) -> TableReading:
    """Return the reading: twins dropped, doubts as faults in the order of the file."""
    taken = {sheet.name for sheet, _ in found.skipped}
    kept, twins = drop_twins(found.records, asked, several_sheets=len(taken) > 1)
    doubts = [fault for record in found.records for fault in _faults(record)]
    faults = sorted([*_missing(asked, found.records), *doubts, *twins], key=_place(sheets))
    unread = [sheet for sheet in sheets if sheet.cells and sheet.name not in taken]
    message = summed_up(
        asked, len(kept), faults, skipped=found.skipped, unread=unread, hidden_labels=tuple(found.hidden)
    )
    if not found.records and not found.unwanted:
        return refused(filename, asked.code, message)
    return TableReading(
        file=filename,
        kind=asked.code,
        status="errors" if faults else "ok",
        rows=tuple(ReadRow(r.sheet, r.row, {key: r.get(key) for key in asked.keys}, r.written) for r in kept),
        errors=tuple(faults),
        ignored_columns=tuple(found.ignored),
        message=message,
        columns=tuple(dict.fromkeys(found.understood)),
        written={(record.sheet, record.row): record.written for record in found.records},
    )


def _faults(record: Record) -> list[Fault]:
    """Return the doubts of a row in the order of its columns."""
    order = {key: index for index, key in enumerate(record.labels)}
    doubts = sorted(record.doubts.items(), key=lambda item: order.get(item[0], -1))
    return [Fault(record.sheet, record.row, record.labels.get(key), d.message, d.fix) for key, d in doubts]


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
