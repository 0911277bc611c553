"""A number is the length of its rows. There is no other way to a number in a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate

from dundian.engines.casework import State
from dundian.features.cases import queries as cases
from dundian.features.cases.queries import BoardRow
from dundian.features.field import queries as records
from dundian.features.pledges import queries as pledges
from dundian.features.pledges.queries import PledgeRow
from dundian.features.programme import queries as programme
from dundian.features.programme.scope import Scope

# More records than any one programme makes; what is cut off would make a number untrue.
ALL_RECORDS = 10_000_000


class UnknownFigure(LookupError):
    """报告里没有这个数。"""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row behind a number; `page` and `query` are an address at the desk in the words of its url names."""

    cells: tuple[str, ...]
    page: str = ""
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Source:
    """What the rows are drawn from: who asks, of which programme, on which day."""

    scope: Scope
    programme_id: int
    today: date


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number: its key in addresses, its words, and how many rows it has."""

    key: str
    words: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How a figure finds its rows, and what the columns of its rows are called."""

    words: str
    heads: tuple[str, ...]
    rows: Callable[[Source], list[Row]]


def _day(value: date | None) -> str:
    return f"{value.year}-{value.month:02}-{value.day:02}" if value else ""


def _phases(source: Source) -> list[Row]:
    rows = programme.phases(source.programme_id)
    return [Row(cells=(f"第{p.number}期", _day(p.start_on), _day(p.end_on)), page="plan") for p in rows]


def _groups(source: Source) -> list[Row]:
    return [
        Row(
            cells=(f"第{g.phase_number}期", f"第{g.number}组", g.enterprise_name or "", str(g.placed_count)),
            page="plan",
        )
        for g in programme.groups(source.programme_id)
    ]


def _enterprises(source: Source) -> list[Row]:
    """The firms that a group is sent to, each once."""
    hosts = {g.enterprise_id: g.enterprise_name for g in programme.groups(source.programme_id) if g.enterprise_id}
    return [Row(cells=(name or "",), page="plan-enterprises") for name in hosts.values()]


def _officials(source: Source) -> list[Row]:
    rows = [o for o in programme.officials(source.programme_id) if o.is_in_roster and o.group_id]
    return [
        Row(
            cells=(o.person.name, o.person.unit or "", f"第{o.phase_number}期第{o.group_number}组"),
            page="plan-officials",
        )
        for o in rows
    ]


def _members_of(group_id: int) -> Callable[[Source], list[Row]]:
    def rows(source: Source) -> list[Row]:
        found = [o for o in programme.officials(source.programme_id) if o.group_id == group_id]
        return [
            Row(
                cells=(o.person.name, o.person.unit or "", f"第{o.phase_number}期第{o.group_number}组"),
                page="plan-officials",
            )
            for o in found
        ]

    return rows


def _unplaced(source: Source) -> list[Row]:
    rows = [o for o in programme.officials(source.programme_id) if o.is_in_roster and not o.group_id]
    return [Row(cells=(o.person.name, o.person.unit or "", ""), page="plan-officials") for o in rows]


def _records_of(kind: str | None) -> Callable[[Source], list[Row]]:
    def rows(source: Source) -> list[Row]:
        found = records.records(source.scope, programme_id=source.programme_id, kind=kind, limit=ALL_RECORDS)
        return [
            Row(cells=(_day(localdate(r.at)), r.kind_zh, r.official_name, r.who_post or r.who, r.text[:60]))
            for r in found
        ]

    return rows


def _cases_in(state: State) -> Callable[[Source], list[Row]]:
    return _cases_where(lambda c: c.state == state)


def _cases_where(keep: Callable[[BoardRow], bool]) -> Callable[[Source], list[Row]]:
    def rows(source: Source) -> list[Row]:
        found = cases.table(source.scope, programme_id=source.programme_id, today=source.today)
        return [
            Row(
                cells=(f"{c.number:04}", c.title, c.state.zh, c.owner_name, _day(c.due_on)),
                page="cases",
                query={"case": str(c.id)},
            )
            for c in found
            if keep(c)
        ]

    return rows


