"""A group's week as a workbook to print: the week at a glance, one row a person, and the list to agree to."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dundian.engines.planning.week.approval import approval_list, clock, day_words
from dundian.engines.planning.week.problem import INTERVIEW, KINDS, LABOUR, MEAL, REVIEW, TALK, VISIT, Week
from dundian.engines.planning.week.timetable import Entry, WeekPlan

_FACE = "微软雅黑"
_INK, _LINE = "FF1F2933", "FFD8D3C8"
_FILLS = {
    LABOUR: "FFDCE8F7",
    TALK: "FFF3E3C6",
    INTERVIEW: "FFD9EBDD",
    VISIT: "FFE3DAF0",
    REVIEW: "FFEFEDE6",
    "head": "FF1F4E8C",
}
_ORDER = (LABOUR, TALK, INTERVIEW, VISIT, REVIEW)


def workbook_of(week: Week, plan: WeekPlan) -> bytes:
    """Return the workbook: three sheets, A4 landscape, each one page wide."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 – a new workbook has one
    _fill_week(first, week, plan)
    _fill_people(book.create_sheet("每人一周"), week, plan)
    _fill_approval(book.create_sheet("请企业点头"), week, plan)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill_week(sheet: Worksheet, week: Week, plan: WeekPlan) -> None:
    sheet.title = "一周课表"
    days = [day_words(week, day) for day in range(len(week.days))]
    _begin(sheet, f"{_name(week)}这一周", ["", *days], [10, *[24] * len(days)])
    for kind in _ORDER:
        cells = [_lines(week, plan, kind, day) for day in range(len(week.days))]
        if any(cells):
            _row(sheet, [KINDS[kind], *cells], fill=_FILLS[kind])
    for words in (*plan.notes, *(each.message for each in plan.given_up)):
        _note(sheet, words, len(days) + 1)
    _note(sheet, "访谈和宣讲都不在工友的生产时间里。", len(days) + 1)


def _lines(week: Week, plan: WeekPlan, kind: str, day: int) -> str:
    """What of one kind is done on a day, a line each; the same time, team and place are one line."""
    found: dict[tuple[int, int, str, str], list[str]] = defaultdict(list)
    for each in plan.timetable.entries:
        if (each.kind, each.day) == (kind, day):
            team = week.team(each.team).title if each.team else ""
            place = "" if kind == LABOUR else each.place
            found[each.start, each.end, team, place] += [week.official(who).title for who in each.officials]
    whole = len(week.officials)
    rows = []
    for (start, end, team, place), people in sorted(found.items()):
        who = "全组" if kind == REVIEW and len(people) == whole else "、".join(people)
        rows.append(f"{clock(start)}–{clock(end)} {' '.join(filter(None, (team, place)))}".rstrip() + f"\n  {who}")
    return "\n".join(rows)


def _fill_people(sheet: Worksheet, week: Week, plan: WeekPlan) -> None:
    days = [day_words(week, day) for day in range(len(week.days))]
    _begin(sheet, f"{_name(week)}每人一周", ["干部", *days], [18, *[24] * len(days)])
    for official in week.officials:
        place = plan.timetable.places.get(official.id)
        where = f"{week.team(place.team).title}\n{place.post}" if place else "没有岗位"
        mine = plan.timetable.of(official.id)
        cells = [_own_day(week, [each for each in mine if each.day == day]) for day in range(len(week.days))]
        _row(sheet, [f"{official.title}\n{where}", *cells])


def _own_day(week: Week, entries: Iterable[Entry]) -> str:
    rows = []
    for each in entries:
        what = each.place if each.kind == MEAL else KINDS[each.kind]
        team = week.team(each.team).title if each.team and each.kind != LABOUR else ""
        rows.append(f"{clock(each.start)}–{clock(each.end)} {what}{' ' if team else ''}{team}")
    return "\n".join(rows)


def _fill_approval(sheet: Worksheet, week: Week, plan: WeekPlan) -> None:
    heads = ["日期", "时间", "班组", "做什么", "谁来", "地点", "为什么不影响生产", "企业点头"]
    _begin(sheet, f"{_name(week)}请企业点头的钟点", heads, [14, 14, 16, 20, 14, 14, 30, 12])
    for each in approval_list(week, plan.timetable):
        _row(sheet, [each.day, each.time, each.team, each.what, each.who, each.place, each.why, "□ 同意"])
    _note(sheet, "哪一条不方便，请划掉，写上方便的钟点；不点头的不去。", len(heads))


def _name(week: Week) -> str:
    return " ".join(filter(None, (week.group, week.enterprise))) or "本组"


def _begin(sheet: Worksheet, title: str, heads: Sequence[str], widths: Sequence[int]) -> None:
    _append(sheet, [title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
    sheet["A1"].font = Font(name=_FACE, size=16, bold=True, color=_INK)
    sheet.row_dimensions[1].height = 30
    _append(sheet, heads)
    for cell in sheet[2]:
        cell.font = Font(name=_FACE, size=10, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor=_FILLS["head"])
        cell.alignment = Alignment(horizontal="center", vertical="center")
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    sheet.freeze_panes = "B3"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "2:2"
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.4


def _row(sheet: Worksheet, cells: Sequence[str], *, fill: str | None = None) -> None:
    _append(sheet, cells)
    number, line = sheet.max_row, Side(style="thin", color=_LINE)
    for place, cell in enumerate(sheet[number]):
        cell.font = Font(name=_FACE, size=9, bold=place == 0, color=_INK)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = Border(left=line, right=line, top=line, bottom=line)
        if fill and cell.value:
            cell.fill = PatternFill("solid", fgColor=fill)
    widths = [sheet.column_dimensions[get_column_letter(i)].width for i in range(1, len(cells) + 1)]
    lines = max(_height(each, width) for each, width in zip(cells, widths, strict=True))
    sheet.row_dimensions[number].height = 13.5 * lines + 6


def _height(text: str, width: float) -> int:
    """Return the lines that a text takes in a column: a Chinese character is as wide as two figures."""
    lines = (sum(2 if ord(each) > 0x2E7F else 1 for each in line) for line in text.split("\n"))
    return sum(1 + int(each // (width - 1)) for each in lines)


def _append(sheet: Worksheet, cells: Sequence[str]) -> None:
    """Add a row of texts: a name that begins with = is a name and no formula."""
    sheet.append(list(cells))
    for cell in sheet[sheet.max_row]:
        if cell.data_type == "f":
            cell.data_type = "s"


def _note(sheet: Worksheet, words: str, columns: int) -> None:
    _append(sheet, [words])
    number = sheet.max_row
    sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=columns)
    cell = sheet.cell(number, 1)
    cell.font = Font(name=_FACE, size=9, color=_INK)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[number].height = 20
