"""Numbers that carry their own check: resident identity (GB 11643) and unified social credit code (GB 32100)."""

import re
from datetime import date
from typing import NamedTuple

from ..workbook.cells import Cell
from .context import Column, Doubt
from .words import squeezed

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LOST = "被 Excel 当成数，只剩前 15 位，后面几位丢了，要照原件重填（单元格先设成文本）"


class Identity(NamedTuple):
    """An identity number and what it says of its bearer."""

    number: str
    sex: str
    birth: date


def masked(number: str) -> str:
    """Return an identity number with its middle covered: 330102********1234."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if len(number) > 10 else "*" * len(number)


def id_number(cell: Cell, column: Column) -> Identity:  # noqa: ARG001 – every reader is called alike
    """Return a whole, valid number; 15-digit ones, wrong check digits and shortened ones are doubts."""
    written = re.sub(r"[-.·]", "", squeezed(cell.shown)).upper().replace("×", "X")
    _check_whole(cell, written)
    if re.fullmatch(r"\d{15}", written):
        raise Doubt(f"身份证号“{masked(written)}”是 15 位的旧号，要填 18 位的新号")
    if not re.fullmatch(r"\d{17}[\dX]", written):
        raise Doubt(f"身份证号“{masked(written)}”有 {len(written)} 位，不是 18 位的身份证号")
    if check_of_id(written) != written[-1]:
        zeros = "，末尾三个 0 多半是 Excel 丢了位数" if written.endswith("000") else ""
        raise Doubt(f"身份证号“{masked(written)}”的校验位对不上，有一位写错了{zeros}")
    try:
        birth = date(int(written[6:10]), int(written[10:12]), int(written[12:14]))
    except ValueError as fault:
        raise Doubt(f"身份证号“{masked(written)}”里的出生日期不存在") from fault
    return Identity(written, "男" if int(written[16]) % 2 else "女", birth)


def check_of_id(number: str) -> str:
    """Return the check character of the first 17 digits."""
    return ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(number[:17], ID_WEIGHTS, strict=True)) % 11]


def uscc(cell: Cell, column: Column) -> str:  # noqa: ARG001 – every reader is called alike
    """Return the 18-character credit code in capitals; a wrong check character is a doubt."""
    written = re.sub(r"[-.]", "", squeezed(cell.shown)).upper()
    _check_whole(cell, written)
    if re.fullmatch(rf"[{CREDIT_ALPHABET}]{{18}}", written) and check_of_credit(written) == written[-1]:
        return written
    mended = written.translate(str.maketrans("OIZS", "0125"))
    if re.fullmatch(rf"[{CREDIT_ALPHABET}]{{18}}", mended) and check_of_credit(mended) == mended[-1]:
        raise Doubt(f"信用代码“{written}”里不会有字母 O、I、Z、S，像是数字写成了字母", fix=mended)
    if len(written) != 18:
        raise Doubt(f"信用代码“{cell.shown}”有 {len(written)} 位，应是 18 位")
    raise Doubt(f"信用代码“{cell.shown}”的校验位对不上，有一位写错了")


def check_of_credit(code: str) -> str:
    """Return the check character of the first 17 characters (weights 3^i mod 31)."""
    total = sum(CREDIT_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def _check_whole(cell: Cell, written: str) -> None:
    if "*" in written or re.search(r"X{3,}", written):
        raise Doubt(f"“{cell.shown}”中间打了星号，要填完整的号码", is_lost=True)
    is_long_number = cell.is_number and len(re.sub(r"\D", "", written)) > 15
    is_scientific = re.fullmatch(r"\d(\.\d+)?E\+?\d{1,3}", squeezed(cell.shown).upper())  # 9133…E968 is a code
    if is_long_number or is_scientific:
        raise Doubt(f"“{cell.shown}”{LOST}", is_lost=True)
