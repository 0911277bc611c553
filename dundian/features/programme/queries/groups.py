"""Groups as plain rows, and what still keeps a programme from being planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from ..models import Group


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """One group with its phase and its host. Beds are its own or, where it has none, the enterprise's."""

    id: int
    number: int
    phase_id: int
    phase_number: int
    start_on: date
    end_on: date
    enterprise_id: int | None
    enterprise_name: str | None
    township: str | None
    size_min: int
    size_max: int
    own_beds_male: int | None
    own_beds_female: int | None
    beds_male: int | None
    beds_female: int | None
    is_night: bool
    is_heavy: bool
    dialect: str | None
    topic: str | None
    hardness: int
    location: list[float] | None
    is_locked: bool
    placed_count: int


def _beds(own: int | None, of_host: int | None) -> int | None:
    return of_host if own is None else own


def _group(g: Group, placed_count: int) -> GroupRow:
    host = g.enterprise
    return GroupRow(
        id=g.pk,
        number=g.number,
        phase_id=g.phase_id,
        phase_number=g.phase.number,
        start_on=g.phase.start_on,
        end_on=g.phase.end_on,
        enterprise_id=g.enterprise_id,
        enterprise_name=host.name if host else None,
        township=host.township if host else None,
        size_min=g.size_min,
        size_max=g.size_max,
        own_beds_male=g.beds_male,
        own_beds_female=g.beds_female,
        beds_male=_beds(g.beds_male, host.beds_male if host else None),
        beds_female=_beds(g.beds_female, host.beds_female if host else None),
        is_night=g.is_night,
        is_heavy=g.is_heavy,
        dialect=g.dialect,
        topic=g.topic,
        hardness=g.hardness,
        location=g.location,
        is_locked=g.is_locked,
        placed_count=placed_count,
    )


def groups(programme_id: int) -> list[GroupRow]:
    """The groups of a programme by phase and number."""
    mine = Group.objects.filter(phase__programme_id=programme_id)
    counts = dict(mine.annotate(count=Count("placements")).values_list("pk", "count"))
    return [_group(g, counts[g.pk]) for g in mine.select_related("phase", "enterprise")]


def group(group_id: int) -> GroupRow:
    """One group; raises Group.DoesNotExist."""
    g = Group.objects.select_related("phase", "enterprise").get(pk=group_id)
    return _group(g, g.placements.count())
