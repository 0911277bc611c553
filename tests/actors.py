"""The people of the tests. Each is made by the services that make him in life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from django.test import Client

from dundian.features.programme import services as programme
from dundian.features.registry import services as registry

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2021, 5, 12, 14, 32, tzinfo=CHINA)
DESK, PHONE, PORTAL = "localhost:8000", "localhost:8001", "localhost:8002"


@dataclass(frozen=True)
class Actor:
    """Somebody with an account, signed in at the desk."""

    name: str
    account_id: int
    client: Client


def signed_in(username: str, name: str) -> Actor:
    """An account with a session, as after a one-time link."""
    account_id = registry.open_account(username=username, name=name, at=NOW)
    client = Client(HTTP_HOST=DESK)
    client.force_login(registry.Account.objects.get(pk=account_id))
    return Actor(name=name, account_id=account_id, client=client)


def organiser(*, programme_id: int | None = None) -> Actor:
    """Somebody of the programme office; without a programme, of all of them."""
    actor = signed_in("organiser", "甲活动办")
    programme.grant(account_id=actor.account_id, role="ORGANISER", programme_id=programme_id)
    return actor


def leader(*, group_id: int) -> Actor:
    """The leader of one group."""
    actor = signed_in(f"leader{group_id}", "乙组长")
    programme.grant(account_id=actor.account_id, role="LEADER", group_id=group_id)
    return actor


def handler(*, union_id: int) -> Actor:
    """The one person of a township union."""
    actor = signed_in(f"handler{union_id}", "丙经办")
    programme.grant(account_id=actor.account_id, role="HANDLER", union_id=union_id)
    return actor


def enterprise_account(*, enterprise_id: int) -> Actor:
    """The enterprise's own account."""
    actor = signed_in(f"enterprise{enterprise_id}", "丁企业")
    programme.grant(account_id=actor.account_id, role="ENTERPRISE", enterprise_id=enterprise_id)
    return actor


def newcomer() -> Actor:
    """An account without any grant."""
    return signed_in("newcomer", "戊新人")


def stranger() -> Client:
    """Nobody in particular, at the desk."""
    return Client(HTTP_HOST=DESK)


def worker() -> Client:
    """Somebody at the portal."""
    return Client(HTTP_HOST=PORTAL)
