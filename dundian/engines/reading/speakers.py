"""Who speaks on a page, and where: a printed sign, a bracket, a name with a colon, or a name on a line of its own.

Beside the name may stand what the speaker is (组织部部长 王小明; 王小明,市总工会干部; 办公室主任王小明).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from .page import Line

BLANK = " \t\u3000\xa0\ufeff\u200b\r\f\v"
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff·]"
_PRINTERS_SIGNS = "※•▪§‖"
_LONGEST = 40  # characters of a line that names somebody
_PROSE = 15  # characters from which a line is taken for running text
_WITH_REST = re.compile(
    rf"^(?P<who>{_HAN}{{2,12}}(?:[（(][^）)]{{1,30}}[）)])?)(?:\s*[:：]|\s+)(?P<rest>.*[。；，,;].*)$"
)
_COLON = re.compile(r"^(?:发言人|表态人)?[:：]?\s*(?P<who>[^:：。；，;,！？“”]{2,40}?)\s*[:：](?P<rest>.*)$")
_NAMED = re.compile(
    r"^(?:[【［\[](?P<a>[^】］\]]{2,40})[】］\]]|\*\*(?P<bold>[^*]{2,40})\*\*|#{1,6}\s+(?P<head>[^。；]{2,40})"
    r"|(?:文|作者|发言人|表态人|承诺人|宣誓人|姓名)\s*[/／:：]\s*(?P<led>[^。；:：]{2,40})"
    rf"|(?:——|—|－－|--)\s*(?P<b>{_HAN}{{2,8}}|[^，。；,;]{{2,12}}[（(][^）)]{{1,30}}[）)]))"
    r"\s*[:：]?$"
)
_ITEM = re.compile(r"^(?:[·•*＊–-]|\d{1,2}[.、．])\s*")
_SAYS = re.compile(r"(?:说|道|称|讲|问|答|指出|表示|强调|要求|认为|介绍|回忆|坦言)$")
_NOTE = re.compile(r"^(?:——|[【\[]?编者按)")
_IMPRINT = re.compile(r"记者|通讯员|编辑|责编|摄影|供稿|整理|校对|美编|制图|来源|报道|摘编|版式|主持")
_POST = (
    r"(?:[部处科局院校馆所站组队班厂团园社会]长|主任|主席|书记|干部|干事|科员|[调巡]研员|巡视员|经理|总监|工程师|[技医教]师"
    r"|会计|秘书|职[员工]|员工|代表|委员|组员|队员|成员|专员|助理|工作人员|[一二三四]级主任科员)"
)
_UNIT = r"(?:工会|委员会|中心|公司|集团|办公室|[部处室科局院校馆站厂所组队办镇乡县市区会团])"
_OFFICE = re.compile(rf"^{_HAN}*{_POST}$|^{_HAN}+{_UNIT}$|^{_HAN}*(?:[一二三]级)?主任科员$")
_GLUED = re.compile(rf"^(?P<office>{_HAN}+(?:{_POST}|{_UNIT}))(?P<who>{_HAN}{{2,8}})$")
_IN_BRACKETS = re.compile(r"^[（(][^（()）。；]+[）)]$")
_UNIT_AND_POST = re.compile(rf"^[^，。；,;]*{_UNIT}[^，。；,;]*{_POST}$")
_URGES = re.compile(r"^[当做争为让把以用向与和]")
_GRAMMAR = re.compile(r"[的是就在了不和与要把将会我你他她们让做]")
_COMRADE = re.compile(r"(?<=.{2})同志$")


@dataclass(frozen=True, slots=True)
class Mark:
    """The place where a speech begins: which line, who speaks, and what of the line already is speech."""

    place: int
    name: str
    label: str
    rest: Line | None = None
    below: int = 0  # lines under the name that say what its bearer is


def speakers(lines: Sequence[Line]) -> list[Mark]:
    """The marks of the page: printed signs or brackets, else names with a colon or on lines of their own."""
    sure = _by_sign(lines) or _by_bracket(lines)
    found = sure or max((_by_colon(lines), _by_line(lines)), key=len)
    return [_with_office_below(lines, mark) for mark in found]


def _with_office_below(lines: Sequence[Line], mark: Mark) -> Mark:
    if mark.rest or mark.place + 2 >= len(lines) or not _says_office(lines[mark.place + 1].text):
        return mark
    return replace(mark, label=f"{mark.label} {lines[mark.place + 1].text}", below=1)


def _says_office(text: str) -> bool:
    """Whether a line under a name says where its bearer works and what he is there."""
    if len(text) > _LONGEST:
        return False
    return bool(_IN_BRACKETS.match(text) or (_UNIT_AND_POST.match(text) and not _URGES.match(text)))


# ------------------------------------------------------------------ the four ways of naming a speaker
def _by_sign(lines: Sequence[Line]) -> list[Mark]:
    """Marks under a printed sign; where several signs are in use, those that stand before somebody's name."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for place, line in enumerate(lines):
        sign = line.text[0]
        if (unicodedata.category(sign) in {"So", "Sm"} or sign in _PRINTERS_SIGNS) and (mark := _signed(lines, place)):
            found[sign].append(mark)
    named = [marks for marks in found.values() if any(is_name(mark.name) for mark in marks)]
    kept = named or sorted(found.values(), key=len)[-1:]
    return sorted((mark for marks in kept for mark in marks), key=lambda mark: mark.place)


