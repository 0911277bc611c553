"""The true order of a speech that was cut into newspaper columns, and the paragraphs joined again.

Four faults are known. The opening of a speech, at the foot of the column before, is set behind its end; a
sentence is cut in two lines; a word is cut in two lines; the opening is missing altogether. The opening
always moves as one block, so the true order is a turn of the lines: every turn is priced by what a reader
would stumble over, and the cheapest wins; the order of the page wins a tie.

The prices say how sure a sign is, in steps of one: 4 certain, 3 strong, 2 fair, 1 weak.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import punctuation as marks
from .ordinals import Ordinal, ordinal, ordinals
from .page import Line, Paragraph

LONGEST_OPENING = 12  # lines of a moved opening; real ones have one or two
_LEFT_BEHIND = 1.6  # for a line that opens speeches just above the lines that were moved
_MOST = 0.7  # for an opening of all lines but one
_TURN = 1.5  # what any change of order has to be worth
_EACH_MORE = 0.3  # what every further line moved has to be worth
_EACH_MORE_UNNUMBERED = 0.7  # the same where no numbers prove it

_ANNOUNCES = re.compile(
    r"(?:(?:以下|如下|[几两二三四五六七八九十\d]+(?:个?方面)"
    r"|[几两二三四五六]点(?:意见|体会|感受|打算|表态|承诺|要求)?|表态|汇报)[^，,。]{0,12}"
    r"|[几两二三四五六七八九十\d]+(?:件事|项|条)[^，,。]{0,4}|(?:作出|郑重|几点|我的|我们的)承诺"
    r"|“[两三四五六七八九十]个?[\u3400-\u9fff]{0,4}”)[。：:，,]?$"
)
_LAST_WORDS = r"交出.{0,12}答卷|(?:不负|不辜负|不辱).{0,12}(?:重托|众望|使命|期望|嘱托|信任)|谢谢大家|完毕[。！]?$"
_CONCLUDES = re.compile(r"^(?:最后|总之|谢谢|以上|让我们|我们?(?:相信|坚信|一定|有信心)|请.{0,12}放心)|" + _LAST_WORDS)
_IS_THE_END = re.compile(rf"(?:{_LAST_WORDS})[。！]?$")
# words of no number behind the last point that promise once more: the end of the speech, not its beginning
_LASTS = re.compile(r"^(?:我们?(?:将|要|会|一定|必)|绝不|决不|力求|力争|务必|让|以|有.{0,10}(?:支持|领导|带领))")
_PLEDGES = re.compile(r"我们?(?:还|也|更)?(?:将|要|会|一定|必须)")  # begins like an opening, but is any paragraph
_SLOGAN = re.compile(r"^[\u3400-\u9fff]{1,4}。(?=.)")
_EXPLAINS = re.compile(r"(?:比如|例如|就是|包括|即|诸如|譬如|感受到|体会到|认识到|做到)[:：]$")


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one speech with the ordinals found in each, and how many begin with a slogan (学。)."""

    lines: tuple[Line, ...]
    heads: tuple[Ordinal | None, ...]
    inside: tuple[tuple[Ordinal, ...], ...]
    slogans: int


