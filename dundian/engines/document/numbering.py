"""Numbers that a report gives itself: 一、（一）1.（1） for headings, 表1 for tables (GB/T 9704-2012, 7.3.3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dundian.engines.document.model import Block, Document, Heading, Table

_FIGURES = "零一二三四五六七八九"


@dataclass(frozen=True)
class Entry:
    """One line of the outline: the number as printed, the words, and how deep it stands."""

    level: int
    number: str
    text: str


def chinese(number: int) -> str:
    """Write 1 to 999 in Chinese figures: 十, 二十一, 一百零二."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    written = f"{_FIGURES[hundreds]}百" if hundreds else ""
    if tens:
        written += ("" if tens == 1 and not hundreds else _FIGURES[tens]) + "十"
    elif hundreds and ones:
        written += "零"
    return written + (_FIGURES[ones] if ones else "")


def numbered(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Pair each block with its number: 一、 for a heading, 表1 for a table, nothing for a paragraph.

    A heading starts the count of all deeper ones anew. Tables are counted from 1 in each run of blocks.
    """
    counts = [0, 0, 0, 0]
    tables = 0
    for block in blocks:
        if isinstance(block, Heading):
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (4 - block.level)
            yield _heading_number(block.level, counts[block.level - 1]), block
        elif isinstance(block, Table):
            tables += 1
            yield f"表{tables}", block
        else:
            yield "", block


def outline(document: Document) -> list[Entry]:
    """List the headings of the body with their numbers, in the order of the page."""
    return [
        Entry(level=block.level, number=number, text=block.text)
        for number, block in numbered(document.blocks)
        if isinstance(block, Heading)
    ]


def attachment_lines(document: Document) -> list[tuple[str, str]]:
    """Pair each attachment's name with its number, 1. or 2.; a single one has none (7.3.4)."""
    titles = [attachment.title for attachment in document.attachments]
    if len(titles) == 1:
        return [("", titles[0])]
    return [(f"{no}.", title) for no, title in enumerate(titles, start=1)]


def attachment_mark(document: Document, position: int) -> str:
    """Return what stands top left of the page of the attachment at this position: 附件, or 附件2 of several."""
    return "附件" if len(document.attachments) == 1 else f"附件{position + 1}"


def _heading_number(level: int, count: int) -> str:
    forms = ("{}、", "（{}）", "{}.", "（{}）")
    return forms[level - 1].format(chinese(count) if level <= 2 else count)
