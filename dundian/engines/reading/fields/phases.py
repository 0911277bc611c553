"""Which phases: 一期、三期 · 第1期;第3期 · 1,3 · 全程 · 二期外都行."""

import re
from datetime import date

from ..workbook.cells import Cell
from .context import Column, Context, Doubt
from .words import NUMERAL, numeral, plain, squeezed, whole

ONE = rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"
ALL = (
    r"(?:全程|全部|所有|各期|每期|哪期|任意|任何|任一|不限|随时|都|均|皆|全)(?:一?期|批|期次|时间)?"
    r"(?:都|均|皆)?(?:可以?|行|能|参加|可参加|能参加|没问题|有空)*"
)
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8}
JOIN = r"[、,;/\\和及或与 +&|.]"
NOT = (
    r"(?:不能参加|无法参加|不参加|不能|不可|不行|不便|不参加|没空|有事|除外|"
    r"以外|之外|外|不可以|无法|请假|不方便|避开|回避)"
)


def phases(cell: Cell, column: Column) -> list[int]:
    """Return the numbers of the phases, ascending; each must be a phase of the programme."""
    context = column.context
    if not isinstance(cell.value, str) and not cell.is_number:
        raise Doubt(f"“{cell.shown}”：期次被 Excel 变成了日期，重填", fix=_from_date(cell, context))
    if not context.phases:
        raise Doubt(f"“{cell.shown}”：活动还没有分期，对不上")
    written = _normal(cell.shown)
    found = _by_dates(written, context)
    if found is None:
        found = in_words(written, context)
    if found is None:
        raise Doubt(f"“{cell.shown}”看不出是哪几期，写成“一期、三期”", fix=_proposal(written, context))
    unknown = [number for number in found if number not in {phase.no for phase in context.phases}]
    if unknown:
        numbers = "、".join(str(number) for number in unknown)
        fix = _proposal(written, context)
        raise Doubt(f"“{cell.shown}”：没有第 {numbers} 期，这次共 {len(context.phases)} 期", fix=fix)
    return sorted(set(found))


def in_words(written: str, context: Context) -> list[int] | None:
    """Return the phase numbers a text names, None if it names none or says something else besides."""
    written = re.sub(r"(?<=[一二三四五六七八九\d期])两期", "期", written)  # 一、三两期
    said = re.sub(r"(?:可以|均可|都可以?|都行|也可以?|也行|参加|可)+$", "", written) or written
    everything = [phase.no for phase in context.phases]
    if re.fullmatch(rf"(?:{ALL})+", written):
        return everything
    both = re.fullmatch(rf"([^,;]+?)(?:都|均)?(?:可以?|能|行)[,;](.+?)(?:{NOT})+", written)  # 一期可,二期不行
    if both and (some := _listed(both[1])) and not set(some) & set(_listed(both[2]) or some):
        return some
    left_out = re.fullmatch(
        rf"(?:除了?|除去)?(?P<some>.+?)(?:{NOT})+,?(?:其他|其它|其余|别的)?(?:{ALL})?", written
    ) or re.fullmatch(rf"(?:除了?|除去|{NOT})(?P<some>.+)", written)
    left_out = left_out or re.fullmatch(rf"(?:{ALL}),?除了?(?P<some>.+?)(?:外|以外|之外)?", written)
    if left_out and (some := _listed(left_out["some"])) is not None:
        return [number for number in everything if number not in some] if set(some) <= set(everything) else some
    every = re.fullmatch(rf"(?:{ALL}|)(?P<number>{ONE})[个]?期(?:{ALL})", written) or re.fullmatch(
        rf"(?:全部|所有)(?P<number>{ONE})个?期", written
    )
    if every and numeral(every["number"]) == len(everything):
        return everything
    ends = re.fullmatch(rf"(前|后|最后|头)({ONE})期", said)
    if ends and (size := numeral(ends[2]) or 0) <= len(everything):
        return everything[:size] if ends[1] in {"前", "头"} else everything[len(everything) - size :]
    return _listed(said)


