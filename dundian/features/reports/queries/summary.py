"""总结报告: one document of what is in the database, every number with a way to its rows.

Structure: 一、基本情况 二、主要做法 三、取得成效 四、发现的问题 五、体会 六、下一步打算 (domain.md §3.7). What nobody
wrote is printed as missing, never filled in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dundian.engines.casework import State
from dundian.engines.document.model import Block, Document, Heading, Paragraph, Run, Signature, Table
from dundian.features.cases import queries as cases
from dundian.features.field import queries as records
from dundian.features.programme import queries as programme
from dundian.features.programme.queries import ProgrammeRow

from ..models import Passage, Section
from .figures import Figure, Source, figure

NOT_WRITTEN = "〔这一节还没写〕"
NO_HOST = "〔主办单位还没写〕"
# How a door shows where a figure's rows are; None = no link.
Link = Callable[[Figure], str | None]


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Something the report should have and the database does not."""

    section: str
    words: str


def passages(programme_id: int) -> dict[str, str]:
    """The words of each written section, "" where nobody wrote any."""
    found = dict(Passage.objects.filter(programme_id=programme_id).values_list("section", "text"))
    return {section.value: found.get(section.value, "") for section in Section}


def written_sections(programme_id: int) -> list[tuple[str, str, str]]:
    """(code, words, text) of each section that people write."""
    texts = passages(programme_id)
    return [(section.value, str(section.label), texts[section.value]) for section in Section]


class _Pen:
    """Writes numbers as links, and remembers what is missing."""

    def __init__(self, source: Source, link: Link) -> None:
        self.source, self.link, self.missing = source, link, list[Missing]()

    def number(self, key: str) -> Run:
        found = figure(key, source=self.source)
        return Run(str(found.count), href=self.link(found))

    def passage(self, section: Section, texts: dict[str, str]) -> list[Block]:
        text = texts[section.value]
        if not text:
            self.missing.append(Missing(section=section.value, words=f"“{section.label}”还没写"))
        return [Paragraph.of(line.strip()) for line in (text or NOT_WRITTEN).splitlines() if line.strip()]


def _span(row: ProgrammeRow) -> str:
    if row.start_on is None or row.end_on is None:
        return ""
    first, last = row.start_on, row.end_on
    year = f"{last.year}年" if last.year != first.year else ""
    return f"{first.year}年{first.month}月{first.day}日至{year}{last.month}月{last.day}日，"


def _quoted(name: str) -> str:
    """A name in quotation marks; those inside it become single ones, as print wants it (GB/T 15834)."""
    return f"“{name.replace('“', '‘').replace('”', '’')}”"


def _facts(pen: _Pen, row: ProgrammeRow) -> list[Block]:
    n = pen.number
    start = f"{_span(row)}{row.host or NO_HOST}组织开展{_quoted(row.name)}，分"
    officials, enterprises = n("officials"), n("enterprises")
    if officials.text == enterprises.text == "0":
        went: tuple[str | Run, ...] = ("个小组；还没有人下到企业。",)
    else:
        went = ("个小组，", officials, "名蹲点干部进入", enterprises, "家企业，与一线职工同吃同住同劳动。")
    if not row.host:
        pen.missing.append(Missing(section="facts", words="活动还没写主办单位"))
    words = Paragraph.of(start, n("phases"), "期、", n("groups"), *went)
    return [Heading("基本情况"), words, *_group_table(pen)]


def _group_table(pen: _Pen) -> list[Block]:
    source = pen.source
    leaders = {
        (o.phase_number, o.group_number): o.person.name for o in programme.officials(source.programme_id) if o.is_leader
    }
    rows: list[tuple[str | Run, ...]] = [
        (
            f"第{g.phase_number}期",
            f"第{g.number}组",
            g.enterprise_name or "未定",
            leaders.get((g.phase_number, g.number), "未定"),
            pen.number(f"group-{g.id}"),
        )
        for g in programme.groups(source.programme_id)
    ]
    if not rows:
        return []
    return [Table.of(columns=("期别", "组别", "企业", "组长", "人数"), rows=rows, caption="分组情况")]


def _done(pen: _Pen, texts: dict[str, str]) -> list[Block]:
    source = pen.source
    counts = records.counts_by_kind(source.scope, programme_id=source.programme_id)
    kinds = [kind for kind in records.kinds() if counts[kind.code]]
    total = Paragraph.of("一周里记下各类记录", pen.number("records"), "条。")
    if not kinds:
        pen.missing.append(Missing(section="records", words="手机上还没有传来记录"))
        return [Heading("主要做法"), *pen.passage(Section.PRACTICE, texts), total]
    rows: list[tuple[str | Run, ...]] = [(kind.zh, pen.number(f"records-{kind.code}")) for kind in kinds]
    table = Table.of(columns=("类别", "条数"), rows=rows, caption="各类记录")
    return [Heading("主要做法"), *pen.passage(Section.PRACTICE, texts), total, table]


