"""What the editor states before the speeches: when, how many, how many phases and groups, whose programme."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from .numerals import PATTERN, number
from .page import Facts, Line
from .preamble import whole_paragraphs

_N = PATTERN
# a group by whatever name (突击队, 督导组), but no shop-floor team and no organisation
_TEAM = r"(?!班组|机组|项目组|舰队|车队)[\u3400-\u9fff]{0,5}?(?:组|队)(?![织员长伍建])"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2}|[一二][〇零○九][〇零○一二三四五六七八九]{2})年")
_DAY = rf"(?:((?:19|20)\d{{2}})年)?({_N})月({_N})[日号]"
_PERIOD = re.compile(
    rf"{_DAY}(?:起|开始)?[,，]?\s*(?:至|到|—+|-+|－+|~|～)\s*(?:((?:19|20)\d{{2}})年)?(?:({_N})月)?({_N})[日号]"
)
_NEXT_PHASE = re.compile(
    rf"[、,;和及]+(?:第?{_N}[期批]次?[::]?(?:为|从|自)?)?(?:({_N})月)?{_N}[日号](?:至|到|—+|-+|~)(?:({_N})月)?({_N})[日号]"
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\s*(?:-|—|~|至|到)+\s*(\d{1,2})\.(\d{1,2})(?![\d.])")
_FROM = re.compile(rf"(?:自|从)?{_DAY}(?:起|开始)")
_FOR_DAYS = re.compile(rf"[^。\n]{{0,60}}?(?:为期|历时|用时)({_N})天")
_FULL_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_OF_DAY = re.compile(
    r"(?<=[日号])(?:\((?:星期|周)[一二三四五六日天]\)|[上下]午|早上|晚上)"
    r"(?=起|开始|至|到|—|-|~|\()"
)
_PHASES = re.compile(
    rf"(?:分|共|为|计|开展)(?:成|为|作)?({_N})个?(?:期|批)(?!间)|({_N})(?:期|批)[,、共计]{{0,2}}{_N}个?小?组(?![织员长])"
    rf"|{_N}个?小?组[、,和]({_N})(?:期|批)|({_N})(?:期|批)次?(?:进行|开展|进|赴|下|到)"
)
_EACH = re.compile(rf"每(?:一)?(?:期|批)[^,。;]{{0,8}}?({_N})个?(?:小组|工作组|组)")
_ALTOGETHER = re.compile(
    rf"(?:共计?|总共|一共|合计|组成|编成|分成|分为|编为|成立|组建)(?:了)?({_N})(?:个{_TEAM}|小?组(?![织员长]))"
)
_GROUPS = re.compile(
    rf"(?<![第每\d])(?:{_N})(?:期|批)[,、共计]{{0,2}}({_N})个?小?组(?![织员长])|分(?:为|成)?({_N})个?小?组|(?<!第)(?<!每期)({_N})个{_TEAM}"
)
_PEOPLE = re.compile(rf"(?<![第年月\d近约逾超上数])({_N})(余|多)?(?:名|位|人)")
_AND_MORE = re.compile(rf"[^,。;\d]{{0,14}}(?:和|及|、|与)({_N})(?:名|位|人)")
_SPEAKERS = re.compile(rf"({_N})(?:名|位)[^,。;]{{0,40}}?(?:表态|发言|承诺)")
_ORG = re.compile(r"总工会|工会联合会|[省市县区]工会|(?:集团|公司|产业)工会")
_CUT = re.compile(
    r".*(?:人(?!民)|[名位由年月日在的了与对于赴为是以经向从、,。:;!—“”（）()\s\d]|关于|根据|和(?=[^和]{1,4}总工会)|近日|日前|结合|按照|部署|记者)"
)
# other organisers: named by their kind of office, and by what they do
_OFFICE = re.compile(
    r"([\u3400-\u9fff]{1,14}?(?:局|委员会|管委会|指挥部|政府|党委|党工委|县委|市委|区委|省委|镇委|组织部|宣传部|统战部"
    r"|办公室|联席办|专班|公司|集团|厂|学校|大学|医院|协会|商会|联合会|团委|妇联|总队|支队|中心|院)(?!组织部|宣传部|统战部|办公室))"
    r"(?=(?:从|向|在|联合|牵头|统一|集中|会同)?[^,。;]{0,12}?"
    r"(?:组织|召开|举行|举办|选派|选调|抽调|选拔|派出|派遣|动员|安排|开展|启动|组建|发起|主办))"
)
_IS_NO_HOST = re.compile(r"乡镇|街道|全[省市县区]|各|基层|上级|下级|所在")
_NATIONAL = ("全国总工会", "中华全国总工会")


def facts(preamble: Sequence[Line]) -> Facts:
    """Read the facts of a page's preamble; what it does not say stays None, nothing is worked out by guess."""
    text = unicodedata.normalize("NFKC", "\n".join(whole_paragraphs(preamble)))
    start, end = _period(text)
    phases = _first(_PHASES, text)
    return Facts(
        start=start.isoformat() if start else None,
        end=end.isoformat() if end else None,
        people=_people(text),
        phases=phases,
        groups_total=_groups(text, phases),
        speakers=_first(_SPEAKERS, text),
        host=_host(text),
    )


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    for found in pattern.finditer(text):
        value = next((number(group) for group in found.groups() if group), None)
        if value:
            return value
    return None


