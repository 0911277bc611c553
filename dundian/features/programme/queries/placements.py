"""Where an official is placed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..models import Official, Placement


@dataclass(frozen=True, kw_only=True)
class PlacementRow:
    """Where one official is: everything a record of his needs to carry its scope."""

    official_id: int
    person_name: str
    programme_id: int
    group_id: int | None
    group_number: int | None
    phase_number: int | None
    start_on: date | None
    end_on: date | None
    enterprise_id: int | None
    enterprise_name: str | None
    union_id: int | None
    is_leader: bool
    leader_name: str | None
    workshop: str | None


def placement_of(*, person_id: int, on: date) -> PlacementRow | None:
    """The placement of a person that counts on this day: the running phase, else the next, else the last.

    None for somebody who is in no programme.
    """
    officials = Official.objects.filter(person_id=person_id).select_related(
        "person", "placement__group__phase", "placement__group__enterprise"
    )
    rows = sorted((_placement(o) for o in officials), key=lambda r: _distance(r, on))
    return rows[0] if rows else None


def _distance(row: PlacementRow, on: date) -> tuple[int, int]:
    if row.start_on is None or row.end_on is None:
        return (3, -row.official_id)
    if row.start_on <= on <= row.end_on:
        return (0, 0)
    return (1, (row.start_on - on).days) if row.start_on > on else (2, (on - row.end_on).days)


def _placement(o: Official) -> PlacementRow:
    placement: Placement | None = getattr(o, "placement", None)
    group = placement.group if placement else None
    enterprise = group.enterprise if group else None
    leader = (
        Placement.objects.filter(group=group, is_leader=True).select_related("official__person").first()
        if group
        else None
    )
    return PlacementRow(
        official_id=o.pk,
        person_name=o.person.name,
        programme_id=o.programme_id,
        group_id=group.pk if group else None,
        group_number=group.number if group else None,
        phase_number=group.phase.number if group else None,
        start_on=group.phase.start_on if group else None,
        end_on=group.phase.end_on if group else None,
        enterprise_id=enterprise.pk if enterprise else None,
        enterprise_name=enterprise.name if enterprise else None,
        union_id=enterprise.union_id if enterprise else None,
        is_leader=bool(placement and placement.is_leader),
        leader_name=leader.official.person.name if leader else None,
        workshop=placement.workshop if placement else None,
    )
