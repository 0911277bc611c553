"""Characters before meaning: widths, blanks, Chinese numerals, the many ways to write nothing."""

import re
import unicodedata
from functools import lru_cache

from ..workbook.cells import BLANK, Cell
from .context import Column, Doubt

NOTHING = {
    "",
    "/",
    "\\",
    "-",
    "--",
    "—",
    "——",
    "–",
    "_",
    "无",
    "暂无",
    "空",
    "n/a",
    "na",
    "null",
    "none",
    "不详",
    "未填",
    ".",
}
NUMERALS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
UNITS = {"十": 10, "百": 100, "千": 1000}
BELOW = {"千": "百", "百": "十"}
NUMERAL = "零〇一二三四五六七八九十两百千"
DIGIT = "[一二三四五六七八九两]"
QUANTITY = rf"(?<!{DIGIT})(?![{NUMERAL}]*{DIGIT}{{2}})[{NUMERAL}]"  # 五六百, 七八个 are about so many
HAN = r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"


ALPHANUMERIC = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """Return the text with half-width letters, digits and marks, one blank between words."""
    folded = unicodedata.normalize("NFKC", text).strip(BLANK + "'`‘’")
    return re.sub(rf"[{re.escape(BLANK)}]+", " ", folded).translate(DASHES).strip()


DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−~〜～"), "-") | {ord("。"): "."}


@lru_cache(maxsize=16_384)
def squeezed(text: str) -> str:
    """Return `plain` without any blank."""
    return plain(text).replace(" ", "")


def whole(text: str) -> str:
    """Return the text of a whole number without the .0 that programs add: 2.0 → 2."""
    number = re.fullmatch(r"(\d+)\.0+", text)
    return number[1] if number else text


def is_nothing(text: str) -> bool:
    """Whether a cell's text is one of the ways offices write that there is nothing."""
    return squeezed(text).lower() in NOTHING


def numeral(text: str) -> int | None:
    """Return the value of 3, １２, 三, 十二, 二十, 一百零五, 三千; None for anything else."""
    text = squeezed(text)
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return int(text)
    if not re.fullmatch(rf"[{NUMERAL}]+", text):
        return None
    text = re.sub(rf"(?<=[千百])({DIGIT})$", lambda last: last[1] + BELOW[text[-2]], text)  # 一千二
    if not set(text) & set(UNITS):
        return int("".join(str(NUMERALS[character]) for character in text))
    total, digit = 0, None
    for character in text:
        if character in UNITS:
            total += (1 if digit is None else digit) * UNITS[character]
            digit = None
        else:
            digit = NUMERALS[character]
    return total + (digit or 0)


def text(cell: Cell, column: Column) -> str:  # noqa: ARG001 – every reader is called alike
    """Return free text: trimmed, lines joined, letters and digits half-width, blanks between Han closed."""
    written = cell.shown
    if cell.is_number and "E+" in written:
        raise Doubt(f"“{written}”是被 Excel 缩成科学计数的数，原来写的已经丢了")
    joined = re.sub(rf"[{re.escape(BLANK)}]+", " ", written.translate(ALPHANUMERIC)).strip()
    return re.sub(rf"(?<={HAN}) (?={HAN})", "", joined)


def remark(cell: Cell, column: Column) -> str:  # noqa: ARG001 – every reader is called alike
    """Return a note as it was written, only trimmed."""
    return cell.shown


def items(cell: Cell, column: Column) -> list[str]:
    """Return the things that a cell lists, in their order: 温州话、台州话."""
    return [item.strip() for item in re.split(r"[、,，;；/\n|]+", text(cell, column)) if item.strip()]
