"""Telephone numbers: mobiles, landlines with area code, extensions; whole or not at all."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from ..workbook.cells import Cell
from .context import Column, Doubt
from .words import HAN, plain, text

MOBILE = r"1[3-9]\d{9}"
AREA = r"0(?:10|2\d|[3-9]\d{2})"
LANDLINE = rf"({AREA})-?([2-9]\d{{6,7}})(?:(?:-|转|ext\.?)(\d{{1,6}}))?"

ASIDE = r"微信同号|同微信|微信|同号|本人|手机|短号:?\d{3,6}"
TITLE = r"(?:联系|办公)?电话|手机号?码?|tel|mobile"


class Contact(NamedTuple):
    """A person to call, and the number."""

    name: str | None
    phone: str | None


def phone(cell: Cell, column: Column) -> str:
    """Return digits of a mobile, or a landline as 0571-87654321(-801)."""
    written = _restored(cell)
    compact = re.sub(r"[ .]", "", written)
    digits = re.sub(r"^(?:\+|00)?\(?86\)?-?", "", re.sub(r"[ ().-]", "", written)) if _has_prefix(written) else ""
    for candidate in (re.sub(r"\D", "", compact) if not re.search(r"[^\d ().+-]", written) else "", digits):
        if re.fullmatch(MOBILE, candidate):
            return candidate
    landline = re.fullmatch(LANDLINE, re.sub(r"[()]", "-", compact).strip("-").replace("--", "-"))
    if landline:
        return "-".join(part for part in landline.groups() if part)
    is_mobile_column = re.search(r"手机|移动|mobile", column.label.lower())
    if not is_mobile_column and re.fullmatch(r"[2-9]\d{6,7}|400\d{7}|400-?\d{3,4}-?\d{3,4}", compact):
        return compact
    raise _doubt(cell, compact, written)


def contact(cell: Cell, column: Column) -> Contact:
    """Return who is written in a cell, and the number where both share it: 张三 13800138000."""
    both = re.fullmatch(rf"({HAN}{{2,4}})(?:同志|先生|女士)?[,、/:;( ]*({MOBILE}|{LANDLINE})\)?", plain(cell.shown))
    if both:
        return Contact(both[1], phone(replace(cell, value=both[2]), column))
    return Contact(text(cell, column), None)


def contact_phone(cell: Cell, column: Column) -> Contact:
    """Return the number, and the name where both share the cell."""
    told = contact(cell, column) if isinstance(cell.value, str) else Contact(None, None)
    return told if told.phone else Contact(None, phone(cell, column))


def _has_prefix(written: str) -> bool:
    return bool(re.match(r"(?:\+|00)?\(?86", written))


def _restored(cell: Cell) -> str:
    """Return the written number without Excel's marks: 13800138000.0 is whole, 1.38E+10 in text is not."""
    written = re.sub(rf"^(?:{TITLE})[:. ]*", "", plain(cell.shown), flags=re.IGNORECASE)
    written = re.sub(rf" ?\((?:{ASIDE})\)$", "", written)
    written = written.strip(",;、.")
    if "*" in written:
        raise Doubt(f"电话“{cell.shown}”打了星号，要填完整的号码", is_lost=True)
    whole = re.fullmatch(r"(\d{7,12})\.0+", written)
    if whole:
        return whole[1]
    shortened = re.fullmatch(r"(\d)\.?(\d*)E\+?(\d+)", written.upper())
    if not shortened:
        return written
    if len(shortened[2]) >= int(shortened[3]):  # every digit is there: 1.3800138000E+10
        return f"{Decimal(written):.0f}"
    lost = "被 Excel 缩成科学计数，后面几位丢了，要照原件重填（单元格先设成文本）"
    raise Doubt(f"电话“{cell.shown}”{lost}", is_lost=True)


def _doubt(cell: Cell, compact: str, written: str) -> Doubt:
    mobile = rf"(?<!\d){MOBILE}(?!\d)"
    several = re.findall(mobile, compact) or re.findall(mobile, written)
    if len(several) > 1 or (several and len(re.sub(r"\D", "", compact)) > 13):
        return Doubt(f"“{cell.shown}”一格里有几个号码，留一个", fix=several[0])
    lost_zero = f"0{compact}"
    if cell.is_number and re.fullmatch(LANDLINE, lost_zero):
        return Doubt(f"电话“{cell.shown}”前面的 0 被 Excel 去掉了", fix=lost_zero)
    if several:
        return Doubt(f"电话“{cell.shown}”里有别的字", fix=several[0])
    if re.fullmatch(r"\d{1,20}", compact):
        return Doubt(f"电话“{cell.shown}”有 {len(compact)} 位，手机号是 11 位、1 开头，座机要带区号")
    return Doubt(f"“{cell.shown}”不像电话号码")
