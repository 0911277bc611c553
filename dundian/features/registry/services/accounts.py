"""Accounts, the links that open them, and the phones that were enrolled."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from dundian.features.ledger.services import record

from ..models import Account, Device, SignInLink

LINK_LIFETIME = timedelta(days=3)
# Who opens an account or hands out a key without saying who he is sits at the machine itself.
AT_THE_MACHINE = "shell"


class LinkUsedUp(Exception):
    """这个链接用过了，或者过期了。找活动办再要一个。"""


class NameTaken(Exception):
    """这个登录名有人用了，换一个。"""


def token_hash(token: str) -> bytes:
    """SHA-256 of a random token of 32 bytes; with that much chance in it a slow hash adds nothing."""
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def open_account(
    *,
    username: str,
    name: str,
    at: datetime,
    person_id: int | None = None,
    password: str | None = None,
    by: str = AT_THE_MACHINE,
) -> int:
    """Make an account and return its id. Without a password it is entered by a sign-in link first."""
    if Account.objects.filter(username__iexact=username).exists():
        raise NameTaken
    account = Account(username=username, name=name, person_id=person_id, created_at=at)
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
    account.save()
    record(step="OPEN_ACCOUNT", subject=f"account:{account.pk}", by=by, at=at)
    return account.pk


def _issue(*, at: datetime, lifetime: timedelta, account_id: int | None = None, person_id: int | None = None) -> str:
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        account_id=account_id,
        person_id=person_id,
        token_hash=token_hash(token),
        created_at=at,
        expires_at=at + lifetime,
    )
    return token


@transaction.atomic
def issue_link(*, account_id: int, at: datetime, lifetime: timedelta = LINK_LIFETIME, by: str = AT_THE_MACHINE) -> str:
    """A token that signs the account in at the desk, once. Only its hash is kept, and who handed it out."""
    token = _issue(account_id=account_id, at=at, lifetime=lifetime)
    record(step="ISSUE_LINK", subject=f"account:{account_id}", by=by, at=at)
    return token


@transaction.atomic
def issue_invite(*, person_id: int, at: datetime, lifetime: timedelta = LINK_LIFETIME, by: str = AT_THE_MACHINE) -> str:
    """A token that enrols a phone for this person, once. Only its hash is kept, and who handed it out."""
    token = _issue(person_id=person_id, at=at, lifetime=lifetime)
    record(step="ISSUE_INVITE", subject=f"person:{person_id}", by=by, at=at)
    return token


def _use(token: str, at: datetime) -> SignInLink:
    link = SignInLink.objects.select_for_update().filter(token_hash=token_hash(token)).first()
    if link is None or link.used_at or link.expires_at < at:
        raise LinkUsedUp
    link.used_at = at
    link.save(update_fields=["used_at"])
    return link


@transaction.atomic
def use_link(*, token: str, at: datetime) -> int:
    """Use a sign-in link up and return the account it opens; raises LinkUsedUp."""
    link = _use(token, at)
    if link.account_id is None or not Account.objects.filter(pk=link.account_id, is_active=True).exists():
        raise LinkUsedUp
    record(step="USE_LINK", subject=f"account:{link.account_id}", by=f"account:{link.account_id}", at=at)
    return link.account_id


@transaction.atomic
def enrol(*, invite: str, device_name: str, at: datetime) -> tuple[str, int]:
    """Enrol a phone: the device token (kept nowhere but on the phone) and the person's id; raises LinkUsedUp."""
    link = _use(invite, at)
    if link.person_id is None:
        raise LinkUsedUp
    token = secrets.token_urlsafe(32)
    device = Device.objects.create(
        person_id=link.person_id, name=device_name[:80], token_hash=token_hash(token), enrolled_at=at
    )
    record(step="ENROL", subject=f"device:{device.pk}", by=f"device:{device.pk}", at=at)
    return token, link.person_id


@transaction.atomic
def revoke(*, device_id: int, by: str, at: datetime) -> None:
    """Stop a phone: from now on its token opens nothing. What it has sent stays."""
    if Device.objects.filter(pk=device_id, revoked_at=None).update(revoked_at=at):
        record(step="REVOKE", subject=f"device:{device_id}", by=by, at=at)


def note_sign_in(*, account_id: int, how: str, at: datetime) -> None:
    """Write down that somebody signed in, and by what: password, mfa."""
    record(step="SIGN_IN", subject=f"account:{account_id}", by=f"account:{account_id}", at=at, facts={"how": how})


def note_password(*, account_id: int, at: datetime) -> None:
    """Write down that somebody set his password."""
    record(step="SET_PASSWORD", subject=f"account:{account_id}", by=f"account:{account_id}", at=at)


def note_seen(*, device_id: int, at: datetime) -> None:
    """Write down that a phone was here, at most once a minute; no line of the ledger, since nothing was decided."""
    stale = Q(last_seen_at=None) | Q(last_seen_at__lt=at - timedelta(minutes=1))
    Device.objects.filter(stale, pk=device_id).update(last_seen_at=at)
