"""Who sits where: the one place that writes placements, and remembers each change so that exactly it can be undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction

from dundian.features.ledger.services import record, take_turn

from ..models import Group, Official, Placement, PlanChange, Programme

Kind = PlanChange.Kind
Lock = Placement.Lock


class Seat(TypedDict):
    """One placement as a change remembers it."""

    group: int
    leader: bool
    locked: bool
    lock: str
    workshop: str | None
    post: str | None


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of a plan: seats by official (None = not placed), who is in reserve, which groups are locked."""

    seats: Mapping[int, Seat | None] = field(default_factory=dict)
    reserves: Mapping[int, bool] = field(default_factory=dict)
    locked: Mapping[int, bool] = field(default_factory=dict)

    def page(self) -> dict[str, dict[str, Any]]:
        """The rows as JSON."""
        return {
            "seats": {str(pk): seat for pk, seat in self.seats.items()},
            "reserves": {str(pk): is_on for pk, is_on in self.reserves.items()},
            "locked": {str(pk): is_on for pk, is_on in self.locked.items()},
        }


class ChangedSince(Exception):
    """后来又有人动过，撤不了了。照现在的样子再换一次就行。"""


class AlreadyUndone(Exception):
    """这一步已经撤过了。"""


def seat_in(group_id: int, *, is_leader: bool = False, is_locked: bool = False) -> Seat:
    """A seat in a group, not yet bound to a workshop."""
    return Seat(group=group_id, leader=is_leader, locked=is_locked, lock=Lock.GROUP, workshop=None, post=None)


def hold(programme_id: int) -> None:
    """Let nobody else change this plan until the transaction ends; raises Programme.DoesNotExist."""
    take_turn()
    Programme.objects.select_for_update().get(pk=programme_id)


def seats_of(programme_id: int, official_ids: Collection[int] | None = None) -> dict[int, Seat | None]:
    """The seats of these officials of a programme, or of all; those who are not of it are missing."""
    people = Official.objects.filter(programme_id=programme_id)
    if official_ids is not None:
        people = people.filter(pk__in=official_ids)
    found: dict[int, Seat | None] = dict.fromkeys(people.order_by("pk").values_list("pk", flat=True))
    for p in Placement.objects.filter(official_id__in=list(found)):
        found[p.official_id] = Seat(
            group=p.group_id,
            leader=p.is_leader,
            locked=p.is_locked,
            lock=p.lock,
            workshop=p.workshop,
            post=p.post,
        )
    return found


def _now(programme_id: int, rows: Rows) -> Rows:
    people = Official.objects.filter(programme_id=programme_id, pk__in=rows.reserves)
    groups = Group.objects.filter(phase__programme_id=programme_id, pk__in=rows.locked)
    return Rows(
        seats=seats_of(programme_id, rows.seats),
        reserves=dict(people.values_list("pk", "is_reserve")),
        locked=dict(groups.values_list("pk", "is_locked")),
    )


def change(*, programme_id: int, kind: Kind, wanted: Rows, by: str, at: datetime) -> int | None:
    """Write these rows as one change that can be undone; returns its id, None when everything is so already.

    The caller holds the plan and has asked whether it may be so.
    """
    before = _now(programme_id, wanted)
    wanted = Rows(
        seats={pk: seat for pk, seat in wanted.seats.items() if before.seats[pk] != seat},
        reserves={pk: is_on for pk, is_on in wanted.reserves.items() if before.reserves[pk] != is_on},
        locked={pk: is_on for pk, is_on in wanted.locked.items() if before.locked[pk] != is_on},
    )
    if not (wanted.seats or wanted.reserves or wanted.locked):
        return None
    before = _now(programme_id, wanted)
    _write(wanted)
    row = PlanChange.objects.create(
        programme_id=programme_id, kind=kind, by=by, at=at, before=before.page(), after=wanted.page()
    )
    facts = {"kind": kind.value, "officials": len(wanted.seats), "groups": sorted(wanted.locked)}
    record(step="CHANGE_PLAN", subject=f"programme:{programme_id}", by=by, at=at, facts=facts)
    return row.pk


def _write(rows: Rows) -> None:
    Placement.objects.filter(official_id__in=list(rows.seats)).delete()
    # A group has one leader: whoever is to lead takes it from him who did.
    led = [seat["group"] for seat in rows.seats.values() if seat and seat["leader"]]
    Placement.objects.filter(group_id__in=led, is_leader=True).update(is_leader=False)
    Placement.objects.bulk_create(
        Placement(
            official_id=pk,
            group_id=seat["group"],
            is_leader=seat["leader"],
            is_locked=seat["locked"],
            lock=seat["lock"],
            workshop=seat["workshop"],
            post=seat["post"],
        )
        for pk, seat in rows.seats.items()
        if seat
    )
    for is_on in (True, False):
        people = [pk for pk, wanted in rows.reserves.items() if wanted is is_on]
        Official.objects.filter(pk__in=people).update(is_reserve=is_on)
        groups = [pk for pk, wanted in rows.locked.items() if wanted is is_on]
        Group.objects.filter(pk__in=groups).update(is_locked=is_on)


@transaction.atomic
def undo(*, programme_id: int, change_id: int, by: str, at: datetime) -> None:
    """Put back exactly what one change touched; raises PlanChange.DoesNotExist, AlreadyUndone, ChangedSince.

    Whatever somebody did to the same rows since is never overwritten.
    """
    hold(programme_id)
    row = PlanChange.objects.get(pk=change_id, programme_id=programme_id)
    if row.undone_at:
        raise AlreadyUndone
    before, after = _rows(row.before), _rows(row.after)
    if _now(programme_id, after) != after or not _may_stand(programme_id, before):
        raise ChangedSince
    _write(before)
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    record(step="UNDO_PLAN", subject=f"programme:{programme_id}", by=by, at=at, facts={"change": change_id})


def _may_stand(programme_id: int, before: Rows) -> bool:
    """Whether the groups are still there, and no seat to be given back has another leader meanwhile."""
    wanted = {seat["group"] for seat in before.seats.values() if seat}
    there = set(Group.objects.filter(phase__programme_id=programme_id, pk__in=wanted).values_list("pk", flat=True))
    led = [seat["group"] for seat in before.seats.values() if seat and seat["leader"]]
    others = Placement.objects.filter(group_id__in=led, is_leader=True).exclude(official_id__in=list(before.seats))
    return there == wanted and not others.exists()


def _rows(page: dict[str, dict[str, Any]]) -> Rows:
    return Rows(**{name: {int(pk): value for pk, value in rows.items()} for name, rows in page.items()})
