"""一、（一）1.（1）"""

import pytest

from dundian.engines.document.model import Attachment, Document, Heading, Paragraph, Table
from dundian.engines.document.numbering import (
    Entry,
    attachment_lines,
    attachment_mark,
    chinese,
    numbered,
    outline,
)

from .reports import report


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (999, "九百九十九"),
    ],
)
def test_chinese_figures(number: int, written: str) -> None:
    assert chinese(number) == written


def test_headings_number_themselves_level_by_level() -> None:
    levels = [1, 2, 2, 3, 3, 4, 4, 2, 3, 1, 2]
    numbers = [number for number, _ in numbered([Heading("甲", level) for level in levels])]
    assert numbers == ["一、", "（一）", "（二）", "1.", "2.", "（1）", "（2）", "（三）", "1.", "二、", "（一）"]


def test_a_paragraph_has_no_number_and_tables_are_counted() -> None:
    table = Table.of(columns=("甲",), rows=[])
    assert [number for number, _ in numbered([Paragraph.of("乙"), table, table])] == ["", "表1", "表2"]


def test_the_outline_shows_the_body_as_it_is_printed() -> None:
    assert outline(report())[:3] == [
        Entry(level=1, number="一、", text="主要做法"),
        Entry(level=2, number="（一）", text="听全声音"),
        Entry(level=3, number="1.", text="不打扰生产"),
    ]


def test_a_single_attachment_has_no_number() -> None:
    one = Document(title="报告", blocks=(), attachments=(Attachment("清单"),))
    two = Document(title="报告", blocks=(), attachments=(Attachment("清单"), Attachment("方案")))
    assert attachment_lines(one) == [("", "清单")]
    assert attachment_mark(one, 0) == "附件"
    assert attachment_lines(two) == [("1.", "清单"), ("2.", "方案")]
    assert attachment_mark(two, 1) == "附件2"
