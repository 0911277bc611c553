"""The PDF as it lies on the desk: A4, 版心, links, names, and nothing in it that was not written."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines.document import pdf
from dundian.engines.document.model import Attachment, Document, Heading, Paragraph, Run, Table
from dundian.engines.document.numbering import outline

from . import paper
from .reports import AT, HOSTILE, RARE_NAMES, ROWS, report


@pytest.fixture(scope="module")
def printed() -> pdf.Printed:
    return pdf.render(report(), at=AT, installed_fonts=False)


def test_every_page_is_a4(printed: pdf.Printed) -> None:
    sizes = paper.sizes_mm(printed.pdf)
    assert len(sizes) == printed.page_count >= 4
    for width, height in sizes:
        assert (width, height) == pytest.approx((210, 297), abs=0.1)


def test_text_stays_within_the_156_by_225_mm(printed: pdf.Printed) -> None:
    for left, top, right, bottom in paper.ink_mm(printed.pdf, bottom=263):
        assert left >= 27.7
        assert right <= 184.5
        assert top >= 36.7
        assert bottom <= 262.5


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    filled = Document(title="报告", blocks=(Paragraph.of("蹲点调研同吃同住同劳动" * 200),))
    pages = paper.page_words(pdf.render(filled, at=AT, installed_fonts=False).pdf)
    lines = [line for line in pages[1].split("\r\n") if "蹲" in line]
    assert len(lines) == 22
    assert {len(line.strip()) for line in lines} == {28}


def test_page_numbers_stand_outside_one_character_in(printed: pdf.Printed) -> None:
    boxes = paper.ink_mm(printed.pdf, top=265, bottom=273)
    character = 14 / 72 * 25.4
    assert [text for page in paper.page_words(printed.pdf) for text in page.split("\r\n") if "—" in text][:2] == [
        "— 1 —",
        "— 2 —",
    ]
    for number, (left, top, right, bottom) in enumerate(boxes, start=1):
        assert (top + bottom) / 2 == pytest.approx(262 + 7, abs=1)
        edge, wanted = (right, 184 - character) if number % 2 else (left, 28 + character)
        assert edge == pytest.approx(wanted, abs=0.8)


def test_headings_are_numbered_and_bookmarked_on_their_pages(printed: pdf.Printed) -> None:
    entries = outline(report())
    pages = paper.page_words(printed.pdf)
    assert len(printed.heading_pages) == len(entries)
    for entry, page in zip(entries, printed.heading_pages, strict=True):
        assert entry.number + entry.text in pages[page - 1]


def test_rare_names_are_text_and_no_boxes(printed: pdf.Printed) -> None:
    assert "、".join("王" + char for char in RARE_NAMES) in paper.words(printed.pdf)
    assert printed.missing == ()


def test_every_figure_is_a_link_to_its_rows(printed: pdf.Printed) -> None:
    figures = sum(1 for run in _runs(report()) if run.href)
    assert paper.links(printed.pdf).count(ROWS) >= figures


def test_it_says_which_faces_stand_in(printed: pdf.Printed) -> None:
    assert printed.fonts_used == ("Noto Sans SC", "Noto Serif SC")
    assert {swap.wanted for swap in printed.substituted} >= {"仿宋_GB2312", "楷体_GB2312"}
    assert "".join(printed.font_note.split()) in paper.words(printed.pdf)


def test_notes_that_are_too_many_for_the_foot_go_into_the_text() -> None:
    notes = tuple(f"说明{no}：" + "字" * 45 for no in range(12))
    result = pdf.render(Document(title="报告", blocks=(), notes=notes), at=AT, installed_fonts=False)
    found = paper.words(result.pdf)
    assert all(note in found for note in notes)
    assert max(bottom for *_, bottom in paper.ink_mm(result.pdf)) < 292


def test_the_signature_is_never_alone_on_a_page() -> None:
    for count in range(560, 620, 6):
        filled = report(blocks=(Paragraph.of("另起一段。" * 20), Paragraph.of("蹲" * (count - 200))))
        pages = paper.page_words(pdf.render(filled, at=AT, installed_fonts=False).pdf)
        signed = next(page for page in pages if "2031年8月9日" in page)
        assert "蹲蹲" in signed


def test_hostile_text_is_printed_as_it_was_typed() -> None:
    runs = (Run(HOSTILE), Run(HOSTILE, href=ROWS), Run(HOSTILE, bold=True))
    table = Table(columns=(HOSTILE,), rows=((runs,),), caption=HOSTILE)
    blocks = (Heading(HOSTILE), Heading(HOSTILE, 2), Paragraph(runs), table)
    hostile = Document(
        title=HOSTILE,
        blocks=blocks,
        addressee=HOSTILE,
        attachments=(Attachment(HOSTILE, blocks),),
        notes=(HOSTILE,),
    )
    result = pdf.render(hostile, at=AT, installed_fonts=False)
    found = paper.words(result.pdf)
    for piece in ("#panic()#{sys.inputs}*粗*_斜_][}{$x$@a<b>`c`=标题\\", "&amp;<w:p/>", "反"):
        assert found.count(piece) >= 6, piece
    assert "😀" in result.missing
    assert "U+1F600" in result.font_note


def test_a_word_without_end_stays_on_the_sheet() -> None:
    word = "https://example.org/" + "a" * 400
    blocks = (Heading(word), Paragraph.of(word), Table.of(columns=(word,) * 5, rows=[(word,) * 5]))
    result = pdf.render(Document(title=word, blocks=blocks), at=AT, installed_fonts=False)
    for left, _, right, _ in paper.ink_mm(result.pdf, bottom=263):
        assert left >= 27.7
        assert right <= 185


def test_the_same_report_gives_the_same_bytes() -> None:
    first, second = (pdf.render(report(), at=AT, installed_fonts=False).pdf for _ in range(2))
    assert first == second


def test_an_empty_report_is_a_page() -> None:
    assert pdf.render(Document(title="", blocks=()), at=AT, installed_fonts=False).page_count == 1


def test_pages_are_pictures_that_load_and_run_nothing() -> None:
    pages = pdf.pages_svg(report(), at=AT, installed_fonts=False)
    assert len(pages) == pdf.render(report(), at=AT, installed_fonts=False).page_count
    for page in pages:
        root = ElementTree.fromstring(page)  # noqa: S314 – our own picture
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        names = {element.tag.split("}")[1] for element in root.iter()}
        assert not names & {"script", "foreignObject", "image", "style", "iframe"}
    assert len(pdf.pages_svg(Document(title="一页", blocks=()), at=AT)) == 1


NAMES = RARE_NAMES + "工会蹲点"
texts = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(NAMES + '#$[]*_`\\/"')), max_size=80)
runs = st.builds(Run, text=texts, bold=st.booleans(), href=st.sampled_from([None, ROWS]))
paragraphs = st.builds(Paragraph, runs=st.lists(runs, max_size=3).map(tuple))
headings = st.builds(Heading, text=texts, level=st.integers(1, 4))
grids = st.integers(1, 4).flatmap(lambda count: st.lists(st.tuples(*[texts] * count), min_size=1, max_size=3))
grid_tables = st.builds(lambda grid, caption: Table.of(columns=grid[0], rows=grid[1:], caption=caption), grids, texts)
blocks_of_any_kind = st.lists(st.one_of(paragraphs, headings, grid_tables), max_size=5).map(tuple)
documents = st.builds(
    Document,
    title=texts,
    blocks=blocks_of_any_kind,
    addressee=texts,
    attachments=st.lists(st.builds(Attachment, title=texts, blocks=blocks_of_any_kind), max_size=2).map(tuple),
    notes=st.lists(texts, max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(documents, st.booleans())
def test_whatever_people_typed_is_printed_without_a_box(document: Document, installed: bool) -> None:
    # PDF/A: typst refuses to write a character without a glyph, so no exception means no box.
    result = pdf.render(document, at=AT, installed_fonts=installed)
    assert result.page_count >= 1
    typed = {char for char in document.plain_title() if char in NAMES}
    assert typed <= set(paper.words(result.pdf))


def _runs(document: Document) -> list[Run]:
    found: list[Run] = []
    for block in document.all_blocks():
        if isinstance(block, Paragraph):
            found.extend(block.runs)
        elif isinstance(block, Table):
            found.extend(run for row in block.rows for cell in row for run in cell)
    return found
