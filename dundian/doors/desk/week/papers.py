"""The week on paper: Excel, a sheet a group, and the poster for the dormitory door."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dundian.doors.desk.excel import MEDIA_TYPE
from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said
from dundian.doors.desk.templatetags.desk import day as whole_day
from dundian.engines.document.poster import Poster, PosterDay, PosterLine, poster_pdf
from dundian.engines.planning.week.approval import clock
from dundian.engines.planning.week.problem import INTERVIEW, KINDS, LABOUR, MEAL, TALK, Week
from dundian.engines.planning.week.timetable import Entry, Timetable
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import weeks
from dundian.features.programme.queries.problem import plan_facts

from .page import open_groups
from .running import address_of

FILLS = {"labour": "D9E6F6", "talk": "F3E3C6", "interview": "D9EBDD", "visit": "E3DAF0", "review": "EFEDE6"}
NOT_IN_A_TITLE = str.maketrans("", "", "[]:*?/\\'")
LINE = Side(style="thin", color="FFD8D3C8")


@require_GET
@asks(Action.SEE_PROGRAMME)
def export(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The weeks as Excel: one sheet a group (?group= only that one), one line an official, one column a day."""
    facts = plan_facts(programme_id)
    ids = _wanted(request, open_groups(facts, scope_of(request), programme_id))
    book = Workbook()
    book.remove(book.worksheets[0])
    for pk, (week, timetable) in weeks.timetables(ids).items():
        _fill(book, said(facts.group_label(pk)), week, timetable)
    if not book.worksheets:
        messages.error(request, _("还没有课表，先排课表"))
        return HttpResponseRedirect(address_of(programme_id))
    buffer = BytesIO()
    book.save(buffer)
    return _file(buffer.getvalue(), MEDIA_TYPE, f"{_('一周课表')}.xlsx")


def _wanted(request: HttpRequest, groups: list[int]) -> list[int]:
    wanted = request.GET.get("group", "")
    return [pk for pk in groups if not wanted or str(pk) == wanted]


def _fill(book: Workbook, label: str, week: Week, timetable: Timetable) -> None:
    titles = {sheet.title for sheet in book.worksheets}
    title = label.translate(NOT_IN_A_TITLE)[:24]
    sheet: Worksheet = book.create_sheet(title if title not in titles else f"{title} {len(titles) + 1}")
    days = [whole_day(each) for each in week.days]
    _line(sheet, [f"{label}　{week.enterprise}"], size=14)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(days) + 1)
    _line(sheet, [_("干部"), *days], fill="1F4E8C", color="FFFFFFFF")
    for official in week.officials:
        place = timetable.places.get(official.id)
        where = f"{said(week.team(place.team).title)} {place.post}" if place else _("没有岗位")
        mine = [
            "\n".join(_said(week, each) for each in timetable.of(official.id) if each.day == day)
            for day in range(len(days))
        ]
        _line(sheet, [f"{official.title}\n{where}", *mine])
    sheet.column_dimensions["A"].width = 18
    for column in range(2, len(days) + 2):
        sheet.column_dimensions[get_column_letter(column)].width = 27
    sheet.freeze_panes = "B3"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "2:2"


def _said(week: Week, entry: Entry) -> str:
    team = said(week.team(entry.team).title) if entry.team and entry.kind != LABOUR else ""
    what = said(entry.place if entry.kind == MEAL else KINDS[entry.kind])
    place = said(entry.place) if entry.kind == TALK else ""
    return " ".join(filter(None, (f"{clock(entry.start)}–{clock(entry.end)}", what, team, place)))


def _line(sheet: Worksheet, cells: list[str], *, size: int = 10, fill: str = "", color: str = "FF1A1F26") -> None:
    number = sheet.max_row + 1 if sheet["A1"].value is not None else 1
    is_head = bool(fill) or size > 10
    for column, words in enumerate(cells, start=1):
        cell = sheet.cell(number, column, ILLEGAL_CHARACTERS_RE.sub("", words))
        # Text stays text, whatever it begins with: a name may be "=1+1".
        cell.data_type = "s"
        cell.font = Font(name="微软雅黑", size=size, bold=is_head or column == 1, color=color)
        cell.alignment = Alignment(wrap_text=True, vertical="center" if is_head else "top")
        if size == 10:
            cell.border = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
    tall = max(words.count("\n") + 1 + sum(len(part) > 16 for part in words.split("\n")) for words in cells)
    sheet.row_dimensions[number].height = 30 if size > 10 else max(20, 15 * tall + 4)


@require_GET
@asks(Action.SEE_PROGRAMME)
def poster(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The poster of a group (?group=), or of all in one file: when workers can listen and talk. Nobody is named."""
    facts = plan_facts(programme_id)
    ids = _wanted(request, open_groups(facts, scope_of(request), programme_id))
    found = [_poster(week, timetable) for week, timetable in weeks.timetables(ids).values()]
    if not found:
        messages.error(request, _("还没有课表，先排课表"))
        return HttpResponseRedirect(address_of(programme_id))
    return _file(poster_pdf(found), "application/pdf", f"{_('宿舍门上的告示')}.pdf")


def _poster(week: Week, timetable: Timetable) -> Poster:
    first, last = week.days[0], week.days[-1]
    days = [PosterDay(whole_day(week.days[day]), _poster_lines(week, timetable, day)) for day in range(len(week.days))]
    when = _("%(a)s 月 %(b)s 日到 %(c)s 月 %(d)s 日") % {
        "a": first.month,
        "b": first.day,
        "c": last.month,
        "d": last.day,
    }
    return Poster(
        title=_("这一周，我们和您一起上班"),
        subtitle=f"{week.enterprise}　{when}",
        invitation=_("工会干部住在厂里，跟班上工。下面这些钟点，欢迎来听，来说。"),
        days=tuple(each for each in days if each.lines),
        promises=(_("来不来、说不说，都由您。不问名字，不占上班时间。"), _("说过的事，每一件都给回音。")),
    )


def _poster_lines(week: Week, timetable: Timetable, day: int) -> tuple[PosterLine, ...]:
    found: dict[tuple[str, str], None] = {}
    for each in timetable.entries:
        if each.day == day and each.team is not None and each.kind in (TALK, INTERVIEW):
            team = {"team": said(week.team(each.team).title)}
            what = _("%(team)s 宣讲") % team if each.kind == TALK else _("和 %(team)s 的工友聊聊") % team
            place = f"{_('，')}{said(each.place)}" if each.place else ""
            found[f"{clock(each.start)}–{clock(each.end)}", what + place] = None
    return tuple(PosterLine(time, what) for time, what in found)


def _file(content: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
