"""Where the parts of a page stand: headline, editor's note, and for each speech its mark, title and lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .ordinals import ordinal
from .page import Line, PageNotRead
from .punctuation import is_signed
from .speakers import BLANK, Mark, speakers

_IMPRINT = re.compile(r"^[（(]?(?:本报|通讯员|记者|责任编辑|责编|编辑|来源|摄影|整理|供稿|本版)[^。]{0,40}$")
_ORNAMENT = re.compile(r"^[★☆■□●○◆◇▲△*＊=_~～·•—–-]{2,}$")
_PROSE = 15  # characters from which a line is taken for running text
_LONGEST_TITLE = 30


class NoSpeeches(PageNotRead):
    """这一页里没有找到发言：发言前要有发言人的姓名，例如“■张三”单独一行。"""


@dataclass(frozen=True, slots=True)
class Section:
    """One speech as it stands on the page."""

    name: str
    label: str
    title: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The page in its parts."""

    headline: str | None
    preamble: tuple[Line, ...]
    sections: tuple[Section, ...]


def parts(text: str) -> Parts:
    """Cut a page into preamble and speeches; raise `NoSpeeches` where nobody is seen to speak."""
    lines = [_stripped(number, raw) for number, raw in enumerate(text.split("\n"), start=1)]
    lines = [line for line in lines if line.text and not _ORNAMENT.match(line.text)]
    found = speakers(lines)
    if not found:
        raise NoSpeeches
    titled = _is_titled(lines, found)
    before = [-1, *(mark.place for mark in found[:-1])]
    opened = [_title_place(lines, mark, b) if titled else mark.place for mark, b in zip(found, before, strict=True)]
    ends = [*opened[1:], len(lines)]
    bodies = [_body(lines, mark, end) for mark, end in zip(found, ends, strict=True)]
    under = not titled and _are_titles(bodies)
    sections = []
    for mark, start, body in zip(found, opened, bodies, strict=True):
        title = "".join(line.text for line in lines[start : mark.place]) or (body[0].text if under else None)
        sections.append(Section(mark.name, mark.label, title, tuple(body[under:])))
    if not any(section.lines for section in sections):
        raise NoSpeeches
    preamble = tuple(lines[: opened[0]])
    alone = sections[0].title if len(sections) == 1 and not preamble else None
    return Parts(_headline(preamble) or alone, preamble, tuple(sections))


def _stripped(number: int, raw: str) -> Line:
    text = raw.lstrip(BLANK)
    return Line(number, len(raw) - len(text), text.rstrip(BLANK))


# ------------------------------------------------------------------ titles and headline
def is_title(text: str) -> bool:
    """Whether a line can be a heading: short, no comma or full stop at its end or in it, no point of a list."""
    return len(text) <= _LONGEST_TITLE and not re.search(r"[，。；、：,;:.]", text) and not ordinal(text)


def is_likely_title(text: str) -> bool:
    """Whether a line can be a heading where headings are usual: a comma may stand in it, not at its end."""
    is_short = 0 < len(text) <= 24 and not re.search(r"[。；;：:.]|[，,、！？!?]$", text)
    return is_title(text) or (is_short and not ordinal(text))


def _is_titled(lines: Sequence[Line], found: Sequence[Mark]) -> bool:
    """Titles stand before the names either throughout the page or not at all."""
    before = [lines[mark.place - 1].text if mark.place else "" for mark in found]
    plain = sum(is_title(text) for text in before if text)
    likely = sum(is_likely_title(text) for text in before if text)
    under = [mark.place + 1 + mark.below for mark in found if mark.rest is None]
    below = [lines[place].text for place in under if place < len(lines)]
    if len(found) > 1 and sum(map(_is_heading, below)) == len(found) > sum(is_likely_title(t) for t in before):
        return False
    return is_likely_title(before[0]) and (plain >= 0.6 * len(found) or likely >= 0.9 * len(found))


def _title_place(lines: Sequence[Line], mark: Mark, after: int) -> int:
    """The place of the first line of the title before a mark; the mark's own place where there is none."""
    place = mark.place
    if place - 1 > after and is_likely_title(lines[place - 1].text):
        place -= 1
        if lines[place].text.startswith(("—", "－－")) and place - 1 > after and is_title(lines[place - 1].text):
            place -= 1
    return place


def _is_heading(text: str) -> bool:
    """Whether a line under a name is a heading rather than the first words of a speech."""
    return is_title(text) and len(text) <= _PROSE and not ordinal(text)


def _are_titles(bodies: Sequence[Sequence[Line]]) -> bool:
    """Whether every speech has its title as its first line, under the name."""
    firsts = [body[0].text for body in bodies if len(body) > 1]
    looks = is_title if len(bodies) < 3 else is_likely_title  # the more agree, the less each has to prove
    same = [looks(text) and len(text) <= _PROSE and not ordinal(text) and not is_signed(text) for text in firsts]
    return len(bodies) > 1 and len(firsts) == len(bodies) and all(same)


def _body(lines: Sequence[Line], mark: Mark, end: int) -> list[Line]:
    body = [*([mark.rest] if mark.rest else []), *lines[mark.place + 1 + mark.below : end]]
    while len(body) > 1 and _IMPRINT.match(body[-1].text):
        body.pop()
    return body


def _headline(preamble: Sequence[Line]) -> str | None:
    first = preamble[0].text if preamble else ""
    is_note = first.startswith(("编者按", "【编者按", "[编者按")) or first.endswith(("。", "，", "；", "："))
    return first if first and len(first) <= 60 and not is_note else None
