"""Ordinals that number the points of a speech: 一是, 第一, 其一, 一、, (一), 1., ①, 首先; in either width."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .numerals import number
from .punctuation import narrow

_CN = "[一二三四五六七八九十]{1,3}"
# matched on a text whose punctuation and digits are half width (`punctuation.narrow`)
_HEAD = re.compile(
    rf"(?:其?(?P<is>{_CN})(?:是(?!否)|要(?!求)|则)"
    rf"|第(?P<nth>{_CN}|\d{{1,2}})(?:[,、:.\s]|个?方面|点|条(?=[,、:是])|是|要)+"
    rf"|其(?P<of>{_CN})[,、:]"
    rf"|(?P<one>{_CN})[者来](?=[,、:])"
    rf"|(?P<dun>{_CN})[、.,]"
    rf"|(?P<dot>\d{{1,2}})[、.)](?!\d)"
    rf"|[(](?P<par>{_CN}|\d{{1,2}})[)]"
    r"|(?P<ring>[①-⑳⑴-⒇❶-❿])"
    r"|(?P<roman>[Ⅰ-Ⅻ])[、.,]"
    r"|(?P<word>首先|其次|再次|再者)(?:[,、:]|(?<=[先者])[是要]?))"
)
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3}
_FIRST_SIGNS = "①⑴❶Ⅰ"
# inside a line an ordinal counts only after a full stop, semicolon or colon; a comma may precede "二是"
_INSIDE = re.compile(r"(?<=[。;!?:])\s*(?=\S)|(?<=,)(?=其?[一二三四五六七八九十]{1,2}(?:是|要))")


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The value of an ordinal, the series it belongs to, and how many characters it takes."""

    series: str
    value: int
    length: int


def ordinal(text: str) -> Ordinal | None:
    """The ordinal at the very beginning of a text, if there is one."""
    found = _HEAD.match(narrow(text[:12]))
    if not found or found.lastgroup is None:
        return None
    series, written = found.lastgroup, found[found.lastgroup]
    if series == "word":
        return Ordinal("nth", _WORDS[written], found.end())
    if series in {"ring", "roman"}:
        first = max(sign for sign in _FIRST_SIGNS if sign <= written)
        return Ordinal(series + first, ord(written) - ord(first) + 1, found.end())
    value = number(written)
    return Ordinal(series, value, found.end()) if value else None


def ordinals(text: str) -> tuple[Ordinal, ...]:
    """All ordinals that open the text or a sentence in it, in order."""
    places = [0, *(found.end() for found in _INSIDE.finditer(narrow(text)))]
    found = (ordinal(text[place : place + 12]) for place in places)
    return tuple(one for one in found if one)
