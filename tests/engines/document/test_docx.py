"""The Word document, opened again: page, grid, faces, numbers, links."""

from io import BytesIO
from zipfile import ZipFile

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings

from dundian.engines.document import docx
from dundian.engines.document.model import Attachment, Document, Heading, Paragraph, Run, Table

from .reports import AT, HOSTILE, RARE_NAMES, ROWS, number, report
from .test_pdf import NAMES, documents

MM = 36000  # English Metric Units


@pytest.fixture(scope="module")
def content() -> bytes:
    return docx.render(report(), at=AT)


@pytest.fixture(scope="module")
def word(content: bytes) -> object:
    return python_docx.Document(BytesIO(content))


def test_the_sheet_is_a4_with_the_margins_of_the_standard(word) -> None:
    section = word.sections[0]
    found = [
        section.page_width,
        section.page_height,
        section.top_margin,
        section.left_margin,
        section.right_margin,
        section.bottom_margin,
    ]
    assert [round(length / MM, 1) for length in found] == [210, 297, 37, 28, 26, 35]


def test_the_grid_is_22_lines_of_28_characters(word) -> None:
    grid = word.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 22 <= 225 / 25.4 * 72 / pitch < 23
    assert 28 <= 156 / 25.4 * 72 / character < 29


@pytest.mark.parametrize(
    ("style", "face", "points", "pitch"),
    [
        ("Normal", "仿宋_GB2312", 16, 28.95),
        ("Body Text", "仿宋_GB2312", 16, 28.95),
        ("Title", "方正小标宋简体", 22, 34),
        ("Heading 1", "黑体", 16, 28.95),
        ("Heading 2", "楷体_GB2312", 16, 28.95),
        ("Heading 3", "仿宋_GB2312", 16, 28.95),
        ("Heading 4", "仿宋_GB2312", 16, 28.95),
        ("Footer", "宋体", 14, 28.95),
    ],
)
def test_styles_name_the_official_faces(word, style: str, face: str, points: float, pitch: float) -> None:
    found = word.styles[style]
    fonts = found.element.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == face
    assert not [name for name in fonts.attrib if "Theme" in name]
    assert (found.font.size or word.styles["Normal"].font.size).pt == points
    spacing = found.paragraph_format.line_spacing or word.styles["Normal"].paragraph_format.line_spacing
    assert spacing.pt == pitch
    assert found.font.color.rgb is None
    assert not found.font.bold


def test_runs_name_their_faces_too(word) -> None:
    for paragraph in word.paragraphs:
        for run in paragraph._p.iter(qn("w:r")):
            if run.find(qn("w:t")) is not None:
                assert run.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))


def test_rare_names_name_a_face_that_has_them(word) -> None:
    faces = {
        run.text: run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        for paragraph in word.paragraphs
        for run in paragraph.runs
        if run.text in RARE_NAMES
    }
    assert faces["镕"] == faces["喆"] == faces["堃"] == "仿宋"
    assert faces["䶮"] == faces["㛃"] == "宋体"


def test_paragraphs_are_indented_by_two_characters(word) -> None:
    indent = word.styles["Body Text"].element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert next(one for one in word.paragraphs if "共派出干部" in one.text).style.name == "Body Text"


def test_headings_are_real_headings_with_their_numbers(word) -> None:
    headings = [(one.style.name, one.text) for one in word.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "一、主要做法"),
        ("Heading 2", "（一）听全声音"),
        ("Heading 3", "1.不打扰生产"),
        ("Heading 4", "（1）夜班"),
        ("Heading 1", "二、下一步"),
        ("Heading 2", "（一）回访"),
    ]


def test_figures_are_quiet_hyperlinks(word) -> None:
    found = [(link.text, link.url) for paragraph in word.paragraphs for link in paragraph.hyperlinks]
    assert found == [("108", ROWS), ("3", ROWS)]
    style = word.styles["Hyperlink"]
    assert style.element.rPr.find(qn("w:u")).get(qn("w:val")) == "dotted"
    assert style.font.color.rgb is None
    cells = [cell for table in word.tables for row in table.rows for cell in row.cells]
    assert sum(len(cell.paragraphs[0].hyperlinks) for cell in cells) == 2 + 60


def test_a_table_repeats_its_head_and_fills_the_text_width(word) -> None:
    table = word.tables[1]
    head, *rows = table._tbl.tr_lst
    assert head.trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rows)
    assert len(rows) == 60
    assert sum(column.width for column in table.columns) / MM == pytest.approx(156, abs=0.5)
    assert [cell.text for cell in table.rows[1].cells] == ["1", "热水供应时间短，洗不上澡", "7", "是"]


# ECMA-376-1, 17.3.1.26, 17.3.2.28 and 17.4.60; only the elements that are used here.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl autoSpaceDE autoSpaceDN snapToGrid spacing ind jc "
    "outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs snapToGrid color spacing sz szCs u lang",
    "tblPr": "tblStyle tblW jc tblLayout tblCellMar tblLook",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW vAlign",
}


