"""The workbook of today (.xlsx, .xlsm), streamed part by part so that a hostile file costs no memory.

openpyxl's own readers are not used for the sheets: the full one allocates every cell of a merged rectangle
(A1:XFD1048576 never ends), the streaming one tells neither merged cells nor hidden rows.
Shared strings, date formats and serial numbers are openpyxl's work.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import IO
from xml.etree import ElementTree as ET

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from .cells import EXACT, CannotOpen, Cell, Region, Sheet, Value

MOST_DECLARED = 30_000_000  # whole columns styled to the last row (A1:Z1048576) are honest; A1:XFD1048576 is not
MOST_CELLS = 1_000_000
BROKEN = "这份 Excel 文件坏了，没法打开；在 Excel 里重新存一份再导入。"
TOO_LARGE = "这份表声明的范围太大，没有打开；把名单单独复制到一份新表再导入。"


def read(data: bytes) -> list[Sheet]:
    """Return the worksheets in their order; raise CannotOpen where the package is broken or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return list(_sheets(package))
    except CannotOpen:
        raise
    except (ET.ParseError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, IndexError, OverflowError) as fault:
        raise CannotOpen(BROKEN) from fault
    except (NotImplementedError, EOFError, OSError, TypeError, AttributeError, RuntimeError) as fault:
        raise CannotOpen(BROKEN) from fault


def _sheets(package: zipfile.ZipFile) -> Iterator[Sheet]:
    book = _tree(package, "xl/workbook.xml")
    properties = next(_all(book, "workbookPr"), None)
    starts_1904 = properties is not None and _is_true(properties.get("date1904"))
    targets = {
        link.get("Id"): link.get("Target", "")
        for link in _all(_tree(package, "xl/_rels/workbook.xml.rels"), "Relationship")
    }
    reader = _Reader(package, starts_1904=starts_1904)
    for sheet in _all(book, "sheet"):
        link = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        part = posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")
        if "worksheets/" in part:
            yield reader.sheet(part, name=sheet.get("name", ""), is_hidden=sheet.get("state", "visible") != "visible")


def _tree(package: zipfile.ZipFile, part: str) -> ET.Element:
    with _part(package, part) as stream:
        return ET.parse(stream).getroot()  # noqa: S314 – DTDs are refused in _part, sizes in signature


class _NoDoctype:
    """A part while it is inflated. A document type, wherever it stands and in UTF-16 too, ends the reading:
    no office program writes one, and its entities can grow without end.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._tail = stream, b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        seen = self._tail + data.replace(b"\0", b"")
        if b"<!DOCTYPE" in seen:
            raise CannotOpen(BROKEN)
        self._tail = seen[-8:]
        return data


@contextmanager
def _part(package: zipfile.ZipFile, part: str) -> Iterator[_NoDoctype]:
    with package.open(part) as stream:
        yield _NoDoctype(stream)


def _all(tree: ET.Element, name: str) -> Iterator[ET.Element]:
    return (element for element in tree.iter() if _name(element) == name)


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]  # transitional and strict files differ only in the namespace


class _Draft:
    """What is known of a sheet while its parts go by."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merged: list[Region] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.row = self.column = 0

    def begin_row(self, element: ET.Element) -> None:
        """Note the number of the row that begins, and whether it is hidden."""
        self.row, self.column = int(element.get("r", self.row + 1)), 0
        if _is_true(element.get("hidden")) or element.get("ht") in {"0", "0.0"}:
            self.hidden_rows.add(self.row)

    def place(self, element: ET.Element) -> tuple[int, int]:
        """Return where a cell stands: its reference, or right of the one before."""
        reference = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", element.get("r", ""))
        self.column = _column(reference[1]) if reference else self.column + 1
        self.row = int(reference[2]) if reference else self.row
        return self.row, self.column

    def take(self, tag: str, element: ET.Element) -> None:
        """Note what an element says of the whole sheet: its size, merged cells, hidden columns."""
        if tag == "dimension":
            _check_declared(element.get("ref", ""))
        elif tag == "mergeCell":
            self.merged += _region(element.get("ref", ""))
        elif tag == "col" and _is_true(element.get("hidden")):
            self.hidden_columns |= set(_span(element))


