"""One act with one case: its form, and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import words_of
from dundian.features.cases import queries, services
from dundian.features.programme.policy import Action

from .acts import ACTS, FAULTS, form_for


def _next(request: HttpRequest) -> str:
    """Where to go afterwards, as the form or the address says it; "" for an address that is not ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else ""


def back(request: HttpRequest, programme_id: int, case_id: UUID | None = None) -> HttpResponse:
    """Back to the board as it was; a wanted address that is not ours is ignored."""
    if wanted := _next(request):
        return HttpResponseRedirect(wanted)
    board = reverse("cases", kwargs={"programme_id": programme_id})
    return HttpResponseRedirect(f"{board}?case={case_id}" if case_id else board)


@require_http_methods(["GET", "POST"])
@asks(Action.HANDLE_CASES)
def step(request: HttpRequest, programme_id: int, case_id: UUID, act: str) -> HttpResponse:
    """The form of one act, and the act."""
    scope, now = scope_of(request), timezone.now()
    try:
        case = queries.peek(scope, case_id=case_id, today=timezone.localdate())
    except services.CaseNotFound as fault:
        raise Http404 from fault
    if act not in ACTS or case.programme_id != programme_id:
        raise Http404
    chosen = ACTS[act]
    form = form_for(act, case, posted=request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            chosen.take(case_id=case_id, by=scope.by, at=now, **form.cleaned_data)
        except FAULTS as fault:
            form.add_error(None, words_of(fault))
        else:
            undo_address = reverse("cases-undo", kwargs={"programme_id": programme_id, "case_id": case_id})
            messages.success(request, chosen.done, extra_tags=f"undo:{undo_address}")
            return back(request, programme_id, case_id)
    context = {
        "case": case,
        "act": act,
        "chosen": chosen,
        "form": form,
        "next": _next(request),
    }
    template = "desk/cases/sheet.html" if request.headers.get("HX-Target") == "sheet" else "desk/cases/step.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
@asks(Action.HANDLE_CASES)
def undo(request: HttpRequest, programme_id: int, case_id: UUID) -> HttpResponse:
    """Take back one's own last step."""
    try:
        services.undo(case_id=case_id, by=scope_of(request).by, at=timezone.now())
        messages.success(request, _("撤回来了"))
    except services.NothingToUndo as fault:
        messages.error(request, words_of(fault))
    return back(request, programme_id, case_id)
