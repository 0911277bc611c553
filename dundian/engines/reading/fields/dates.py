"""Birth dates: 1985.07, 1985年7月, 85.07, 19850712, real dates, serial numbers of Excel."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from ..workbook.cells import Cell
from .context import Column, Doubt
from .words import numeral, plain, squeezed, whole

YOUNGEST, OLDEST = 16, 80
SERIALS = range(5_000, 60_000)  # 1913 … 2064
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, start=1)}
NUMBER = r"(?:\d+|[零〇一二三四五六七八九十两]+)"


class Birth(NamedTuple):
    """A day or, when day is None, a month."""

    year: int
    month: int
    day: int | None

    def __str__(self) -> str:
        day = "" if self.day is None else f"-{self.day:02d}"
        return f"{self.year:04d}-{self.month:02d}{day}"


def birth(cell: Cell, column: Column) -> Birth:
    """Return the day or month of birth; a lost last 0 (1985.1 for 1985.10) is a doubt."""
    found = _by_type(cell, column) or _by_text(cell, column)
    if found is None:
        raise Doubt(f"“{cell.shown}”不像出生年月，写成 1985-07 这样")
    return _checked(found, cell, column)


def _by_type(cell: Cell, column: Column) -> Birth | None:
    match cell.value:
        case datetime() | date() as day:
            shows_day = not re.search("[ym]", cell.number_format.lower()) or "d" in _bare(cell.number_format)
            return Birth(day.year, day.month, day.day if shows_day else None)
        case int() as number if not isinstance(number, bool) and number in SERIALS:
            return _from_serial(number, column)
        case float() as number if cell.number_format == "General" and re.fullmatch(r"\d{4}\.1", repr(number)):
            raise _lost_zero(cell)
        case _:
            return None


def _bare(number_format: str) -> str:
    """Return the letters of a date format without its literals and colours: yyyy"年"m"月" → yyyym."""
    return re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format.lower())


def _from_serial(number: int, column: Column) -> Birth:
    first = date(1904, 1, 1) if column.starts_1904 else date(1899, 12, 30)
    day = first + timedelta(days=number)
    return Birth(day.year, day.month, day.day)


def _lost_zero(cell: Cell) -> Doubt:
    year = cell.shown.partition(".")[0]
    return Doubt(f"“{cell.shown}”可能是 1 月，也可能是 10 月丢了末尾的 0", fix=f"{year}-10")


def _by_text(cell: Cell, column: Column) -> Birth | None:
    written = re.sub(r"(出生|生于|生|\(.*?\)|阳历|公历)", "", plain(cell.shown)).rstrip(".。,;")
    if re.search(r"农历|阴历", cell.shown):
        raise Doubt(f"“{cell.shown}”是农历，要写公历的出生年月")
    written = whole(written)
    written = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", written).replace(" ", "")
    _check_lost_zero(cell, column, written)
    if re.fullmatch(r"\d+", written):
        return _from_digits(int(written), written, column)
    return _from_parts(written, column) or _from_english(written, column)


def _check_lost_zero(cell: Cell, column: Column, written: str) -> None:
    """Refuse 1985.1 where it may be what a number left of 1985.10."""
    if not re.fullmatch(r"(\d{4}|\d{2})\.1", written):
        return
    others = [squeezed(other) for other in column.texts]
    writes_ten = any(re.fullmatch(r"(\d{4}|\d{2})\.10", other) for other in others)
    writes_short = any(re.fullmatch(r"(\d{4}|\d{2})\.[2-9]", other) for other in others)
    if not (writes_ten or (writes_short and not column.is_plain_text)) or not isinstance(cell.value, str):
        raise _lost_zero(cell)


def _from_digits(number: int, written: str, column: Column) -> Birth | None:
    year = None
    match len(written):
        case 8:
            return Birth(number // 10000, number // 100 % 100, number % 100)
        case 6 if written[:2] in {"19", "20"}:
            return Birth(number // 100, number % 100, None)
        case 6:
            year = _full_year(number // 10000, column)
            return Birth(year, number // 100 % 100, number % 100)
        case 5 if number in SERIALS:
            return _from_serial(number, column)
        case 4 if written[:2] in {"19", "20"}:
            raise Doubt(f"“{written}”只有年份，没有月份")
        case _:
            return None


def _from_parts(written: str, column: Column) -> Birth | None:
    if re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}", written):
        return _from_foreign(written)
    if behind := re.fullmatch(r"(\d{1,2})[./-](\d{4})", written):  # 7/1985
        return Birth(int(behind[2]), int(behind[1]), None)
    found = re.fullmatch(rf"({NUMBER})[年./\-,、\\·]({NUMBER})(?:月份?|[./\-,、\\·]|$)(?:({NUMBER})[日号]?)?", written)
    if not found:
        only_year = re.fullmatch(rf"({NUMBER})年", written)
        if only_year:
            raise Doubt(f"“{written}”只有年份，没有月份")
        return None
    numbers = [numeral(part) if part else None for part in found.groups()]
    year, month, day = numbers
    if year is None or month is None or (found[3] and day is None):
        return None
    if len(found[1]) not in (2, 4):
        return None
    return Birth(_full_year(year, column) if len(found[1]) == 2 and year < 100 else year, month, day)


def _from_foreign(written: str) -> Birth:
    first, second, year = (int(part) for part in re.split(r"[./-]", written))
    if first > 12 >= second:
        return Birth(year, second, first)
    if second > 12 >= first or first == second:
        return Birth(year, first, second)
    raise Doubt(f"“{written}”看不出哪个是月、哪个是日", fix=f"{year:04d}-{first:02d}-{second:02d}")


def _from_english(written: str, column: Column) -> Birth | None:
    found = re.fullmatch(r"(?:(\d{1,2})-)?([A-Za-z]{3})[a-z]*[-,.]?(\d{2}|\d{4})", written)
    month = MONTHS.get(found[2].lower()) if found else None
    if not found or month is None:
        return None
    year = int(found[3])
    return Birth(_full_year(year, column) if year < 100 else year, month, int(found[1]) if found[1] else None)


def _full_year(two_digits: int, column: Column) -> int:
    """Return the year in which somebody of working age was born; the other century is 100 years off."""
    this = 2000 + two_digits
    return this if this <= column.context.today.year - YOUNGEST else this - 100


def _checked(found: Birth, cell: Cell, column: Column) -> Birth:
    try:
        day = date(found.year, found.month, found.day or 1)
    except ValueError as fault:
        raise Doubt(f"“{cell.shown}”这一天不存在") from fault
    age = column.context.today.year - day.year
    if not YOUNGEST <= age <= OLDEST:
        raise Doubt(f"“{cell.shown}”算下来 {age} 岁，出生年月多半写错了")
    return found