def restore(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """Put the lines of one speech in their true order and join what was cut.

    Text is never changed, dropped or added: the paragraphs are the lines, each used once.
    """
    if not lines:
        return ()
    read = _Lines(
        tuple(lines),
        tuple(ordinal(line.text) for line in lines),
        tuple(ordinals(line.text) for line in lines),
        sum(1 for line in lines if _SLOGAN.match(line.text)),
    )
    moved = _moved(read)
    turned = [*lines[len(lines) - moved :], *lines[: len(lines) - moved]]
    standing = _headings(turned)
    paragraphs: list[list[Line]] = []
    for place, line in enumerate(turned):
        if place and place - 1 not in standing and _belongs(turned[place - 1], line, is_seam=place == moved):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return tuple(Paragraph("".join(x.text for x in part), tuple(x.span() for x in part)) for part in paragraphs)


def is_opening_lost(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the restored speech lacks its opening.

    Its points begin with the second, or its first words cannot begin a sentence.
    """
    if not paragraphs:
        return False
    if marks.is_half(paragraphs[0].text) and not _are_slogans(paragraphs):
        return True
    seen: set[str] = set()
    for part in paragraphs:
        for one in ordinals(part.text):
            if one.value == 2 and one.series not in seen:
                return True
            seen.add(one.series)
    return False


def _are_slogans(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the first words are as short as those of other paragraphs because all are slogans (学。听。办。)."""
    return sum(1 for part in paragraphs if _SLOGAN.match(part.text)) > 1 and bool(_SLOGAN.match(paragraphs[0].text))


def _moved(read: _Lines) -> int:
    """How many lines at the end are the opening of the speech; 0 where the order is right.

    Nothing moves where nothing is broken: the first line can begin a speech, the last one ends it, and no
    point stands before the one it follows.
    """
    first, last = read.lines[0].text, read.lines[-1].text
    if marks.is_finished(last) and not _announces(last) and not marks.is_half(first) and not _leaps(read.inside):
        return 0
    most = min(len(read.lines) - 1, LONGEST_OPENING)
    return min(range(most + 1), key=lambda count: (_price(read, count), count))


def _price(read: _Lines, moved: int) -> float:
    count = len(read.lines)
    price = _price_of_beginning(read, (count - moved) % count) + _price_of_end(read.lines[count - moved - 1].text)
    price += _LEFT_BEHIND * _is_opening_left(read, moved)
    price += 3 * _leaps([*read.inside[count - moved :], *read.inside[: count - moved]])
    if not moved:
        return price
    each = _EACH_MORE if any(read.inside) else _EACH_MORE_UNNUMBERED
    is_most = moved == len(read.lines) - 1 > 1
    return price + _TURN + each * (moved - 1) + _MOST * is_most + _price_of_seam(read, moved)


def _price_of_beginning(read: _Lines, place: int) -> float:
    text, head = read.lines[place].text, read.heads[place]
    if marks.is_half(text) and not (_SLOGAN.match(text) and read.slogans > 1):
        return 3
    if head:
        return 0 if head.value == 1 else 1
    if _CONCLUDES.search(text):
        return 2 if marks.is_finished(text) else 1
    return 0 if _opens(text) or _ANNOUNCES.search(text) else 0.5


def _price_of_end(text: str) -> float:
    if marks.is_finished(text):
        return 2 if _ANNOUNCES.search(text) else 0.5 * (_opens(text) and not _PLEDGES.match(text))
    if marks.is_small_closing(text):
        return 0.5
    return 4 if marks.is_cut(text) else 3


def _price_of_seam(read: _Lines, moved: int) -> float:
    """What speaks against the last line of the page running on into the first."""
    last, first = read.lines[-1].text, read.lines[0].text
    head = read.heads[0]
    if marks.is_finished(last) or _announces(last):
        return 3 if marks.is_half(first) else _price_of_split_list(read, moved)
    if head or _is_greeted(last, first):
        return 3
    if not marks.is_opening(first) or marks.is_salutation(read.lines[-moved].text):
        return 0
    if marks.is_cut(last) or _opens(read.lines[-moved].text):
        return 1
    return 2 if marks.is_sure_opening(first) else 0.9


def _price_of_split_list(read: _Lines, moved: int) -> float:
    """A whole paragraph moves only with its list: otherwise nothing but the reader's taste speaks for it."""
    return 0 if any(read.heads[len(read.heads) - moved :]) or _announces(read.lines[-1].text) else 1


def _is_opening_left(read: _Lines, moved: int) -> bool:
    """Whether more lines belong to the moved opening.

    What opens speeches would stay at their end, or words of no number between the last point and the first.
    """
    stay = len(read.lines) - moved
    if not moved or stay < 3:
        return False
    last, before = read.lines[stay - 1].text, read.lines[stay - 2].text
    if marks.is_finished(last) and _IS_THE_END.search(before) and not marks.is_small_closing(last):
        return True
    if marks.is_first_of_all(last) or (marks.is_first_of_all(before) and not marks.is_finished(before)):
        return True
    return _begins_list(read, stay) and not _CONCLUDES.search(last) and not _LASTS.match(last)


def _begins_list(read: _Lines, place: int) -> bool:
    """Whether the first point stands at a place that no other point comes right before, in a list of two or more."""
    head, before = read.heads[place], read.heads[place - 1]
    points = sum(1 for other in read.heads if other and head and other.series == head.series)
    return bool(head and head.value == 1 and not before and points > 1)


def _is_greeted(before: str, text: str) -> bool:
    """Whether a greeting begins here, rather than goes on."""
    return marks.is_salutation(text) and not (marks.is_salutation(before) and marks.is_cut(before))


def _opens(text: str) -> bool:
    return marks.is_opening(text) and not _CONCLUDES.search(text)


def _announces(text: str) -> bool:
    return text.endswith((":", "：")) or (marks.is_finished(text) and bool(_ANNOUNCES.search(text)))


def _leaps(rows: Sequence[tuple[Ordinal, ...]]) -> int:
    """How often a point stands where the point before it has not been."""
    reached: dict[str, int] = {}
    leaps = 0
    for row in rows:
        for one in row:
            leaps += one.value > 1 and reached.get(one.series) != one.value - 1
            reached[one.series] = one.value
    return leaps


def _belongs(before: Line, line: Line, *, is_seam: bool) -> bool:
    """Whether two neighbouring lines are one paragraph that was cut."""
    head = ordinal(line.text)
    if is_seam:
        is_whole = marks.is_finished(before.text) and not marks.is_half(line.text)
        return not (head or is_whole or _announces(before.text) or _is_greeted(before.text, line.text))
    if marks.is_half(line.text) and not marks.is_finished(before.text):
        return True
    if head or marks.is_signed(line.text) or marks.is_finished(before.text) or marks.is_small_closing(line.text):
        return False
    if before.text.endswith((":", "：")):
        return bool(_EXPLAINS.search(before.text))
    return not before.text.endswith((";", "；")) and not marks.is_greeting(before.text)


def _headings(lines: Sequence[Line]) -> frozenset[int]:
    """Places of lines that stand alone without a full stop because they are headings.

    One unpunctuated line is a cut sentence; several of one form are the headings of a list.
    """
    bare = [n for n, line in enumerate(lines[:-1]) if _is_bare(line.text)]
    numbered = [n for n in bare if ordinal(lines[n].text)]
    points = sum(1 for line in lines if ordinal(line.text))
    if len(numbered) >= 2 and len(numbered) == points:
        return frozenset(numbered)
    signed = [n for n in bare if marks.is_signed(lines[n].text)]
    if len(signed) >= 2:
        return frozenset(signed)
    plain = [n for n in bare if n not in numbered and (n == 0 or marks.is_finished(lines[n - 1].text))]
    return frozenset(plain) if _are_alike([lines[n].text for n in plain]) else frozenset()


def _are_alike(texts: Sequence[str]) -> bool:
    """Whether bare lines are of one form: three of nearly one length, or two of one length that begin or end alike."""
    if len(texts) < 2:
        return False
    lengths = [len(text) for text in texts]
    if len(texts) >= 3 and max(lengths) - min(lengths) <= 2:
        return True
    ends = {text[:2] for text in texts}, {text[-2:] for text in texts}
    return len(set(lengths)) == 1 and min(map(len, ends)) == 1


def _is_bare(text: str) -> bool:
    return 3 <= len(text) <= 24 and not re.search(r"[，。；：！？,;:!?]", text) and not marks.is_cut(text)
