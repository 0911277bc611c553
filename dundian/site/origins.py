"""Which door a request came to, and under which scope its whole response is made."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from dundian.features.programme import policy
from dundian.features.programme.scope import Scope, in_scope

Handler = Callable[[HttpRequest], HttpResponseBase]

# All that a page of the portal needs to know of a visitor; every other header, and his address, is dropped before
# anything can read it. A list of what is kept needs no news of the next header that tells who somebody is.
NAMELESS = frozenset(
    {
        "HTTP_HOST",
        "HTTP_ORIGIN",
        "HTTP_SEC_FETCH_SITE",
        "HTTP_ACCEPT",
        "HTTP_ACCEPT_ENCODING",
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_IF_MODIFIED_SINCE",
        "HTTP_IF_NONE_MATCH",
    }
)
ADDRESS = ("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "REMOTE_USER")
# The largest body each door reads at all. The desk's own sentence about a large file comes far below that.
LARGEST = {"desk": 64 * 2**20, "phone": 2**20, "portal": 2**16}
# What is there already stays: this is for answers that are made before any page is asked for.
ALWAYS = {
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
AT_THE_PORTAL = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def door_of(host: str) -> str:
    """The door whose origin has this host and port; on this machine the port alone decides."""
    try:
        wanted = urlsplit(f"//{host}")
        wanted_port = wanted.port
    except ValueError:
        return "desk"  # where such a host is refused
    for door, origin in settings.ORIGINS.items():
        known = urlsplit(origin)
        ports = {"http": 80, "https": 443}
        same_port = (wanted_port or ports[known.scheme]) == (known.port or ports[known.scheme])
        if same_port and (wanted.hostname == known.hostname or known.hostname in {"localhost", "127.0.0.1"}):
            return str(door)
    return "desk"


class DoorMiddleware:
    """Choose the addresses by the door; a visitor of the portal comes in without cookie, address or agent.

    Where we bound the sockets ourselves, the socket is the door, whatever host a request names: who can reach
    the portal only shall not reach the desk by asking for it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        own = settings.SOCKETS.get(request.META.get("SERVER_PORT", ""))
        door = own or door_of(request.META.get("HTTP_HOST", ""))
        request.META["dundian.door"] = door
        request.urlconf = f"dundian.site.urls.{door}"
        if door == "portal":
            for name in [n for n in request.META if n in ADDRESS or (n.startswith("HTTP_") and n not in NAMELESS)]:
                del request.META[name]
            request.META["REMOTE_ADDR"] = ""
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_too_large = length.isdecimal() and int(length) > LARGEST[door]
        return _dressed(_too_large() if is_too_large else self.get_response(request), door)


def _too_large() -> HttpResponse:
    return HttpResponse("太大了，收不下。", status=413, content_type="text/plain; charset=utf-8")


def _dressed(response: HttpResponseBase, door: str) -> HttpResponseBase:
    """What every answer of a door carries, pages and files and errors alike."""
    for name, value in ALWAYS.items():
        response.setdefault(name, value)
    if door == "portal":
        response.cookies.clear()
        for name, value in AT_THE_PORTAL.items():
            response[name] = value
        response.setdefault("Cache-Control", "no-store")
    elif door == "desk" or response.headers.get("Content-Type", "").startswith("application/json"):
        # Pages and downloads with people's words must not lie in the cache of a shared computer.
        response.setdefault("Cache-Control", "private, no-store")
    return response


def _scope(request: HttpRequest) -> Scope | None:
    door, now = request.META.get("dundian.door"), timezone.now()
    if door == "desk" and request.user.is_authenticated:
        return policy.scope_of_account(request.user.pk, at=now)
    if door == "phone" and (words := request.headers.get("Authorization", "").split()):
        return policy.scope_of_device(token=words[-1], at=now)
    return None


class ScopeMiddleware:
    """Make the whole response in one transaction whose first statement is the visitor's scope.

    The portal has no scope of its own: its views open the scope of one receipt. A streaming response
    outlives this transaction and must open its own (`scoped_stream`). A parcel (the only PUT of the phone)
    takes two transactions, since its receipt must hold even if opening it fails: its view opens both.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.META["dundian.scope"] = scope = _scope(request)
        is_parcel = request.META.get("dundian.door") == "phone" and request.method == "PUT"
        if scope is None or is_parcel:
            return self.get_response(request)
        with in_scope(scope):
            response = self.get_response(request)
            # An exception has become a response below us (a fault, or a 404 half way); what it wrote must not stay.
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response
