"""Past imports: what each one did, and its undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dundian.doors.desk.excel import workbook
from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import words_of
from dundian.features.programme.policy import Action
from dundian.features.registry import queries, services
from dundian.features.registry.queries import BatchRow

from .reading import CODES, WORDS

HEADS = ("时间", "文件", "是什么", "新加", "更新", "谁导的", "撤销时间")
# Officials and home units come and go with their people.
THINGS_A_PAGE = 100
MAIN = {"registry.Person", "registry.Enterprise", "registry.Union"}


@require_GET
@asks(Action.EDIT_PROGRAMME)
def listed(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What can be imported, and what has been; ?export=xlsx gives the rows shown."""
    batches = queries.imports(programme_id=programme_id)
    if request.GET.get("export") == "xlsx":
        lines = [
            (b.at, b.file_name, b.kind_words, b.made_count, b.changed_count, b.by_name, b.undone_at) for b in batches
        ]
        return workbook(name=_("导过的表"), heads=HEADS, rows=lines)
    context = {"batches": batches, "kinds": WORDS.items()}
    return render(request, "desk/imports/list.html", context)


def _batch(programme_id: int, batch_id: int) -> BatchRow:
    try:
        batch = queries.import_batch(batch_id)
    except ObjectDoesNotExist as fault:
        raise Http404 from fault
    if batch.programme_id not in (None, programme_id):
        raise Http404
    return batch


def _page(request: HttpRequest, batch: BatchRow, **more: Any) -> HttpResponse:
    taken = request.session.get("taken") or {}
    things = [{"thing": t} for t in queries.imported_things(batch.id) if t.subject in MAIN]
    context = {
        "batch": batch,
        "things": Paginator(things, THINGS_A_PAGE).get_page(request.GET.get("page")),
        "counter": WORDS[CODES[batch.kind]][2],
        "kind": CODES[batch.kind],
        "taken": taken if taken.get("batch") == batch.id else {},
        **more,
    }
    return render(request, "desk/imports/batch.html", context, status=409 if more.get("used") else 200)


@require_GET
@asks(Action.EDIT_PROGRAMME)
def shown(request: HttpRequest, programme_id: int, batch_id: int) -> HttpResponse:
    """One import: what it made, what it changed, and its undo."""
    return _page(request, _batch(programme_id, batch_id))


@require_POST
@asks(Action.EDIT_PROGRAMME)
def undo(request: HttpRequest, programme_id: int, batch_id: int) -> HttpResponse:
    """Undo a whole import; rows that are used since stop it and are listed, and may then be left as they are."""
    batch = _batch(programme_id, batch_id)
    keep_used, by = "keep_used" in request.POST, scope_of(request).by
    try:
        left = services.undo_import(batch_id=batch_id, by=by, at=timezone.now(), keep_used=keep_used)
    except services.RowsUsed as fault:
        return _page(request, batch, used=fault.rows)
    except services.AlreadyUndone as fault:
        messages.error(request, words_of(fault))
        return redirect("plan-imports-batch", programme_id, batch_id)
    words = _("撤销了，留下用着的 %(n)s 行") % {"n": len(left)} if left else _("撤销了，和导入以前一样")
    messages.success(request, words)
    return redirect("plan-imports", programme_id)
