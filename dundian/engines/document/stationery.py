"""The empty sheet in Word: page, document grid, styles and footers of GB/T 9704-2012, with the faces offices name.

python-docx brings an American template: blue headings, theme fonts, letter paper. Theme fonts win over named ones,
so styles are not amended here but written anew. `w:eastAsia` must be set by hand, python-docx sets Latin only.
"""

import re
from math import floor
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from dundian.engines.document import sheet
from dundian.engines.document.faces import GBK, HEADING_ROLES, OFFICIAL, Role

LATIN = "Times New Roman"
NOTE_STYLE, CELL_STYLE = "公文附注", "公文表文"
CELL_STYLE_ID = "ReportCell"

_FIRST_LINE = f'<w:ind w:firstLineChars="200" w:firstLine="{round(2 * sheet.CHARACTER_PT * 20)}"/>'
_LANGUAGE = '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
_OFF_GRID = '<w:snapToGrid w:val="0"/>'
"""The grid is declared for whoever opens the page settings; the text keeps its 28 characters by itself.

LibreOffice gives a character that is wider than its cell two cells, and 16 pt are wider than 156 mm / 28.
"""
_CLOSE = '<w:spacing w:val="-5"/>'
"""Twips between characters: 15.75 pt each, so that 28 fit and justification puts them on 15.79 pt."""
_APART = '<w:spacing w:val="0"/>'
_COMPATIBILITY_WORD_2013 = "15"
"""Below it Word says 兼容模式 in the title bar and lets tables stand out of the 版心 by their cell margin."""


def blank() -> Any:
    """Return a python-docx document with nothing on it but the sheet itself."""
    document = docx.Document()
    _set_page(document.sections[0])
    _set_styles(document)
    _set_font_table(document)
    _set_settings(document)
    _set_footers(document)
    return document


def fonts_xml(role: Role, *, east_asian: str | None = None) -> str:
    """Return `w:rFonts` for a role; figures in 仿宋 and 楷体 are set in Times New Roman, as offices do.

    The hint makes Word set “ ” and —— full width, which it otherwise takes for Latin.
    """
    latin = LATIN if role in (Role.FANG, Role.KAI) else OFFICIAL[role]
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" '
        f'w:eastAsia="{east_asian or OFFICIAL[role]}"/>'
    )


def element(xml: str) -> Any:
    """Parse one element in the namespace of WordprocessingML. For our own constants only, never for a text."""
    return parse_xml(re.sub(r"^<w:\w+", lambda tag: f"{tag.group()} {nsdecls('w')}", xml))


def exact(pitch: float, *, after: float = 0) -> str:
    """Return `w:spacing` for a fixed line pitch and a gap after the paragraph, both in points."""
    return f'<w:spacing w:before="0" w:after="{round(after * 20)}" w:line="{round(pitch * 20)}" w:lineRule="exact"/>'


