"""Which door a request came to, and under which scope its whole response is made."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from dundian.features.programme import policy
from dundian.features.programme.scope import Scope, in_scope

Handler = Callable[[HttpRequest], HttpResponseBase]

# What could tell who visited the portal. It is dropped before anything else can read it.
TELLTALES = (
    "HTTP_COOKIE",
    "HTTP_USER_AGENT",
    "HTTP_REFERER",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "REMOTE_ADDR",
    "REMOTE_HOST",
    "REMOTE_PORT",
)


def door_of(host: str) -> str:
    """The door whose origin has this host and port; on this machine the port alone decides."""
    wanted = urlsplit(f"//{host}")
    for door, origin in settings.ORIGINS.items():
        known = urlsplit(origin)
        ports = {"http": 80, "https": 443}
        same_port = (wanted.port or ports[known.scheme]) == (known.port or ports[known.scheme])
        if same_port and (wanted.hostname == known.hostname or known.hostname in {"localhost", "127.0.0.1"}):
            return str(door)
    return "desk"


class DoorMiddleware:
    """Choose the addresses by the origin; a visitor of the portal comes in without cookie, address or agent."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        door = door_of(request.META.get("HTTP_HOST", ""))
        request.META["dundian.door"] = door
        request.urlconf = f"dundian.site.urls.{door}"
        if door == "portal":
            for name in TELLTALES:
                request.META.pop(name, None)
            request.META["REMOTE_ADDR"] = ""
        return self.get_response(request)


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
            # An exception has become a response below us; half of what it wrote must not stay.
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
