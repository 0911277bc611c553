from datetime import date, datetime
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines.reading.fields import (
    availability,
    beds,
    counts,
    dates,
    identity,
    marks,
    people,
    phases,
    phones,
    posts,
    shifts,
)
from dundian.engines.reading.fields.context import Column, Doubt
from dundian.engines.reading.tables import KINDS
from dundian.engines.reading.workbook.cells import Cell

from .books import CONTEXT, read, repacked, table, xlsx

HEAD = ["姓名", "性别", "出生年月", "单位", "手机", "可参加期次", "床位", "班次", "岗位", "职工数", "企业名称", "备注"]
WORDS = [
    *HEAD, "合计", "注：", "示例", "测试甲", "男", "女", "1", "1985.07", "1.38E+10", "男4女2", "6:00-14:00", "包装3",
    "除二期外", "5.10-5.14", "同上", "/", "约300人", "①③", "早8晚5", "办公室", "((", "-", "１", "\u3000", "=1+1", "各3",
    "期", "班", "男女各",
]  # fmt: skip
WHOLE = xlsx([HEAD, ["测试甲", "男", 1985.07, "办公室", 13800138000, "一期"]], merge=["D2:D3"], hide=[3])
CELLS = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.integers(-(10**19), 10**19),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.none(),
)
PEOPLE = st.lists(
    st.tuples(
        st.text(st.sampled_from("甲乙丙丁戊己庚辛"), min_size=2, max_size=3),
        st.sampled_from(["男", "女", "1", "F", "男性", "不知道", ""]),
        st.sampled_from(["1985.07", "1990-01-02", "85.07", "19850712", "昨天", ""]),
        st.sampled_from(["办公室", "报社"]),
        st.integers(13000000000, 13999999999).map(str),
        st.sampled_from(["一期、三期", "全程", "1,2", "四期", ""]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda person: person[0],
)


def known(reading):
    return {row.values["name"]: row.values for row in reading.rows}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=8), max_size=8), st.sampled_from(sorted(KINDS)))
def test_no_grid_of_cells_makes_it_stumble(grid, kind):
    rows = [["" if cell is None else cell for cell in row] for row in [HEAD, *grid]]
    reading = read(table(rows), kind, filename="a.csv")
    assert reading.as_json()["accepted"] == len(reading.rows)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xls", "a.xlsx"]))
def test_no_bytes_make_it_stumble(data, filename):
    assert read(data, filename=filename).status in {"ok", "errors", "refused"}


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", None]))
def test_no_change_to_a_workbook_makes_it_stumble(data, part):
    place, gap = data.draw(st.integers(0, 4000)), data.draw(st.integers(0, 4))
    new = data.draw(st.text(st.sampled_from('<>/="&;0123456789AZacrstv '), max_size=4))
    if part:
        changed = repacked(WHOLE, {part: lambda text: text[:place] + new + text[place + gap :]})
    else:
        changed = WHOLE[:place] + new.encode() + WHOLE[place + gap :]
    assert read(changed).status in {"ok", "errors", "refused"}


@settings(max_examples=30, deadline=None)
@given(PEOPLE, st.data())
def test_the_order_of_rows_and_columns_does_not_change_what_is_read(people, data):
    head = HEAD[:6]
    columns = data.draw(st.permutations(range(6)))
    shuffled = data.draw(st.permutations(people))
    plain = read(xlsx([head, *people]))
    other = read(xlsx([[row[column] for column in columns] for row in [head, *shuffled]]))
    assert known(plain) == known(other)
    assert sorted(fault.message for fault in plain.errors) == sorted(fault.message for fault in other.errors)


@settings(max_examples=30, deadline=None)
@given(PEOPLE)
def test_a_cell_with_an_error_is_never_filled_in(people):
    reading = read(table([HEAD[:6], *people]), filename="a.csv")
    keys = {column.label: column.key for column in reading.columns}
    by_row = {row.row: row.values for row in reading.rows}
    for fault in reading.errors:
        if fault.row in by_row and fault.column in keys:
            assert by_row[fault.row][keys[fault.column]] is None


@settings(max_examples=25, deadline=None)
@given(
    st.dates(date(1945, 1, 1), date(2004, 1, 1)),
    st.sampled_from(["%Y.%m.%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y%m%d", "date"]),
)
def test_a_day_of_birth_is_the_same_however_it_is_written(day, how):
    written = datetime(day.year, day.month, day.day) if how == "date" else day.strftime(how)  # noqa: DTZ001 – a workbook has no zone
    reading = read(xlsx([HEAD[:3], ["测试甲", "男", written]]))
    assert reading.rows[0].values["birth"] == day.isoformat()


@settings(max_examples=25, deadline=None)
@given(
    st.sets(st.sampled_from([1, 2, 3]), min_size=1),
    st.sampled_from("、,;/ "),
    st.sampled_from(["{}", "{}期", "第{}期"]),
)
def test_phases_are_the_same_however_they_are_listed(chosen, mark, form):
    written = mark.join(form.format(number) for number in sorted(chosen))
    reading = read(xlsx([HEAD[:2] + HEAD[5:6], ["测试甲", "男", written]]))
    assert reading.rows[0].values["phases"] == sorted(chosen)
    assert {phase.no for phase in CONTEXT.phases} >= chosen


MARKS = list("0123456789一二三十百男女各共期第除外都行年月日号点半早中晚夜白班次至到约余人张床岗")
MARKS += list("包装质检-—:：/、,，;；.()（）E+*xX ")
READERS = [
    *(people.name, people.sex, dates.birth, phones.phone, phones.contact_phone, counts.count, beds.beds, shifts.shifts),
    *(shifts.breaks, posts.posts, phases.phases, availability.available, identity.id_number, identity.uscc, marks.mark),
]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from(MARKS), max_size=24), st.sampled_from(READERS))
def test_a_reader_answers_or_doubts_and_its_fix_is_no_doubt(text, reader):
    def said(written):
        return reader(Cell(written), Column("", (Cell(written),), CONTEXT))

    try:
        said(text)
    except Doubt as doubt:
        if doubt.fix is not None:
            said(doubt.fix)


def test_a_list_eight_times_as_long_takes_in_proportion():
    def seconds(length):
        head = [["姓名", "性别", "出生年月", "单位", *(f"第{column}栏" for column in range(20))]]
        people = [["测试" + chr(0x4E00 + n), n % 2 + 1, "1985.1", f"{n}处", *["x"] * 20] for n in range(length)]
        data = table(head + people)
        began = process_time()
        assert len(read(data, filename="名单.csv").rows) == length
        return process_time() - began

    seconds(20)
    assert seconds(3200) < 24 * seconds(400)