def _pledges_where(keep: Callable[[PledgeRow], bool]) -> Callable[[Source], list[Row]]:
    def rows(source: Source) -> list[Row]:
        found = pledges.pledges(source.scope, source.programme_id)
        return [Row(cells=(p.name, p.text, p.category_words), page="pledges") for p in found if keep(p)]

    return rows


_CASE_HEADS = ("编号", "事情", "状态", "谁来办", "期限")
_RECORD_HEADS = ("日期", "哪一类", "谁记的", "跟谁", "记了什么")
_PLEDGE_HEADS = ("谁", "说了什么", "类别")
_OFFICIAL_HEADS = ("姓名", "单位", "组别")

FIGURES: dict[str, Kind] = {
    "phases": Kind(words="期", heads=("期", "从", "到"), rows=_phases),
    "groups": Kind(words="小组", heads=("期", "组", "企业", "人数"), rows=_groups),
    "enterprises": Kind(words="企业", heads=("企业",), rows=_enterprises),
    "officials": Kind(words="蹲点干部", heads=_OFFICIAL_HEADS, rows=_officials),
    "unplaced": Kind(words="名单里还没分组的", heads=_OFFICIAL_HEADS, rows=_unplaced),
    "records": Kind(words="记录", heads=_RECORD_HEADS, rows=_records_of(None)),
    **{
        f"records-{kind.code}": Kind(words=kind.zh, heads=_RECORD_HEADS, rows=_records_of(kind.code))
        for kind in records.kinds()
    },
    "cases": Kind(words="听到并登记的事", heads=_CASE_HEADS, rows=_cases_where(lambda _c: True)),
    "cases-open": Kind(words="还在办的", heads=_CASE_HEADS, rows=_cases_where(lambda c: not c.state.is_closed)),
    "cases-overdue": Kind(
        words="超期的",
        heads=_CASE_HEADS,
        rows=_cases_where(lambda c: c.days_left is not None and c.days_left < 0),
    ),
    "cases-ended": Kind(
        words="办结的",
        heads=_CASE_HEADS,
        rows=_cases_where(lambda c: c.state in {State.CONFIRMED, State.CLOSED}),
    ),
    "cases-confirmed": Kind(
        words="职工确认的", heads=_CASE_HEADS, rows=_cases_where(lambda c: c.state == State.CONFIRMED)
    ),
    **{
        f"cases-{state.value.lower()}": Kind(words=state.zh, heads=_CASE_HEADS, rows=_cases_in(state))
        for state in State
        if state != State.CONFIRMED
    },
    "pledges": Kind(words="计入的承诺", heads=_PLEDGE_HEADS, rows=_pledges_where(lambda p: p.counts)),
    "pledges-proved": Kind(
        words="有据的承诺", heads=_PLEDGE_HEADS, rows=_pledges_where(lambda p: p.counts and p.is_proved)
    ),
    "pledges-bare": Kind(
        words="还没有据的承诺", heads=_PLEDGE_HEADS, rows=_pledges_where(lambda p: p.counts and not p.is_proved)
    ),
    "pledges-guessed": Kind(
        words="机器摘出、还没有人认过的承诺", heads=_PLEDGE_HEADS, rows=_pledges_where(lambda p: p.is_proposed)
    ),
    "pledges-declared": Kind(words="宣示性的承诺", heads=_PLEDGE_HEADS, rows=_pledges_where(lambda p: not p.counts)),
}


def rows_behind(key: str, *, source: Source) -> tuple[Kind, list[Row]]:
    """The kind of a figure and its rows; raises UnknownFigure."""
    word, _dash, number = key.partition("-")
    if word == "group" and number.isdecimal() and len(number) < 12:
        kind = Kind(words="组员", heads=_OFFICIAL_HEADS, rows=_members_of(int(number)))
    elif key in FIGURES:
        kind = FIGURES[key]
    else:
        raise UnknownFigure
    return kind, kind.rows(source)


def figure(key: str, *, source: Source) -> Figure:
    """One number; raises UnknownFigure."""
    kind, rows = rows_behind(key, source=source)
    return Figure(key=key, words=kind.words, count=len(rows))
