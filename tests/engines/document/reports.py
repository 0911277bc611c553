"""Invented reports for the tests of the document engine."""

from datetime import UTC, date, datetime

from dundian.engines.document.model import Attachment, Document, Heading, Paragraph, Run, Signature, Table

AT = datetime(2031, 8, 9, 1, 0, tzinfo=UTC)
ROWS = "http://localhost:8000/cases?state=CONFIRMED"
RARE_NAMES = "喆镕䶮堃赟瑨㛃翀玥珺"
HOSTILE = (
    "#panic() #{sys.inputs} *粗* _斜_ ] [ } { $x$ @a <b> `c` = 标题 \\ // /* \" ' &amp; <w:p/> "
    "\x00\x07\x1b\u202e反\u2066\ud800\ufffe\uffff\r\n\t😀👨‍👩‍👧 e\u0323\u0307 ༼ཌ༽ \u0e01\u0e33"
)


def number(value: object) -> Run:
    """A figure that links to the rows behind it."""
    return Run(str(value), href=ROWS)


def report(*, blocks: tuple | None = None, title: str = "蹲点活动总结报告") -> Document:
    """A short report with one of everything."""
    return Document(
        title=title,
        addressee="示例总工会",
        blocks=blocks if blocks is not None else body(),
        attachments=(Attachment("问题清单", (long_table(),)), Attachment("工作方案")),
        signature=Signature("示例总工会办公室", date(2031, 8, 9)),
        notes=("说明：本文为测试而编，内容均为虚构。",),
    )


def body() -> tuple:
    """Headings of four levels, paragraphs, figures, rare names and a table."""
    return (
        Paragraph.of("共派出干部", number(108), "名，分", number(3), "期。", Run("办结不等于解决", bold=True), "。"),
        Heading("主要做法"),
        Heading("听全声音", 2),
        Paragraph.of(f"干部{'、'.join('王' + char for char in RARE_NAMES)}到岗劳动。"),
        Heading("不打扰生产", 3),
        Heading("夜班", 4),
        Paragraph.of("座谈一律安排在休息时间。" * 30),
        Heading("下一步", 1),
        Heading("回访", 2),
        Table.of(
            columns=("组别", "问题", "主要诉求"),
            rows=[("第一组", number(31), "夜班补贴"), ("第二组", number(105), "宿舍降温" * 9)],
            caption="各组情况",
        ),
        Paragraph.of("逐项核实。" * 60),
    )


def long_table() -> Table:
    """A list of sixty problems: three pages of them."""
    rows = [(str(no), "热水供应时间短，洗不上澡", number(no * 7), "是") for no in range(1, 61)]
    return Table.of(columns=("序号", "问题", "涉及人数", "是否共性"), rows=rows)
