"""Text cut into stretches, so that a template can mark them: no markup is ever built from the text itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dundian.features.pledges.queries import ArticleView, PledgeRow, SpeechRow


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A piece of text and the pledge or note it belongs to, if any."""

    text: str
    pledge: PledgeRow | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """A line as it was printed; `speech` is the number of the speech that uses it."""

    number: int
    pieces: tuple[Stretch, ...]
    speech: int | None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A stretch of a text (code points) that belongs to a pledge or carries a note."""

    start: int
    end: int
    pledge: PledgeRow | None = None
    note: str = ""


def cut(text: str, claims: Iterable[Claim]) -> tuple[Stretch, ...]:
    """The text in pieces whose joining gives it back; where claims overlap, the first keeps the words."""
    pieces, place = [], 0
    for claim in sorted(claims, key=lambda c: (c.start, -c.end)):
        start, end = max(claim.start, place), min(claim.end, len(text))
        if start >= end:
            continue
        if start > place:
            pieces.append(Stretch(text=text[place:start]))
        pieces.append(Stretch(text=text[start:end], pledge=claim.pledge, note=claim.note))
        place = end
    if place < len(text):
        pieces.append(Stretch(text=text[place:]))
    return tuple(pieces)


def paragraphs(speech: SpeechRow) -> list[tuple[tuple[Stretch, ...], tuple[int, ...]]]:
    """Each restored paragraph in pieces, with the source lines that make it up."""
    return [
        (
            cut(part["text"], [_claim(p) for p in speech.pledges if p.paragraph == number and not p.is_dropped]),
            tuple(dict.fromkeys(line for line, _start, _end in part["spans"])),
        )
        for number, part in enumerate(speech.paragraphs)
    ]


def _claim(pledge: PledgeRow) -> Claim:
    return Claim(start=pledge.start, end=pledge.end, pledge=pledge)


def _in_source(speech: SpeechRow, pledge: PledgeRow) -> list[tuple[int, Claim]]:
    """Where a pledge stands in the source: (line, claim) for each stretch."""
    found, offset = [], 0
    for line, start, end in speech.paragraphs[pledge.paragraph]["spans"]:
        first, last = max(pledge.start - offset, 0), min(pledge.end - offset, end - start)
        if first < last:
            found.append((line, Claim(start=start + first, end=start + last, pledge=pledge)))
        offset += end - start
    return found


def placed(speech: SpeechRow) -> list[tuple[PledgeRow, int | None]]:
    """Each pledge with the line of the source on which it begins."""
    return [(pledge, next((line for line, _claim in _in_source(speech, pledge)), None)) for pledge in speech.pledges]


def source(view: ArticleView) -> list[SourceLine]:
    """The page as it was printed, every pledge and note marked where it stands."""
    claims: dict[int, list[Claim]] = {}
    owner: dict[int, int] = {}
    for speech in view.speeches:
        for part in speech.paragraphs:
            owner.update({line: speech.number for line, _start, _end in part["spans"]})
        for pledge in speech.pledges:
            if not pledge.is_dropped:
                for line, claim in _in_source(speech, pledge):
                    claims.setdefault(line, []).append(claim)
        for note in speech.notes:
            for line, start, end in note["spans"]:
                claims.setdefault(line, []).append(Claim(start=start, end=end, note=note["note"]))
    return [
        SourceLine(number=number, pieces=cut(text, claims.get(number, [])), speech=owner.get(number))
        for number, text in enumerate(view.lines, start=1)
    ]