def _result(pen: _Pen) -> list[Block]:
    n = pen.number
    return [
        Heading("取得成效"),
        Heading("听到的事有人办", level=2),
        Paragraph.of(
            *("共听到并登记", n("cases"), "件事。办结", n("cases-ended"), "件，"),
            *("其中职工本人确认办好的", n("cases-confirmed"), "件；这两个数分开算，没等到职工回音的不算确认。"),
            *("还在办的", n("cases-open"), "件，其中超期", n("cases-overdue"), "件；"),
            *(
                "暂不能解决、已说明原因的",
                n("cases-not_solvable_now"),
                "件；不予受理的",
                n("cases-not_accepted"),
                "件。",
            ),
        ),
        _state_table(pen),
        Heading("说过的话有没有兑现", level=2),
        _kept_word(pen),
    ]


def _kept_word(pen: _Pen) -> Paragraph:
    """How many pledges can be shown to be kept; those that only the machine has found are said to be so."""
    n = pen.number
    counted, declared, guessed = n("pledges"), n("pledges-declared"), n("pledges-guessed")
    if counted.text == declared.text == "0":
        pen.missing.append(Missing(section="pledges", words="还没有读进发言稿"))
        return Paragraph.of("还没有读进发言稿，没有承诺可计。")
    parts: list[str | Run] = [
        *("动员会上的承诺中，可以核验的", counted, "条，有据可查的", n("pledges-proved"), "条，还没有据的"),
        *(n("pledges-bare"), "条；宣示性的", declared, "条只存档，不计入。"),
    ]
    if guessed.text != "0":
        pen.missing.append(Missing(section="pledges", words=f"有 {guessed.text} 条承诺还没有人认过"))
        parts += ["其中", guessed, "条是机器摘出来的，还没有人认过。"]
    return Paragraph.of(*parts)


def _state_table(pen: _Pen) -> Block:
    keys = [("cases-confirmed" if s == State.CONFIRMED else f"cases-{s.value.lower()}", s.zh) for s in State]
    rows: list[tuple[str | Run, ...]] = [(words, pen.number(key)) for key, words in keys]
    return Table.of(columns=("状态", "件数"), rows=rows, caption="办理情况")


def _problems(pen: _Pen) -> list[Block]:
    """What is still open. A title that the machine took from a worker's own words never leaves the desk."""
    source = pen.source
    rows: list[tuple[str | Run, ...]] = [
        (c.class_zh or "未分类" if c.is_machine_title else c.title, c.owner_name, c.state.zh, c.closed_reason)
        for c in cases.table(source.scope, programme_id=source.programme_id, today=source.today)
        if c.state not in {State.CONFIRMED, State.CLOSED, State.NOT_ACCEPTED}
    ]
    if not rows:
        nothing = "还没有登记的事。" if pen.number("cases").text == "0" else "登记的事没有还在办的。"
        return [Heading("发现的问题"), Paragraph.of(nothing)]
    table = Table.of(columns=("问题", "谁来办", "办到哪步", "说明"), rows=rows, caption="还没办完的事")
    unsolved = pen.number("cases-not_solvable_now")
    count: list[str | Run] = ["还没办完的", pen.number("cases-open"), "件"]
    count += ["、暂不能解决的", unsolved, "件"] if unsolved.text != "0" else []
    return [Heading("发现的问题"), Paragraph.of(*count, "，逐件列在下面。"), table]


def summary(*, source: Source, link: Link, on: date) -> tuple[Document, tuple[Missing, ...]]:
    """The summary report and what is missing from it. `link` gives each number its address, or None."""
    row = programme.programme(source.programme_id)
    texts = passages(source.programme_id)
    pen = _Pen(source, link)
    blocks = (
        *_facts(pen, row),
        *_done(pen, texts),
        *_result(pen),
        *_problems(pen),
        Heading(Section.INSIGHT.label),
        *pen.passage(Section.INSIGHT, texts),
        Heading(Section.NEXT.label),
        *pen.passage(Section.NEXT, texts),
    )
    notes = ("本报告由示例数据生成，全部虚构。",) if row.is_sample else ()
    signature = Signature(issuer=row.host, on=on) if row.host else None
    document = Document(title=f"关于{_quoted(row.name)}的总结报告", blocks=blocks, signature=signature, notes=notes)
    return document, tuple(pen.missing)
