import pytest
from openpyxl import Workbook

from .books import CONTEXT, column_of, fill, places, read, saved, table, xlsx

HEAD = ["企业名称", "县（市、区）", "乡镇（街道）", "职工数", "床位", "班次", "可安排岗位", "联系人", "联系电话"]
FIRM = [
    "测试渔具厂",
    "测试县",
    "测试镇",
    300,
    "男4女2",
    "早班 6:00-14:00/中班14:00-22:00",
    "包装3、质检2",
    "测试甲",
    "13800138000",
]


def uscc(seventeen):
    from dundian.engines.reading.fields.identity import check_of_credit

    return seventeen + check_of_credit(seventeen)


def test_a_plain_list_is_read_without_a_report():
    reading = read(xlsx([["企业情况表"], HEAD, FIRM], merge=["A1:I1"]), "enterprises")
    assert reading.status == "ok"
    values = reading.rows[0].values
    assert (values["name"], values["county"], values["township"], values["workers"]) == (
        "测试渔具厂",
        "测试县",
        "测试镇",
        300,
    )
    assert (values["beds_male"], values["beds_female"]) == (4, 2)
    assert values["shifts"] == [
        {"name": "早班", "start": "06:00", "end": "14:00"},
        {"name": "中班", "start": "14:00", "end": "22:00"},
    ]
    assert values["posts"] == [{"name": "包装", "count": 3}, {"name": "质检", "count": 2}]
    assert (values["contact"], values["contact_phone"]) == ("测试甲", "13800138000")


def test_groups_of_heads_tell_beds_and_contacts_apart():
    rows = [
        ["序号", "单位名称", "可提供床位数", None, "法定代表人", None, "联系人", None, "班次", None],
        [None, None, "男", "女", "姓名", "电话", "姓名", "手机", "早班", "夜班"],
        [1, "测试渔具厂", 4, 0, "测试乙", "13700137000", "测试甲", "13800138000", "8:00-20:00", "20:00-8:00"],
    ]
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1", "I1:J1"]
    for data in (xlsx(rows, merge=merges), xlsx(rows), table(rows)):
        reading = read(data, "enterprises", filename="企业.csv")
        assert reading.errors == ()
        values = reading.rows[0].values
        assert (values["beds_male"], values["beds_female"]) == (4, 0)
        assert (values["contact"], values["contact_phone"]) == ("测试甲", "13800138000")
        assert [shift["name"] for shift in values["shifts"]] == ["早班", "夜班"]
        assert set(reading.ignored_columns) == {"法定代表人/姓名", "法定代表人/电话"}


@pytest.mark.parametrize(
    ("column", "value", "fix"),
    [
        (3, "约300人", "300"),
        (3, "-5", None),
        (4, "6", None),
        (4, "男4", "男4女0"),
        (5, "三班两运转", None),
        (5, "7:30-19:30两班倒", "07:30-19:30、19:30-07:30"),
        (6, "普工若干", None),
        (8, "138001380", None),
    ],
)
def test_guesses_and_faults_are_reported_at_their_cell(column, value, fix):
    row = list(FIRM)
    row[column] = value
    reading = read(xlsx([HEAD, row]), "enterprises")
    assert places(reading) == [(2, HEAD[column])]
    assert reading.errors[0].fix == fix
    assert value in reading.errors[0].message
    assert reading.rows[0].values["name"] == "测试渔具厂"


def test_a_county_in_the_first_row_of_its_group_is_every_firms():
    rows = [
        HEAD[:4],
        ["测试一厂", "甲县", "一镇", 30],
        ["测试二厂", "", "二镇", 40],
        ["测试三厂", "乙县", "三镇", 50],
        ["测试四厂", "", "四镇", 60],
    ]
    reading = read(table(rows), "enterprises", filename="企业.csv")
    assert reading.errors == ()
    assert column_of(reading, "county") == ["甲县", "甲县", "乙县", "乙县"]


def test_credit_codes_are_checked():
    code = uscc("9133010206567890X")
    head = ["企业名称", "统一社会信用代码", "职工数"]
    wrong = code[:8] + ("0" if code[8] != "0" else "1") + code[9:]
    mistaken = code.replace("0", "O")
    rows = [
        head,
        ["测试一厂", code, 1],
        ["测试二厂", wrong, 1],
        ["测试三厂", 913301020656789012, 1],
        ["测试四厂", mistaken, 1],
    ]
    reading = read(xlsx(rows), "enterprises")
    assert column_of(reading, "uscc") == [code, None, None, None]
    assert places(reading) == [(3, head[1]), (4, head[1]), (5, head[1])]
    assert [fault.fix for fault in reading.errors] == [None, None, code]


def test_the_same_firm_twice_is_taken_once():
    reading = read(xlsx([HEAD, FIRM, FIRM]), "enterprises")
    assert len(reading.rows) == 1
    assert "第 2 行和第 3 行" in reading.errors[0].message


def test_available_days_ownership_and_marks_of_posts_are_read():
    head = ["企业名称", "可接待时间", "经济类型", "岗位", "休息时间", "可接待人数"]
    row = ["测试一厂", "除5/17-5/21外", "民营企业", "装配3（夜班）、搬运2（重体力）", "12:00-12:30", "9人"]
    values = read(xlsx([head, row]), "enterprises").as_json()["rows"][0]
    assert values["available"] == [["2021-05-10", "2021-05-16"], ["2021-05-22", "2021-05-28"]]
    assert values["ownership"] == "private"
    assert values["posts"] == [{"name": "装配", "count": 3, "night": True}, {"name": "搬运", "count": 2, "heavy": True}]
    assert (values["breaks"], values["accept"]) == ([["12:00", "12:30"]], 9)


