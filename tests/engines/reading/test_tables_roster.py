from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from .books import column_of, fill, id_number, places, read, saved, table, xls, xlsx

HEAD = ["序号", "姓名", "性别", "出生年月", "单位", "手机", "身份证号", "可参加期次"]
MAN = ["1", "测试甲", "男", "1985.07", "办公室", "13800138000", "", "一期、三期"]
WOMAN = ["2", "测试乙", "女", "1990.12", "报社", "13900139000", "", "二期"]


def test_a_plain_roster_is_read_without_a_report():
    reading = read(xlsx([HEAD, MAN, WOMAN]))
    assert reading.status == "ok"
    assert column_of(reading, "name") == ["测试甲", "测试乙"]
    assert column_of(reading, "birth") == ["1985-07", "1990-12"]
    assert column_of(reading, "phases") == [[1, 3], [2]]
    assert reading.ignored_columns == ()
    assert [row.row for row in reading.rows] == [2, 3]


def test_titles_totals_notes_and_blank_rows_are_no_people_and_are_mentioned():
    rows = [
        ["2021年蹲点干部名册"],
        ["填报单位：某某总工会", None, None, None, "填报时间：2021年5月"],
        [],
        HEAD,
        MAN,
        [],
        WOMAN,
        ["3"],
        ["小计", None, None, None, "2人"],
        [None, "合计", "2人"],
        ["注：期次按通知填写"],
        ["填表人：测试丙", None, None, "审核人：测试丁"],
    ]
    reading = read(xlsx(rows, merge=["A1:H1"]))
    assert column_of(reading, "name") == ["测试甲", "测试乙"]
    assert reading.status == "ok"
    assert "第 9、10 行是合计" in reading.message
    assert "第 11、12 行是说明" in reading.message
    assert "第 1、2 行是标题" in reading.message


def test_hidden_rows_and_sheets_are_not_read_and_mentioned():
    book = Workbook()
    fill(book.active, [HEAD, MAN, WOMAN], hide=[2])
    fill(book.create_sheet("旧表"), [HEAD, ["1", "测试丙", "男"]])
    book["旧表"].sheet_state = "hidden"
    reading = read(saved(book))
    assert column_of(reading, "name") == ["测试乙"]
    assert "第 2 行是隐藏的" in reading.message
    assert "“旧表”是隐藏的" in reading.message


def test_hidden_rows_of_an_old_workbook_are_seen():
    reading = read(xls([HEAD, MAN, WOMAN], hide=[3]), filename="名单.xls")
    assert column_of(reading, "name") == ["测试甲"]
    assert "第 3 行是隐藏的" in reading.message


def test_two_row_merged_heads_are_read_together():
    rows = [
        ["干部名册"],
        ["基本信息", None, None, "可参加期次", None, None, "紧急联系人", None, "备注"],
        ["姓名", "性别", "手机", "一期", "二期", "三期", "姓名", "电话", None],
        ["测试甲", "男", "13800138000", "√", "×", "√", "测试戊", "13700137000", "夜班可"],
        ["测试乙", "女", "13900139000", None, "√", None, None, None, None],
    ]
    reading = read(xlsx(rows, merge=["A1:I1", "A2:C2", "D2:F2", "G2:H2", "I2:I3"]))
    assert reading.errors == ()
    assert column_of(reading, "phases") == [[1, 3], [2]]
    assert column_of(reading, "phone") == ["13800138000", "13900139000"]
    assert column_of(reading, "note") == ["夜班可", None]
    assert set(reading.ignored_columns) == {"紧急联系人/姓名", "紧急联系人/电话"}


def test_two_row_heads_without_merges_are_read_together():
    rows = [
        ["姓名", "性别", "可参加期次", "", "", "备注"],
        ["", "", "第一期", "第二期", "第三期", ""],
        ["测试甲", "男", "1", "", "1", ""],
        ["测试乙", "女", "", "1", "", ""],
    ]
    reading = read(table(rows), filename="名单.csv")
    assert reading.errors == ()
    assert column_of(reading, "phases") == [[1, 3], [2]]
    assert [row.row for row in reading.rows] == [3, 4]