def _signed(lines: Sequence[Line], place: int) -> Mark | None:
    line = lines[place]
    said = line.text[1:].lstrip(BLANK)
    if found := _WITH_REST.match(said):
        name, rest = _without_brackets(found["who"]), found["rest"]
        return Mark(place, name, line.text[: -len(rest)], _tail(line, rest)) if is_name(name) else None
    said = said.rstrip(":：" + BLANK)
    is_short = 1 < len(said) <= _LONGEST and not re.search(r"[。；！？;!?:：]", said)
    who = _named(said, is_sure=True) if is_short else None
    return Mark(place, who, line.text) if who else None


def _by_bracket(lines: Sequence[Line]) -> list[Mark]:
    """Marks in one form; where a name is known in it, the others of that form are names as well."""
    found = [(place, match) for place, line in enumerate(lines) if (match := _NAMED.match(line.text))]
    known = {match.lastgroup for _, match in found if _named(match[match.lastgroup or 0], is_sure=False)}
    marks = []
    for place, match in found:
        name = _named(match[match.lastgroup or 0], is_sure=True) if match.lastgroup in known else None
        if name and place + 1 < len(lines):
            marks.append(Mark(place, name, lines[place].text))
    return marks


def _by_colon(lines: Sequence[Line]) -> list[Mark]:
    marks = []
    for place, line in enumerate(lines):
        found = _COLON.match(line.text)
        name = _named(found["who"], is_sure=False) if found and not _SAYS.search(found["who"]) else None
        rest = found["rest"].lstrip(BLANK) if found else ""
        if name and len(rest) != 1:
            label = line.text[: len(line.text) - len(rest)]
            marks.append(Mark(place, name, label, _tail(line, rest) if rest else None))
    return marks


def _by_line(lines: Sequence[Line]) -> list[Mark]:
    marks = []
    for place, line in enumerate(lines[:-1]):
        after = lines[place + 1].text
        if len(line.text) > _LONGEST or _NOTE.match(after) or re.search(r"[。；！？;!?:：“”]", line.text):
            continue
        name = _named(_ITEM.sub("", line.text), is_sure=False)
        if name and (len(after) > len(name) + 1 or _is_heading_of_prose(lines, place + 1)):
            marks.append(Mark(place, name, line.text))
    return marks


def _is_heading_of_prose(lines: Sequence[Line], place: int) -> bool:
    """Whether a short line under a name is a heading with running text below it, not one more name."""
    is_over_prose = place + 1 < len(lines) and len(lines[place + 1].text) >= _PROSE
    return is_over_prose and _named(lines[place].text, is_sure=False) is None


