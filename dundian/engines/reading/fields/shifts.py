"""Shifts: 早班 6:00-14:00/中班14:00-22:00 · 20:00-次日8:00 · 常白班8-17点 · 早8晚5."""

import re
from itertools import pairwise

from ..workbook.cells import Cell
from .context import Column, Doubt
from .words import plain

Shift = dict[str, str | None]

DAYPART = r"(?:早上?|上午|中午|下午|晚上?|夜里|凌晨|傍晚|夜间)"
NEXT_DAY = r"(?:次日|第二天|翌日|隔天|明)?"
CLOCK = rf"{NEXT_DAY}({DAYPART})?(\d{{1,2}})(?:(?::|点|时)(?:(\d{{1,2}})分?|(半))?|(?=\D|$))(?:钟|整)?"
RANGE = rf"{CLOCK} ?(?:-+|至|到) ?{CLOCK}"
LONG_NAME = (
    r"(?:大夜|小夜|常白|长白|正常|行政|早|中|晚|夜|白|日|[甲乙丙丁A-Da-d]|第?[一二三四1-4]|[\u4e00-\u9fff]{1,2})班"
)
SHORT_NAME = r"[早中晚夜白](?=[ :(]*\d{1,2}(?::\d{2})?[点时]?-(?:次日)?\d)"  # 早8-16; but 晚8点-早8点 tells the time
NAME = rf"(?:{LONG_NAME}|{SHORT_NAME})"
ITEM = rf"(?:({NAME})[ :(]*)?{RANGE}\)?"
PATTERNS = (
    r"(?:实行|采用|执行)?"
    r"(?:[一单]班(?=制)|每[周月日天]轮[换班]|综合(?:计算)?工时(?:工作)?|标准工时(?:工作)?|[两二三四五]班(?:[两二三四]运转|倒|制)|[两二三四五]班[两二三四]倒|两班(?!倒|制)|倒班|轮班|工作制|轮换)(?:制)?"
)
FILLER = r"[、,;/|:().\s]|每天|每日|上班|时间|工作|作息|班次|为|分"
HOURS = r"(?:\d{1,2}(?:\.5)?|[半一两二]|一个半|1个半)个?(?:小时|钟头)|\d{2}分钟?"
# how long a shift or a rest is; when the rest is, it does not tell
LENGTHS = rf"\((?:每班|各|共)?(?:{HOURS})制?\)|\(?(?:中间|中午|午间|含)?(?:午休|休息|就餐|用餐|吃饭|休)(?:{HOURS})\)?"
BREAK = r"(?:中间|午休|休息|吃饭|用餐|就餐|午餐)+"
LONGEST_UNREAD = 8
LONGEST_HOURS = 13
AFTERNOON = {"下午", "晚", "晚上", "傍晚", "夜里", "夜间"}


def shifts(cell: Cell, column: Column) -> list[Shift]:  # noqa: ARG001 – every reader is called alike
    """Return {name, start, end} of each shift, HH:MM; an end at or before the start is on the next day."""
    written = _normal(plain(cell.shown))
    rests = rf"{BREAK}[ :(]*{RANGE}\)?|\(?{RANGE}{BREAK}\)?"
    found = _ranges(re.sub(rests, "", written))
    if not isinstance(cell.value, str) or not found:
        raise Doubt(f"“{cell.shown}”没写几点到几点，写成“早班 6:00-14:00”")
    rest = re.sub(ITEM, "", re.sub(PATTERNS, "、", written))
    unread = re.sub(FILLER, "", rest)
    if re.search(BREAK, written) or unread:
        fix = _fix(found) if len(unread) <= LONGEST_UNREAD and _is_sound(found) else None
        raise Doubt(f"“{cell.shown}”有一部分没看懂，写成“早班 6:00-14:00、中班 14:00-22:00”", fix=fix)
    _check_lengths(cell, found)
    _check_halves(cell, found)
    _check_pattern(cell, written, found)
    return found


def named_shift(cell: Cell, column: Column) -> Shift:
    """Return the one shift of a column whose head is its name: 早班 | 6:00-14:00."""
    found = shifts(cell, column)
    if len(found) != 1:
        raise Doubt(f"“{cell.shown}”里不止一个班次")
    name = re.search(LONG_NAME, plain(column.label).replace("班次", ""))
    return {**found[0], "name": found[0]["name"] or (name[0] if name else None)}


def breaks(cell: Cell, column: Column) -> list[list[str | None]]:  # noqa: ARG001 – every reader is called alike
    """Return [start, end] of each rest period."""
    written = plain(cell.shown)
    found = _ranges(written)
    if not found or re.sub(rf"{FILLER}|{BREAK}|[早中午晚下夜间上餐班组]", "", re.sub(RANGE, "", written)):
        raise Doubt(f"“{cell.shown}”看不出几点到几点休息，写成“12:00-12:30”")
    return [[rest["start"], rest["end"]] for rest in found]


