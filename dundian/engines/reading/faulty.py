"""The rows that need a person's eye, back as a workbook: the cells red, the reasons beside them."""

from collections import defaultdict

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from .headers.finding import ADDED
from .paper import saved, write, write_head
from .readings import TableReading
from .twins import Fault

RED_FILL = PatternFill("solid", fgColor="FBE3E0")
RED = Font(color="A3261B")
WHOLE_FILE = "整份表"


def faulty_workbook(reading: TableReading) -> bytes:
    """Return an .xlsx with the faulty rows only, as they were written, ready to be mended and read again.

    One sheet for each sheet they came from; each faulty cell is red and carries its reason and the proposed
    fix as a note, which the last column repeats. What concerns the whole file stands on a sheet of its own.
    """
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    for name in dict.fromkeys(sheet for sheet, _ in reading.faulty_rows):
        _rows_of(book.create_sheet(_title(name or "要改的行")), reading, name)
    general = [fault for fault in reading.errors if fault.row is None]
    if general or not book.worksheets:
        sheet = book.create_sheet(WHOLE_FILE)
        for row, text in enumerate([fault.message for fault in general] or ["没有要改的行。"], 1):
            write(sheet, row, 1, text)
    return saved(book)


def _title(name: str) -> str:
    kept = "".join("_" if character in "[]:*?/\\" else character for character in name)
    return kept.strip("'")[:31] or "要改的行"


def _rows_of(sheet: Worksheet, reading: TableReading, name: str | None) -> None:
    rows = [row for place, row in reading.faulty_rows if place == name]
    heads = list(dict.fromkeys(head for row in rows for head in reading.written.get((name, row), {})))
    faults: dict[int, list[Fault]] = defaultdict(list)
    for fault in reading.errors:
        if fault.sheet == name and fault.row is not None:
            faults[fault.row].append(fault)
    write_head(sheet, [*heads, ADDED])
    for number, row in enumerate(rows, 2):
        written = reading.written.get((name, row), {})
        for column, head in enumerate(heads, 1):
            write(sheet, number, column, written.get(head, ""))
        for fault in faults[row]:
            if fault.column in heads:
                _mark(sheet, number, heads.index(fault.column) + 1, fault)
        reasons = [f"原第 {row} 行 {fault.column or ''}：{_reason(fault)}" for fault in faults[row]]
        write(sheet, number, len(heads) + 1, "\n".join(reasons)).font = RED


def _mark(sheet: Worksheet, row: int, column: int, fault: Fault) -> None:
    cell = sheet.cell(row, column)
    cell.fill, cell.font = RED_FILL, RED
    cell.comment = Comment(_reason(fault), "dundian", height=90, width=260)


def _reason(fault: Fault) -> str:
    said = fault.message if fault.message.endswith(("？", "。")) else f"{fault.message}。"
    return f"{said}改成“{fault.fix}”？" if fault.fix else said
