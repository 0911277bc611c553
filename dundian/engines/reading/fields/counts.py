"""How many: 300, 300人, 三百, 1,200; what is only about right is a doubt with the figure as the fix."""

import math
import re
from decimal import Decimal

from ..workbook.cells import Cell
from .context import Column, Doubt
from .words import QUANTITY, numeral, squeezed

MOST = 1_000_000
SCALES = {"万": 10_000, "千": 1_000, "百": 100}
COUNTER = r"(?:人|名|位|个|家|张|床|间|户)?(?:员工|职工|会员|床位|工会)?"
ABOUT = r"约|大约|近|左右|上下|\+|余|多|以上|以内|不到|超过|至[少多]|最[少多]|大概|>|<|≥|≤|来人"


def count(cell: Cell, column: Column) -> int:
    """Return a whole number of things, 0 or more; a head such as 会员数（万人） counts in its own unit."""
    scale = _scale(column.label)
    if cell.is_number:
        return _whole(cell, float(Decimal(cell.shown) * scale))
    written = re.sub(r"(?<=\d),(?=\d{3})", "", squeezed(cell.shown))
    written = re.sub(r"^每[期批组]|[/每][期批组]$|[.。;,]+$", "", written).replace("(人)", "人")
    exact = _exact(re.sub(r"\((?:其中|含|女|男)[^()]*\)$|,?其中.*$", "", written))
    if exact is not None:
        return _whole(cell, float(Decimal(str(exact)) * (1 if "万" in written else scale)))
    if re.match(r"\s*[~～≈]", cell.shown):
        written = f"约{written.lstrip('-~≈')}"
    if re.match(r"-\d", written):
        raise Doubt(f"“{cell.shown}”是负数，个数不会小于 0")
    about = _exact(re.sub(ABOUT, "", written))
    if about is not None and re.search(ABOUT, written):
        raise Doubt(f"“{cell.shown}”不是准数，按 {int(about)} 算吗？", fix=str(int(about)))
    raise Doubt(f"“{cell.shown}”看不出是多少，写成一个整数", fix=_range(written))


def _scale(label: str) -> int:
    unit = re.search(r"\((?:单位:)?([万千百])[人名个家]?\)", squeezed(label))
    return SCALES[unit[1]] if unit else 1


def _exact(written: str) -> float | None:
    found = re.fullmatch(rf"(?:共|共计|计)?(\d{{1,9}}(?:\.\d+)?|{QUANTITY}+)([万千百])?{COUNTER}", written)
    if not found:
        return None
    value = numeral(found[1])
    number = Decimal(found[1]) if value is None else Decimal(value)
    return float(number * SCALES.get(found[2], 1))


def _range(written: str) -> str | None:
    found = re.fullmatch(rf"(\d+)[-至到](\d+){COUNTER}", written)
    return found[1] if found and int(found[1]) <= int(found[2]) else None


def _whole(cell: Cell, number: float) -> int:
    if not math.isfinite(number) or not number.is_integer():
        raise Doubt(f"“{cell.shown}”不是整数")
    if number < 0:
        raise Doubt(f"“{cell.shown}”是负数，个数不会小于 0")
    if number > MOST:
        raise Doubt(f"“{cell.shown}”太大了，不像个数")
    return int(number)
