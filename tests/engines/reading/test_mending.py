"""What a person wrote over a cell is read as if it had stood there."""

import io
from datetime import date

from openpyxl import Workbook

from dundian.engines.reading.fields.context import Context
from dundian.engines.reading.keeping import from_text, to_text
from dundian.engines.reading.mending import Mended
from dundian.engines.reading.readings import TableReading
from dundian.engines.reading.tables import read_table

ROWS = [
    ["蹲点名册"],
    ["序号", "姓名", "性别", "单位", "备忘"],
    [1, "测试甲", "男", "办公室", "一"],
    [2, "测试乙", "不详", None, "二"],
    [3, "测试丙", "女", "报社", "三"],
]


def read(mended: Mended | None = None) -> TableReading:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    context = Context(year=2021, today=date(2021, 5, 6), phases=())
    more = {"mended": mended} if mended else {}
    return read_table(held.getvalue(), filename="名册.xlsx", kind="roster", context=context, **more)


def test_a_mended_cell_takes_the_error_away() -> None:
    assert [(fault.row, fault.column) for fault in read().errors] == [(4, "性别")]
    mended = read(Mended(cells={("Sheet", 4, "性别"): "女"}))
    assert mended.status == "ok"
    assert mended.rows[1].values["sex"] == "女"
    assert mended.written["Sheet", 4]["性别"] == "女"


def test_a_cell_may_be_emptied() -> None:
    assert read(Mended(cells={("Sheet", 5, "单位"): ""})).rows[2].values["unit"] != "报社"


def test_a_skipped_row_is_neither_taken_nor_faulty_and_the_rows_below_keep_what_was_filled_above() -> None:
    reading = read(Mended(skipped={("Sheet", 4)}))
    assert [row.values["name"] for row in reading.rows] == ["测试甲", "测试丙"]
    assert reading.errors == ()


def test_places_that_are_not_there_change_nothing() -> None:
    nowhere = Mended(cells={("Sheet", 99, "性别"): "女", ("别处", 4, "性别"): "女", ("Sheet", 4, "没有"): "女"})
    assert read(nowhere).errors == read().errors


def test_a_reading_that_was_kept_says_the_same() -> None:
    first = read()
    again = from_text(to_text(first))
    assert again.as_json() == first.as_json()
    assert (again.errors, again.columns, again.written) == (first.errors, first.columns, first.written)
    assert again.faulty_rows == first.faulty_rows
