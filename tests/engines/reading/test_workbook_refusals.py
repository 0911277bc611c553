import io
import zipfile

import pytest
import xlwt
from docx import Document

from .books import read, repacked, table, xls, xlsx

ROWS = [["姓名", "性别"], ["测试甲", "男"]]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SHEET = "xl/worksheets/sheet1.xml"


def document():
    stream = io.BytesIO()
    Document().save(stream)
    return stream.getvalue()


def package(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


def declared(reference):
    return repacked(xlsx(ROWS), {SHEET: lambda text: text.replace('ref="A1:B2"', f'ref="{reference}"')})


def bomb():
    return repacked(xlsx(ROWS), {SHEET: lambda text: text.replace("</sheetData>", " " * 80_000_000 + "</sheetData>")})


REFUSED = {
    "empty": (b"", "空的"),
    "blank": (b" \r\n\t", "空的"),
    "empty sheet": (xlsx([]), "空的"),
    "pdf": (b"%PDF-1.4 not a workbook", "PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n0000", "图片"),
    "word": (document(), "Word"),
    "zip": (package(readme="x"), "压缩包"),
    "web page": ("<html><table><tr><td>姓名</td></tr></table></html>".encode(), "网页"),
    "old word": (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "Word"),
    "password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "broken xls": (xls(ROWS)[:1500], "Excel|xls"),
    "broken xlsx": (xlsx(ROWS)[:900], "坏了"),
    "text under a workbook's name": (table(ROWS), "名字像"),
    "declared too large": (declared("A1:XFD1048576"), "太大"),
    "unpacks too large": (bomb(), "太大"),
    "document type definition": (
        repacked(xlsx(ROWS), {SHEET: lambda text: '<!DOCTYPE x [<!ENTITY a "b">]>' + text.partition("?>")[2]}),
        "坏了",
    ),
    "no header": (xlsx([["随便写写"], ["没有表头"]]), "没认出表头"),
    "data without header": (xlsx([["测试甲", "男", "办公室"]]), "没认出表头"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_one_sentence(name):
    data, word = REFUSED[name]
    reading = read(data)
    assert (reading.status, reading.rows) == ("refused", ())
    assert any(part in reading.message for part in word.split("|"))
    assert reading.message.count("。") == 1


def test_a_protected_old_workbook_is_refused():
    stream = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "姓名")
    book.save(stream)
    data = stream.getvalue()
    start = data.index(b"\x09\x08\x10\x00") + 20  # behind the first record of the book: a FILEPASS record instead
    locked = data[:start] + b"\x2f\x00\x06\x00" + bytes(6) + data[start + 10 :]
    reading = read(locked, filename="名单.xls")
    assert reading.status == "refused"
    assert "密码" in reading.message


def test_binary_rubbish_as_csv_is_refused():
    assert read(bytes(range(256)) * 8, filename="名单.csv").status == "refused"


def test_a_sheet_styled_to_its_last_row_is_honest():
    assert len(read(declared("A1:H1048576")).rows) == 1


def test_a_merged_rectangle_over_the_whole_sheet_costs_nothing():
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="D1:XFD1048576"/></mergeCells>'
    data = repacked(xlsx(ROWS), {SHEET: lambda text: text.replace("</sheetData>", merge)})
    assert len(read(data).rows) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_is_read_in_the_encodings_and_delimiters_of_offices(encoding, delimiter):
    rows = [["姓名", "性别", "单位"], ["测试甲", "男", "办公室，一处"], ["测试乙", "女", "报社"]]
    reading = read(table(rows, encoding=encoding, delimiter=delimiter), filename="名单.csv")
    assert [row.values["name"] for row in reading.rows] == ["测试甲", "测试乙"]
    assert (reading.rows[0].sheet, reading.rows[0].row) == (None, 2)


def test_csv_rows_are_record_numbers_whatever_lines_a_quoted_field_takes():
    rows = [["姓名", "备注", "性别"], ["测试甲", "第一行\n第二行", "男"], [], ["测试乙", "", "1"]]
    reading = read(table(rows), filename="名单.csv")
    assert [(row.row, row.values["note"]) for row in reading.rows] == [(2, "第一行\n第二行"), (4, None)]


def test_tricks_that_keep_excel_from_changing_numbers_are_taken_off():
    rows = [
        ["姓名", "性别", "手机"],
        ["测试甲", "男", '="13800138000"'],
        ["测试乙", "女", "\t13900139000"],
        ["测试丙", "女", "'13700137000"],
    ]
    reading = read(table(rows), filename="名单.csv")
    assert [row.values["phone"] for row in reading.rows] == ["13800138000", "13900139000", "13700137000"]


@pytest.mark.parametrize("filename", ["名单.xls", "名单.csv", "名单"])
def test_a_workbook_under_another_tables_name_is_read_as_what_it_is(filename):
    assert len(read(xlsx(ROWS), filename=filename).rows) == 1


def test_tabs_under_the_name_of_an_old_workbook_are_read():
    assert len(read(table(ROWS, delimiter="\t", encoding="gb18030"), filename="名单.xls").rows) == 1


def test_old_workbooks_keep_numbers_dates_and_merged_cells():
    rows = [
        ["单位", "姓名", "性别", "手机", "出生年月"],
        ["办公室", "测试甲", 1, 13800138000.0, 198507],
        ["", "测试乙", 2, "", 31260],
    ]
    reading = read(xls(rows, merge=[(1, 2, 0, 0)]), filename="名单.xls")
    assert [row.values["unit"] for row in reading.rows] == ["办公室", "办公室"]
    assert [row.values["phone"] for row in reading.rows] == ["13800138000", None]
    assert [row.values["birth"] for row in reading.rows] == ["1985-07", "1985-08-01"]


def test_a_part_whose_bytes_were_damaged_is_refused():
    whole = xlsx([["姓名", "性别"], *([f"测试{number}", "男"] for number in range(200))])
    with zipfile.ZipFile(io.BytesIO(whole)) as book:
        part = book.getinfo(SHEET)
    start = part.header_offset + 30 + len(SHEET)
    for place in range(start + 10, start + part.compress_size - 10, 7):
        damaged = whole[:place] + bytes(byte ^ 0xFF for byte in whole[place : place + 5]) + whole[place + 5 :]
        assert "坏了" in read(damaged).message