def _normal(written: str) -> str:
    """Return the text with idioms as clock times and each name before its times."""
    written = re.sub(LENGTHS, "", written)
    written = re.sub(
        r"(?<![\d.])(?<!\d:)([01]?\d|2[0-4])([0-5]\d)(?=-)|(?<=-)([01]?\d|2[0-4])([0-5]\d)(?!\d)", _with_colon, written
    )
    written = re.sub(r"(?<![\d.])([01]?\d|2[0-4])\.([0-5][05])(?![\d.])", r"\1:\2", written)  # 6.00-14.00
    idiom = r"[早朝](\d{1,2})[点时]?(?:到|至|-)?晚(\d{1,2})[点时]?(?![\d:-])"
    written = re.sub(idiom, lambda hours: f"{hours[1]}:00-{int(hours[2]) % 12 + 12}:00", written)
    if re.match(r"\d", written):
        behind = rf"({RANGE}) ?(?:\(?({LONG_NAME})\)?|\(([早中晚夜白])\))(?=[、,;/ ]|$)"
        written = re.sub(behind, lambda item: f"{item.groups()[-2] or item.groups()[-1] + '班'}{item[1]}", written)
    return written


def _with_colon(clock: re.Match[str]) -> str:
    hours, minutes = filter(None, clock.groups())
    return f"{hours}:{minutes}"


def _ranges(written: str) -> list[Shift]:
    bare = re.sub(PATTERNS, lambda pattern: "、" * len(pattern[0]), written)
    found: list[Shift] = []
    for match in re.finditer(ITEM, bare):
        name, *clocks = match.groups()
        start, end = _clock(clocks[:4], is_end=False), _clock(clocks[4:8], is_end=True)
        if start is None or end is None:
            return []
        found.append({"name": _full_name(name, written), "start": start, "end": end})
    return found


def _full_name(name: str | None, written: str) -> str | None:
    """Return the name of a shift; 三班 before three times is a pattern, not a name, unless there is a 一班."""
    if not name or name in {"上班", "每班"} or (name in {"二班", "三班", "四班"} and "一班" not in written):
        return None
    return name if name.endswith("班") else f"{name}班"


def _clock(parts: list[str | None], *, is_end: bool) -> str | None:
    part, hour, minute, half = parts
    hours, minutes = int(hour or 0), 30 if half else int(minute or 0)
    if part in AFTERNOON and 1 <= hours < 12 and not (part in {"夜里", "夜间"} and hours < 6):
        hours += 12
    if hours == 24 and minutes == 0 and is_end:
        hours = 0
    return f"{hours:02d}:{minutes:02d}" if hours < 24 and minutes < 60 else None


def _fix(found: list[Shift]) -> str:
    return "、".join(f"{shift['name'] or ''} {shift['start']}-{shift['end']}".strip() for shift in found)


def _later(clock: str | None) -> str:
    """Return the clock twelve hours on."""
    hours, minutes = str(clock).split(":")
    return f"{(int(hours) + 12) % 24:02d}:{minutes}"


def _check_lengths(cell: Cell, found: list[Shift]) -> None:
    """Refuse what the twelve-hour clock left open: 8点半到5点半, 晚班 8:00-4:00, 8:00-8:00."""
    mended = [_mended(shift) for shift in found]
    if mended != found:
        fix = _fix(mended) if _is_sound(mended) else None
        raise Doubt(f"“{cell.shown}”像是按 12 小时写的，看不准几点到几点", fix=fix)
    if any(shift["start"] == shift["end"] for shift in found):
        raise Doubt(f"“{cell.shown}”：开始和结束是同一个时间")


def _is_sound(found: list[Shift]) -> bool:
    """Whether the shifts would be read without a doubt about their lengths."""
    return all(shift["start"] != shift["end"] and _mended(shift) == shift for shift in found)


def _mended(shift: Shift) -> Shift:
    start, end = str(shift["start"]), str(shift["end"])
    is_evening = (shift["name"] or "")[:1] in {"晚", "夜"} and "05:00" <= start < "12:00"
    if is_evening or (shift["name"] == "中班" and start < "10:00"):
        return {**shift, "start": _later(start), "end": _later(end) if end < "12:00" and end > start else end}
    if (int(end[:2]) - int(start[:2])) % 24 > LONGEST_HOURS and end < "12:00":
        return {**shift, "end": _later(end)}
    return shift


def _check_halves(cell: Cell, found: list[Shift]) -> None:
    """Refuse two nameless stretches of one working day (8-12, 13-17): one shift with a rest, or two shifts."""
    for first, second in pairwise(found):
        start, end, again, until = (str(t) for t in (first["start"], first["end"], second["start"], second["end"]))
        has_gap = start < end < again < until and second["name"] is None
        if has_gap and int(again[:2]) - int(end[:2]) <= 3:
            raise Doubt(
                f"“{cell.shown}”像是一个班、中间休息 {end}-{again}，不像两个班",
                fix=f"{first['name'] or '白班'} {start}-{until}" if len(found) == 2 else None,
            )


def _check_pattern(cell: Cell, written: str, found: list[Shift]) -> None:
    """Refuse 两班倒 with the times of one shift only."""
    promised = re.search(r"([两二三])班(?:倒|制)", written)
    if promised and len(found) < {"两": 2, "二": 2, "三": 3}[promised[1]]:
        other = {"name": None, "start": found[0]["end"], "end": found[0]["start"]}
        fix = _fix([*found, other]) if promised[1] in "两二" else None
        raise Doubt(f"“{cell.shown}”说是{promised[0]}，只写了 {len(found)} 个班的时间", fix=fix)
