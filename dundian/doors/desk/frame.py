"""What every page of the desk shares: who asks, which programme, the rail on the left, and refusals in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dundian.doors.desk.entrance import second_factor
from dundian.features.cases import queries as cases
from dundian.features.programme import policy
from dundian.features.programme import queries as programme_queries
from dundian.features.programme.policy import Action
from dundian.features.programme.scope import Scope

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# Address name, icon, words, what one must be allowed to see it.
RAIL = (
    ("overview", "layout-dashboard", gettext_noop("总览"), Action.SEE_CASES),
    ("plan", "calendar-days", gettext_noop("排期"), Action.SEE_PROGRAMME),
    ("slots", "list-checks", gettext_noop("点头"), Action.ANSWER_SLOTS),
    ("cases", "circle-check-big", gettext_noop("办事"), Action.SEE_CASES),
    ("pledges", "target", gettext_noop("承诺"), Action.SEE_PROGRAMME),
    ("reports", "file-text", gettext_noop("报告"), Action.MAKE_REPORT),
)


def asks(action: Action) -> Callable[[View[P]], View[P]]:
    """Open a page only to somebody who signed in and may do this; a programme in the address must be open to him."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if second_factor.is_missing(request):
                messages.error(request, _("光有密码还不够，先加一道验证器或通行密钥"))
                return redirect("me")
            scope = scope_of(request)
            programme_id = kwargs.get("programme_id")
            if isinstance(programme_id, int):
                if not _is_open(scope, programme_id):
                    raise Http404
                request.META["dundian.scope"] = scope = scope.within(programme_id)
            if not policy.may(scope, action):
                return render(request, "desk/refused.html", status=403)
            return view(request, *args, **kwargs)

        return checked

    return wrap


def _is_open(scope: Scope, programme_id: int) -> bool:
    return scope.sees_programme(programme_id) and programme_queries.is_there(programme_id)


def scope_of(request: HttpRequest) -> Scope:
    """The scope under which this response is made (see site.origins)."""
    scope: Scope | None = request.META.get("dundian.scope")
    if scope is None:
        raise policy.NotAllowed
    return scope


def _rail(scope: Scope, programme_id: int, here: str) -> list[dict[str, Any]]:
    items = []
    for name, icon, words, action in RAIL:
        if policy.may(scope, action) and (name != "slots" or policy.answers_slots(scope)):
            try:
                address = reverse(name, kwargs={"programme_id": programme_id}, urlconf="dundian.site.urls.desk")
            except NoReverseMatch:
                continue
            items.append({"name": name, "icon": icon, "words": _(words), "href": address, "is_here": name == here})
    return items


def _open_cases(scope: Scope, programme_id: int) -> Callable[[], int]:
    """The number beside 办事, counted when a page asks for it.

    A message of the sign-in library is rendered after the response's transaction, where no scope is open any more.
    """

    @cache
    def count() -> int:
        if not policy.may(scope, Action.SEE_CASES):
            return 0
        return cases.counts(scope, programme_id=programme_id, today=timezone.localdate()).open

    return count


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the programme in the address and the rail. Nothing for the other doors."""
    scope: Scope | None = request.META.get("dundian.scope")
    match = request.resolver_match
    if request.META.get("dundian.door") != "desk" or scope is None or match is None:
        return {"origins": settings.ORIGINS}
    rows = programme_queries.programmes(scope)
    wanted = match.kwargs.get("programme_id")
    current = next((p for p in rows if p.id == wanted), rows[0] if rows else None)
    here = (match.url_name or "").split("-")[0]
    return {
        "origins": settings.ORIGINS,
        "scope": scope,
        "programmes": rows,
        "programme": current,
        "rail": _rail(scope, current.id, here) if current else [],
        "open_cases": _open_cases(scope.within(current.id), current.id) if current else None,
        "may_set_up": policy.may(scope, Action.SET_UP),
    }
