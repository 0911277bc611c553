import io

import pytest
from openpyxl import load_workbook

from dundian.engines.reading.faulty import faulty_workbook
from dundian.engines.reading.tables import KINDS
from dundian.engines.reading.templates import template

from .books import column_of, places, read, table, xlsx

HEAD = ["姓名", "性别", "手机", "血型"]


def opened(data):
    return load_workbook(io.BytesIO(data))


def test_faulty_rows_come_back_with_red_notes():
    reading = read(xlsx([HEAD, ["测试甲", "男", "", ""], ["测试乙", "南", "138", "A"], ["", "女", "", ""]]))
    sheet = opened(faulty_workbook(reading))["Sheet1"]
    assert [cell.value for cell in sheet[1]] == [*HEAD, "要改的地方"]
    assert [cell.value or "" for cell in sheet[2]][:4] == ["测试乙", "南", "138", "A"]
    assert "改成“男”" in sheet["B2"].comment.text
    assert sheet["B2"].fill.fgColor.rgb.endswith("FBE3E0")
    assert sheet["A2"].comment is None
    assert sheet["A3"].comment.text == "这一行没有姓名，没有收。"
    assert sheet.max_row == 3


def test_a_reason_that_asks_has_one_mark_at_its_end():
    units = ["办公室", "办公室", "", "报社"]
    people = [[f"测试{'甲乙丙丁'[at]}", "男", unit] for at, unit in enumerate(units)]
    sheet = opened(faulty_workbook(read(xlsx([["姓名", "性别", "单位"], *people]))))["Sheet1"]
    assert sheet["C2"].comment.text == "没有写单位，和上一行一样吗？改成“办公室”？"


def test_mended_rows_are_read_again_without_a_report():
    reading = read(xlsx([HEAD, ["测试甲", "男", "", ""], ["测试乙", "南", "138", "A"]]))
    book = opened(faulty_workbook(reading))
    sheet = book["Sheet1"]
    sheet["B2"], sheet["C2"] = "男", "13900139000"
    stream = io.BytesIO()
    book.save(stream)
    again = read(stream.getvalue())
    assert (again.status, again.ignored_columns) == ("ok", ("血型",))
    assert column_of(again, "name") == ["测试乙"]


def test_unmended_rows_say_the_same_again():
    rows = [
        ["姓名", "可参加期次", "", "性别"],
        ["", "一期", "二期", ""],
        ["测试甲", "√", "看情况", "男"],
        ["测试乙", "", "√", "？"],
    ]
    first = read(table(rows), filename="名单.csv")
    again = read(faulty_workbook(first))
    assert [fault.message for fault in first.errors] == [fault.message for fault in again.errors]
    assert column_of(again, "phases") == [None, [2]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_no_cell_that_comes_back_is_a_formula(text):
    reading = read(table([HEAD, ["测试甲", text, "", text]]), filename="名单.csv")
    sheet = opened(faulty_workbook(reading)).worksheets[0]
    for cell in (sheet["B2"], sheet["D2"]):
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_what_concerns_the_whole_file_stands_on_its_own_sheet():
    reading = read(xlsx([["姓名", "单位"], ["测试甲", "办公室"]]))
    assert places(reading) == [(None, "性别")]
    assert "没有“性别”这一列" in opened(faulty_workbook(reading))["整份表"]["A1"].value


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_template_nobody_filled_in_is_refused_and_its_example_is_no_row(kind):
    reading = read(template(kind), kind)
    assert (reading.status, reading.rows, reading.errors) == ("refused", (), ())
    assert "第 2 行是示例" in reading.message


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_template_is_read_as_what_it_is_for(kind):
    book = opened(template(kind))
    sheet = book.worksheets[0]
    for column in range(2, sheet.max_column + 1):
        sheet.cell(3, column, sheet.cell(2, column).value)
    stream = io.BytesIO()
    book.save(stream)
    reading = read(stream.getvalue(), kind)
    assert (reading.status, [row.row for row in reading.rows], reading.ignored_columns) == ("ok", [3], ())
    assert "第 2 行是示例" in reading.message
    assert len(reading.columns) == len({column.key for column in reading.columns}) > 5


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_example_of_a_template_is_right(kind):
    book = opened(template(kind))
    sheet = book.worksheets[0]
    sheet["A2"] = "1"
    stream = io.BytesIO()
    book.save(stream)
    reading = read(stream.getvalue(), kind)
    assert (reading.errors, len(reading.rows)) == ((), 1)


def test_a_template_offers_the_sexes_and_keeps_numbers_as_text():
    sheet = opened(template("roster")).worksheets[0]
    assert any(offer.formula1 == '"男,女"' for offer in sheet.data_validations.dataValidation)
    assert sheet["H3"].number_format == "@"
