"""A report as PDF, and its pages as pictures, set by typst on the sheet of GB/T 9704-2012.

The words travel as JSON into the fixed template report.typ; no typst source is ever put together from them.
Output is PDF/A-2b on purpose: under this profile typst refuses to write a character for which it has no glyph, so
a person's name cannot become a box behind our back.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

import typst

from dundian.engines.document import numbering, sheet, tables
from dundian.engines.document.faces import HEADING_ROLES, Role, Substitution, Wardrobe, wardrobe
from dundian.engines.document.letters import width_of
from dundian.engines.document.model import Block, Document, Heading, Paragraph, Run, Table
from dundian.engines.document.titles import title_lines
from dundian.engines.document.typecase import TypeCase

_TEMPLATE = Path(__file__).with_name("report.typ")
_FOOT_LINE = sheet.TEXT_WIDTH_MM / 25.4 * 72 / sheet.FOOT_PT - 2
_FOOT_LINES = 4
"""Lines that fit between the page number and the edge of the sheet."""

_SHEET = {
    "paper_width": sheet.PAPER_WIDTH_MM,
    "paper_height": sheet.PAPER_HEIGHT_MM,
    "top": sheet.TOP_MM,
    "left": sheet.LEFT_MM,
    "right": sheet.RIGHT_MM,
    "bottom": sheet.BOTTOM_MM,
    "body": sheet.BODY_PT,
    "pitch": sheet.PITCH_PT,
    "character": sheet.CHARACTER_PT,
    "tracking": sheet.TRACKING_PT,
    "title": sheet.TITLE_PT,
    "title_pitch": sheet.TITLE_PITCH_PT,
    "table": sheet.TABLE_PT,
    "table_pitch": sheet.TABLE_PITCH_PT,
    "cell_padding": tables.CELL_PADDING_MM,
    "caption": sheet.CAPTION_PT,
    "note": sheet.NOTE_PT,
    "foot": sheet.FOOT_PT,
    "foot_pitch": sheet.FOOT_PITCH_PT,
    "page_number": sheet.PAGE_NUMBER_PT,
    "page_number_drop": sheet.PAGE_NUMBER_DROP_MM,
}


@dataclass(frozen=True)
class Printed:
    """A PDF and what must be said about it.

    `heading_pages` are the pages of the entries of `numbering.outline`, in its order. `fonts_used` are the faces
    in it; `substituted` those that stand in for a face this machine does not have; `missing` characters that no
    face has and that are printed as 〓; `font_note` says the last two in a Chinese sentence, or is empty.
    """

    pdf: bytes
    page_count: int
    heading_pages: tuple[int, ...]
    fonts_used: tuple[str, ...]
    substituted: tuple[Substitution, ...]
    missing: tuple[str, ...]
    font_note: str


def render(document: Document, *, at: datetime, installed_fonts: bool = True) -> Printed:
    """Set the document as PDF/A-2b, tagged, with bookmarks; `at` is written into it as the moment of making.

    With `installed_fonts` off only the packaged faces are used, so that the result is the same on every machine.
    The font note stands in small print at the foot of the last page.
    """
    case = TypeCase(wardrobe(installed=installed_fonts))
    compiler = _compiler(document, case)
    pdf = cast("bytes", compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=_fixed(at)))
    places = json.loads(compiler.query("<places>", field="value", one=True))
    body_headings = len(numbering.outline(document))
    return Printed(
        pdf=pdf,
        page_count=places["pages"],
        heading_pages=tuple(places["headings"][:body_headings]),
        fonts_used=case.fonts_used(),
        substituted=case.substituted(),
        missing=case.missing(),
        font_note=case.note(),
    )


def pages_svg(document: Document, *, at: datetime, installed_fonts: bool = True) -> list[bytes]:
    """Draw each page as SVG for a preview: outlines only, no script, no font, nothing loaded from anywhere.

    Sharp at any size, and safe as `<img>` under `img-src 'self'`. Links are dead in a picture.
    """
    case = TypeCase(wardrobe(installed=installed_fonts))
    pages = _compiler(document, case).compile(format="svg", timestamp=_fixed(at))
    # A single page comes without a list around it.
    return pages if isinstance(pages, list) else [cast("bytes", pages)]


def _fixed(at: datetime) -> datetime:
    """The same moment to the second and with a plain offset: typst takes nothing finer, and no zone that moves."""
    return at.astimezone(timezone(at.utcoffset() or timedelta())).replace(microsecond=0)


def _compiler(document: Document, case: TypeCase) -> typst.Compiler:
    data = _document_data(document, case)
    return typst.Compiler(
        input=_TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=case.wardrobe.fonts,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


def _document_data(document: Document, case: TypeCase) -> dict[str, Any]:
    attachment_lines = numbering.attachment_lines(document)
    data = {
        "sheet": _SHEET,
        "properties": {
            "title": document.plain_title(),
            "author": document.signature.issuer if document.signature else "",
        },
        "title_lines": _title_data(document.title, case),
        "addressee": case.words(Role.FANG, document.addressee),
        "blocks": _blocks_data(document.blocks, case),
        "attachment_lines": [
            {"number": number, "title": case.words(Role.FANG, title)} for number, title in attachment_lines
        ],
        "signature": _signature_data(document, case),
        "attachments": [
            {
                "mark": case.words(Role.HEI, numbering.attachment_mark(document, place)),
                "title_lines": _title_data(attachment.title, case),
                "blocks": _blocks_data(attachment.blocks, case),
            }
            for place, attachment in enumerate(document.attachments)
            if attachment.blocks
        ],
    }
    case.words(Role.SONG, "—0123456789")
    return {**data, **_notes_data(document, case), "faces": _faces_data(case.wardrobe)}


def _notes_data(document: Document, case: TypeCase) -> dict[str, list[str]]:
    """Put the notes below the page number of the last page; into the text when there are too many.

    Must run last: only then is it known which faces were used.
    """
    notes = [case.words(Role.SONG, note) for note in document.notes]
    font_note = [case.words(Role.SONG, note) for note in [case.note()] if note]
    lines = sum(math.ceil(width_of(note) / _FOOT_LINE) for note in notes + font_note)
    if lines <= _FOOT_LINES:
        return {"notes": [], "foot": notes + font_note}
    return {"notes": notes, "foot": font_note}


def _title_data(title: str, case: TypeCase) -> list[str]:
    return [case.words(Role.TITLE, line) for line in title_lines(title)]


def _signature_data(document: Document, case: TypeCase) -> dict[str, Any] | None:
    signature = document.signature
    if signature is None:
        return None
    issuer_indent, day_indent = sheet.signature_indents(width_of(signature.issuer), width_of(signature.day))
    return {
        "issuer": case.words(Role.FANG, signature.issuer),
        "day": case.words(Role.FANG, signature.day),
        "issuer_indent": issuer_indent,
        "day_indent": day_indent,
    }


def _blocks_data(blocks: Iterable[Block], case: TypeCase) -> list[dict[str, Any]]:
    return [_block_data(number, block, case) for number, block in numbering.numbered(blocks)]


def _block_data(number: str, block: Block, case: TypeCase) -> dict[str, Any]:
    if isinstance(block, Heading):
        words = case.words(HEADING_ROLES[block.level], number + block.text)
        return {"kind": "heading", "level": block.level, "text": words}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "runs": _runs_data(block.runs, case)}
    return _table_data(number, block, case)


def _table_data(number: str, table: Table, case: TypeCase) -> dict[str, Any]:
    columns = zip(table.columns, tables.layout(table), strict=True)
    return {
        "kind": "table",
        "caption": case.words(Role.HEI, tables.caption(number, table)),
        "size": tables.size_of(table),
        "columns": [
            {
                "head": case.words(Role.HEI, head),
                "width": column.width_mm,
                "stand": column.stand,
                "inset": column.inset_mm,
            }
            for head, column in columns
        ],
        "rows": [[_runs_data(cell, case) for cell in row] for row in table.rows],
    }


def _runs_data(runs: Iterable[Run], case: TypeCase) -> list[dict[str, Any]]:
    return [{"text": case.words(Role.FANG, run.text), "href": run.href, "bold": run.bold} for run in runs if run.text]


def _faces_data(wardrobe: Wardrobe) -> dict[str, Any]:
    return {
        role.name.lower(): {
            "own": wardrobe.families(role),
            "latin": wardrobe.latin(role),
            "bold": wardrobe.is_heavy_enough(role),
        }
        for role in Role
    }
