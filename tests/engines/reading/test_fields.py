"""Each kind of value in the spellings that offices use; a DOUBT is reported and never read."""

import pytest

from dundian.engines.reading.fields import availability, beds, counts, dates, people, phases, phones, posts, shifts
from dundian.engines.reading.fields.context import Column, Doubt
from dundian.engines.reading.workbook.cells import Cell

from .books import CONTEXT

DOUBT = object()


def said(read, written, *, label="", others=()):
    cell = Cell(written)
    try:
        return read(cell, Column(label, (cell, *map(Cell, others)), CONTEXT))
    except Doubt:
        return DOUBT


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("欧阳　娜娜", "欧阳娜娜"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("Tom Lee", "Tom Lee"),
        ("李〇一", "李〇一"),
        ("测试甲同志", "测试甲"),
        ("测试甲、测试乙", DOUBT),
        ("同上", DOUBT),
        (123, DOUBT),
        ("宣教部", DOUBT),
        ("测试*", DOUBT),
        ("张\n三", "张三"),
        ("欧阳\n娜娜", "欧阳娜娜"),
        ("测试丙\n测试丁", DOUBT),
    ],
)
def test_names(written, meant):
    found = said(people.name, written)
    assert (found if found is DOUBT else found.name) == meant


def test_brackets_behind_a_name_are_read_or_asked():
    assert said(people.name, "测试甲（女、组长）") == ("测试甲", "女", True)
    assert said(people.name, "测试甲（借调）") is DOUBT


def test_one_and_two_are_sexes_unless_there_is_a_nought():
    assert said(people.sex, "1", others=["2", "2"]) == "男"
    assert said(people.sex, "1", others=["0", "1"]) is DOUBT
    assert said(people.sex, "1.0") == "男"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("一九八五年七月", "1985-07"),
        ("7/1985", "1985-07"),
        ("1985·07", "1985-07"),
        ("85年7月", "1985-07"),
        ("Jul-85", "1985-07"),
        ("850712", "1985-07-12"),
        ("1985年7月12日生", "1985-07-12"),
        ("198507.0", "1985-07"),
        ("1985。07", "1985-07"),
        ("13/7/1985", "1985-07-13"),
        ("07/12/1985", DOUBT),
        ("农历1985.7", DOUBT),
        ("1985", DOUBT),
        ("2015.07", DOUBT),
        ("1985.1", DOUBT),
        (35, DOUBT),
    ],
)
def test_births(written, meant):
    found = said(dates.birth, written)
    assert (found if found is DOUBT else str(found)) == meant


def test_a_probationary_member_is_no_member():
    assert said(people.politics, "中共党员（预备）") == "中共预备党员"
    assert said(people.politics, "党员（2010年入党）") == "中共党员"


@pytest.mark.parametrize(
    ("label", "others", "meant"),
    [
        ("性别（1男2女）", ["2", "0"], "男"),
        ("性别（0-男，1-女）", ["0"], "女"),
        ("性别", ["2", "0"], "男"),
        ("性别", ["0"], DOUBT),
        ("3性别男女", ["2"], "男"),
        ("性别（0男2女）", ["2"], DOUBT),
    ],
)
def test_sex_as_1_is_what_the_head_says_or_the_national_code(label, others, meant):
    assert said(people.sex, "1", label=label, others=others) == meant


def test_a_single_month_is_january_where_others_write_october_in_full():
    assert str(said(dates.birth, "1985.1", others=["1978.10"])) == "1985-01"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.3800138000E+10", "13800138000"),
        ("1.38E+10", DOUBT),
        ("8613800138000", "13800138000"),
        ("（0571）87654321", "0571-87654321"),
        ("057187654321", "0571-87654321"),
        (57187654321, DOUBT),
        ("0571-87654321转801", "0571-87654321-801"),
        ("13800138000、13900139000", DOUBT),
        ("13800138000；", "13800138000"),
        ("668888", DOUBT),
        ("\u202d13800138000\u202c", "13800138000"),
        ("12800138000", DOUBT),
        ("400-800-8000", "400-800-8000"),
        ("Tel:13800138000", "13800138000"),
        ("13800138000（微信同号）", "13800138000"),
        ("13800138000（短号661234）", "13800138000"),
        ("13800138000（测试丙）", DOUBT),
    ],
)
def test_phones(written, meant):
    assert said(phones.phone, written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("一百二十人", 120),
        ("1.2万", 12000),
        ("共300人", 300),
        ("十二", 12),
        ("200人，其中女80人", 200),
        ("一千二", 1200),
        ("3百人", 300),
        ("五六百人", DOUBT),
        ("五六人", DOUBT),
        ("6（人）", 6),
        ("300。", 300),
        ("最少6人", DOUBT),
        ("一百零五", 105),
        ("200-300", DOUBT),
        ("近300人", DOUBT),
        (300.5, DOUBT),
        (float("nan"), DOUBT),
        ("每期6人", 6),
        ("6人/期", 6),
        (13800138000, DOUBT),
    ],
)
def test_counts(written, meant):
    assert said(counts.count, written) == meant


