"""What every page of the portal promises: no cookie, nothing kept by the browser, nothing told to anybody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def nameless(view: View[P]) -> View[P]:
    """Wrap a page of the portal.

    Exempt from Django's CSRF check, which needs a cookie: nobody is signed in here, so another site could only
    send a code that it already holds. Posts of other sites are refused all the same.
    """

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and not comes_from_here(request):
            response: HttpResponse = HttpResponseForbidden(_("请从看回话的页面打开。"))
        else:
            response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    tight = {"script-src": ["'self'"], "style-src": ["'self'"], "img-src": ["'self'", "data:"]}
    wrapped: View[P] = csrf_exempt(csp_replace(tight)(page))  # type: ignore[assignment]  # it keeps the arguments
    return wrapped


def comes_from_here(request: HttpRequest) -> bool:
    """Whether a post was sent by a page of this origin, as far as the browser says.

    Under our own no-referrer a browser names the origin "null"; newer ones tell by Sec-Fetch-Site instead, and
    one of 2018 tells nothing at all.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.get_host()
