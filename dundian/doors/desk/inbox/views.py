"""收件: what a person has to look at, because the machine will neither guess nor throw away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import words_of
from dundian.features.inbox import queries, services
from dundian.features.programme.policy import Action


@require_safe
@asks(Action.SEE_VOICES)
def oddities(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Parcels that could not be read, and branches, newest first."""
    rows = queries.oddities(scope_of(request), programme_id=programme_id)
    return render(request, "desk/inbox/oddities.html", {"rows": rows})


@require_POST
@asks(Action.SEE_VOICES)
def settle(request: HttpRequest, programme_id: int, seq: int) -> HttpResponse:
    """One of them was looked at."""
    try:
        services.settle(programme_id=programme_id, seq=seq, by=scope_of(request).by, at=timezone.now())
        messages.success(request, _("记下了，这一份不再列出来。原样都还留着。"))
    except services.NothingToSettle as fault:
        messages.error(request, words_of(fault))
    return redirect("cases-inbox", programme_id=programme_id)