@pytest.mark.parametrize(
    ("written", "meant"), [(2, 20_000), (1.1, 11_000), ("1.25", 12_500), ("0.3万", 3_000), (1.00001, DOUBT)]
)
def test_counts_in_the_unit_that_the_head_names(written, meant):
    assert said(counts.count, written, label="会员数（万人）") == meant
    assert said(counts.count, 12, label="职工人数（百人）") == 1_200
    assert said(counts.count, 12, label="职工人数（人）") == 12


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("男四女二", (4, 2)),
        ("男床4张，女床2张", (4, 2)),
        ("共6张，男4女2", (4, 2)),
        ("共7张，男4女2", DOUBT),
        ("6(2女)", (4, 2)),
        ("男6，女无", (6, 0)),
        ("2(女3)", DOUBT),
        ("男2间女1间", DOUBT),
        ("4/2", DOUBT),
        ("总6男4", (4, 2)),
        ("4（男）2（女）", (4, 2)),
        ("男（4）女（2）", (4, 2)),
        ("男4-女2", (4, 2)),
        ("可住6人(男4女2)", (4, 2)),
        ("男生宿舍4个，女寝2", (4, 2)),
        ("男4.0女2.0", (4, 2)),
        ("男4女2（空调房）", DOUBT),
        ("男4；女2；", (4, 2)),
        ("不提供", DOUBT),
    ],
)
def test_beds(written, meant):
    found = said(beds.beds, written)
    assert (found if found is DOUBT else found[:2]) == meant


