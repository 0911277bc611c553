"""Where a long title is broken: at words, in balanced lines, as a trapezium or a rhombus.

GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜，间距恰当，标题排列应当使用梯形或菱形。
Every way to break is given a price and the cheapest wins. The words below are words of the trade, not of one
report; whoever dislikes the result sets line ends in the title, and they are kept.
"""

import re
from itertools import combinations, pairwise

from dundian.engines.document.letters import width_of

LINE = 20.0
"""Characters of 22 pt that fit on a line of 156 mm."""

MOST_LINES = 3
"""A longer title is cut evenly without looking for words: nobody will call it a title."""

_NEVER_FIRST = set("，。、；：？！”’》〉）】」』〕%％…—·的了等,.;:?!)]}")
_NEVER_LAST = set("“‘《〈（【「『〔#([{和与及暨对在由从以第")
_GOOD_AFTER = ("的", "》", "）", "”", "，", "、", "：", "——")
_GOOD_BEFORE = ("赴", "开展", "推进", "加强", "进一步", "情况的")
_UNITS = (
    "总工会 工会 联合会 委员会 办公室 领导小组 工作组 蹲点组 蹲点 干部 职工 工人 农民工 劳动者 企业 车间 班组 "
    "公司 集团 有限公司 街道 乡镇 城镇 开发区 工业园区 产业园 非公有制 产业工人 队伍建设 改革 新就业形态 "
    "同吃 同住 同劳动 一线 基层 活动 专项 行动 工作 情况 问题 总结报告 调研报告 情况报告 工作报告 报告 总结 "
    "通知 方案 意见 建议 清单 台账 调查 调研 推进 加强 开展 做好 实施 落实 进一步 年度 上半年 下半年 季度 "
    "机关 直属 直属单位 单位 关于 全省 全市"
)
_UNIT = re.compile("|".join(sorted(_UNITS.split(), key=len, reverse=True)))
_WHOLE = re.compile(
    r"[A-Za-z0-9.%‰\-/]+[年月日期组个名家]?|第?[〇一二三四五六七八九十]+[年月日期组个名家]|《[^》]{1,14}》|“[^”]{1,8}”"
)

_QUOTED = re.compile(r"“[^“”]{9,16}”|‘[^‘’]{9,16}’|《[^《》]{15,18}》")  # short enough for one line
_PAUSES = ("、", "，", "——", "”", "’", "》")


def title_lines(title: str) -> list[str]:
    """Break a title into the lines of the page; line ends in it are kept and looked at no further."""
    given = title.splitlines()
    return given if len(given) > 1 else _broken(title)


def _broken(title: str) -> list[str]:
    needed = max(1, -int(-width_of(title) // LINE))
    if needed == 1:
        return [title]
    if needed > MOST_LINES:
        return _cut_evenly(title, needed)
    prices = _prices(title)
    likely = sorted(sorted(prices, key=lambda place: (prices[place], place))[:30])
    ways = (way for breaks in (needed - 1, needed) for way in combinations(likely, breaks))
    allowed = [way for way in ways if max(map(width_of, _lines(title, way))) <= LINE]
    if not allowed:
        return _cut_evenly(title, needed)
    best = min(allowed, key=lambda way: sum(prices[place] for place in way) + _ugliness(_lines(title, way)))
    return _lines(title, best)


def _ugliness(lines: list[str]) -> float:
    """Price the shape: lines of like length, none an orphan, and no hourglass."""
    widths = [width_of(line) for line in lines]
    longest, shortest = max(widths), min(widths)
    price = 8 * (longest - shortest) / longest + 2.5 * len(lines)
    if shortest < 0.4 * longest:
        price += 6
    if len(widths) > 2 and min(widths[1:-1]) < min(widths[0], widths[-1]):
        price += 5
    return price


def _prices(title: str) -> dict[int, float]:
    """Price every place where a line may end; places inside a number, a word or a short quotation are absent."""
    whole = {place for found in _spans(_WHOLE, title) for place in range(found[0] + 1, found[1])}
    units = _spans(_UNIT, title)
    inside = {place for start, end in units for place in range(start + 1, end)}
    edges = {place for span in units for place in span}
    quoted = {place for start, end in _spans(_QUOTED, title) for place in range(start + 1, end)}
    prices = {}
    for place in range(1, len(title)):
        before, after = title[:place], title[place]
        if place in whole or after in _NEVER_FIRST or before[-1] in _NEVER_LAST:
            continue
        if before.endswith(_PAUSES if place in quoted else _GOOD_AFTER):
            prices[place] = 0.0
        elif title.startswith(_GOOD_BEFORE, place) and place not in quoted:
            prices[place] = 0.5
        elif place in inside or place in quoted:
            prices[place] = 9.0
        else:
            prices[place] = 1.5 if place in edges else 4.0
    return prices


def _spans(pattern: re.Pattern[str], title: str) -> list[tuple[int, int]]:
    return [found.span() for found in pattern.finditer(title)]


def _lines(title: str, way: tuple[int, ...]) -> list[str]:
    return [title[start:end] for start, end in pairwise((0, *way, len(title)))]


def _cut_evenly(title: str, count: int) -> list[str]:
    step = -(-len(title) // count)
    lines, rest = [], title
    while rest:
        end = step
        while end < len(rest) and rest[end] in _NEVER_FIRST:
            end += 1
        lines.append(rest[:end])
        rest = rest[end:]
    return lines
