"""When somebody can come: 5.10-5.14 · 5月10日至14日 · 除5/17-5/21外 · 一期."""

import re
from datetime import date, timedelta

from ..workbook.cells import Cell
from . import phases
from .context import Column, Context, Doubt
from .words import NUMERAL, numeral, squeezed

Days = tuple[date, date]
SHORT = r"\d{1,2}[月./]\d{1,2}[日号]?"
DAY = rf"(?:\d{{4}}[年./-]\d{{1,2}}[月./-]\d{{1,2}}[日号]?|20\d{{6}}|{SHORT})"
RANGE = rf"({DAY})(?:(?:-{{1,2}}|至|到)({DAY}|\d{{1,2}}[日号]?))?(起|开始|以前|之前|前|以后|之后|后)?"
FILLER = r"[、,;/和及与或 .]|可参加|可以参加|可以|均可|期间|有空|方便|都行|可|能|参加|时间"
EVERY = (
    r"(?:整个)?(?:活动)?(?:期间)?(?:全程|整个(?:活动)?期间|活动期间|全部|都|均|随时|任意|任何|不限|全时段|所有|一直|全)(?:时间|时段|日期)?(?:都|均)?"
    r"(?:可以?|行|能|有空|参加|可参加|没问题)*"
)


def available(cell: Cell, column: Column) -> list[Days]:
    """Return the first and last days of each stretch, in order; what is left out is taken from the programme."""
    if not isinstance(cell.value, str) and not cell.is_number:
        day = _of_value(cell)
        return [(day, day)]
    listed = re.sub(r"[①-⑳]|(?<=[\d日号])\s+(?=\d{1,4}[年月./])", "、", cell.shown)
    written = re.sub(r"\((?:(?:周|星期)?[一二三四五六日天]|第?.{1,2}期)\)|^[自从](?=\d)", "", squeezed(listed))
    written = re.sub(rf"[{NUMERAL}]+(?=[月日号])", lambda said: str(numeral(said[0])), written)
    found = _stretches(_spelt_out(written), column, cell)
    years = {column.context.year, *(edge.year for edge in column.context.span or ())}
    for first, last in found:
        if last < first:
            raise Doubt(f"“{cell.shown}”：结束早于开始")
        if not {first.year, last.year} <= years:
            raise Doubt(f"“{cell.shown}”不在 {column.context.year} 年")
    return _joined(found)


def day(cell: Cell, column: Column) -> date:
    """Return one day, from a column that holds only the beginning or only the end."""
    stretches = available(cell, column)
    if len(stretches) != 1 or stretches[0][0] != stretches[0][1]:
        raise Doubt(f"“{cell.shown}”不是一个日期")
    return stretches[0][0]


def _of_value(cell: Cell) -> date:
    value = cell.value
    year, month, number = (getattr(value, part, None) for part in ("year", "month", "day"))
    if year and month and number:
        return date(year, month, number)
    raise Doubt(f"“{cell.shown}”不是一个日期")


def _stretches(written: str, column: Column, cell: Cell) -> list[Days]:
    context = column.context
    span = context.span
    if re.fullmatch(EVERY, written) and span:
        return [span]
    left_out = re.fullmatch(
        rf"(?:除了?|除去)?(.+?)(?:以外|之外|除外|外|不行|不能参加|没空|不在)(?:,?(?:其他|其余|其它)?(?:{EVERY})?)?",
        written,
    ) or re.fullmatch(r"(?:除了?|除去)(.+)", written)
    if left_out and span:
        return _without(_joined(_named(left_out[1], context, cell)), span, cell)
    is_of_phases = bool(re.search(r"期次|批次|期数|哪.期|期$", squeezed(column.label)))
    return _named(written, context, cell, is_of_phases=is_of_phases)


def _spelt_out(written: str) -> str:
    """Return the days with their months, without the phases they explain: 5月10-14日、24-28日 · 一期（5.10-5.14）."""
    written = re.sub(rf"第?[{NUMERAL}\d]{{1,2}}期[:]?\(?({RANGE})\)?", r"\1", written.replace("起至", "至"))
    days = r"\d{1,2}[日号]?(?:(?:-|至|到)\d{1,2}[日号]?)?(?:[、,;]|$)"
    following = rf"(\d{{1,2}}[月./])([^月./、,;]*[、,;])(?={days})"
    while (longer := re.sub(following, r"\1\2\1", written)) != written:
        written = longer
    return written


def _named(written: str, context: Context, cell: Cell, *, is_of_phases: bool = False) -> list[Days]:
    if ("期" in written or is_of_phases) and (numbers := phases.in_words(written, context)):
        days = {phase.no: (phase.start, phase.end) for phase in context.phases}
        if set(numbers) <= set(days):
            return [days[number] for number in numbers]
        raise Doubt(f"“{cell.shown}”：这次没有这一期")
    rest = re.sub(RANGE, "", written)
    found = [_stretch(match, context, cell) for match in re.finditer(RANGE, written)]
    if not found or re.sub(FILLER, "", re.sub(r"\d{4}年", "", rest)):
        raise Doubt(f"“{cell.shown}”看不出是哪几天，写成 5.10-5.14", fix=_proposal(written, context))
    return found


def _stretch(match: re.Match[str], context: Context, cell: Cell) -> Days:
    first = _day(match[1], context, None, cell)
    last = _day(match[2], context, first, cell) if match[2] else first
    if not match[3]:
        return first, last
    if match[3] in {"起", "开始"} and context.span and not match[2] and first <= context.span[1]:
        return first, context.span[1]
    raise Doubt(f"“{cell.shown}”：{match[3]}包不包括当天看不出，写成起止日期")


def _day(written: str, context: Context, since: date | None, cell: Cell) -> date:
    numbers = [int(number) for number in re.findall(r"\d+", written)]
    if len(numbers) == 1 and len(str(numbers[0])) == 8:
        numbers = [numbers[0] // 10000, numbers[0] // 100 % 100, numbers[0] % 100]
    if len(numbers) == 1 and since:
        numbers = [since.year, since.month, *numbers]
    if len(numbers) == 2:
        numbers = [since.year if since else context.year, *numbers]
    try:
        return date(*numbers)
    except (ValueError, TypeError) as fault:
        raise Doubt(f"“{cell.shown}”里有不存在的日期") from fault


def _joined(stretches: list[Days]) -> list[Days]:
    """Return the stretches in order, overlapping ones as one."""
    joined: list[Days] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _without(gaps: list[Days], span: Days, cell: Cell) -> list[Days]:
    first, last = span
    kept: list[Days] = []
    for start, end in gaps:
        if start > first:
            kept.append((first, min(start - timedelta(days=1), last)))
        first = max(first, end + timedelta(days=1))
    if first <= last:
        kept.append((first, last))
    if not kept:
        raise Doubt(f"“{cell.shown}”：除去以后一天也不剩")
    return kept


def _proposal(written: str, context: Context) -> str | None:
    third = re.fullmatch(r"(\d{1,2})月(上|中|下)旬", written)
    if not third or not 1 <= int(third[1]) <= 12:
        return None
    month = int(third[1])
    following = date(context.year + month // 12, month % 12 + 1, 1)
    first, last = {"上": (1, 10), "中": (11, 20), "下": (21, (following - timedelta(days=1)).day)}[third[2]]
    return f"{month}.{first}-{month}.{last}"
