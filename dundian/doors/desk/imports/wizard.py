"""导入: template → file → columns → rows → taken. Every step is a page of its own and survives a reload."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dundian.doors.desk.excel import MEDIA_TYPE
from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said, words_of
from dundian.engines.reading.faulty import faulty_workbook
from dundian.engines.reading.fields.context import Context
from dundian.engines.reading.readings import TableReading
from dundian.engines.reading.tables import read_table
from dundian.engines.reading.templates import template
from dundian.features.programme import services as programme
from dundian.features.programme.policy import Action
from dundian.features.registry import services
from dundian.features.registry.services import Draft, Said

from .mending import NotUnderstood, mend
from .reading import (
    CODES,
    FAULTS_A_PAGE,
    ROWS_A_PAGE,
    WORDS,
    context_of,
    keep,
    preview,
    read_draft,
    samples,
    shown_faults,
    titles_of,
)


def _download(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _kind(kind: str) -> str:
    if kind not in WORDS:
        raise Http404
    return kind


@require_GET
@asks(Action.EDIT_PROGRAMME)
def blank(request: HttpRequest, programme_id: int, kind: str) -> HttpResponse:  # noqa: ARG001 – the address names it
    """The workbook to fill in."""
    return _download(f"{WORDS[_kind(kind)][1]}.xlsx", template(kind))


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_PROGRAMME)
def upload(request: HttpRequest, programme_id: int, kind: str) -> HttpResponse:
    """The first two steps: a template to fetch, a file to hand over. A file that cannot be read is not kept."""
    refusal = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            refusal = _("先选一个文件")
        elif (file.size or 0) > services.LARGEST_BYTES:
            refusal = said(services.FileTooLarge.__doc__)
        else:
            name, content = PurePath(file.name or "").name, file.read()
            context = context_of(programme_id, timezone.localdate())
            reading = read_table(content, filename=name, kind=_kind(kind), context=context)
            if reading.status != "refused":
                draft_id = _kept(request, programme_id, kind, name, content)
                _keep_reading(request, draft_id, reading, context)
                return redirect("plan-imports-columns", programme_id, draft_id)
            refusal = reading.message
    words = {"kind": _kind(kind), "words": WORDS[kind][1], "kinds": WORDS.items(), "refusal": refusal}
    return render(request, "desk/imports/upload.html", words, status=422 if refusal else 200)


def _kept(request: HttpRequest, programme_id: int, kind: str, name: str, content: bytes) -> int:
    return services.keep_draft(
        account_id=scope_of(request).account_id or 0,
        kind=WORDS[kind][0],
        programme_number=programme_id,
        file_name=name,
        content=content,
        at=timezone.now(),
    )


def _keep_reading(request: HttpRequest, draft_id: int, reading: TableReading, context: Context) -> None:
    account_id = scope_of(request).account_id or 0
    keep(reading, draft_id=draft_id, said=Said(), context=context, account_id=account_id)


def _read(request: HttpRequest, programme_id: int, draft: Draft) -> TableReading:
    return read_draft(draft, context_of(programme_id, timezone.localdate()), scope_of(request).account_id or 0)


def _draft(request: HttpRequest, programme_id: int, draft_id: int, *, is_last_step: bool = False) -> Draft | None:
    """The draft, or None once it has been taken or has gone; another programme's is as good as gone."""
    try:
        draft = services.open_draft(
            draft_id=draft_id, account_id=scope_of(request).account_id or 0, is_last_step=is_last_step
        )
    except services.DraftGone:
        return None
    return draft if draft.programme_number == programme_id else None


def _gone(request: HttpRequest, programme_id: int) -> HttpResponse:
    messages.error(request, said(services.DraftGone.__doc__))
    return redirect("plan-imports", programme_id)


