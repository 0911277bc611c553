"""What a file is by its first bytes and its parts, whatever its name says; files that are no table are refused."""

import io
import re
import zipfile
from typing import Literal

from .cells import BLANK, CannotOpen

Kind = Literal["xlsx", "xls", "text"]

MOST_BYTES = 40 * 2**20
MOST_UNPACKED = 64 * 2**20  # of the parts that are parsed; photographs are not
SUSPICIOUS_UNPACKED = 16 * 2**20
MOST_RATIO = 150

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
OLE_STREAMS = (
    ("EncryptedPackage", "这份文件设了打开密码，去掉密码另存一份再导入。"),
    ("WordDocument", "这是一份 Word 文档，不是 Excel 表格；把表格复制到 Excel 里存成 .xlsx 再导入。"),
    ("PowerPoint Document", "这是一份 PPT，不是 Excel 表格；请给 .xlsx、.xls 或 .csv。"),
)
SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", "Word（RTF）文档"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"SQLite format 3", "数据库文件"),
)
OTHER_PACKAGES = (
    ("word/", "Word 文档"),
    ("ppt/", "PPT"),
    ("xl/workbook.bin", "二进制的 .xlsb 表格"),
    ("content.xml", "OpenDocument 文件"),
)


def kind_of(data: bytes, filename: str) -> Kind:
    """Return how to read the bytes; raise CannotOpen with one sentence where they are no table."""
    if not data.strip(BLANK.encode("ascii", "ignore")):
        raise CannotOpen("这份文件是空的，里面一个字也没有。")
    if len(data) > MOST_BYTES:
        raise CannotOpen(f"这份文件有 {len(data) // 2**20} MB，太大了；一份名单不会超过 {MOST_BYTES // 2**20} MB。")
    if data.startswith(OLE):
        return _ole(data)
    if data.startswith(b"PK"):
        return _package(data)
    if re.match(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00", data):
        return "xls"
    return _text(data, filename)


def _ole(data: bytes) -> Kind:
    for stream, sentence in OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            raise CannotOpen(sentence)
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        return "xls"
    raise CannotOpen("这不是 Excel 表格，只是名字像；请给 .xlsx、.xls 或 .csv。")


def _package(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as fault:
        raise CannotOpen("这份 Excel 文件坏了，没法打开；在 Excel 里重新存一份再导入。") from fault
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise CannotOpen("这份文件设了密码，去掉密码另存一份再导入。")
    if not names & {"xl/workbook.xml", "[Content_Types].xml"} or "xl/workbook.bin" in names:
        raise CannotOpen(_other_package(names))
    if not any(name.startswith("xl/") for name in names):
        raise CannotOpen(_other_package(names))
    _check_size([part for part in parts if part.filename.lower().endswith((".xml", ".rels"))], len(data))
    return "xlsx"


def _other_package(names: set[str]) -> str:
    for start, word in OTHER_PACKAGES:
        if any(name.startswith(start) for name in names):
            return f"这是{word}，不是能读的 Excel 表格；在 Excel 里另存为 .xlsx 再导入。"
    return "这是一个压缩包，不是 Excel 表格；解开后把里面的表格单独导入。"


def _check_size(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    is_bomb = unpacked > SUSPICIOUS_UNPACKED and unpacked / packed > MOST_RATIO
    if unpacked > MOST_UNPACKED or is_bomb:
        raise CannotOpen(
            f"这份文件才 {max(1, size // 1024)} KB，解开后却有 {unpacked // 2**20} MB，太大，没有打开；"
            "把名单单独复制到一份新表再导入。"
        )


def _text(data: bytes, filename: str) -> Kind:
    for start, word in SIGNATURES:
        if data.startswith(start):
            raise CannotOpen(f"这是{word}，不是 Excel 表格，只是名字像；请给 .xlsx、.xls 或 .csv。")
    head = data[:4096].lower().lstrip(b"\xef\xbb\xbf" + b" \r\n\t")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise CannotOpen("这是 XML 表格，不是真正的 Excel 文件；在 Excel 里打开，另存为 .xlsx 再导入。")
    if re.match(rb"<(!doctype|html|head|body|table|meta|style|\?xml|div)", head) or head.startswith(b"mime-version"):
        raise CannotOpen("这其实是一个网页，不是真正的 Excel 文件；在 Excel 里打开，另存为 .xlsx 再导入。")
    if filename.lower().endswith((".xlsx", ".xlsm", ".pdf", ".doc", ".docx")):
        raise CannotOpen("这份文件里不是 Excel 表格，只是名字像；请给 .xlsx、.xls 或 .csv。")
    return "text"
