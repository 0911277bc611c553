"""What was said, what was done, and what shows it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said
from dundian.engines.reading import scheme
from dundian.features.pledges import queries, services
from dundian.features.pledges.queries import PledgeRow
from dundian.features.programme.policy import Action, may

ONLY: dict[str, Callable[[PledgeRow], bool]] = {
    "proved": lambda row: row.counts and row.is_proved,
    "bare": lambda row: row.counts and not row.is_proved,
    "declaration": lambda row: not row.counts,
}


@require_GET
@asks(Action.SEE_PROGRAMME)
def pledges(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Every pledge with its evidence; ?only= keeps the proved, the bare, or the declarations."""
    scope = scope_of(request)
    rows: list[PledgeRow] = queries.pledges(scope, programme_id)
    with_evidence, without = queries.proved(rows)
    only = request.GET.get("only", "")
    context = {
        "rows": [row for row in rows if only not in ONLY or ONLY[only](row)],
        "only": only if only in ONLY else "",
        "total": len(rows),
        "with_evidence": with_evidence,
        "without_evidence": without,
        "declaration_count": sum(not row.counts for row in rows),
        "kinds": [(code, said(words)) for code, words in scheme.names("evidence_types").items() if code != "none"],
        "may_edit": may(scope, Action.EDIT_PLEDGES),
    }
    return render(request, "desk/pledges/pledges.html", context)


def _belongs(pledge_id: int, programme_id: int) -> None:
    if queries.programme_of_pledge(pledge_id) != programme_id:
        raise Http404


@require_POST
@asks(Action.EDIT_PLEDGES)
def add_proof(request: HttpRequest, programme_id: int, pledge_id: int) -> HttpResponse:
    """Point to what shows that a pledge was kept."""
    _belongs(pledge_id, programme_id)
    try:
        services.add_proof(
            pledge_id=pledge_id,
            kind=request.POST.get("kind", ""),
            where=request.POST.get("where", ""),
            by=scope_of(request).by,
            at=timezone.now(),
        )
        messages.success(request, _("记上了"))
    except services.UnknownCode:
        messages.error(request, _("写明在哪儿能看到，再记一次"))
    return redirect("pledges", programme_id)


@require_POST
@asks(Action.EDIT_PLEDGES)
def take_proof_away(request: HttpRequest, programme_id: int, pledge_id: int, proof_id: int) -> HttpResponse:
    """This shows nothing after all."""
    _belongs(pledge_id, programme_id)
    services.take_proof_away(pledge_id=pledge_id, proof_id=proof_id, by=scope_of(request).by, at=timezone.now())
    messages.success(request, _("去掉了"))
    return redirect("pledges", programme_id)
