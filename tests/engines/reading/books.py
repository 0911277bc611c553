"""Workbooks as offices send them, written for the tests: rows in, bytes out. All people and firms are invented."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import xlwt
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dundian.engines.reading.fields.context import Context
from dundian.engines.reading.readings import TableReading
from dundian.engines.reading.tables import read_table

Rows = Sequence[Sequence[Any]]

CONTEXT = Context.of(
    {
        "year": 2021,
        "today": "2021-05-06",
        "phases": [
            {"no": 1, "start": "2021-05-10", "end": "2021-05-14"},
            {"no": 2, "start": "2021-05-17", "end": "2021-05-21"},
            {"no": 3, "start": "2021-05-24", "end": "2021-05-28"},
        ],
    }
)


def fill(sheet: Worksheet, rows: Rows, *, merge: Iterable[str] = (), hide: Iterable[int] = ()) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None and value != "":
                sheet.cell(number, column, value)
    for region in merge:
        sheet.merge_cells(region)
    for number in hide:
        sheet.row_dimensions[number].hidden = True


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsx(rows: Rows, *, merge: Iterable[str] = (), hide: Iterable[int] = (), title: str = "Sheet1") -> bytes:
    book = Workbook()
    book.active.title = title
    fill(book.active, rows, merge=merge, hide=hide)
    return saved(book)


def xls(rows: Rows, *, hide: Iterable[int] = (), merge: Iterable[tuple[int, int, int, int]] = ()) -> bytes:
    """merge: (top, bottom, left, right), 0-based; the first cell's value is written there."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    covered = {
        (r, c) for top, bottom, left, right in merge for r in range(top, bottom + 1) for c in range(left, right + 1)
    }
    for top, bottom, left, right in merge:
        sheet.write_merge(top, bottom, left, right, rows[top][left])
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value not in (None, "") and (number, column) not in covered:
                sheet.write(number, column, value)
    for number in hide:
        sheet.row(number - 1).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def table(rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def repacked(data: bytes, changes: dict[str, Any]) -> bytes:
    """Return a package with parts changed by functions of their text (None: a new part's bytes)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            change = changes.get(name)
            new.writestr(name, change(content.decode()) if change else content)
    return stream.getvalue()


def read(data: bytes, kind: str = "roster", *, filename: str = "名单.xlsx", **others: Any) -> TableReading:
    return read_table(data, filename=filename, kind=kind, context=CONTEXT, **others)


def column_of(reading: TableReading, key: str) -> list[Any]:
    return [row.values[key] for row in reading.rows]


def places(reading: TableReading) -> list[tuple[int | None, str | None]]:
    return [(fault.row, fault.column) for fault in reading.errors]


def id_number(seventeen: str) -> str:
    from dundian.engines.reading.fields.identity import check_of_id

    return seventeen + check_of_id(seventeen)
