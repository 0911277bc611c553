"""Sentences and clauses of a paragraph, each with its place; quotes and brackets are never cut open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .ordinals import ordinal

_STOPS = "。！？!?；;…\n"
_COMMAS = "，,"
_CLOSES = {"“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "「": "」"}
# what is counted before a colon is told apart behind it (做到“三个一”:写好一本日记)
_TOLD_APART = re.compile(
    r"[^:：]*(?:[以如]下.{0,4}|[几两二三四五六七八九十](?:个|件|点|条|项|不)?[\u3400-\u9fff]{0,4}”?)[:：](?=.)"
)
_LONGEST_QUOTE = 60  # characters after which an opening quote is taken for one that nobody closed


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a paragraph between commas; `start` and `end` leave its punctuation and ordinal out."""

    text: str
    start: int
    end: int
    announces: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of a paragraph between full stops or semicolons, in clauses."""

    clauses: tuple[Clause, ...]
    has_ordinal: bool
    asks: bool = False

    @property
    def text(self) -> str:
        """The clauses with a comma between them: for reading, not for quoting."""
        return ",".join(clause.text for clause in self.clauses)


def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut a paragraph into sentences and clauses."""
    found = []
    for start, end in _pieces(text, 0, len(text), _STOPS):
        point = ordinal(text[start:end])
        inner = start + (point.length if point else 0)
        clauses = tuple(_clauses(text, inner, end))
        if clauses:
            found.append(Sentence(clauses, bool(point), asks=text[end : end + 1] in {"？", "?"}))
    return tuple(found)


def _clauses(text: str, start: int, end: int) -> Iterator[Clause]:
    for a, b in _pieces(text, start, end, _COMMAS):
        point = ordinal(text[a:b])
        first = a + (point.length if point and a > start else 0)
        while first < b and text[first] in " \u3000、":
            first += 1
        told = _TOLD_APART.match(text, first, b)
        if told:
            yield Clause(text[first : told.end() - 1], first, told.end() - 1, announces=True)
            first = told.end()
        if first < b:
            yield Clause(text[first:b], first, b)


def _pieces(text: str, start: int, end: int, cuts: str) -> Iterator[tuple[int, int]]:
    """Stretches between the cutting marks, without outer blanks; marks inside quotes do not cut."""
    begin, skip_to = start, start
    for place in range(start, end + 1):
        if place < end and (place < skip_to or text[place] not in cuts):
            if place >= skip_to and text[place] in _CLOSES:
                skip_to = _after_quote(text, place, end)
            continue
        a, b = _trimmed(text, begin, place)
        if a < b:
            yield a, b
        begin = place + 1


def _after_quote(text: str, place: int, end: int) -> int:
    close = text.find(_CLOSES[text[place]], place + 1, min(end, place + _LONGEST_QUOTE))
    return close + 1 if close >= 0 else place + 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \u3000\t”’」』)）":
        start += 1
    while end > start and text[end - 1] in " \u3000\t":
        end -= 1
    return start, end