@pytest.mark.parametrize(
    "head",
    [
        ["姓 名", "性 别", "出生\n年月", "工作单位", "联系电话", "公民身份号码", "报名批次"],
        [
            "*姓名（必填）",
            "性别（男/女）",
            "生日",
            "所在部门",
            "手机号码（11位）",
            "身份证号码（18位）",
            "可参加期次（可多选）",
        ],
        ["1.您的姓名", "2.性别", "3.出生日期", "4.所在单位", "5.联系方式", "6.身份证", "7.能参加哪几期"],
        ["Name", "Gender", "Birthday", "Dept", "Mobile", "ID Card", "期数"],
        ["干部姓名", "性别:", "出生年月日", "单位（全称）", "移动电话", "居民身份证号", "期次"],
        ["姓名", "性别", "出生日期", "派出单位名称", "手机长号", "证件号码", "拟报期次"],
        ["姓名 ", "性别 ", "出身年月", "单位名称", "手机号吗", "身分证号码", "可参家期次"],
    ],
)
def test_renamed_heads_are_the_same_columns(head):
    number = id_number("33010219850712123")
    reading = read(xlsx([head, ["测试甲", "男", "1985-07", "办公室", "13800138000", number, "一期"]]))
    assert reading.errors == ()
    row = reading.rows[0].values
    assert (row["name"], row["sex"], row["birth"], row["unit"]) == ("测试甲", "男", "1985-07", "办公室")
    assert (row["phone"], row["id_number"], row["phases"]) == ("13800138000", number, [1])


def test_columns_that_are_not_understood_are_named():
    reading = read(xlsx([["姓名", "血型", "性别", None], ["测试甲", "A", "男", "不知道是什么"]]))
    assert reading.ignored_columns == ("血型", "D 列")


def test_a_row_without_a_name_is_reported_at_its_cell_and_not_taken():
    reading = read(xlsx([HEAD, MAN, ["2", "", "男", "1990.12", "报社"]]))
    assert column_of(reading, "name") == ["测试甲"]
    assert places(reading) == [(3, "姓名")]


def test_lost_values_are_reported_and_never_filled_in():
    lost = ["1", "测试甲", "男", "1985.07", "办公室", "1.38E+10", "3.30102E+17", "一期"]
    reading = read(table([HEAD, lost], encoding="gb18030"), filename="名单.csv")
    assert places(reading) == [(2, "手机"), (2, "身份证号")]
    assert [fault.fix for fault in reading.errors] == [None, None]
    assert reading.rows[0].values["phone"] is None
    assert reading.rows[0].values["id_number"] is None
    as_number = [*MAN[:5], 13800138000.0, 330102198507121234, "一期"]
    reading = read(xlsx([HEAD, as_number]))
    assert reading.rows[0].values["phone"] == "13800138000"
    assert places(reading) == [(2, "身份证号")]


def test_error_values_of_formulas_are_lost_values():
    reading = read(xlsx([HEAD, [*MAN[:4], "#REF!", *MAN[5:]], [*WOMAN[:4], "=A1&B1", *WOMAN[5:]]]))
    assert places(reading) == [(2, "单位"), (3, "单位")]
    assert column_of(reading, "unit") == [None, None]


def test_a_unit_in_merged_cells_is_everyones_without_a_report():
    rows = [["单位", "姓名", "性别"], ["办公室", "测试甲", "男"], [None, "测试乙", "女"], ["报社", "测试丙", "男"]]
    reading = read(xlsx(rows, merge=["A2:A3"]))
    assert reading.errors == ()
    assert column_of(reading, "unit") == ["办公室", "办公室", "报社"]