# ------------------------------------------------------------------ days
def _period(text: str) -> tuple[date | None, date | None]:
    text = _OF_DAY.sub("", _FULL_DAY.sub(r"\1年\3月\4日", text))
    year = _year(text)
    if found := _PERIOD.search(text):
        first, month, day, last, end_month, end_day = found.groups()
        start = _day(number(first) if first else year, month, day)
        end = _day((number(last) if last else None) or (start.year if start else None), end_month or month, end_day)
        end = _last_of_row(text[found.end() :], _not_before(start, end, is_dated=bool(last)))
        return start, end
    if found := _DOTTED.search(text):
        start, end = _day(year, found[1], found[2]), _day(year, found[3], found[4])
        return start, _not_before(start, end, is_dated=False)
    return _from(text, year)


def _from(text: str, year: int | None) -> tuple[date | None, date | None]:
    """A first day alone; the last one is known where the days are counted, not where weeks or months are."""
    found = _FROM.search(text)
    if not found:
        return None, None
    own, month, day = found.groups()
    start = _day(number(own) if own else year, month, day)
    days = _FOR_DAYS.match(text, found.end())
    count = (number(days[1]) or 0) if days else 0
    return start, start + timedelta(days=count - 1) if start and 0 < count <= 366 else None


def _last_of_row(after: str, end: date | None) -> date | None:
    """The end of the last phase where each has its own days (10日至14日、17日至21日)."""
    while end and (found := _NEXT_PHASE.match(after)):
        first_month, last_month, day = found.groups()
        month = last_month or first_month or str(end.month)
        end = _not_before(end, _day(end.year, month, day), is_dated=False)
        after = after[found.end() :]
    return end


def _year(text: str) -> int | None:
    """The year that the page names first; a page that names none has dates without a year, so unknown."""
    found = _YEAR.search(text)
    return number(found[1].replace("○", "〇")) if found else None


def _day(year: int | None, month: str, day: str) -> date | None:
    try:
        return date(year or 0, number(month) or 0, number(day) or 0)
    except ValueError:
        return None


def _not_before(start: date | None, end: date | None, *, is_dated: bool) -> date | None:
    """An end without a year of its own that falls before its start is in the year after."""
    if start and end and end < start:
        return None if is_dated else _day(end.year + 1, str(end.month), str(end.day))
    return end


# ------------------------------------------------------------------ counts
def _people(text: str) -> int | None:
    """How many go: the number nearest to the going, never that of the speakers, never a round "more than"."""
    best: tuple[int, int] | None = None
    for sentence in re.split(r"[。\n;]", text):
        for found in _PEOPLE.finditer(sentence):
            after = sentence[found.end() : found.end() + 60]
            if found[2] or re.match(r"[^,。;]{0,40}?(?:表态|发言|承诺)", after):
                continue
            weight = sum(word in after for word in ("干部", "同志", "分", "期", "组", "当工人", "蹲点", "赴", "进企业"))
            value = number(found[1])
            if value and weight and (best is None or weight > best[0]):
                best = (weight, value + _added(after))
    return best[1] if best else None


def _added(after: str) -> int:
    """The second kind of people named in one breath with the first (60名机关干部和20名直属单位干部)."""
    found = _AND_MORE.match(after)
    return (number(found[1]) or 0) if found else 0


def _groups(text: str, phases: int | None) -> int | None:
    """Groups in all: stated as such, or so many in each of the stated phases."""
    each = _first(_EACH, text)
    if stated := _first(_ALTOGETHER, re.sub(_EACH, "", text)):
        return stated
    if each:
        return each * phases if phases else None
    return _first(_GROUPS, text)


# ------------------------------------------------------------------ whose programme
def _host(text: str) -> str | None:
    """The union whose officials go: the one named most often, at the first place among equals.

    Where no union is named, the office that is said to organise, call or send.
    """
    found: Counter[str] = Counter()
    for place in _ORG.finditer(text):
        name = _named(text, place.start(), place[0])
        if name not in _NATIONAL and name != "总工会" and not _IS_NO_HOST.match(name):
            found[name] += 1
    return max(found, key=lambda name: found[name]) if found else _organiser(text)


def _organiser(text: str) -> str | None:
    for place in _OFFICE.finditer(text):
        name = _CUT.sub("", place[1])
        if len(name) > 2 and not _IS_NO_HOST.match(name):
            return name
    return None


def _named(text: str, start: int, kind: str) -> str:
    return _CUT.sub("", text[max(0, start - 12) : start]) + kind
