"""Columns share the 版心 by what they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dundian.engines.document.model import Table
from dundian.engines.document.tables import Stand, caption, layout, size_of

cells = st.text(max_size=60)


@given(st.integers(1, 14).flatmap(lambda count: st.lists(st.tuples(*[cells] * count), min_size=1, max_size=4)))
def test_columns_fill_the_text_width_exactly(rows: list[tuple[str, ...]]) -> None:
    table = Table.of(columns=rows[0], rows=rows[1:])
    columns = layout(table)
    assert sum(column.width_mm for column in columns) == pytest.approx(156)
    assert all(column.width_mm > 0 for column in columns)


def test_figures_stand_right_short_words_centred_and_sentences_left() -> None:
    table = Table.of(
        columns=("组别", "人数", "诉求"),
        rows=[("第一组", "1,204", "夜班补贴标准多年没有调整过"), ("第二组", "—", "宿舍降温")],
    )
    assert [column.stand for column in layout(table)] == [Stand.CENTRE, Stand.RIGHT, Stand.LEFT]


def test_a_long_column_gives_way_and_short_ones_keep_their_words_whole() -> None:
    table = Table.of(columns=("组别", "诉求"), rows=[("第一组", "长" * 300)])
    short, long = layout(table)
    assert short.width_mm >= 3 * 12 / 72 * 25.4
    assert long.width_mm > 100


def test_a_roster_of_eleven_columns_is_set_smaller() -> None:
    assert size_of(Table.of(columns=("甲",) * 11, rows=[])) < size_of(Table.of(columns=("甲",) * 8, rows=[]))


def test_a_table_without_a_caption_shows_no_number() -> None:
    assert caption("表1", Table.of(columns=("甲",), rows=[])) == ""
    assert caption("表1", Table.of(columns=("甲",), rows=[], caption="乙")) == "表1\u3000乙"