def test_a_roster_is_not_taken_for_enterprises():
    reading = read(
        xlsx([["姓名", "性别", "单位", "联系电话"], ["测试甲", "男", "办公室", "13800138000"]]), "enterprises"
    )
    assert reading.status == "refused"
    assert "干部名册" in reading.message


def test_townships_are_read():
    rows = [
        ["某市乡镇（街道）工会一览表"],
        ["县（市、区）", "乡镇（街道）", "工会名称", "工会主席", None, "会员数", "基层工会数"],
        [None, None, None, "姓名", "手机", None, None],
        ["测试县", "一镇", "一镇总工会", "测试甲", 13800138000, "1,200人", 35],
        [None, "二街道", "二街道工会联合会", "测试乙", "0571-87654321", "约800", 20],
        ["合计", None, None, None, None, 2000, 55],
    ]
    merges = ["A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3", "G2:G3", "A4:A5"]
    reading = read(xlsx(rows, merge=merges), "townships")
    assert column_of(reading, "name") == ["一镇", "二街道"]
    assert column_of(reading, "county") == ["测试县", "测试县"]
    assert column_of(reading, "chair") == ["测试甲", "测试乙"]
    assert column_of(reading, "phone") == ["13800138000", "0571-87654321"]
    assert column_of(reading, "members") == [1200, None]
    assert column_of(reading, "unions") == [35, 20]
    assert places(reading) == [(5, "会员数")]
    assert reading.errors[0].fix == "800"


def test_each_kind_is_found_in_one_workbook_of_all():
    book = Workbook()
    fill(book.active, [["姓名", "性别", "单位"], ["测试甲", "男", "办公室"]])
    fill(book.create_sheet("企业"), [HEAD, FIRM])
    fill(
        book.create_sheet("工会"),
        [["县区", "乡镇街道", "工会名称", "主席", "会员数"], ["测试县", "一镇", "一镇总工会", "测试乙", 9]],
    )
    data = saved(book)
    assert column_of(read(data), "name") == ["测试甲"]
    assert column_of(read(data, "enterprises"), "name") == ["测试渔具厂"]
    assert column_of(read(data, "townships"), "name") == ["一镇"]


def test_the_context_of_the_tests_is_of_2021():
    assert CONTEXT.span == (CONTEXT.phases[0].start, CONTEXT.phases[-1].end)


def test_posts_in_rows_under_one_merged_name_are_one_enterprises():
    rows = [
        ["企业名称", "职工数", "岗位", "岗位人数", "联系电话"],
        ["测试一公司", 300, "包装", 3, "13800138000"],
        [None, None, "质检", 2, None],
        ["测试二公司", 200, "装配、搬运", 5, None],
    ]
    reading = read(xlsx(rows, merge=["A2:A3", "B2:B3", "E2:E3"]), "enterprises")
    assert reading.rows[0].values["posts"] == [{"name": "包装", "count": 3}, {"name": "质检", "count": 2}]
    assert places(reading) == [(4, "岗位人数")]


def test_beds_in_a_total_and_of_these_for_women_are_subtracted():
    rows = [
        ["企业名称", "床位数", "其中女", "职工总数", "其中：女职工"],
        ["测试一公司", 6, 2, 300, 100],
        ["测试二公司", 6, 7, 30, 1],
    ]
    reading = read(xlsx(rows), "enterprises")
    assert column_of(reading, "beds_male") == [4, None]
    assert column_of(reading, "workers") == [300, 30]
    assert (places(reading), reading.ignored_columns) == ([(3, "床位数")], ("其中：女职工",))


def test_firms_with_a_union_chair_are_not_taken_for_unions():
    rows = [["单位名称", "工会主席", "电话", "会员数", "职工数"], ["测试一有限公司", "测试甲", "13800138000", 200, 300]]
    assert column_of(read(xlsx(rows), "enterprises"), "workers") == [300]


def test_name_and_number_in_one_cell_are_told_apart():
    rows = [
        ["企业名称", "联系人", "联系电话", "可接待期次", "岗位", "职工数"],
        ["测试一公司", "测试甲 13800138000", None, 1, "1.包装3人 2.质检2人", "300（其中女100）"],
        ["测试二公司", None, "测试乙/13900139000", "1、3", "①包装3②质检2", 200],
    ]
    reading = read(xlsx(rows), "enterprises")
    assert reading.errors == ()
    assert column_of(reading, "contact") == ["测试甲", "测试乙"]
    assert column_of(reading, "contact_phone") == ["13800138000", "13900139000"]
    assert column_of(reading, "posts") == [[{"name": "包装", "count": 3}, {"name": "质检", "count": 2}]] * 2
    assert reading.as_json()["rows"][1]["available"] == [["2021-05-10", "2021-05-14"], ["2021-05-24", "2021-05-28"]]


def test_columns_that_only_sound_alike_are_left_and_named():
    rows = [
        ["企业名称", "职工数", "女职工数", "职工住宿人数", "岗位津贴", "每周休息日", "住宿条件", "床位", "法人电话"],
        ["测试一公司", 300, 100, 80, "200元", "周日", "四人间", "男4女2", "13700137000"],
        ["测试二公司", 30, 10, 8, "100元", "周日", "二人间", "男1女2", ""],
    ]
    reading = read(xlsx(rows), "enterprises")
    assert reading.errors == ()
    assert reading.ignored_columns == ("女职工数", "职工住宿人数", "岗位津贴", "每周休息日", "住宿条件", "法人电话")
    assert column_of(reading, "beds_male") == [4, 1]