class _Reader:
    """The strings and styles of one package, and its sheets one after another."""

    def __init__(self, package: zipfile.ZipFile, *, starts_1904: bool) -> None:
        self.package = package
        self.starts_1904 = starts_1904
        parts = set(package.namelist())
        self.strings = list(self._strings()) if "xl/sharedStrings.xml" in parts else []
        self.formats = list(self._formats()) if "xl/styles.xml" in parts else []
        self.left = MOST_CELLS

    def _strings(self) -> Iterator[str]:
        with _part(self.package, "xl/sharedStrings.xml") as stream:
            for _, element in ET.iterparse(stream):  # noqa: S314 – as above
                if _name(element) == "si":
                    yield _rich_text(element)
                    element.clear()

    def _formats(self) -> Iterator[str]:
        tree = _tree(self.package, "xl/styles.xml")
        own = {element.get("numFmtId"): element.get("formatCode", "General") for element in _all(tree, "numFmt")}
        for styles in _all(tree, "cellXfs"):
            for style in styles:
                number = style.get("numFmtId", "0")
                yield own.get(number) or _builtin(int(number))

    def sheet(self, part: str, *, name: str, is_hidden: bool) -> Sheet:
        """Return one worksheet, streamed from its part."""
        draft = _Draft()
        with _part(self.package, part) as stream:
            for event, element in ET.iterparse(stream, events=("start", "end")):  # noqa: S314 – as above
                tag = _name(element)
                if event == "start" and tag == "row":
                    draft.begin_row(element)
                elif event == "end" and tag == "c":
                    self._keep(draft.cells, draft.place(element), element)
                elif event == "end":
                    draft.take(tag, element)
                if event == "end" and tag in {"c", "row"}:
                    element.clear()
        return Sheet(
            name=name,
            cells=draft.cells,
            merged=tuple(draft.merged),
            hidden_rows=frozenset(draft.hidden_rows),
            hidden_columns=frozenset(draft.hidden_columns),
            is_hidden=is_hidden,
            starts_1904=self.starts_1904,
        )

    def _keep(self, cells: dict[tuple[int, int], Cell], place: tuple[int, int], element: ET.Element) -> None:
        cell = self._cell(element)
        if cell is None or not cell.shown:
            return
        self.left -= 1
        if self.left < 0:
            raise CannotOpen(TOO_LARGE)
        cells[place] = cell

    def _cell(self, element: ET.Element) -> Cell | None:
        kind = element.get("t", "n")
        parts = {_name(child): child for child in element}
        if kind == "inlineStr":
            return Cell(_rich_text(parts["is"])) if "is" in parts else None
        written = (parts["v"].text or "") if "v" in parts else ""
        if not written:
            return Cell("（公式没有结果）", is_lost=True) if "f" in parts and kind != "str" else None
        if kind == "n":
            return self._number(written, int(element.get("s", "0")))
        return Cell(self._value(kind, written), is_lost=kind == "e")

    def _value(self, kind: str, written: str) -> Value:
        match kind:
            case "s":
                return self.strings[int(written)]
            case "b":
                return written in {"1", "true"}
            case "d":
                return datetime.fromisoformat(written).replace(tzinfo=None)
            case _:
                return written

    def _number(self, written: str, style: int) -> Cell:
        number_format = self.formats[style] if style < len(self.formats) else "General"
        number = float(written)
        if is_date_format(number_format):
            moment = self._moment(number)
            if moment is not None:
                return Cell(moment, number_format)
        return Cell(int(number) if number.is_integer() and abs(number) < EXACT else number, number_format)

    def _moment(self, number: float) -> Value | None:
        epoch = CALENDAR_MAC_1904 if self.starts_1904 else CALENDAR_WINDOWS_1900
        try:
            moment = from_excel(number, epoch)
        except (ValueError, OverflowError, TypeError):
            return None
        return None if isinstance(moment, timedelta) else moment


def _rich_text(element: ET.Element) -> str:
    """Return the text of a string item, its runs joined, without the reading aids (rPh)."""
    pieces = []
    for child in element:
        if _name(child) == "t":
            pieces.append(child.text or "")
        elif _name(child) == "r":
            pieces += [text.text or "" for text in child if _name(text) == "t"]
    return re.sub(r"_x(00[0-9A-Fa-f]{2})_", lambda code: chr(int(code[1], 16)), "".join(pieces))


def _builtin(number: int) -> str:
    # 27–36 and 50–58 are the Chinese date formats, which openpyxl does not list
    if 27 <= number <= 36 or 50 <= number <= 58:
        return 'yyyy"年"m"月"' if number in {27, 36, 50, 52, 54, 57} else 'yyyy"年"m"月"d"日"'
    return BUILTIN_FORMATS.get(number, "General")


def _is_true(written: str | None) -> bool:
    return written in {"1", "true"}


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _region(reference: str) -> list[Region]:
    corners = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", reference)
    if not corners:
        return []
    return [Region(int(corners[2]), _column(corners[1]), int(corners[4]), _column(corners[3]))]


def _span(element: ET.Element) -> range:
    return range(int(element.get("min", "1")), min(int(element.get("max", "1")), 16_384) + 1)


def _check_declared(reference: str) -> None:
    for region in _region(reference):
        if (region.bottom - region.top + 1) * (region.right - region.left + 1) > MOST_DECLARED:
            raise CannotOpen(TOO_LARGE)