def test_a_unit_written_in_the_first_row_of_each_group_only_is_everyones():
    rows = [
        ["单位", "姓名", "性别"],
        ["办公室", "测试甲", "男"],
        ["", "测试乙", "女"],
        ["报社", "测试丙", "男"],
        ["", "测试丁", "男"],
    ]
    reading = read(table(rows), filename="名单.csv")
    assert reading.errors == ()
    assert column_of(reading, "unit") == ["办公室", "办公室", "报社", "报社"]


def test_one_blank_unit_among_repeated_ones_is_asked_not_filled():
    rows = [
        ["单位", "姓名", "性别"],
        ["办公室", "测试甲", "男"],
        ["办公室", "测试乙", "女"],
        ["", "测试丙", "男"],
        ["报社", "测试丁", "男"],
    ]
    reading = read(xlsx(rows))
    assert places(reading) == [(4, "单位")]
    assert reading.errors[0].fix == "办公室"
    assert column_of(reading, "unit") == ["办公室", "办公室", None, "报社"]


def test_ditto_is_the_cell_above():
    rows = [["姓名", "性别", "单位"], ["测试甲", "男", "办公室"], ["测试乙", "女", "同上"], ["测试丙", "女", "〃"]]
    assert column_of(read(xlsx(rows)), "unit") == ["办公室"] * 3


def test_real_dates_show_a_day_only_where_their_format_does():
    book = Workbook()
    fill(book.active, [HEAD, MAN, WOMAN, ["3", "测试丙", "男", 31260]])
    book.active["D2"].value, book.active["D2"].number_format = (
        datetime(1985, 7, 1, tzinfo=UTC).replace(tzinfo=None),
        'yyyy"年"m"月"',
    )
    book.active["D3"].value, book.active["D3"].number_format = date(1990, 12, 3), "yyyy/m/d"
    assert column_of(read(saved(book)), "birth") == ["1985-07", "1990-12-03", "1985-08-01"]


def test_a_month_that_lost_its_zero_is_asked():
    reading = read(xlsx([HEAD, [*MAN[:3], 1985.1, *MAN[4:]], [*WOMAN[:3], 1990.12, *WOMAN[4:]]]))
    assert column_of(reading, "birth") == [None, "1990-12"]
    assert (places(reading), reading.errors[0].fix) == ([(2, "出生年月")], "1985-10")


def test_sex_and_birth_are_held_against_the_identity_number():
    woman = id_number("33010219900501124")
    rows = [
        HEAD,
        ["1", "测试甲", "男", "1990.05", "办公室", "", woman, ""],
        ["2", "测试乙", "", "1990.06", "报社", "", woman[:-5] + "0000X", ""],
    ]
    reading = read(xlsx(rows))
    assert places(reading) == [(2, "性别"), (3, "性别"), (3, "身份证号")]
    assert reading.errors[0].fix == "女"
    assert reading.rows[0].values["id_number"] == woman


def test_a_roster_without_a_sex_column_gets_one_error_for_the_file():
    reading = read(xlsx([["姓名", "单位"], ["测试甲", "办公室"], ["测试乙（女）", "报社"]]))
    assert places(reading) == [(None, "性别")]
    assert column_of(reading, "sex") == [None, "女"]


def test_the_same_person_twice_is_taken_once_and_both_rows_are_named():
    reading = read(xlsx([HEAD, MAN, WOMAN, ["3", *MAN[1:]]]))
    assert column_of(reading, "name") == ["测试甲", "测试乙"]
    assert places(reading) == [(4, "姓名")]
    assert "第 2 行和第 4 行" in reading.errors[0].message


@pytest.mark.parametrize(
    ("column", "value"), [(3, "1986.08"), (4, "报社"), (5, "13700137000")], ids=["birth", "unit", "phone"]
)
def test_a_namesake_is_another_person(column, value):
    bare = ["1", "测试甲", "男", "", "", "", "", ""]
    first, second = list(bare), list(bare)
    first[column], second[column] = MAN[column], value
    assert len(read(xlsx([HEAD, first, second])).rows) == 2


