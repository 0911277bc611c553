"""What is done by the hour. Each sweep looks at the facts anew, so a sweep that was missed or cut off costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from dundian.features.cases import services as cases
from dundian.features.field import services as field
from dundian.features.inbox import queries, services
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.programme.services import week_slots

# Which service takes which kind of parcel; the phone's door keeps the same table.
OPENERS: dict[str, services.Opener] = {"record": field.open_record, "voice": cases.open_voice}
AT_ONCE = 200


def open_parcels(*, at: datetime) -> int:
    """Open what the phone's door kept and could not open; returns how many were tried.

    Each parcel has a transaction of its own: one that fails holds no other back.
    """
    with in_scope(clockwork()):
        waiting = queries.unopened(at=at, limit=AT_ONCE)
    for parcel_id in waiting:
        services.open_parcel(parcel_id=parcel_id, openers=OPENERS, at=at)
    return len(waiting)


@dataclass(frozen=True)
class Watched:
    """What one look at the deadlines did."""

    reminded: int
    supervised: int
    closed: int


def watch_deadlines(*, at: datetime) -> Watched:
    """催办 at four fifths of the time, 督办 once it is over, and an end to what nobody came back to."""
    today = localdate(at)
    with in_scope(clockwork()):
        return Watched(
            reminded=cases.remind(today=today, at=at),
            supervised=cases.supervise(today=today, at=at),
            closed=cases.close_silent(at=at),
        )


def propose_classes(*, at: datetime) -> int:
    """Propose a class for what came without one; returns how many. A person decides at the desk."""
    with in_scope(clockwork()):
        return cases.propose_classes(at=at)


def ask_enterprises(*, at: datetime) -> int:
    """Put the hours of a week before its enterprise seven days ahead, and remind of what is open three days ahead."""
    with in_scope(clockwork()):
        return week_slots.ask_ahead(today=localdate(at), at=at)
