"""From the bytes of a file to its text: UTF-8, GB18030, UTF-16 or UTF-32 with a mark, and docx."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib

import docx

from .markup import unmarked
from .page import PageNotRead

LARGEST = 8_000_000  # bytes of a file; a newspaper page has some ten thousand
LARGEST_UNPACKED = 64_000_000  # bytes that a docx may declare, so that a zip bomb is not opened

# UTF-32 LE begins with the mark of UTF-16 LE, so it is asked first
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word（.doc）或加了密码的文件"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
)
# what zipfile, lxml and python-docx raise on archives that are cut, encrypted, or whose parts lie about themselves
_FAULTS = (
    *(OSError, ValueError, LookupError, SyntaxError, RuntimeError, NotImplementedError),
    *(AttributeError, TypeError, EOFError, zipfile.BadZipFile, zlib.error),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WRITTEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class FileEmpty(PageNotRead):
    """文件里没有文字，请换一个文件。"""


class FileTooLarge(PageNotRead):
    """文件太大，不像一页报纸：请只留下这一页的文字，8 MB 以内。"""


class FileNotText(PageNotRead):
    """这不是文字稿：请另存为 txt 或 docx 再读。"""


class EncodingUnknown(PageNotRead):
    """认不出文件的文字编码：请另存为 UTF-8 或 GB18030 再读。"""


class DocxDamaged(PageNotRead):
    """Word 文件打不开，可能已损坏或加了密码：请在 Word 里另存为 docx 再读。"""


def text_of(data: bytes) -> str:
    """Read the text of a file, line ends as LF; raise `PageNotRead` with one sentence where that fails.

    What a file is, its bytes say, never its name.
    """
    if len(data) > LARGEST:
        raise FileTooLarge
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise FileNotText(f"（看到的是{name}。）")
    return text_pasted(_docx(data) if data.startswith(b"PK\x03\x04") else _plain(data))


def text_pasted(text: str) -> str:
    """The text of what was pasted: line ends as LF, no tags of a web page; raise `PageNotRead` where none is left."""
    text = unmarked(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.replace("\ufeff", "").strip():
        raise FileEmpty
    return text


def _plain(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _readable(_decoded(data, encoding))
    try:
        return _readable(data.decode("utf-8"))
    except UnicodeDecodeError:
        text = _without_mark(data) or _readable(_decoded(data, "gb18030"))
    if not _is_everyday_chinese(text):
        raise EncodingUnknown
    return text


def _without_mark(data: bytes) -> str | None:
    """UTF-16 that does not say so: zero bytes in it, and everyday Chinese when read so."""
    if b"\x00" not in data or len(data) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        if "\ufffd" not in text and not _CONTROL.search(text) and _is_everyday_chinese(text):
            return text
    return None


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if b"\x00" in data[:4096] and not encoding.startswith("utf-"):
            raise FileNotText from None
        raise EncodingUnknown from None


def _readable(text: str) -> str:
    if len(_CONTROL.findall(text)) > len(text) // 200:
        raise FileNotText
    return text


def _is_everyday_chinese(text: str) -> bool:
    """Nearly any bytes decode as GB18030; only real text falls on the everyday characters of GB 2312, level 1.

    Level 1 (rows 16 to 55, lead bytes B0 to D7) covers over 99 % of running text; other encodings taken for
    GB18030 scatter over all rows.
    """
    written = _WRITTEN.findall(text)
    everyday = sum(0xB0 <= c.encode("gb18030")[0] <= 0xD7 and c.encode("gb18030")[1] >= 0xA1 for c in written)
    return bool(written) and everyday >= 0.8 * len(written)


def _docx(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise FileTooLarge
            if "word/document.xml" not in archive.namelist():
                raise FileNotText("（看到的是压缩包或表格。）")
        return "\n".join(_docx_lines(docx.Document(io.BytesIO(data))))
    except PageNotRead:
        raise
    except _FAULTS as fault:
        raise DocxDamaged from fault


def _docx_lines(body: object) -> list[str]:
    """Paragraphs and table cells in reading order; a merged cell is read once."""
    lines: list[str] = []
    for part in body.iter_inner_content():  # type: ignore[attr-defined]  # document, cell: same method
        if hasattr(part, "rows"):
            cells = {id(cell._tc): cell for row in part.rows for cell in row.cells}
            for cell in cells.values():
                lines += _docx_lines(cell)
        else:
            lines.append(part.text)
    return lines
