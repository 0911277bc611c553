"""Keeping what phones send, and then opening it: two steps in two transactions."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from traceback import format_tb
from typing import Protocol
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils.timezone import localdate

import dundian
from dundian.features.ledger.services import record, take_turn
from dundian.features.programme import queries as programme
from dundian.features.programme.queries import PlacementRow
from dundian.features.programme.scope import EVERYTHING, Scope, clockwork, in_scope

from .content import Content, Opened, Unreadable, read
from .models import Branch, Kept, Parcel, ParcelState

LIMIT = 256 * 1024
# What no phone that works ever reaches: an official who was offline all week sends some hundreds.
MOST_BRANCHES = 20
MOST_IN_AN_HOUR = 1000
VOICE = "voice"

log = logging.getLogger(__name__)


class TooLarge(Exception):
    """这一份太大了，收不下。"""


class TooMany(Exception):
    """送得太急了，过一会儿再送。"""


class NotPlaced(Exception):
    """送来的人不在任何一次活动里，先替他收着。"""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The phone that sends, and where its owner is placed."""

    device_id: int
    placement: PlacementRow | None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The promise to the phone: these bytes are kept. `seq` counts what arrived, in its order."""

    id: UUID
    sha256: str
    kept_at: datetime
    seq: int
    is_branch: bool
    is_new: bool


class Opener(Protocol):
    """The service that takes one kind of parcel."""

    def __call__(self, *, parcel: Opened, at: datetime) -> None:
        """Write what the parcel says; raise Unreadable if it says nothing that can be written."""


@transaction.atomic
def keep(*, parcel_id: UUID, payload: bytes, sender: Sender, at: datetime) -> Receipt:
    """Keep bytes under the id that the phone made, unread, and give a receipt; raises TooLarge, TooMany.

    The same bytes again bring the same receipt. Other bytes under the id become a branch.
    """
    if len(payload) > LIMIT:
        raise TooLarge
    digest = hashlib.sha256(payload).digest()
    by = f"device:{sender.device_id}"
    where = sender.placement
    facts = {
        "sha256": digest,
        "payload": payload,
        "device_id": sender.device_id,
        "official_id": where.official_id if where else None,
        "programme_id": where.programme_id if where else None,
        "group_id": where.group_id if where else None,
        "kept_at": at,
    }
    # Whoever sends must learn whether the id is taken, even by a row that he may not read: a phone may have
    # passed to another hand. All he learns is the receipt of bytes that he holds himself.
    with in_scope(Scope(by=by, tokens=frozenset({EVERYTHING}))):
        # The unique index decides races: the loser waits, and then finds the winner's row.
        parcel, is_new = Parcel.objects.get_or_create(id=parcel_id, defaults=facts)
        row: Kept = parcel
        if bytes(parcel.sha256) != digest:
            row, is_new = Branch.objects.get_or_create(parcel=parcel, sha256=digest, defaults=facts)
        receipt = _receipt(parcel_id, row, is_new=is_new)
        if is_new:
            _refuse_flood(parcel, receipt, sender, at)
            step = "KEEP_BRANCH" if receipt.is_branch else "KEEP"
            record(step=step, subject=f"parcel:{parcel_id}", by=by, at=at, facts={"sha256": receipt.sha256})
    return receipt


def _refuse_flood(parcel: Parcel, receipt: Receipt, sender: Sender, at: datetime) -> None:
    """Raise TooMany, and so keep nothing, when a phone that was stolen or went mad fills the inbox."""
    mine = Q(device_id=sender.device_id, kept_at__gt=at - timedelta(hours=1))
    lately = Parcel.objects.filter(mine).count() + Branch.objects.filter(mine).count()
    is_flood = receipt.is_branch and parcel.branches.count() > MOST_BRANCHES
    if is_flood or lately > MOST_IN_AN_HOUR:
        raise TooMany


def _receipt(parcel_id: UUID, row: Kept, *, is_new: bool) -> Receipt:
    return Receipt(
        id=parcel_id,
        sha256=bytes(row.sha256).hex(),
        kept_at=row.kept_at,
        seq=row.seq,
        is_branch=isinstance(row, Branch),
        is_new=is_new,
    )


def open_parcel(*, parcel_id: UUID, openers: Mapping[str, Opener], at: datetime) -> None:
    """Hand what a parcel says to the service of its kind, whole or not at all; opening it twice is opening it once.

    Never raises for what is in the parcel: a fault is noted on it. What a newer release may understand, what
    waits for a placement and what failed on the way to the database is tried again by the clock.
    """
    try:
        with in_scope(clockwork()):
            _open(parcel_id, openers, at)
            return
    except Unreadable as fault:
        state, words = ParcelState.FAULTY, str(fault) or str(fault.__doc__)
    except NotPlaced as fault:
        state, words = ParcelState.KEPT, str(fault.__doc__)
    except OperationalError as fault:
        state, words = ParcelState.KEPT, type(fault).__name__
    except Exception as fault:
        # A fault of ours must not cost what somebody said, so nothing is let through here.
        # Only the places in the code: the message of a database error quotes the row, and with it the worker.
        log.error("parcel %s: %s\n%s", parcel_id, type(fault).__name__, "".join(format_tb(fault.__traceback__)))
        state, words = ParcelState.FAULTY, type(fault).__name__
    note_fault(parcel_id=parcel_id, state=state, fault=words, at=at)


def _open(parcel_id: UUID, openers: Mapping[str, Opener], at: datetime) -> None:
    take_turn()
    parcel = Parcel.objects.select_for_update(of=("self",)).select_related("device").get(pk=parcel_id)
    if parcel.state == ParcelState.OPENED:
        return
    content = read(bytes(parcel.payload))
    opener = openers.get(content.kind)
    if opener is None:
        raise Unreadable(f"不认识的种类：{content.kind[:40]}")
    # The day of speaking decides: a record may arrive when its writer has long gone to another group.
    day = localdate(content.said_at)
    placement = programme.placement_of(person_id=parcel.device.person_id, on=day)
    if placement is None:
        raise NotPlaced
    opened = Opened(
        id=parcel.pk,
        said_at=content.said_at,
        kept_at=parcel.kept_at,
        body=content.body,
        placement=placement,
        by=f"device:{parcel.device_id}",
    )
    opener(parcel=opened, at=at)
    mark_opened(parcel_id=parcel_id, content=content, at=at)


@transaction.atomic
def mark_opened(*, parcel_id: UUID, content: Content, at: datetime) -> None:
    """Write down that a parcel was opened. A voice leaves nothing here: its words live in one place only."""
    emptied = {"payload": b""} if content.kind == VOICE else {}
    Parcel.objects.filter(pk=parcel_id).update(
        state=ParcelState.OPENED,
        kind=content.kind,
        said_at=content.said_at,
        fault="",
        tried_at=at,
        tried_by=dundian.__version__,
        **emptied,
    )
    record(step="OPEN_PARCEL", subject=f"parcel:{parcel_id}", by="clock", at=at, facts={"kind": content.kind})


class NothingToSettle(Exception):
    """这一份有人看过了，或者已经读出来了。"""


@transaction.atomic
def settle(*, programme_id: int, seq: int, by: str, at: datetime) -> None:
    """Write down that a person looked at a faulty parcel or a branch, by its number; nothing is thrown away.

    Raises NothingToSettle, also for what the caller's scope does not open.
    """
    take_turn()
    wanted = Q(programme_id=programme_id, seq=seq, settled_at=None)
    for rows in (Parcel.objects.filter(wanted, state=ParcelState.FAULTY), Branch.objects.filter(wanted)):
        if rows.update(settled_at=at, settled_by=by):
            record(step="SETTLE", subject=f"parcel-number:{seq}", by=by, at=at)
            return
    raise NothingToSettle


def note_fault(*, parcel_id: UUID, state: ParcelState, fault: str, at: datetime) -> None:
    """Write down why a parcel could not be opened, unless it was meanwhile."""
    with in_scope(clockwork()):
        waiting = Parcel.objects.filter(pk=parcel_id).exclude(state=ParcelState.OPENED)
        waiting.update(state=state, fault=fault, tried_at=at, tried_by=dundian.__version__)