def _tail(line: Line, rest: str) -> Line:
    return Line(line.number, line.start + len(line.text) - len(rest), rest)


# ------------------------------------------------------------------ names
def _named(who: str, *, is_sure: bool) -> str | None:
    """The name in a line that holds nothing but a name and what its bearer is.

    Without a sign that proves it (`is_sure`) the name has to be known for one.
    """
    if _IMPRINT.search(who):
        return None
    words = [word for word in re.split(r"[\s,，、/／|｜]+", _without_brackets(who)) if word]
    if len(words) > 1 and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    words = [_COMRADE.sub("", word) for word in words]
    offices = [word for word in words if _is_office(word)]
    others = [word for word in words if word not in offices]
    says_post = any(_is_post(word) for word in [*offices, *re.findall(r"[（(](.*?)[）)]", who)])
    if len(others) == 1 and (name := _in_word(others[0], is_sure=is_sure or says_post)):
        return name
    if len(others) == 1 and others[0] == words[0] and says_post and _can_be(others[0]):
        return others[0]
    if is_sure and (known := [word for word in words if is_name(word)]):
        return known[-1] if not is_name(words[0]) else known[0]
    joined = "".join(words)
    return joined if is_sure and _can_be(joined) else None


def _in_word(word: str, *, is_sure: bool) -> str | None:
    if found := _GLUED.match(word):
        office, who = found["office"], found["who"]
        if is_name(who) or (is_sure and re.search(f"{_POST}$", office)):
            return who
    return word if is_name(word) else None


def _is_post(text: str) -> bool:
    """Whether a text says what somebody is or where he works, and urges nobody (当好干部)."""
    return _is_office(text) and not _URGES.match(text)


def _can_be(word: str) -> bool:
    """Whether a word that nobody knows for a name can be one where everything else says so."""
    known = _names()
    is_han = bool(re.fullmatch(rf"{_HAN}{{2,8}}", word)) and not _GRAMMAR.search(word)
    return is_han and word not in known.never and word[1:] not in known.never_given and not _URGES.match(word)


def _is_office(word: str) -> bool:
    """Whether a word says what somebody is or where he works (a name of three letters is no office)."""
    return bool(_OFFICE.match(word)) and (not is_name(word) or len(word) == 2 or bool(re.search(f"{_POST}$", word)))


def _without_brackets(who: str) -> str:
    return re.sub(r"[（(].*?[）)]", "", who).strip(BLANK)


class _Names(NamedTuple):
    """What is known of names; see names.json."""

    surnames: frozenset[str]
    compounds: frozenset[str]
    never: frozenset[str]
    never_given: frozenset[str]
    others: re.Pattern[str]


@cache
def _names() -> _Names:
    known = json.loads(files(__package__).joinpath("names.json").read_text(encoding="utf-8"))
    parts = "|".join(known["parts_of_other_names"])
    return _Names(
        surnames=frozenset(known["surnames"]),
        compounds=frozenset(known["compound_surnames"]),
        never=frozenset(known["not_names"]),
        never_given=frozenset(known["not_given_names"]),
        others=re.compile(rf"(?:{parts}){_HAN}{{0,6}}|{_HAN}{{1,6}}(?:{parts})"),
    )


def is_name(word: str) -> bool:
    """Whether a word can be a person's name.

    A known surname and one or two characters, a name with ·, or one with a part common among other peoples of China.
    """
    known = _names()
    if word in known.never or word[1:] in known.never_given or not re.fullmatch(rf"{_HAN}{{2,12}}", word):
        return False
    if "·" in word.strip("·"):
        return len(word) >= 4
    if (len(word) in {2, 3} and word[0] in known.surnames) or (len(word) in {3, 4} and word[:2] in known.compounds):
        return True
    return 3 <= len(word) <= 7 and bool(known.others.fullmatch(word))
