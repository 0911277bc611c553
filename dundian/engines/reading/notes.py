"""What a careful reader would write beside a speech: likely misprints, terms never explained, a lost opening.

The text is kept verbatim; a note only says what is probably meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from .numerals import number
from .page import Note, NoteKind, Paragraph

_QUOTED = re.compile(r"“([^“”]{1,14})”")
_COUNTED = re.compile(r"([一二三四五六七八九十两\d]{1,2})(?:个|大|项|条|种|支|有|不|位|字)?([\u3400-\u9fff]{1,5})")
_METHOD = re.compile(r"(?:[一二三四五六七八九十\d]{2,4})(?:[\u3400-\u9fff]{0,3})")
_METHOD_NAMED = re.compile(r"^(?:工作法|机制|模式|行动|工程|做法|战略|体系|制度)")
# days, plans and sayings that everybody in office knows by their number
_KNOWN = re.compile(
    r"(?:五一|七一|八一|十一|三八|五四|六一|一二·?九|十[二三四五六]五|一线|一日|两会|三农|一把手|一起|一样|一家人"
    r"|四不两直|三重一大|一岗双责|三会一课|两学一做|四个意识|四个自信|两个维护|两个确立|八项规定|四风|三公)"
)
# “在当工人”中: the quote opens before the preposition whose other half stands after it
_QUOTE_TOO_EARLY = re.compile(r"“(?:在|从|到|向|于)[^“”，。,]{1,12}”(?:中|里|上|下|内|外|间)")
_MOST_TERMS = 200  # of one paragraph; real ones quote a handful
_LONGEST_SPEECH = 20_000  # characters in which an explanation is looked for
_EXPLAINED = r"[”]?(?:,|，)?(?:[（(]|即|就是|是指|指的是|包括|分别是|[:：])"


_Placed = tuple[int, int, NoteKind, str]  # from, to, kind, what is to be said


def notes(paragraphs: Sequence[Paragraph], *, is_lost: bool) -> tuple[Note, ...]:
    """Write the notes of a restored speech, the lost opening first; a term is noted where it first stands."""
    found = [_lost(paragraphs[0])] if is_lost and paragraphs else []
    whole = "".join(part.text for part in paragraphs)[:_LONGEST_SPEECH]
    for part in paragraphs:
        placed = [*_misprints(part), *_undefined(part, whole)]
        found += [
            Note(kind, part.text[start:end], note, part.within(start, end)) for start, end, kind, note in sorted(placed)
        ]
    once = {(note.kind, note.text, note.spans if note.kind == "sic" else ()): note for note in reversed(found)}
    return tuple(once.values())[::-1]


def _lost(first: Paragraph) -> Note:
    shown = min(len(first.text), 20)
    return Note("lost", first.text[:shown], "这篇发言的开头原文缺失，不作补写", first.within(0, shown))


def _misprints(part: Paragraph) -> Iterator[_Placed]:
    for pattern, note in _known_misprints():
        for found in pattern.finditer(part.text):
            yield *found.span(), "sic", note
    for found in _QUOTE_TOO_EARLY.finditer(part.text):
        yield *found.span(), "sic", "引号位置疑有误"
    if part.text.count("“") != part.text.count("”"):
        place = max(part.text.rfind("“"), part.text.rfind("”"))
        yield max(0, place - 6), min(len(part.text), place + 7), "sic", "引号没有成对"


@cache
def _known_misprints() -> tuple[tuple[re.Pattern[str], str], ...]:
    known = json.loads(files(__package__).joinpath("misprints.json").read_text(encoding="utf-8"))
    return tuple((re.compile(row["pattern"]), row["note"]) for row in known["misprints"])


def _undefined(part: Paragraph, whole: str) -> Iterator[_Placed]:
    terms = {found[1]: found for found in reversed(list(_QUOTED.finditer(part.text)))}
    for term, found in list(terms.items())[-_MOST_TERMS:]:
        if _KNOWN.fullmatch(term) or not _is_counted(term, part.text[found.end() :]):
            continue
        if not _is_explained(term, whole):
            yield *found.span(1), "undefined", "文中没有解释这个说法"


def _is_counted(term: str, after: str) -> bool:
    if _METHOD.fullmatch(term) and _METHOD_NAMED.match(after):
        return True
    return bool(_COUNTED.fullmatch(term))


def _is_explained(term: str, whole: str) -> bool:
    """Whether the speech says what is counted: it defines the term, or names as many things of that ending."""
    if re.search(re.escape(term) + _EXPLAINED, whole):
        return True
    counted = _COUNTED.fullmatch(term)
    if not counted:
        return False
    many, thing = number(counted[1]) or 0, counted[2]
    others = whole.replace(term, "")
    named = {found[1] for found in re.finditer(rf"([\u3400-\u9fff]{{1,2}}){re.escape(thing)}", others)}
    return len(named) >= max(many - 1, 2)
