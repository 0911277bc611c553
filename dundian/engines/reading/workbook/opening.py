"""The one way into a workbook: bytes in, sheets out, or one sentence why not."""

from . import delimited, xls, xlsx
from .cells import CannotOpen, Sheet
from .signature import kind_of

READERS = {"xlsx": xlsx.read, "xls": xls.read, "text": delimited.read}


def open_workbook(data: bytes, *, filename: str) -> list[Sheet]:
    """Return the sheets, hidden ones marked; the bytes decide how they are read, the name only breaks a tie.

    Raises CannotOpen (one sentence) for a password, another type under a false name, a size too large,
    an empty or broken file.
    """
    sheets = READERS[kind_of(data, filename)](data)
    if not any(sheet.cells for sheet in sheets):
        raise CannotOpen("这份表是空的，里面一个字也没有。")
    return sheets
