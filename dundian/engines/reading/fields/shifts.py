"""Shifts: 早班 6:00-14:00/中班14:00-22:00 · 20:00-次日8:00 · 常白班8-17点."""

import re
from itertools import pairwise
from typing import Any

from ..workbook.cells import Cell
from .context import Column, Doubt
from .words import plain

DAYPART = r"(?:早上?|上午|中午|下午|晚上?|夜里|凌晨|傍晚|夜间)"
CLOCK = rf"(次日|第二天|翌日|隔天|明)?({DAYPART})?(\d{{1,2}})(?:(?::|点|时)(?:(\d{{1,2}})分?|(半))?|(?=\D|$))(?:钟|整)?"
RANGE = rf"{CLOCK}(?:-+|至|到)\(?{CLOCK}\)?"
NAME = r"(?:[\u4e00-\u9fffA-Za-z]{0,6}班|早|中|晚|夜|白)"
PATTERNS = (
    r"(?:实行|采用|执行)?"
    r"(?:[两二三四五]班(?:[两二三四]运转|倒|制)|[两二三四五]班[两二三四]倒|倒班|轮班|工作制|轮换)(?:制)?"
)
FILLER = r"[、,;/|:()。 \n]|每天|上班|时间|工作|作息|班次|为"
BREAK = r"(?:午休|休息|吃饭|用餐|就餐)"


def shifts(cell: Cell, column: Column) -> list[dict[str, str | None]]:  # noqa: ARG001 – every reader is called alike
    """Return {name, start, end} of each shift, HH:MM; an end at or before the start is on the next day."""
    written = plain(cell.shown)
    found = _ranges(written)
    if not isinstance(cell.value, str) or not found:
        raise Doubt(f"“{cell.shown}”没写几点到几点，写成“早班 6:00-14:00”")
    rest = re.sub(rf"{NAME}?:?\(?{RANGE}\)?", "", re.sub(PATTERNS, "", written))
    if re.search(BREAK, written) or re.sub(FILLER, "", rest):
        raise Doubt(f"“{cell.shown}”有一部分没看懂，写成“早班 6:00-14:00、中班 14:00-22:00”", fix=_fix(found))
    if any(shift["start"] == shift["end"] for shift in found):
        raise Doubt(f"“{cell.shown}”：开始和结束是同一个时间")
    _check_halves(cell, found)
    _check_pattern(cell, written, found)
    return found


def named_shift(cell: Cell, column: Column) -> dict[str, str | None]:
    """Return the one shift of a column whose head is its name: 早班 | 6:00-14:00."""
    found = shifts(cell, column)
    if len(found) != 1:
        raise Doubt(f"“{cell.shown}”里不止一个班次")
    name = re.search(r"[\u4e00-\u9fff]{0,3}班", plain(column.label).replace("班次", ""))
    return {**found[0], "name": found[0]["name"] or (name[0] if name else None)}


def breaks(cell: Cell, column: Column) -> list[list[str | None]]:  # noqa: ARG001 – every reader is called alike
    """Return [start, end] of each rest period."""
    written = plain(cell.shown)
    found = _ranges(written)
    if not found or re.sub(rf"{FILLER}|{BREAK}|[早中午晚下夜间上餐班组]", "", re.sub(RANGE, "", written)):
        raise Doubt(f"“{cell.shown}”看不出几点到几点休息，写成“12:00-12:30”")
    return [[rest["start"], rest["end"]] for rest in found]


def _ranges(written: str) -> list[dict[str, str | None]]:
    bare = re.sub(PATTERNS, lambda pattern: "、" * len(pattern[0]), written)
    found: list[dict[str, str | None]] = []
    for match in re.finditer(rf"({NAME})?[ :(]*{RANGE}", bare):
        _, name, *clocks = (None, *match.groups())
        start = _clock(clocks[:5], since=None)
        end = _clock(clocks[5:], since=start)
        if start is None or end is None:
            return []
        found.append({"name": _full_name(name), "start": start, "end": end})
    return found


def _full_name(name: str | None) -> str | None:
    if not name or name in {"上班", "班"}:
        return None
    return name if name.endswith("班") else f"{name}班"


def _clock(parts: list[Any], *, since: str | None) -> str | None:
    _, part, hour, minute, half = parts[:5]
    hours, minutes = int(hour), 30 if half else int(minute or 0)
    is_afternoon = part in {"下午", "晚", "晚上", "傍晚", "夜里", "夜间"}
    if is_afternoon and 1 <= hours < 12 and not (part in {"夜里", "夜间"} and hours < 6):
        hours += 12
    if hours == 24 and minutes == 0 and since is not None:
        hours = 0
    return f"{hours:02d}:{minutes:02d}" if hours < 24 and minutes < 60 else None


def _fix(found: list[dict[str, str | None]]) -> str:
    return "、".join(f"{shift['name'] or ''}{shift['start']}-{shift['end']}" for shift in found)


def _check_halves(cell: Cell, found: list[dict[str, str | None]]) -> None:
    """Refuse two nameless stretches of one working day (8-12, 13-17): one shift with a rest, or two shifts."""
    for first, second in pairwise(found):
        start, end, again, until = (str(t) for t in (first["start"], first["end"], second["start"], second["end"]))
        has_gap = start < end < again < until and second["name"] is None
        if has_gap and int(again[:2]) - int(end[:2]) <= 3:
            raise Doubt(
                f"“{cell.shown}”像是一个班、中间休息 {end}-{again}，不像两个班",
                fix=f"{first['name'] or '白班'} {start}-{until}",
            )


def _check_pattern(cell: Cell, written: str, found: list[dict[str, str | None]]) -> None:
    """Refuse 两班倒 with the times of one shift only."""
    promised = re.search(r"([两二三])班(?:倒|制)", written)
    if promised and len(found) < {"两": 2, "二": 2, "三": 3}[promised[1]]:
        only = found[0]
        other = f"、{only['end']}-{only['start']}" if promised[1] in "两二" else ""
        raise Doubt(f"“{cell.shown}”说是{promised[0]}，只写了 {len(found)} 个班的时间", fix=f"{_fix(found)}{other}")
