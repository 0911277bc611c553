"""One act with several cases at once; what could not be done is named, what could stays done."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import words_of
from dundian.features.cases import queries, services
from dundian.features.cases.queries import BoardRow
from dundian.features.programme.policy import Action
from dundian.features.programme.scope import Scope

from .acts import ACTS, FAULTS, AssignForm, DueForm
from .steps import back


class MergeForm(forms.Form):
    """并成一件: nothing to fill in."""


FORMS: dict[str, type[forms.Form]] = {"assign": AssignForm, "due": DueForm, "merge": MergeForm}


def _wanted(request: HttpRequest, scope: Scope, programme_id: int) -> list[BoardRow]:
    """The chosen cases, as far as they are open to the asker, in the order of their numbers."""
    chosen = set((request.POST if request.method == "POST" else request.GET).getlist("ids"))
    rows = queries.table(scope, programme_id=programme_id, today=timezone.localdate())
    return [row for row in rows if str(row.id) in chosen]


def _take(act: str, row: BoardRow, first: UUID, form: forms.Form, by: str) -> str:
    """Do it to one case; what stood in the way, or nothing."""
    now = timezone.now()
    try:
        if act == "merge":
            services.merge(keep_id=first, merged_id=row.id, by=by, at=now)
        else:
            ACTS[act].take(case_id=row.id, by=by, at=now, **form.cleaned_data)
    except FAULTS as fault:
        return f"{row.number:04} {words_of(fault)}"
    return ""


@require_http_methods(["GET", "POST"])
@asks(Action.HANDLE_CASES)
def several(request: HttpRequest, programme_id: int, act: str) -> HttpResponse:
    """The form for several cases, and the act with each of them."""
    if act not in FORMS:
        raise Http404
    scope = scope_of(request)
    rows = _wanted(request, scope, programme_id)
    if len(rows) < (2 if act == "merge" else 1):
        messages.error(request, _("先在看板上选几件，再来"))
        return back(request, programme_id)
    form = FORMS[act](request.POST or None)
    if request.method == "POST" and form.is_valid():
        targets = rows[1:] if act == "merge" else rows
        faults = [fault for row in targets if (fault := _take(act, row, rows[0].id, form, scope.by))]
        done = len(targets) - len(faults)
        if done:
            words = ngettext("%(n)s 件办好了", "%(n)s 件办好了", done) % {"n": done}
            messages.success(request, words)
        for fault in faults:
            messages.error(request, fault)
        return back(request, programme_id)
    context = {"rows": rows, "act": act, "form": form, "words": _("并成一件") if act == "merge" else ACTS[act].words}
    return render(request, "desk/cases/several.html", context, status=422 if form.errors else 200)
