"""Who can sign in, and which phones may send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..models import Account, Device
from ..services.accounts import token_hash


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """Somebody who can sign in at the desk."""

    id: int
    username: str
    name: str
    person_id: int | None
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class DeviceRow:
    """A phone that may send."""

    id: int
    name: str
    person_id: int
    person_name: str
    enrolled_at: datetime
    last_seen_at: datetime | None
    revoked_at: datetime | None


def _account(row: Account) -> AccountRow:
    return AccountRow(id=row.pk, username=row.username, name=row.name, person_id=row.person_id, is_active=row.is_active)


def account(account_id: int) -> AccountRow:
    """One account; raises Account.DoesNotExist."""
    return _account(Account.objects.get(pk=account_id))


def accounts_named(word: str) -> list[AccountRow]:
    """Accounts whose user name or name is this word."""
    return [_account(a) for a in Account.objects.filter(username__iexact=word) | Account.objects.filter(name=word)]


def _device(row: Device) -> DeviceRow:
    return DeviceRow(
        id=row.pk,
        name=row.name,
        person_id=row.person_id,
        person_name=row.person.name,
        enrolled_at=row.enrolled_at,
        last_seen_at=row.last_seen_at,
        revoked_at=row.revoked_at,
    )


def device(*, token: str) -> DeviceRow | None:
    """The phone that holds this token, or None when it is unknown or revoked."""
    row = Device.objects.select_related("person").filter(token_hash=token_hash(token), revoked_at=None).first()
    return _device(row) if row else None


def devices_of(person_id: int) -> list[DeviceRow]:
    """Every phone a person ever enrolled, newest first."""
    rows = Device.objects.select_related("person").filter(person_id=person_id).order_by("-enrolled_at")
    return [_device(row) for row in rows]
