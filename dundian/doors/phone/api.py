"""What the phone asks and sends. It shows a device token; there is no cookie, and so nothing to forge."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI, Schema, Status
from ninja.errors import AuthenticationError

from dundian.features.cases import services as cases
from dundian.features.field import services as field
from dundian.features.inbox import queries as inbox_queries
from dundian.features.inbox import services as inbox
from dundian.features.inbox.content import plain
from dundian.features.programme import queries as programme
from dundian.features.programme.scope import Scope
from dundian.features.registry import queries as registry_queries
from dundian.features.registry import services as registry

from .today import today

# Which service takes which kind of parcel; the clock keeps the same table.
OPENERS: dict[str, inbox.Opener] = {"record": field.open_record, "voice": cases.open_voice}
STOPPED = gettext_noop("这部手机已经停用了。找活动办再要一个二维码。")


def the_phone(request: HttpRequest) -> Scope | None:
    """The scope of the device token in the request (see site.origins); None for one that opens nothing."""
    scope: Scope | None = request.META.get("dundian.scope")
    return scope


api = NinjaAPI(title="phone", docs_url=None, openapi_url=None, urls_namespace="phone-api", auth=the_phone)


@api.exception_handler(AuthenticationError)
def stopped(request: HttpRequest, _fault: AuthenticationError) -> HttpResponse:
    """401: a token that is unknown or was revoked."""
    return api.create_response(request, {"detail": _(STOPPED)}, status=401)


class Invite(Schema):
    invite: str
    device_name: str = ""


class Who(Schema):
    id: str
    name: str


class Enrolled(Schema):
    device_token: str
    official: Who


class Refused(Schema):
    detail: str


@api.post("/enrol", auth=None, response={200: Enrolled, 410: Refused})
def enrol(request: HttpRequest, invite: Invite) -> Status[dict[str, object]]:  # noqa: ARG001 – ninja looks for this name
    """Enrol this phone by an invite, which works once."""
    try:
        token, person_id = registry.enrol(
            invite=plain(invite.invite), device_name=plain(invite.device_name) or "手机", at=timezone.now()
        )
    except registry.LinkUsedUp as fault:
        return Status(410, {"detail": _(str(fault.__doc__))})
    name = registry_queries.person_name(person_id)
    return Status(200, {"device_token": token, "official": {"id": str(person_id), "name": name}})


@api.get("/today")
def show_today(request: HttpRequest) -> HttpResponse:
    """Everything that the phone needs for a day without a network; 304 where nothing has changed but the time."""
    scope, now = request.META["dundian.scope"], timezone.now()
    registry.note_seen(device_id=scope.device_id, at=now)
    page = today(scope, at=now)
    tag = f'"{hashlib.sha256(json.dumps(page, sort_keys=True).encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    return JsonResponse({"server_time": now.isoformat(), **page}, headers={"ETag": tag})


class Kept(Schema):
    id: UUID
    sha256: str
    kept_at: datetime
    seq: int


class KeptAsBranch(Kept):
    branch: bool = True


class BrokenOff(Exception):
    """没有收全，再送一次。"""


def whole_body(request: HttpRequest) -> bytes:
    """The body, if all of it arrived; raises BrokenOff, and inbox.TooLarge before anything is read.

    A network that breaks off leaves the web server with the first part of a body, and it hands that on as if
    it were all: kept under the parcel's id, it would make the whole one a branch that nothing ever opens.
    """
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        raise BrokenOff
    if int(length) > inbox.LIMIT:
        raise inbox.TooLarge
    try:
        body = request.body
    except UnreadablePostError as fault:
        raise BrokenOff from fault
    if len(body) != int(length):
        raise BrokenOff
    return body


# 408 and 429: the phone tries again by itself.
NOT_KEPT = {BrokenOff: 408, inbox.TooLarge: 413, inbox.TooMany: 429}


@api.put(
    "/parcels/{uuid:parcel_id}",
    response={200: Kept, 201: Kept, 202: KeptAsBranch, frozenset(NOT_KEPT.values()): Refused},
)
def put_parcel(request: HttpRequest, parcel_id: UUID) -> Status[dict[str, object]]:
    """Keep the bytes of the body, and then open them, in two transactions.

    A fault of the second is noted on the parcel and never told to the phone, which needs the receipt of the first.
    """
    scope, now = request.META["dundian.scope"], timezone.now()
    placement = programme.placement_of(person_id=scope.person_id, on=timezone.localdate(now))
    sender = inbox.Sender(device_id=scope.device_id, placement=placement)
    try:
        receipt = inbox.keep(parcel_id=parcel_id, payload=whole_body(request), sender=sender, at=now)
    except (BrokenOff, inbox.TooLarge, inbox.TooMany) as fault:
        return Status(NOT_KEPT[type(fault)], {"detail": _(str(fault.__doc__))})
    if receipt.is_new and not receipt.is_branch:
        inbox.open_parcel(parcel_id=parcel_id, openers=OPENERS, at=now)
    status = 202 if receipt.is_branch else 201 if receipt.is_new else 200
    return Status(status, asdict(receipt))


class Followed(Schema):
    id: UUID
    state: str
    branches: int


class FollowedList(Schema):
    parcels: list[Followed]


@api.get("/parcels", response=FollowedList)
def follow(request: HttpRequest, since: int = 0) -> dict[str, object]:
    """What became of the parcels that arrived after number `since`."""
    scope = request.META["dundian.scope"]
    rows = inbox_queries.followed(scope, since=since)
    return {"parcels": [{"id": r.id, "state": r.state.lower(), "branches": r.branch_count} for r in rows]}
