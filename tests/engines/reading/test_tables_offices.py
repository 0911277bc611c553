"""What offices wrote round and in their lists and was once taken for something else."""

import re

import pytest

from .books import column_of, places, read, repacked, table, xlsx


def test_a_township_of_one_letter_is_no_head():
    rows = [["乡镇", "工会名称", "主席", "县区"], ["A镇", "A镇总工会", "测试甲", "甲县"]]
    reading = read(xlsx(rows), "townships")
    assert (column_of(reading, "name"), column_of(reading, "union")) == (["A镇"], ["A镇总工会"])


def test_the_sum_of_a_unit_is_no_person():
    rows = [
        ["单位", "姓名", "性别"],
        ["办公室", "测试甲", "男"],
        ["办公室小计", "1人", "男1女0"],
        ["报社", "测试乙", "女"],
        ["共2人", 2, ""],
    ]
    reading = read(xlsx(rows))
    assert (reading.status, column_of(reading, "name")) == ("ok", ["测试甲", "测试乙"])
    assert "第 3、5 行是合计" in reading.message


@pytest.mark.parametrize("at", [0, -1], ids=["above", "below"])
def test_a_legend_of_sexes_may_stand_above_or_below_the_table(at):
    rows = [["姓名", "性别", "单位"], ["测试甲", 1, "办公室"], ["测试乙", 2, "报社"]]
    rows.insert(len(rows) if at else 0, ["说明：性别一栏 1 为女，2 为男；共 2 人"])
    assert column_of(read(xlsx(rows)), "sex") == ["女", "男"]


def test_counts_of_men_and_women_in_a_title_are_no_legend():
    rows = [["干部名册（性别：男1人、女2人）"], ["姓名", "性别"], ["测试甲", "2"], ["测试乙", "1"], ["测试丙", "2"]]
    assert column_of(read(table(rows), filename="名册.csv"), "sex") == ["女", "男", "女"]


def test_a_long_note_behind_its_word_is_no_person():
    rows = [["序号", "姓名", "性别"], [1, "测试甲", "男"], ["说明", "1.请填写本人常用手机号；2.性别填男或女。"]]
    reading = read(xlsx(rows))
    assert (reading.status, column_of(reading, "name")) == ("ok", ["测试甲"])
    assert "第 3 行是说明" in reading.message


def test_a_row_of_hints_below_the_head_is_no_person():
    rows = [
        ["姓名", "性别", "出生年月", "手机"],
        ["必填", "填男或女", "如1985.07", "11位手机号"],
        ["测试甲", "男", "", ""],
    ]
    reading = read(xlsx(rows))
    assert (reading.status, column_of(reading, "name")) == ("ok", ["测试甲"])
    assert "第 2 行是说明" in reading.message


def test_a_name_that_a_formula_lost_is_reported_at_its_cell():
    book = repacked(xlsx([["姓名", "性别", "单位"], ["丢了", "男", "办公室"]]), {"xl/worksheets/sheet1.xml": _lose_a2})
    reading = read(book)
    assert (places(reading), reading.rows) == ([(2, "姓名")], ())


def _lose_a2(sheet):
    return re.sub(r'<c r="A2".*?</c>', '<c r="A2"><f>B2</f></c>', sheet)


def test_a_list_without_a_row_is_refused_in_words():
    reading = read(xlsx([["干部名册"], ["姓名", "性别", "单位"]]))
    assert reading.status == "refused"
    assert reading.message.startswith("列名下面一人也没有")
    hidden = read(xlsx([["姓名", "性别", "单位"], ["测试甲", "男", "办公室"]], hide=[2]))
    assert hidden.status == "refused"
    assert "第 2 行是隐藏的" in hidden.message


def test_a_nameless_row_alone_is_reported_not_refused():
    reading = read(xlsx([["姓名", "性别", "单位"], [None, "男", "办公室"]]))
    assert (reading.status, places(reading)) == ("errors", [(2, "姓名")])


def test_blank_rows_do_not_end_a_group_and_totals_make_it_doubtful():
    rows = [
        ["单位", "姓名", "性别"],
        ["办公室", "测试甲", "男"],
        ["", "测试乙", "女"],
        [],
        ["", "测试丙", "女"],
        ["报社", "测试丁", "男"],
        ["", "测试戊", "女"],
        ["小计", 2, ""],
        ["", "测试己", "女"],
    ]
    reading = read(xlsx(rows))
    assert column_of(reading, "unit") == ["办公室", "办公室", "办公室", "报社", "报社", None]
    assert [(fault.row, fault.column, fault.fix) for fault in reading.errors] == [(9, "单位", "报社")]


def test_a_hidden_row_may_begin_a_group():
    rows = [["单位", "姓名", "性别"], ["办公室", "测试甲", "男"], ["", "测试乙", "女"], ["报社", "测试丙", "男"]]
    reading = read(xlsx([*rows, ["", "测试丁", "女"]], hide=[4]))
    assert column_of(reading, "unit") == ["办公室", "办公室", "报社"]


def test_a_township_does_not_go_on_into_the_next_county():
    rows = [
        ["县（市、区）", "乡镇（街道）", "企业名称"],
        ["甲县", "一镇", "虚构一厂"],
        ["", "", "虚构二厂"],
        ["乙县", "", "虚构三厂"],
        ["", "二镇", "虚构四厂"],
    ]
    reading = read(xlsx(rows), "enterprises")
    assert column_of(reading, "township") == ["一镇", "一镇", None, "二镇"]
    assert column_of(reading, "county") == ["甲县", "甲县", "乙县", "乙县"]