def set_indent(
    paragraph: Any, *, left: float = 0, right: float = 0, hanging: float = 0, character: float = sheet.CHARACTER_PT
) -> None:
    """Indent a paragraph by characters.

    Sides are said in characters too, so that they follow when somebody changes the size; a hanging line is not:
    Word counts `leftChars` without the hanging part and `left` with it, other programs do as they like.
    """
    form = paragraph.paragraph_format
    form.left_indent, form.right_indent = Pt(left * character), Pt(right * character)
    if hanging:
        form.first_line_indent = Pt(-hanging * character)
        return
    indent = paragraph._p.pPr.ind
    for side, width in (("left", left), ("right", right)):
        if width:
            indent.set(qn(f"w:{side}Chars"), str(round(width * 100)))


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Mm(sheet.PAPER_WIDTH_MM), Mm(sheet.PAPER_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(sheet.TOP_MM), Mm(sheet.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(sheet.LEFT_MM), Mm(sheet.RIGHT_MM)
    line_mm = sheet.PAGE_NUMBER_PT / 72 * 25.4
    section.footer_distance = Mm(sheet.BOTTOM_MM - sheet.PAGE_NUMBER_DROP_MM - line_mm / 2)
    grid = section._sectPr.find(qn("w:docGrid"))
    section._sectPr.replace(
        grid,
        element(
            f'<w:docGrid w:type="linesAndChars" w:linePitch="{round(sheet.PITCH_PT * 20)}" '
            f'w:charSpace="{floor((sheet.CHARACTER_PT - sheet.BODY_PT) * 4096)}"/>'
        ),
    )


def _set_styles(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    document.styles.element.replace(
        defaults,
        element(
            f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts_xml(Role.FANG)}{_size(sheet.BODY_PT)}{_LANGUAGE}</w:rPr>"
            "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        ),
    )
    plain = f'<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{_OFF_GRID}{exact(sheet.PITCH_PT)}'
    _style(
        document,
        "Normal",
        f'<w:widowControl w:val="0"/>{plain}<w:jc w:val="both"/>',
        fonts_xml(Role.FANG) + _OFF_GRID + _CLOSE + _size(sheet.BODY_PT) + _LANGUAGE,
    )
    _style(document, "Body Text", _FIRST_LINE, fonts_xml(Role.FANG))
    _style(
        document,
        "Title",
        f'<w:keepNext/><w:keepLines/>{exact(sheet.TITLE_PITCH_PT)}<w:jc w:val="center"/>',
        fonts_xml(Role.TITLE) + _APART + _size(sheet.TITLE_PT),
    )
    for level, role in HEADING_ROLES.items():
        _style(
            document,
            f"Heading {level}",
            f'<w:keepNext/><w:keepLines/>{_FIRST_LINE}<w:outlineLvl w:val="{level - 1}"/>',
            fonts_xml(role) + _size(sheet.BODY_PT),
        )
    _set_small_styles(document)


def _set_small_styles(document: Any) -> None:
    _style(
        document,
        "Caption",
        f'<w:keepNext/>{exact(sheet.PITCH_PT, after=4)}<w:jc w:val="center"/>',
        fonts_xml(Role.HEI) + _APART + _size(sheet.CAPTION_PT),
    )
    _style(document, "Footer", '<w:jc w:val="left"/>', fonts_xml(Role.SONG) + _APART + _size(sheet.PAGE_NUMBER_PT))
    for name, style_id in ((CELL_STYLE, CELL_STYLE_ID), (NOTE_STYLE, "ReportNote")):
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.style_id, added.base_style = style_id, document.styles["Normal"]
    _style(
        document,
        CELL_STYLE,
        f'{exact(sheet.TABLE_PITCH_PT)}<w:jc w:val="left"/>',
        fonts_xml(Role.FANG) + _APART + _size(sheet.TABLE_PT),
    )
    _style(
        document,
        NOTE_STYLE,
        f"{exact(sheet.NOTE_PT * 1.5)}",
        fonts_xml(Role.FANG) + _APART + _size(sheet.NOTE_PT),
    )
    document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    _style(document, "Hyperlink", "", '<w:u w:val="dotted" w:color="787878"/>')


def _style(document: Any, name: str, paragraph: str, run: str) -> None:
    """Write a style anew; element order within pPr and rPr is that of the schema, Word insists on it."""
    found = document.styles[name]
    for tag in ("w:pPr", "w:rPr"):
        for old in found.element.findall(qn(tag)):
            found.element.remove(old)
    if paragraph:
        found.element.append(element(f"<w:pPr>{paragraph}</w:pPr>"))
    found.element.append(element(f"<w:rPr>{run}</w:rPr>"))


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _set_font_table(document: Any) -> None:
    """Name the kin that Word may take: today's Windows has 仿宋 and 楷体, not their _GB2312 forms."""
    fonts = "".join(
        f'<w:font w:name="{OFFICIAL[role]}"><w:altName w:val="{kin}"/><w:charset w:val="86"/>'
        '<w:family w:val="roman"/></w:font>'
        for role, kin in GBK.items()
        if kin != OFFICIAL[role]
    )
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = serialize_part_xml(element(f"<w:fonts>{fonts}</w:fonts>"))


def _set_settings(document: Any) -> None:
    document.settings.odd_and_even_pages_header_footer = True
    settings = document.settings.element
    settings.find(qn("w:characterSpacingControl")).set(qn("w:val"), "compressPunctuation")
    language = settings.find(qn("w:themeFontLang"))
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _COMPATIBILITY_WORD_2013)


def _set_footers(document: Any) -> None:
    """— 1 — at the outer edge, one character in: right on odd pages, left on even ones (7.5)."""
    section = document.sections[0]
    sides = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "left": WD_ALIGN_PARAGRAPH.LEFT}
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["Footer"]
        paragraph.alignment = sides[side]
        set_indent(paragraph, **{side: 1.0}, character=sheet.PAGE_NUMBER_PT)
        for piece in _page_number():
            paragraph._p.append(piece)


def _page_number() -> list[Any]:
    properties = f"<w:rPr>{fonts_xml(Role.SONG)}{_size(sheet.PAGE_NUMBER_PT)}</w:rPr>"
    pieces = (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
    return [element(f"<w:r>{properties}{piece}</w:r>") for piece in pieces]