def _page(draft: Draft, reading: TableReading, **more: Any) -> dict[str, Any]:
    kind = CODES[draft.kind]
    return {
        "draft": draft,
        "reading": reading,
        "kind": kind,
        "words": WORDS[kind][1],
        "counter": WORDS[kind][2],
        **more,
    }


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_PROGRAMME)
def columns(request: HttpRequest, programme_id: int, draft_id: int) -> HttpResponse:
    """What each column was taken for, to be changed where the guess is wrong."""
    draft = _draft(request, programme_id, draft_id)
    if draft is None:
        return _gone(request, programme_id)
    reading = _read(request, programme_id, draft)
    guessed = {u.label: u for u in reading.columns}
    labels = list(dict.fromkeys([*guessed, *reading.ignored_columns, *draft.said.columns]))
    if request.method == "POST":
        chosen = dict(zip(request.POST.getlist("head"), request.POST.getlist("field"), strict=False))
        known = {label: guessed[label].key if label in guessed else "" for label in labels}
        changed = {label: key for label, key in chosen.items() if label in known and key not in ("keep", known[label])}
        draft.said.columns |= changed
        services.say(draft_id=draft_id, account_id=scope_of(request).account_id or 0, said=draft.said)
        return redirect("plan-imports-rows", programme_id, draft_id)
    lines = [
        {
            "label": label,
            "key": guessed[label].key.partition("#")[0] if label in guessed else "",
            "is_family": label in guessed and "#" in guessed[label].key,
            "is_guess": label in guessed and guessed[label].is_guess,
            "samples": samples(reading, label, guessed[label].key if label in guessed else ""),
        }
        for label in labels
    ]
    titles = titles_of(CODES[draft.kind])
    return render(request, "desk/imports/columns.html", _page(draft, reading, lines=lines, titles=titles))


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_PROGRAMME)
def rows(request: HttpRequest, programme_id: int, draft_id: int) -> HttpResponse:
    """Errors row by row, to be mended in place; POST writes what was mended and comes back."""
    draft = _draft(request, programme_id, draft_id)
    if draft is None:
        return _gone(request, programme_id)
    reading = _read(request, programme_id, draft)
    if request.method == "POST":
        try:
            count = mend(request.POST, draft.said, reading)
        except NotUnderstood as fault:
            messages.error(request, words_of(fault))
            return redirect(request.get_full_path())
        if count > 1:
            messages.success(request, ngettext("改了 %(n)s 处", "改了 %(n)s 处", count) % {"n": count})
        services.say(draft_id=draft_id, account_id=scope_of(request).account_id or 0, said=draft.said)
        return redirect(request.get_full_path())
    heads, lines = preview(reading)
    return render(
        request,
        "desk/imports/rows.html",
        _page(
            draft,
            reading,
            faults=Paginator(shown_faults(reading), FAULTS_A_PAGE).get_page(request.GET.get("faults")),
            general=[fault for fault in reading.errors if fault.row is None],
            faulty_count=len(reading.faulty_rows),
            ready_count=len(lines),
            heads=heads,
            lines=Paginator(lines, ROWS_A_PAGE).get_page(request.GET.get("page")),
        ),
    )


@require_POST
@asks(Action.EDIT_PROGRAMME)
def take(request: HttpRequest, programme_id: int, draft_id: int) -> HttpResponse:
    """Take the rows at which nothing is left to look at. Rows with errors stay in the draft."""
    draft = _draft(request, programme_id, draft_id, is_last_step=True)
    if draft is None:
        return _gone(request, programme_id)
    reading = _read(request, programme_id, draft)
    found = services.rows_to_take(reading)
    if not found:
        messages.error(request, _("没有能导的行，先把有错的改好"))
        return redirect("plan-imports-rows", programme_id, draft_id)
    taken = _take(request, programme_id, draft, found)
    account_id = scope_of(request).account_id or 0
    if reading.faulty_rows:
        draft.said.skip_all((row["_sheet"], row["_row"]) for row in found)
        services.say(draft_id=draft_id, account_id=account_id, said=draft.said)
    else:
        services.drop_draft(draft_id=draft_id, account_id=account_id)
    request.session["taken"] = {
        "batch": taken.batch_id,
        "same": taken.same_count,
        "left_out": [(row.row, row.name, row.why) for row in taken.left_out],
        "draft": draft_id if reading.faulty_rows else None,
        "faulty": len(reading.faulty_rows),
    }
    return redirect("plan-imports-batch", programme_id, taken.batch_id)


def _take(request: HttpRequest, programme_id: int, draft: Draft, found: list[dict[str, Any]]) -> services.Taken:
    scope = scope_of(request)
    source = services.Source(
        file_name=draft.file_name,
        digest=hashlib.sha256(draft.content).hexdigest(),
        by=scope.by,
        at=timezone.now(),
        account_id=scope.account_id,
    )
    kind = CODES[draft.kind]
    if kind == "roster":
        return programme.take_roster(rows=found, source=source, programme_id=programme_id)
    taker = services.take_enterprises if kind == "enterprises" else services.take_townships
    return taker(rows=found, source=source)


@require_GET
@asks(Action.EDIT_PROGRAMME)
def faults(request: HttpRequest, programme_id: int, draft_id: int) -> HttpResponse:
    """The faulty rows as a workbook with red notes."""
    draft = _draft(request, programme_id, draft_id)
    if draft is None:
        return _gone(request, programme_id)
    reading = _read(request, programme_id, draft)
    return _download(f"{PurePath(draft.file_name).stem}-{_('要改的行')}.xlsx", faulty_workbook(reading))


@require_POST
@asks(Action.EDIT_PROGRAMME)
def drop(request: HttpRequest, programme_id: int, draft_id: int) -> HttpResponse:
    """Give the import up; the file is forgotten."""
    services.drop_draft(draft_id=draft_id, account_id=scope_of(request).account_id or 0)
    messages.success(request, _("不导了，传上来的表已经清掉"))
    return redirect("plan-imports", programme_id)