def test_beds_in_the_order_that_the_head_names():
    assert said(beds.beds, "4/2", label="床位（男/女）")[:2] == (4, 2)
    assert said(beds.beds, "4/2", label="女/男床位")[:2] == (2, 4)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("晚8点-早8点", [(None, "20:00", "08:00")]),
        ("8:00—17:00（常白班）", [("常白班", "08:00", "17:00")]),
        ("白班8-20夜班20-8", [("白班", "08:00", "20:00"), ("夜班", "20:00", "08:00")]),
        (
            "四班三运转 早8-16 中16-24 夜0-8",
            [("早班", "08:00", "16:00"), ("中班", "16:00", "00:00"), ("夜班", "00:00", "08:00")],
        ),
        ("白班 08:00-20:00\n夜班 20:00-08:00", [("白班", "08:00", "20:00"), ("夜班", "20:00", "08:00")]),
        ("三班：0-8,8-16,16-24", [(None, "00:00", "08:00"), (None, "08:00", "16:00"), (None, "16:00", "00:00")]),
        ("常白班8:00—17:00(中午休1小时)", [("常白班", "08:00", "17:00")]),
        ("两班倒(12小时) 7点-19点、19点-次日7点", [(None, "07:00", "19:00"), (None, "19:00", "07:00")]),
        ("06:00-14:00（早） 14:00-22:00（中）", [("早班", "06:00", "14:00"), ("中班", "14:00", "22:00")]),
        ("A班0600-1400 B班1400-2200", [("A班", "06:00", "14:00"), ("B班", "14:00", "22:00")]),
        ("早班6:00-14:00、中班14:00-22:00（每周轮换）", [("早班", "06:00", "14:00"), ("中班", "14:00", "22:00")]),
        ("长白班 8:00-17:00，综合工时", [("长白班", "08:00", "17:00")]),
        ("早班 6.00-14.30", [("早班", "06:00", "14:30")]),
        ("白班：8点半到5点半", DOUBT),
        ("晚班 8:00-4:00", DOUBT),
        ("8:00-12:00,13:00-17:00", DOUBT),
        ("8:00-17:00 午休12:00-13:00", DOUBT),
        ("早班:600-1400", [("早班", "06:00", "14:00")]),
        ("8:00-17:00（一班制）", [(None, "08:00", "17:00")]),
        ("25:00-26:00", DOUBT),
        ("8:00-8:00", DOUBT),
    ],
)
def test_shifts(written, meant):
    found = said(shifts.shifts, written)
    assert (found if found is DOUBT else [tuple(shift.values()) for shift in found]) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("包装 3、质检 2", [("包装", 3), ("质检", 2)]),
        ("1.包装3人 2.质检2人", [("包装", 3), ("质检", 2)]),
        ("包装三人", [("包装", 3)]),
        ("装配/质检", [("装配", None), ("质检", None)]),
        ("CNC操作*2", [("CNC操作", 2)]),
        ("1号车间包装3、2号车间质检2", [("1号车间包装", 3), ("2号车间质检", 2)]),
        ("包装3-5人", DOUBT),
        ("包装3人以上", DOUBT),
        ("包装五六人", DOUBT),
        ("包装2（需站立）", DOUBT),
        ("包装十二人", [("包装", 12)]),
        ("包装\n质检", [("包装", None), ("质检", None)]),
        ("包装（3）；质检（2）；合计5", [("包装", 3), ("质检", 2)]),
        ("包装（3）；质检（2）；合计6", DOUBT),
        ("包装约3人", DOUBT),
        ("普工若干", DOUBT),
        (3, DOUBT),
    ],
)
def test_posts(written, meant):
    found = said(posts.posts, written)
    assert (found if found is DOUBT else [(post["name"], post["count"]) for post in found]) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("三期均可", [1, 2, 3]),
        ("全部三期", [1, 2, 3]),
        ("前两期", [1, 2]),
        ("后两期", [2, 3]),
        ("不能参加二期", [1, 3]),
        ("除第一期", [2, 3]),
        ("①③", [1, 3]),
        ("Ⅰ期、Ⅲ期", [1, 3]),
        ("5.10-5.14", [1]),
        ("一期（5.10-5.14）", [1]),
        ("仅一期", [1]),
        ("2.0", [2]),
        ("1 3", [1, 3]),
        ("任一期", [1, 2, 3]),
        ("二三期", [2, 3]),
        ("一、三两期", [1, 3]),
        ("首期", [1]),
        ("一期、三期可，二期不行", [1, 3]),
        ("2021.5.10-2021.5.14", [1]),
        ("一期可，二期不行", [1]),
        ("都可以，除二期", [1, 3]),
        ("（1）（3）", [1, 3]),
        ("末期", [3]),
        ("三一期", DOUBT),
        ("十二期", DOUBT),
        ("一期优先，三期也可", DOUBT),
        (13, DOUBT),
        ("四期", DOUBT),
    ],
)
def test_phases(written, meant):
    assert said(phases.phases, written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("5月10日至14日", [("2021-05-10", "2021-05-14")]),
        ("五月十日至五月十四日", [("2021-05-10", "2021-05-14")]),
        ("20210510-20210514", [("2021-05-10", "2021-05-14")]),
        ("5月17日起", [("2021-05-17", "2021-05-28")]),
        ("除5/17-5/21外", [("2021-05-10", "2021-05-16"), ("2021-05-22", "2021-05-28")]),
        ("5月10日(周一)至5月14日(周五)", [("2021-05-10", "2021-05-14")]),
        ("全程", [("2021-05-10", "2021-05-28")]),
        ("5月10-14日、24-28日", [("2021-05-10", "2021-05-14"), ("2021-05-24", "2021-05-28")]),
        ("5.10-14,5.24-28", [("2021-05-10", "2021-05-14"), ("2021-05-24", "2021-05-28")]),
        ("第一期（5.10-5.14）", [("2021-05-10", "2021-05-14")]),
        ("5月下旬", DOUBT),
        ("5.14-5.10", DOUBT),
        ("2.30", DOUBT),
        ("①5.10-5.14 ②5.24-5.28", [("2021-05-10", "2021-05-14"), ("2021-05-24", "2021-05-28")]),
        ("5.1-5.4 5.10-5.14", [("2021-05-01", "2021-05-04"), ("2021-05-10", "2021-05-14")]),
        ("除5月17日-21日", [("2021-05-10", "2021-05-16"), ("2021-05-22", "2021-05-28")]),
        ("5.10-14、24-28", [("2021-05-10", "2021-05-14"), ("2021-05-24", "2021-05-28")]),
        ("5月10日(一)-14日(五)", [("2021-05-10", "2021-05-14")]),
        ("第1期5.10-5.14", [("2021-05-10", "2021-05-14")]),
        ("自5月17日起", [("2021-05-17", "2021-05-28")]),
        ("5月10日起至14日", [("2021-05-10", "2021-05-14")]),
        ("整个活动期间", [("2021-05-10", "2021-05-28")]),
        ("10日-14日", DOUBT),
        ("2020.5.10-5.14", DOUBT),
        ("5月17日以后", DOUBT),
    ],
)
def test_days(written, meant):
    found = said(availability.available, written)
    assert (found if found is DOUBT else [(str(first), str(last)) for first, last in found]) == meant


@pytest.mark.parametrize(
    ("read", "written", "fix"),
    [
        (counts.count, "~1200", "1200"),
        (beds.beds, "男4女2（空调房）", "男4女2"),
        (posts.posts, "包装2（需站立）", "包装2"),
        (people.ethnic, "维族", "维吾尔族"),
        (people.ethnic, "回民", "回族"),
    ],
)
def test_what_is_likely_is_proposed(read, written, fix):
    with pytest.raises(Doubt) as doubt:
        read(Cell(written), Column("", (), CONTEXT))
    assert doubt.value.fix == fix


def test_a_fix_speaks_for_the_whole_cell():
    with pytest.raises(Doubt) as doubt:
        posts.posts(Cell("包装3（夜班）、质检约2人"), Column("", (), CONTEXT))
    assert doubt.value.fix == "包装3（夜班）、质检2"
    assert said(posts.posts, "听从企业安排") is DOUBT