def test_one_identity_number_under_two_names_is_taken_back_from_the_later_row():
    number = id_number("33010219850712123")
    rows = [HEAD, [*MAN[:6], number, "一期"], ["2", "测试丙", "男", "1985.07", "报社", "", number, "一期"]]
    reading = read(xlsx(rows))
    assert column_of(reading, "id_number") == [number, None]
    assert places(reading) == [(3, "身份证号")]


def test_the_same_kind_on_several_sheets_is_read_from_all_and_others_are_left():
    book = Workbook()
    fill(book.active, [HEAD, MAN])
    fill(book.create_sheet("直属单位"), [["姓名", "性别", "单位"], ["测试丙", "女", "干校"], [*MAN[1:3], "办公室"]])
    fill(
        book.create_sheet("企业"),
        [["企业名称", "职工数", "联系人", "联系电话"], ["测试企业", 300, "测试丁", "13800138000"]],
    )
    fill(book.create_sheet("说明"), [["填写说明"], ["请按身份证填写姓名"]])
    reading = read(saved(book))
    assert [(row.sheet, row.values["name"]) for row in reading.rows] == [("Sheet", "测试甲"), ("直属单位", "测试丙")]
    assert "“企业”不是干部名册" in reading.message
    assert "“说明”不是干部名册" in reading.message
    assert "“Sheet”第 2 行和“直属单位”第 3 行" in reading.errors[0].message


def test_heads_repeated_on_each_printed_page_are_no_people():
    reading = read(xlsx([HEAD, MAN, HEAD, WOMAN]))
    assert column_of(reading, "name") == ["测试甲", "测试乙"]
    assert "第 3 行是重复的表头" in reading.message


def test_a_second_table_below_with_other_columns_is_read_by_its_own_head():
    rows = [HEAD, MAN, [], ["直属单位名单"], ["姓名", "单位", "性别"], ["测试丙", "干校", "女"]]
    reading = read(xlsx(rows))
    assert column_of(reading, "name") == ["测试甲", "测试丙"]
    assert column_of(reading, "unit") == ["办公室", "干校"]


def test_two_tables_side_by_side_are_both_read():
    rows = [
        ["序号", "姓名", "性别", "序号", "姓名", "性别"],
        [1, "测试甲", "男", 3, "测试丙", "女"],
        [2, "测试乙", "女", None, None, None],
    ]
    reading = read(xlsx(rows))
    assert sorted(column_of(reading, "name")) == ["测试丙", "测试乙", "测试甲"]
    assert reading.errors == ()


def test_full_width_digits_and_letters_are_read():
    row = ["１", "测试甲", "Ｆ", "１９８５．０７", "Ａ部", "１３８００１３８０００", "", "１，３"]
    values = read(xlsx([HEAD, row])).rows[0].values
    assert (values["sex"], values["birth"], values["unit"]) == ("女", "1985-07", "A部")
    assert (values["phone"], values["phases"]) == ("13800138000", [1, 3])


def test_example_rows_of_the_template_are_no_people():
    reading = read(xlsx([HEAD, ["示例", "张三", "男", "1985.07"], MAN]))
    assert column_of(reading, "name") == ["测试甲"]
    assert "第 2 行是示例" in reading.message


def test_the_other_columns_of_a_roster_are_read():
    head = ["姓名", "性别", "是否组长", "三员", "方言", "能否上夜班", "回避企业", "去年蹲点企业", "调研课题"]
    row = [
        "测试甲",
        "男",
        "是",
        "宣传员、接线员",
        "温州话/台州话",
        "否",
        "测试企业一；测试企业二",
        "测试企业三",
        "技能提升",
    ]
    values = read(xlsx([head, row])).rows[0].values
    assert (values["leader"], values["night_ok"]) == (True, False)
    assert (values["roles"], values["dialects"]) == (["publicist", "connector"], ["温州话", "台州话"])
    assert values["barred_enterprises"] == ["测试企业一", "测试企业二"]
    assert (values["last_enterprise"], values["topic"]) == ("测试企业三", "技能提升")


