"""A report as a Word document, in the layout of GB/T 9704-2012 and with real headings, tables and hyperlinks.

The official faces are named and left to the reader's machine. Numbers of headings are written as text, not as Word
lists: they survive WPS, copying and any converter, and an office may still change one by hand.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from dundian.engines.document import numbering, sheet, tables
from dundian.engines.document.faces import HEADING_ROLES, Role, office_face
from dundian.engines.document.letters import width_of
from dundian.engines.document.model import Block, Document, Heading, Paragraph, Run, Table
from dundian.engines.document.stationery import (
    CELL_STYLE,
    CELL_STYLE_ID,
    NOTE_STYLE,
    blank,
    element,
    fonts_xml,
    set_indent,
)
from dundian.engines.document.titles import title_lines

_LINE = Pt(sheet.PITCH_PT)
_PADDING_TWIPS = round(tables.CELL_PADDING_MM / 25.4 * 1440)
_CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
    f'<w:left w:w="{_PADDING_TWIPS}" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
    f'<w:right w:w="{_PADDING_TWIPS}" w:type="dxa"/></w:tblCellMar>'
)
_STANDS = {
    tables.Stand.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    tables.Stand.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    tables.Stand.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


def render(document: Document, *, at: datetime) -> bytes:
    """Write the document as docx; `at` becomes the moment of making in its properties."""
    page = _Page()
    page.title(document.title)
    if document.addressee:
        page.line(f"{document.addressee}：", role=Role.FANG)
    page.blocks(document.blocks)
    if document.signature:
        page.tie()
    page.attachment_list(document)
    page.signature(document)
    page.notes(document.notes)
    for place, attachment in enumerate(document.attachments):
        if attachment.blocks:
            mark = page.line(numbering.attachment_mark(document, place), role=Role.HEI)
            mark.paragraph_format.page_break_before = True
            mark.paragraph_format.space_after = _LINE
            page.title(attachment.title)
            page.blocks(attachment.blocks)
    page.properties(document, at=at)
    return page.saved()


class _Page:
    """The Word document while it is being written, from top to bottom."""

    def __init__(self) -> None:
        self._word = blank()
        self._last: Any = None

    def saved(self) -> bytes:
        buffer = BytesIO()
        self._word.save(buffer)
        return buffer.getvalue()

    def properties(self, document: Document, *, at: datetime) -> None:
        moment = at.astimezone(UTC).replace(tzinfo=None)
        core = self._word.core_properties
        issuer = document.signature.issuer if document.signature else ""
        core.title, core.author, core.last_modified_by = document.plain_title()[:255], issuer[:255], issuer[:255]
        core.language, core.comments, core.keywords = "zh-CN", "", ""
        core.created = core.modified = moment

    def paragraph(self, style: str) -> Any:
        self._last = self._word.add_paragraph(style=style)
        return self._last

    def line(self, text: str, *, role: Role) -> Any:
        """Write a line that starts at the left edge."""
        paragraph = self.paragraph("Normal")
        self.words(paragraph, [Run(text)], role)
        return paragraph

    def title(self, title: str) -> None:
        paragraph = self.paragraph("Title")
        for place, line in enumerate(title_lines(title)):
            if place:
                paragraph.add_run().add_break()
            self.words(paragraph, [Run(line)], Role.TITLE)
        paragraph.paragraph_format.space_after = _LINE

    def blocks(self, blocks: Iterable[Block]) -> None:
        for number, block in numbering.numbered(blocks):
            if isinstance(block, Heading):
                role = HEADING_ROLES[block.level]
                self.words(self.paragraph(f"Heading {block.level}"), [Run(number + block.text)], role)
            elif isinstance(block, Paragraph):
                self.words(self.paragraph("Body Text"), block.runs, Role.FANG)
            else:
                self._table(number, block)

    def tie(self) -> None:
        """Keep what was written last with what follows: a signature alone on a sheet could be anybody's."""
        self._last.paragraph_format.keep_with_next = True

    def attachment_list(self, document: Document) -> None:
        """附件：1. … two characters in, names under each other."""
        lines = numbering.attachment_lines(document)
        number_width = 0 if len(lines) == 1 else 1 if len(lines) < 10 else 1.5
        for place, (number, title) in enumerate(lines):
            mark = "附件：" if place == 0 else ""
            paragraph = self.line(f"{mark}{number}{title}", role=Role.FANG)
            set_indent(paragraph, left=5 + number_width, hanging=number_width + (3 if mark else 0))
            if mark:
                paragraph.paragraph_format.space_before = _LINE
            paragraph.paragraph_format.keep_with_next = document.signature is not None

    def signature(self, document: Document) -> None:
        """Write issuer and day, each from the right edge as the seal asks."""
        signature = document.signature
        if signature is None:
            return
        indents = sheet.signature_indents(width_of(signature.issuer), width_of(signature.day))
        for text, indent in zip((signature.issuer, signature.day), indents, strict=True):
            paragraph = self.line(text, role=Role.FANG)
            set_indent(paragraph, right=indent)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if text is signature.issuer:
                paragraph.paragraph_format.space_before = Pt(2 * sheet.PITCH_PT)
                paragraph.paragraph_format.keep_with_next = True

    def _table(self, number: str, table: Table) -> None:
        if table.caption:
            self.words(self.paragraph("Caption"), [Run(tables.caption(number, table))], Role.HEI)
        columns, size = tables.layout(table), tables.size_of(table)
        word_table = self._word.add_table(rows=0, cols=len(columns))
        word_table.style = self._word.styles["Table Grid"]
        word_table.alignment = WD_TABLE_ALIGNMENT.CENTER
        word_table.autofit = False
        word_table._tbl.tblPr.find(qn("w:tblLook")).addprevious(element(_CELL_MARGINS))
        for word_column, column in zip(word_table.columns, columns, strict=True):
            word_column.width = Mm(column.width_mm)
        heads = [(Run(head),) for head in table.columns]
        centred = [replace(column, stand=tables.Stand.CENTRE, inset_mm=0.0) for column in columns]
        for place, cells in enumerate((heads, *table.rows)):
            row = word_table._tbl.add_tr()
            row.get_or_add_trPr().append(element("<w:cantSplit/>"))
            if place == 0:
                row.get_or_add_trPr().append(element("<w:tblHeader/>"))
            for runs, column in zip(cells, columns if place else centred, strict=True):
                self._cell(row.add_tc(), runs, column, role=Role.FANG if place else Role.HEI, size=size)
        self._spacer()

    def _cell(self, cell: Any, runs: Iterable[Run], column: tables.ColumnLayout, *, role: Role, size: float) -> None:
        cell.width = Mm(column.width_mm)
        cell.get_or_add_tcPr().append(element('<w:vAlign w:val="center"/>'))
        paragraph = WordParagraph(cell.p_lst[0], self._word._body)
        # By its id: python-docx looks through all styles for a name, for each of a thousand cells.
        paragraph._p.style = CELL_STYLE_ID
        paragraph.alignment = _STANDS[column.stand]
        if column.inset_mm:
            paragraph.paragraph_format.right_indent = Mm(column.inset_mm)
        self.words(paragraph, runs, role, size=size)

    def _spacer(self) -> None:
        """Part a table from what follows; Word wants a paragraph after a table anyway."""
        self.paragraph(CELL_STYLE).paragraph_format.line_spacing = Pt(sheet.PITCH_PT / 2)

    def notes(self, notes: Iterable[str]) -> None:
        for place, note in enumerate(notes):
            paragraph = self.paragraph(NOTE_STYLE)
            if place == 0:
                paragraph.paragraph_format.space_before = _LINE
            self.words(paragraph, [Run(note)], Role.FANG)

    def words(self, paragraph: Any, runs: Iterable[Run], role: Role, *, size: float | None = None) -> None:
        """Append runs; each is cut where Word needs another face for a rare character."""
        for run in runs:
            target = paragraph._p if run.href is None else self._hyperlink(paragraph, run.href)
            for face, characters in groupby(run.text, key=lambda char: office_face(role, char)):
                target.append(_run_element("".join(characters), run, fonts_xml(role, east_asian=face), size))

    def _hyperlink(self, paragraph: Any, href: str) -> Any:
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self._word.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.set(qn("w:history"), "1")
        paragraph._p.append(link)
        return link


def _run_element(text: str, run: Run, fonts: str, size: float | None) -> Any:
    style = '<w:rStyle w:val="Hyperlink"/>' if run.href else ""
    weight = "<w:b/><w:bCs/>" if run.bold else ""
    height = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    piece = element(f"<w:r><w:rPr>{style}{fonts}{weight}{height}</w:rPr></w:r>")
    words = OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    piece.append(words)
    return piece
