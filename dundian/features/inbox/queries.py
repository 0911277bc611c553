"""What phones sent, as the phone and the desk may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

import dundian
from dundian.features.programme.scope import Scope

from .content import Unreadable, read, words
from .models import Branch, Parcel, ParcelState

# A parcel is opened by the request that brought it; the clock leaves that one its time.
PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What became of one parcel."""

    id: UUID
    state: str
    branch_count: int


def followed(scope: Scope, *, since: int) -> list[Followed]:
    """The parcels of this phone and of its owner's other phones that arrived after number `since`, in order."""
    mine = Q(device_id=scope.device_id) | Q(official__person_id=scope.person_id)
    rows = Parcel.objects.filter(mine, seq__gt=since).annotate(branch_count=Count("branches")).order_by("seq")
    return [Followed(id=p.pk, state=p.state, branch_count=p.branch_count) for p in rows.defer("payload")]


def unopened(*, at: datetime, limit: int) -> list[UUID]:
    """The parcels that the clock should try now, those longest untried first.

    They are those that wait, and those that an older release could not read.
    """
    again = Q(state=ParcelState.KEPT) | (Q(state=ParcelState.FAULTY) & ~Q(tried_by=dundian.__version__))
    due = Parcel.objects.filter(again, kept_at__lt=at - PATIENCE)
    order = (F("tried_at").asc(nulls_first=True), "seq")
    return list(due.order_by(*order).values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, kw_only=True)
class Oddity:
    """Something that a person should look at: a parcel that could not be read, or other bytes under its id."""

    seq: int
    parcel_id: UUID
    official_name: str
    device_name: str
    kept_at: datetime
    fault: str
    is_branch: bool
    size: int
    # What arrived: the words where they could be found, else all of it as text; "" without the speaker's consent.
    text: str
    # What had been kept under this id before; "" where nothing was, or where a voice went on to its case.
    kept_before: str


def oddities(_scope: Scope, *, programme_id: int) -> list[Oddity]:
    """Faulty parcels and branches of a programme at which nobody has looked yet, newest first."""
    near = ("device", "official__person")
    open_here = {"programme_id": programme_id, "settled_at": None}
    faulty = Parcel.objects.filter(state=ParcelState.FAULTY, **open_here).select_related(*near)
    branches = Branch.objects.filter(**open_here).select_related("parcel", *near)
    rows = [_oddity(p, parcel=p) for p in faulty] + [_oddity(b, parcel=b.parcel) for b in branches]
    return sorted(rows, key=lambda row: row.seq, reverse=True)


def _oddity(row: Parcel | Branch, *, parcel: Parcel) -> Oddity:
    is_branch = isinstance(row, Branch)
    return Oddity(
        seq=row.seq,
        parcel_id=parcel.pk,
        official_name=row.official.person.name if row.official else "",
        device_name=row.device.name,
        kept_at=row.kept_at,
        fault="" if is_branch else parcel.fault,
        is_branch=is_branch,
        size=len(row.payload),
        text=_words(bytes(row.payload)),
        kept_before=_words(bytes(parcel.payload)) if is_branch else "",
    )


def _words(payload: bytes) -> str:
    try:
        body = read(payload).body
        # What somebody did not agree to hand on is kept, and read to nobody.
        if body.get("consent", True) is not True:
            return ""
        return words(body, "text") or payload.decode("utf-8", errors="replace")
    except Unreadable:
        return payload.decode("utf-8", errors="replace")
