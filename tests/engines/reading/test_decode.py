"""Files as they really come: encodings, docx, and what is no text at all."""

import io
import zipfile

import docx
import pytest
from hypothesis import example, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from dundian.engines.reading.article import read_page
from dundian.engines.reading.decode import LARGEST, PageNotRead, text_of, text_pasted

from .speeches import SPEECHES

TEXT = "总标题\n" + "\n".join(f"■{one.name}\n" + "\n".join(one.paragraphs) for one in SPEECHES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_gives_the_same_reading(encoding, end):
    assert read_page(text_of(TEXT.replace("\n", end).encode(encoding))) == read_page(TEXT)


def test_text_of_a_web_page_is_read_without_its_tags():
    head = "<!DOCTYPE html><html><head><title>报社</title>\n<style>p { color: red }</style></head><body>\n"
    neat = head + "\n".join(f'<p class="MsoNormal">&nbsp;&nbsp;<b>{line}</b></p>' for line in TEXT.split("\n"))
    single = "<div>" + "<br/>".join(TEXT.split("\n")) + "</div><script>var a = '■李文';</script>"
    for page in (text_of(neat.encode()), text_pasted(single)):
        assert [one.name for one in read_page(page).speeches] == [one.name for one in SPEECHES]
        assert [[part.text for part in one.paragraphs] for one in read_page(page).speeches] == [
            [part.text for part in one.paragraphs] for one in read_page(TEXT).speeches
        ]
    assert text_of(neat.encode()).split("\n")[2].strip() == "总标题"


def test_a_text_that_only_speaks_of_signs_keeps_them():
    for text in ("a < b 且 b > c", "<三个转变> 与 <四个初心>", "用 & 号; 用 &nbsp 字样", "<b>一处"):
        assert text_pasted(text) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_chinese(encoding):
    assert text_of(TEXT.encode(encoding)) == TEXT


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_word_file_gives_the_same_reading_as_its_text():
    document = docx.Document()
    for line in TEXT.split("\n"):
        document.add_paragraph(line)
    assert read_page(text_of(saved(document))) == read_page(TEXT)


def test_columns_set_as_a_word_table_are_read_cell_by_cell():
    document = docx.Document()
    document.add_paragraph("总标题")
    for cell, text in zip(document.add_table(1, 2).rows[0].cells, TEXT.split("\n■")[1:3], strict=True):
        cell.text = "■" + text
    page = read_page(text_of(saved(document)))
    assert [speech.name for speech in page.speeches] == ["虞知秋", "温如初"]


def zipped(**parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "没有文字"),
        (b"\xef\xbb\xbf \r\n", "没有文字"),
        (saved(docx.Document()), "没有文字"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".doc"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (zipped(xl__workbook="x"), "压缩包或表格"),
        (b"PK\x03\x04 cut", "Word"),
        (saved(docx.Document())[:-200], "Word"),
        (zipped(**{"word__document.xml": "<not", "[Content_Types].xml": "<"}), "Word"),
        (bytes(range(256)) * 40, "文字"),
        ("表態發言,我們要當好宣傳員".encode("big5") * 40, "编码"),
        ("職場の安全を守ります。".encode("euc-jp") * 20, "编码"),
        ("naïve café".encode("latin-1"), "编码"),
        ("总标题".encode() + bytes(40), "不是文字"),
        ("我们".encode("utf-16") + b"\x00", "编码"),
        (b"x" * (LARGEST + 1), "太大"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, word):
    with pytest.raises(PageNotRead) as caught:
        text_of(data)
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


@limits(deadline=None, max_examples=150)
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda data: b"PK\x03\x04" + data)))
@example(b"\x0b")
def test_any_bytes_are_text_or_refused(data):
    try:
        assert text_of(data).strip()
    except PageNotRead:
        return


@limits(deadline=None, max_examples=40)
@given(st.data())
def test_a_damaged_word_file_is_text_or_refused(data):
    document = docx.Document()
    document.add_paragraph("■虞知秋")
    whole = bytearray(saved(document))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert text_of(bytes(whole)).strip()
    except PageNotRead:
        return