def test_what_a_person_settled_about_columns_overrides_the_guess():
    rows = [["姓名", "性别", "部门", "单位"], ["测试甲", "男", "宣教部", "省总"]]
    assert column_of(read(xlsx(rows)), "unit") == ["省总"]
    assert column_of(read(xlsx(rows), columns={"部门": "unit", "单位": None}), "unit") == ["宣教部"]


def test_rows_as_json_mask_identity_numbers_and_hold_every_field():
    number = id_number("33010219850712123")
    row = read(xlsx([HEAD, [*MAN[:6], number, "一期"]])).as_json()["rows"][0]
    assert row["id_number"] == f"330102********{number[-4:]}"
    assert row["phone"] == "13800138000"
    assert (row["_sheet"], row["_row"], row["available"]) == ("Sheet1", 2, None)


def test_rows_under_one_merged_name_are_one_person():
    rows = [
        ["姓名", "性别", "可参加时间"],
        ["测试甲", "男", "5.10-5.14"],
        [None, None, "5.24-5.28"],
        ["测试乙", "女", ""],
    ]
    reading = read(xlsx(rows, merge=["A2:A3", "B2:B3"]))
    assert reading.errors == ()
    assert reading.as_json()["rows"][0]["available"] == [["2021-05-10", "2021-05-14"], ["2021-05-24", "2021-05-28"]]
    assert len(reading.rows) == 2


def test_sex_ticked_in_two_columns_and_days_in_two_columns_are_read():
    rows = [
        ["姓名", "性别", None, "可参加时间", None],
        [None, "男", "女", "起", "止"],
        ["测试甲", "√", None, "5月10日", "5月21日"],
        ["测试乙", None, "√", "5月17日", None],
        ["测试丙", "√", "√", None, None],
    ]
    reading = read(xlsx(rows, merge=["A1:A2", "B1:C1", "D1:E1"]))
    assert column_of(reading, "sex") == ["男", "女", None]
    assert reading.as_json()["rows"][0]["available"] == [["2021-05-10", "2021-05-21"]]
    assert places(reading) == [(4, "可参加时间/起"), (5, "性别/男")]


def test_offices_hints_and_signatures_among_the_people_are_no_people():
    rows = [
        ["姓名", "性别", "单位"],
        ["（必填）", "（男/女）", None],
        ["省总机关"],
        ["测试甲同志", "男", "办公室"],
        ["直属单位"],
        ["李〇一", "女", "报社"],
        [None, "组长签字：", "日期："],
        ["（盖章）"],
    ]
    reading = read(xlsx(rows))
    assert column_of(reading, "name") == ["测试甲", "李〇一"]
    assert reading.errors == ()


def test_hidden_columns_are_read_and_mentioned():
    book = Workbook()
    fill(book.active, [HEAD, MAN])
    book.active.column_dimensions["F"].hidden = True
    reading = read(saved(book))
    assert column_of(reading, "phone") == ["13800138000"]
    assert "“手机”这一列是隐藏的" in reading.message


def test_columns_of_other_times_and_other_phones_are_left_and_named():
    head = ["姓名", "曾用名", "性别", "参加工作时间", "现任职务时间", "单位电话", "手机", "紧急联系人电话"]
    rows = [head, ["测试甲", "测试", "男", "2008.07", "2018.05", "0571-87654321", "13800138000", "13700137000"]]
    reading = read(xlsx([*rows, ["测试乙", "", "女", "2009.07", "2019.05", "", "1.38E+10", ""]]))
    assert reading.ignored_columns == ("曾用名", "参加工作时间", "现任职务时间", "单位电话", "紧急联系人电话")
    assert column_of(reading, "phone") == ["13800138000", None]


def test_a_column_of_nothing_but_lost_numbers_is_reported_cell_by_cell():
    rows = [["姓名", "性别", "本期职工身份证号"], ["测试甲", "男", "3.30102E+17"], ["测试乙", "女", "3.30103E+17"]]
    assert places(read(table(rows), filename="名单.csv")) == [(2, "本期职工身份证号"), (3, "本期职工身份证号")]
