"""Writing the chain."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, TypedDict

from django.db import connection, transaction

from .models import Entry

ORIGIN = "0" * 64
# One writer at a time: the number and the digest of a line follow from the line before it.
LOCK = 0x64_75_6E_64_69_61_6E


class Unsealed(TypedDict):
    """One line before its digest."""

    number: int
    at: datetime
    by: str
    step: str
    subject: str
    facts: dict[str, Any]
    previous: str


def digest_of(line: Unsealed) -> str:
    """SHA-256 over the canonical JSON of one line, as 64 hex digits."""
    moment = line["at"].astimezone(UTC).isoformat()
    text = json.dumps({**line, "at": moment}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def take_turn() -> None:
    """Wait until nobody else is writing a step; the turn ends with the transaction.

    Whoever is going to lock rows calls this first: then everybody waits in one place, and two long
    transactions can never hold what the other one needs.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic
def record(*, step: str, subject: str, by: str, at: datetime, facts: dict[str, Any] | None = None) -> int:
    """Add one line to the chain and return its number.

    `subject` names a thing ("case:<uuid>"), `by` an account, device or "clock". `facts` are small
    JSON values; nothing that a person said may be among them, since the ledger has no scope.
    """
    take_turn()
    last = Entry.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.digest) if last else (1, ORIGIN)
    line = Unsealed(number=number, at=at, by=by, step=step, subject=subject, facts=facts or {}, previous=previous)
    Entry.objects.create(**line, digest=digest_of(line))
    return number
