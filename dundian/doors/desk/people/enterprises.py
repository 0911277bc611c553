"""企业: the hosts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dundian.doors.desk.excel import workbook
from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said, words_of
from dundian.doors.desk.undoing import undoable
from dundian.features.programme import queries as programme
from dundian.features.programme.policy import Action
from dundian.features.programme.queries.problem import place_words
from dundian.features.registry import queries, services
from dundian.features.registry.queries import EnterpriseRow

from .enterprise_forms import EnterpriseEntry
from .past import hosted_words

FAULTS = (services.NameMissing, services.EnterpriseExists)
HEADS = (
    *(
        "企业名称",
        "县（市、区）",
        "乡镇（街道）",
        "镇街工会",
        "经济类型",
        "统一社会信用代码",
        "职工数",
        "男床位",
        "女床位",
    ),
    *("可接待人数", "班次", "可安排岗位", "休息时间", "联系人", "联系电话", "接待哪组", "备注"),
)


def shifts_words(rows: list[dict[str, Any]]) -> str:
    """早班 06:00-14:00、中班 14:00-22:00, written so that an import reads it again."""
    return _("、").join(f"{row.get('name') or ''} {row['start']}-{row['end']}".strip() for row in rows)


def posts_words(rows: list[dict[str, Any]]) -> str:
    """包装3、锻压2（重体力）, written so that an import reads it again."""
    marks = {"night": _("（夜班）"), "heavy": _("（重体力）")}
    return _("、").join(
        f"{row['name']}{row.get('count') or ''}{''.join(words for key, words in marks.items() if row.get(key))}"
        for row in rows
    )


def breaks_words(rows: list[dict[str, Any]]) -> str:
    """装配组 12:00-12:40."""
    return _("、").join(f"{row.get('team') or ''} {row['start']}-{row['end']}".strip() for row in rows)


def _hosted(hosted: dict[int, list[tuple[int, int]]], enterprise_id: int) -> str:
    pairs = hosted.get(enterprise_id, [])
    return _("、").join(said(place_words(phase, group)) for phase, group in pairs)


def _sheet_row(e: EnterpriseRow, where: str) -> tuple[Any, ...]:
    return (
        *(e.name, e.county, e.township, e.union_name, e.ownership_words, e.uscc, e.worker_count, e.beds_male),
        *(e.beds_female, e.accept_count, shifts_words(e.shifts), posts_words(e.posts), breaks_words(e.breaks)),
        *(e.contact, e.contact_phone_mask, where, e.note),
    )


@require_GET
@asks(Action.EDIT_REGISTRY)
def listed(request: HttpRequest, programme_id: int) -> HttpResponse:
    """All enterprises and which group each one hosts; ?q= looks for a word, ?export=xlsx gives the rows shown."""
    word = request.GET.get("q", "").strip()
    hosted = programme.usage_of_enterprises(programme_id)
    everything = queries.enterprises()
    rows = [e for e in everything if word in f"{e.name} {e.county} {e.township}"]
    if request.GET.get("export") == "xlsx":
        # An import reads the sheet again, and that in Chinese.
        with translation.override("zh-hans"):
            lines = [_sheet_row(e, _hosted(hosted, e.id)) for e in rows]
            return workbook(name=_("企业"), heads=HEADS, rows=lines)
    shown = [
        {"row": e, "hosts": _hosted(hosted, e.id), "shifts": shifts_words(e.shifts), "posts": posts_words(e.posts)}
        for e in rows
    ]
    context = {"rows": shown, "word": word, "count": len(rows), "has_any": bool(everything)}
    return render(request, "desk/people/enterprises.html", context)


def _page(
    request: HttpRequest, programme_id: int, entry: EnterpriseEntry, enterprise: EnterpriseRow | None
) -> HttpResponse:
    is_wrong = bool(entry.form.errors or any(any(table.errors) for table in (entry.shifts, entry.posts, entry.breaks)))
    context: dict[str, Any] = {"entry": entry, "enterprise": enterprise}
    if enterprise:
        first = programme.day_one(programme_id)
        rows = programme.hosted_before(programme_id, enterprise_id=enterprise.id, before=first)
        context["hosted"] = [hosted_words(row) for row in rows]
    return render(request, "desk/people/enterprise.html", context, status=422 if is_wrong else 200)


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_REGISTRY)
def new(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Write a new enterprise by hand."""
    entry = EnterpriseEntry(request.POST or None)
    if request.method == "POST" and entry.is_valid():
        try:
            with undoable(request, programme_id) as change:
                made = services.add_enterprise(facts=entry.facts(), by=scope_of(request).by, at=timezone.now())
                change.made = (("registry.Enterprise", made),)
                change.back = "plan-enterprises"
                change.words = _("加好了：%(name)s") % {"name": entry.form.cleaned_data["name"]}
        except FAULTS as fault:
            entry.form.add_error("name", words_of(fault))
            return _page(request, programme_id, entry, None)
        return redirect("plan-enterprises", programme_id)
    return _page(request, programme_id, entry, None)


def _enterprise(enterprise_id: int) -> EnterpriseRow:
    try:
        return queries.enterprise(enterprise_id)
    except ObjectDoesNotExist as fault:
        raise Http404 from fault


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_REGISTRY)
def edit(request: HttpRequest, programme_id: int, enterprise_id: int) -> HttpResponse:
    """Change an enterprise."""
    enterprise = _enterprise(enterprise_id)
    if request.method == "GET":
        return _page(request, programme_id, EnterpriseEntry(of=enterprise), enterprise)
    entry = EnterpriseEntry(request.POST)
    if not entry.is_valid():
        return _page(request, programme_id, entry, enterprise)
    by, at = scope_of(request).by, timezone.now()
    try:
        with undoable(request, programme_id, ("registry.Enterprise", enterprise_id)) as change:
            services.change_enterprise(enterprise_id=enterprise_id, facts=entry.facts(), by=by, at=at)
            change.back = "plan-enterprises"
            change.words = _("改好了：%(name)s") % {"name": entry.form.cleaned_data["name"]}
    except FAULTS as fault:
        entry.form.add_error("name", words_of(fault))
        return _page(request, programme_id, entry, enterprise)
    return redirect("plan-enterprises", programme_id)


@require_POST
@asks(Action.EDIT_REGISTRY)
def remove(request: HttpRequest, programme_id: int, enterprise_id: int) -> HttpResponse:
    """Remove an enterprise nothing hangs on."""
    enterprise = _enterprise(enterprise_id)
    try:
        with undoable(request, programme_id, ("registry.Enterprise", enterprise_id)) as change:
            services.remove_enterprise(enterprise_id=enterprise_id, by=scope_of(request).by, at=timezone.now())
            change.back = "plan-enterprises"
            change.words = _("删了：%(name)s") % {"name": enterprise.name}
    except services.StillUsed as fault:
        messages.error(request, words_of(fault))
        return redirect("plan-enterprise", programme_id, enterprise_id)
    return redirect("plan-enterprises", programme_id)
