"""What the workbooks that dundian hands out have in common: text stays text, and no cell is ever a formula."""

import io

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

HEAD_FILL = PatternFill("solid", fgColor="E8EEF4")
BOLD = Font(bold=True)
ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)), None)


def write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write text as text: no formula, no number, no date is made of it (=, +, -, @ stay what they are)."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 – these sheets have no merged cells
    cell.value = text.translate(ILLEGAL)[:32_000]
    cell.data_type = "s"
    cell.number_format = "@"
    if text[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        cell.quotePrefix = True
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def write_head(sheet: Worksheet, heads: list[str]) -> None:
    """Write the row of heads, bold on grey, frozen, with columns wide enough to read."""
    for column, head in enumerate(heads, 1):
        cell = write(sheet, 1, column, head)
        cell.fill, cell.font = HEAD_FILL, BOLD
        sheet.column_dimensions[get_column_letter(column)].width = max(10, min(28, 2 * len(head) + 6))
    sheet.freeze_panes = "A2"


def saved(book: Workbook) -> bytes:
    """Return the workbook as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
