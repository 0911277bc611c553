"""Newspaper pages made of invented speeches, with the four faults of column setting put in at random.

The truth stays beside the page: the paragraphs as written, less what a fault took away.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .speeches import SPEECHES, Written

FAULTS = ("head_after_tail", "split_sentence", "split_word", "lost_text")
NOTE = (
    "编者按:7月5日至23日,某市总工会(虚构)机关干部和直属单位同志72名分3期共9个小组进企业当工人,与一线工人同吃同住同劳动,"
    "开展政策宣讲,围绕技能提升开展调研,推动解决一批急难愁盼问题。动员会上,4名同志作了表态发言。"
)
_STOPS = "。！？!?;;:："
_MARKS = "，,、。；;:：！？!?“”()（）"
_SHORTEST_PIECE = 4


class Piece(NamedTuple):
    paragraph: int
    number: int
    text: str


@dataclass(frozen=True)
class Set:
    """One speech as it was set: its pieces in the order of the page."""

    written: Written
    pieces: tuple[Piece, ...]
    faults: tuple[str, ...]

    @property
    def truth(self) -> list[str]:
        whole: dict[int, str] = {}
        for piece in sorted(self.pieces):
            whole[piece.paragraph] = whole.get(piece.paragraph, "") + piece.text
        return list(whole.values())


@dataclass(frozen=True)
class SetPage:
    text: str
    speeches: tuple[Set, ...]


def cuts(text: str, *, within_word: bool = False) -> list[int]:
    """Places at which a line may break inside a sentence; within a word: between two Chinese characters."""
    places = range(_SHORTEST_PIECE, len(text) - _SHORTEST_PIECE)
    if within_word:
        return [n for n in places if text[n - 1] not in _MARKS and text[n] not in _MARKS]
    return [n for n in places if text[n - 1] not in _STOPS + "“（(" and text[n] not in _MARKS]


def cut(pieces: list[Piece], place: int, at: int) -> None:
    piece = pieces[place]
    later = [
        p._replace(number=p.number + 1) if p.paragraph == piece.paragraph and p.number > piece.number else p
        for p in pieces
    ]
    later[place : place + 1] = [
        piece._replace(text=piece.text[:at]),
        Piece(piece.paragraph, piece.number + 1, piece.text[at:]),
    ]
    pieces[:] = later


def set_speech(written: Written, faults: Sequence[str], rng: random.Random) -> Set:
    pieces = [Piece(n, 0, text) for n, text in enumerate(written.paragraphs)]
    for fault in sorted(faults, key=FAULTS.index, reverse=True):  # the head moves last
        long = [n for n, piece in enumerate(pieces) if len(cuts(piece.text)) > 3]
        opening = min(long)
        if fault in ("split_sentence", "split_word"):
            place = rng.choice(long)
            cut(pieces, place, rng.choice(cuts(pieces[place].text, within_word=fault == "split_word")))
        else:
            cut(pieces, opening, rng.choice(cuts(pieces[opening].text)))
            moved = pieces[: opening + 1]
            pieces = pieces[opening + 1 :] + (moved if fault == "head_after_tail" else [])
    return Set(written, tuple(pieces), tuple(faults))


def set_page(rng: random.Random, *, faults: Sequence[Sequence[str]], mark: str = "■", gap: int = 1) -> SetPage:
    """Set one speech for each list of faults; `gap` blank lines stand between lines."""
    chosen = rng.sample(SPEECHES, len(faults))
    speeches = tuple(set_speech(written, own, rng) for written, own in zip(chosen, faults, strict=True))
    lines = ["沉到一线 干出样子", "——某市总工会(虚构)2023年“当一周工人”活动表态发言", NOTE]
    for speech in speeches:
        lines += [speech.written.title, mark + speech.written.name, *(piece.text for piece in speech.pieces)]
    return SetPage(("\n" * (gap + 1)).join(lines) + "\n", speeches)


def some_faults(rng: random.Random) -> tuple[str, ...]:
    """None, one or several faults; an opening is either moved or lost."""
    heads = rng.choice(((), ("head_after_tail",), ("head_after_tail",), ("lost_text",)))
    return heads + tuple(fault for fault in FAULTS[1:3] if rng.random() < 0.4)
