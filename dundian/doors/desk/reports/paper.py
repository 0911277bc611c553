"""The report as the page shows it: the same blocks and numbers as on paper, with links that work."""

from __future__ import annotations

from dataclasses import dataclass

from dundian.engines.document import numbering
from dundian.engines.document.model import Document, Heading, Paragraph, Run, Table


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One block for the template: `kind` says which, the rest what stands in it."""

    kind: str
    number: str
    anchor: str = ""
    level: int = 0
    text: str = ""
    runs: tuple[Run, ...] = ()
    table: Table | None = None


def sheets(document: Document) -> list[Sheet]:
    """Blocks in order, numbered as `engines.document.numbering` prints them."""
    found: list[Sheet] = []
    headings = 0
    for number, block in numbering.numbered(document.blocks):
        if isinstance(block, Heading):
            headings += 1
            found.append(
                Sheet(kind="heading", anchor=f"h{headings}", number=number, level=block.level, text=block.text)
            )
        elif isinstance(block, Paragraph):
            found.append(Sheet(kind="paragraph", number="", runs=block.runs))
        else:
            found.append(Sheet(kind="table", number=number, table=block))
    return found