def _normal(text: str) -> str:
    apart = re.sub(rf"[(（]({ONE})[)）](?=[(（]|$)", r"\1、", text)
    apart = re.sub(r"([①-⑩])(?=[①-⑩])", r"\1、", apart)
    apart = re.sub(rf"(?<=[\d{NUMERAL}期]) (?=[第\d{NUMERAL}])", "、", plain(apart))
    written = whole(squeezed(apart)).replace("批次", "期").replace("批", "期").replace("期次", "期")
    written = written.replace("首期", "1期").replace("末期", "最后1期")
    written = re.sub(r"(?<![A-Z])(I{1,3}|IV|VI{0,3})(?=期|$|[、,;/])", lambda m: str(ROMAN[m[1]]), written.upper())
    written = re.sub(r"\([^()]*\d+[./月][^()]*\)", "", written)  # 一期（5.10-5.14）: the dates only repeat
    return re.sub(r"^(?:仅|只|可以?|能|拟|报名|参加|选|愿意?|申请)+(?=[第\d一二三四五六七八九十前后全])", "", written)


def _listed(written: str) -> list[int] | None:
    """Return the numbers of a list such as 一期、三期 · 第1;3期 · 1-3期."""
    found: list[int] = []
    for item in filter(None, re.split(JOIN, written)):
        single = re.fullmatch(rf"第?({ONE})期?", item)
        span = re.fullmatch(rf"第?({ONE})期?[-至到]第?({ONE})期?", item)
        pair = re.fullmatch(rf"(?:第?{ONE}期){{2,}}", item)
        if run := _run_together(item):
            found += run
        elif single:
            found.append(numeral(single[1]) or 0)
        elif span:
            found += range(numeral(span[1]) or 0, (numeral(span[2]) or 0) + 1)
        elif pair:
            found += [numeral(number) or 0 for number in re.findall(rf"第?({ONE})期", item)]
        else:
            return None
    return found or None


def _run_together(item: str) -> list[int]:
    """Return 2 and 3 for 二三期: nobody writes twenty-three without 十."""
    run = re.fullmatch(r"第?([一二三四五六七八九]{2,3})期?", item)
    numbers = [numeral(digit) or 0 for digit in run[1]] if run else []
    return numbers if numbers == sorted(set(numbers)) else []


def _by_dates(written: str, context: Context) -> list[int] | None:
    found = []
    written = re.sub(r"20\d\d[年./-](?=\d{1,2}[月./-]\d)", "", written)
    for item in filter(None, re.split(r"[、,;和]", written)):
        days = re.fullmatch(r"(\d{1,2})[.月/](\d{1,2})日?[-至到](?:(\d{1,2})[.月/])?(\d{1,2})日?", item)
        if not days:
            return None
        month = int(days[1])
        ends = ((month, int(days[2])), (int(days[3] or month), int(days[4])))
        found += [p.no for p in context.phases if (_month_day(p.start), _month_day(p.end)) == ends] or [0]
    return found if found and 0 not in found else None


def _month_day(day: date) -> tuple[int, int]:
    return day.month, day.day


def _from_date(cell: Cell, context: Context) -> str | None:
    month = getattr(cell.value, "month", 0)
    day = getattr(cell.value, "day", 0)
    known = {phase.no for phase in context.phases}
    return f"{month}、{day}" if {month, day} <= known else None


def _proposal(written: str, context: Context) -> str | None:
    """Return the phases that a doubtful text seems to name: 一期优先，三期也可 → 1、3."""
    known = {phase.no for phase in context.phases}
    named = [numeral(number) for number in re.findall(rf"第?({ONE})期", written)]
    if not named and re.fullmatch(r"\d{2,3}", written):
        named = [int(digit) for digit in written]
    if re.fullmatch(r"(?:本人)?(?:服从|听从|由)?(?:组织|统一|工会)?(?:安排|调剂|分配)", written):
        named = [*known]
    fitting = sorted({number for number in named if number in known})
    return "、".join(str(number) for number in fitting) if fitting and not re.search(rf"除|{NOT}", written) else None