@pytest.mark.parametrize("part", ["word/document.xml", "word/footer1.xml", "word/footer2.xml"])
@pytest.mark.parametrize("tag", ORDER)
def test_properties_stand_in_the_order_on_which_word_insists(content: bytes, part: str, tag: str) -> None:
    with ZipFile(BytesIO(content)) as parts:
        assert_in_order(parse_xml(parts.read(part)), tag)


@pytest.mark.parametrize("tag", ["pPr", "rPr"])
def test_properties_of_the_styles_stand_in_order_too(word, tag: str) -> None:
    names = ["Normal", "Body Text", "Title", "Caption", "Footer", "Hyperlink", "公文表文", "公文附注"]
    for name in [*names, *(f"Heading {level}" for level in range(1, 5))]:
        assert_in_order(word.styles[name].element, tag)


def assert_in_order(root, tag: str) -> None:
    order = ORDER[tag].split()
    for properties in root.iter(qn(f"w:{tag}")):
        found = [order.index(child.tag.split("}")[1]) for child in properties]
        assert found == sorted(found), [child.tag.split("}")[1] for child in properties]


@pytest.mark.parametrize(("even", "side"), [(False, "right"), (True, "left")])
def test_page_numbers_change_sides(word, even: bool, side: str) -> None:
    assert word.settings.odd_and_even_pages_header_footer
    section = word.sections[0]
    paragraph = (section.even_page_footer if even else section.footer).paragraphs[0]
    assert paragraph.text == "— 1 —"
    assert " PAGE " in [piece.text for piece in paragraph._p.iter(qn("w:instrText"))]
    assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
    assert paragraph._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"


def test_it_is_signed_four_characters_from_the_edge(word) -> None:
    day = next(one for one in word.paragraphs if one.text == "2031年8月9日")
    assert day._p.pPr.find(qn("w:ind")).get(qn("w:rightChars")) == "400"
    before = word.paragraphs[[one.text for one in word.paragraphs].index(day.text) - 1]
    assert before.text == "示例总工会办公室"
    assert before.paragraph_format.keep_with_next


def test_an_attachment_starts_a_page_and_a_mere_name_does_not(word) -> None:
    texts = [one.text for one in word.paragraphs]
    assert "附件：1.问题清单" in texts
    assert "2.工作方案" in texts
    assert word.paragraphs[texts.index("附件1")].paragraph_format.page_break_before
    assert "附件2" not in texts


def test_the_properties_are_the_reports_own(word) -> None:
    core = word.core_properties
    assert (core.title, core.author, core.language) == ("蹲点活动总结报告", "示例总工会办公室", "zh-CN")
    assert core.created.replace(tzinfo=AT.tzinfo) == AT
    assert core.comments == ""


def test_the_language_is_chinese_and_word_is_told_the_kin_of_a_missing_face(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as parts:
        styles, fonts = parts.read("word/styles.xml").decode(), parts.read("word/fontTable.xml").decode()
    assert '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"' in styles
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in fonts


def test_hostile_text_stays_text() -> None:
    table = Table(columns=(HOSTILE,), rows=(((Run(HOSTILE),),),), caption=HOSTILE)
    blocks = (Heading(HOSTILE), Paragraph.of(HOSTILE, Run(HOSTILE, href=ROWS)), table)
    hostile = Document(
        title=HOSTILE, blocks=blocks, addressee=HOSTILE, attachments=(Attachment(HOSTILE, blocks),), notes=(HOSTILE,)
    )
    word = python_docx.Document(BytesIO(docx.render(hostile, at=AT)))
    body = next(one for one in word.paragraphs if one.style.name == "Body Text")
    assert body.text == Run(HOSTILE).text * 2
    assert "😀" in body.text
    assert "\u202e" not in body.text


def test_ten_attachments_keep_their_names_under_each_other() -> None:
    many = Document(title="报告", blocks=(), attachments=tuple(Attachment(f"清单{no}") for no in range(1, 11)))
    word = python_docx.Document(BytesIO(docx.render(many, at=AT)))
    lines = [one for one in word.paragraphs if "清单" in one.text]
    assert [line.text for line in lines][::9] == ["附件：1.清单1", "10.清单10"]
    assert len({line.paragraph_format.left_indent for line in lines}) == 1


@settings(max_examples=25, deadline=None)
@given(documents)
def test_whatever_people_typed_is_written_and_opens_again(document: Document) -> None:
    word = python_docx.Document(BytesIO(docx.render(document, at=AT)))
    written = "".join(paragraph.text for paragraph in word.paragraphs)
    assert {char for char in document.plain_title() if char in NAMES} <= set(written)


def test_a_long_report_is_written_in_a_few_seconds() -> None:
    rows = [(str(no), "某企业", "夜班补贴", number(no)) for no in range(400)]
    table = Table.of(columns=("序号", "企业", "诉求", "人数"), rows=rows)
    word = python_docx.Document(BytesIO(docx.render(Document(title="清单", blocks=(table,)), at=AT)))
    assert len(word.tables[0]._tbl.tr_lst) == 401
