"""The old binary workbook (.xls), by xlrd: the only reader that tells hidden rows."""

import io
from datetime import datetime

import xlrd

from .cells import EXACT, CannotOpen, Cell, Region, Sheet


def read(data: bytes) -> list[Sheet]:
    """Return the sheets of a BIFF workbook; raise CannotOpen for a password or a broken file."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return [_sheet(book, sheet) for sheet in book.sheets()]
    except CannotOpen:
        raise
    except Exception as fault:  # xlrd lets struct, index, assertion and decoding errors through
        if "encrypted" in str(fault).lower() or "password" in str(fault).lower():
            raise CannotOpen("这份文件设了打开密码，去掉密码另存一份再导入。") from fault
        raise CannotOpen("这份 .xls 文件坏了，没法打开；在 Excel 里重新存一份再导入。") from fault


def _sheet(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet) -> Sheet:
    cells = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = _cell(book, sheet, row, column)
            if cell:
                cells[row + 1, column + 1] = cell
    return Sheet(
        name=sheet.name,
        cells=cells,
        merged=tuple(Region(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0),
        hidden_columns=frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden),
        is_hidden=sheet.visibility != 0,
        starts_1904=book.datemode == 1,
    )


def _cell(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> Cell | None:
    value, ctype = sheet.cell_value(row, column), sheet.cell_type(row, column)
    if ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or value == "":
        return None
    number_format = _number_format(book, sheet, row, column)
    match ctype:
        case xlrd.XL_CELL_ERROR:
            return Cell(xlrd.error_text_from_code.get(value, "#ERR"), is_lost=True)
        case xlrd.XL_CELL_BOOLEAN:
            return Cell(bool(value))
        case xlrd.XL_CELL_DATE:
            return Cell(_moment(value, book.datemode) or value, number_format)
        case xlrd.XL_CELL_NUMBER:
            return Cell(int(value) if value.is_integer() and abs(value) < EXACT else value, number_format)
        case _:
            cell = Cell(str(value))
            return cell if cell.shown else None


def _moment(serial: float, datemode: int) -> datetime | None:
    try:
        moment = xlrd.xldate_as_datetime(serial, datemode)
    except (ValueError, OverflowError):
        return None
    return moment if isinstance(moment, datetime) else None


def _number_format(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> str:
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    known = book.format_map.get(style.format_key)
    return known.format_str if known else "General"
