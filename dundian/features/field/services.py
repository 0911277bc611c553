"""Writing down what officials did and heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dundian.features.inbox.content import Opened, Unreadable, moment, words
from dundian.features.ledger.services import record

from .models import Kind, Record


@dataclass(frozen=True, kw_only=True)
class Written:
    """One record as it came. `at` is when it happened by the phone, `kept_at` when it arrived."""

    id: UUID
    programme_id: int
    group_id: int | None
    official_id: int
    kind: str
    who: str
    who_post: str
    text: str
    at: datetime
    kept_at: datetime


@transaction.atomic
def write_record(*, written: Written, by: str, at: datetime) -> None:
    """Write one record down; the database refuses an unknown kind and the same id twice."""
    Record.objects.create(**vars(written))
    record(step="WRITE_RECORD", subject=f"record:{written.id}", by=by, at=at, facts={"kind": written.kind})


def open_record(*, parcel: Opened, at: datetime) -> None:
    """Take a parcel of kind "record": {"kind", "who", "who_post", "text", "at"}; raises Unreadable."""
    body, where = parcel.body, parcel.placement
    kind = words(body, "kind")
    if kind not in Kind.values:
        raise Unreadable(f"没有“{kind[:40]}”这种记录。")
    written = Written(
        id=parcel.id,
        programme_id=where.programme_id,
        group_id=where.group_id,
        official_id=where.official_id,
        kind=kind,
        who=words(body, "who"),
        who_post=words(body, "who_post"),
        text=words(body, "text"),
        at=moment(body["at"]) if body.get("at") else parcel.said_at,
        kept_at=parcel.kept_at,
    )
    write_record(written=written, by=parcel.by, at=at)
