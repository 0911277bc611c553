"""The board, its filters in the address, the panel beside it, and its rows as Excel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from dundian.doors.desk.excel import workbook
from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said
from dundian.engines.casework import Level
from dundian.features.cases import queries, services
from dundian.features.cases.queries import CaseDetail, Wanted
from dundian.features.inbox import queries as inbox
from dundian.features.programme.policy import Action, may
from dundian.features.programme.scope import Scope

from .acts import open_acts

VIEWS = (
    ("mine", gettext_noop("我负责的")),
    ("soon", gettext_noop("三天内到期")),
    ("overdue", gettext_noop("已超期")),
    ("open", gettext_noop("全部在办")),
    ("waiting", gettext_noop("等工友确认")),
)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def wanted_of(request: HttpRequest) -> Wanted:
    """The filters of the board, as the address has them; what makes no sense counts as not asked."""
    ask = request.GET
    view = ask.get("view", "open")
    level = ask.get("level", "")
    return Wanted(
        view=view if view in dict(VIEWS) else "open",
        level=Level(level) if level in set(Level) else None,
        enterprise_id=_number(ask.get("enterprise", "")),
        group_id=_number(ask.get("group", "")),
        word=ask.get("q", "").strip()[:60],
    )


def _peek(request: HttpRequest, scope: Scope, programme_id: int) -> CaseDetail | None:
    try:
        case_id = UUID(request.GET.get("case", ""))
        case = queries.peek(scope, case_id=case_id, today=timezone.localdate())
    except (ValueError, services.CaseNotFound):
        return None
    return case if case.programme_id == programme_id else None


@require_GET
@asks(Action.SEE_CASES)
def cases(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Board or table; ?case= opens one beside it."""
    scope, today, wanted = scope_of(request), timezone.localdate(), wanted_of(request)
    counts = queries.counts(scope, programme_id=programme_id, today=today)
    columns = queries.board(scope, programme_id=programme_id, today=today, wanted=wanted)
    case = _peek(request, scope, programme_id)
    everything = queries.table(scope, programme_id=programme_id, today=today)
    context: dict[str, Any] = {
        "columns": columns,
        "rows": [row for column in columns for row in column.rows],
        "counts": counts,
        "views": [(key, _(words), getattr(counts, key)) for key, words in VIEWS],
        "wanted": wanted,
        "is_table": request.GET.get("shape") == "table",
        "case": case,
        "acts": open_acts(case) if case else [],
        "today": today,
        "address": request.get_full_path(),
        "levels": list(Level),
        "enterprises": sorted({(row.enterprise_id, row.enterprise_name) for row in everything if row.enterprise_id}),
        "is_empty": not everything,
        "odd_count": len(inbox.oddities(scope, programme_id=programme_id)) if may(scope, Action.SEE_VOICES) else 0,
    }
    return render(request, "desk/cases/board.html", context)


@require_GET
@asks(Action.SEE_CASES)
def export(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The rows now shown, as Excel."""
    scope, today = scope_of(request), timezone.localdate()
    columns = queries.board(scope, programme_id=programme_id, today=today, wanted=wanted_of(request))
    heads = (
        _("编号"), _("事情"), _("分类"), _("状态"), _("层级"), _("谁来办"), _("企业"), _("期限"), _("听到的日子"),
        _("回话的日子"), _("工友点头的日子"), _("办结的日子"), _("没办成的原因"),
    )  # fmt: skip
    rows = [
        (
            f"{r.number:04}", _(r.title), said(r.class_zh), said(r.state.zh), said(r.level.zh), said(r.owner_name),
            r.enterprise_name, r.due_on,
            r.opened_at, r.answered_at, r.confirmed_at, r.closed_at, r.closed_reason,
        )
        for column in columns
        for r in column.rows
    ]  # fmt: skip
    return workbook(name=_("办事"), heads=heads, rows=rows)
