"""Phases and groups, written by hand. The key of a group is (phase, number)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.db import transaction

from dundian.features.ledger.services import record
from dundian.features.registry.services import StillUsed
from dundian.features.registry.services.removal import delete_now, holders_of

from ..models import Group, Phase


class PhaseExists(Exception):
    """这一期已经有了，换个期号。"""


class PhaseEndsEarly(Exception):
    """这一期的结束日比开始日还早，看看是不是写反了。"""


class GroupExists(Exception):
    """这一期里已经有这个组号了，换一个。"""


class WrongSize(Exception):
    """人数下限不能大于上限，也不能是 0。"""


class GroupFacts(TypedDict, total=False):
    """What a form says about a group; what is absent stays as it is."""

    number: int
    enterprise_id: int | None
    size_min: int
    size_max: int
    beds_male: int | None
    beds_female: int | None
    is_night: bool
    is_heavy: bool
    dialect: str | None
    topic: str | None
    hardness: int
    location: list[float] | None
    is_locked: bool


def _save_phase(phase: Phase) -> None:
    if phase.end_on < phase.start_on:
        raise PhaseEndsEarly
    if Phase.objects.filter(programme=phase.programme_id, number=phase.number).exclude(pk=phase.pk).exists():
        raise PhaseExists
    phase.save()


@transaction.atomic
def add_phase(
    *, programme_id: int, number: int, start_on: date, end_on: date, by: str = "desk", at: datetime | None = None
) -> int:
    """Add one phase and return its id; raises PhaseExists, PhaseEndsEarly. With `at` it is a line of the ledger."""
    phase = Phase(programme_id=programme_id, number=number, start_on=start_on, end_on=end_on)
    _save_phase(phase)
    if at:
        record(step="ADD_PHASE", subject=f"phase:{phase.pk}", by=by, at=at)
    return phase.pk


@transaction.atomic
def change_phase(*, phase_id: int, number: int, start_on: date, end_on: date, by: str, at: datetime) -> None:
    """Change number and days of a phase; raises Phase.DoesNotExist, PhaseExists, PhaseEndsEarly."""
    phase = Phase.objects.select_for_update().get(pk=phase_id)
    phase.number, phase.start_on, phase.end_on = number, start_on, end_on
    _save_phase(phase)
    record(step="CHANGE_PHASE", subject=f"phase:{phase_id}", by=by, at=at)


@transaction.atomic
def remove_phase(*, phase_id: int, by: str, at: datetime) -> None:
    """Remove a phase without groups; raises StillUsed."""
    phase = Phase.objects.select_for_update().get(pk=phase_id)
    if held := holders_of(phase):
        raise StillUsed(held)
    delete_now(phase)
    record(step="REMOVE_PHASE", subject=f"phase:{phase_id}", by=by, at=at)


def _save_group(group: Group, facts: GroupFacts) -> None:
    for name, value in facts.items():
        setattr(group, name, value)
    if not 0 < group.size_min <= group.size_max:
        raise WrongSize
    if Group.objects.filter(phase=group.phase_id, number=group.number).exclude(pk=group.pk).exists():
        raise GroupExists
    group.save()


@transaction.atomic
def add_group(*, phase_id: int, facts: GroupFacts, by: str, at: datetime) -> int:
    """Add a group to a phase, by default under the next number; returns its id. Raises GroupExists, WrongSize."""
    numbers = Group.objects.filter(phase_id=phase_id).order_by("-number").values_list("number", flat=True)
    columns: dict[str, Any] = {"number": (numbers.first() or 0) + 1, "size_min": 8, "size_max": 10, **facts}
    group = Group(phase_id=phase_id)
    _save_group(group, GroupFacts(**columns))  # type: ignore[typeddict-item]
    record(step="ADD_GROUP", subject=f"group:{group.pk}", by=by, at=at)
    return group.pk


@transaction.atomic
def change_group(*, group_id: int, facts: GroupFacts, by: str, at: datetime) -> None:
    """Change a group; raises Group.DoesNotExist, GroupExists, WrongSize."""
    group = Group.objects.select_for_update().get(pk=group_id)
    _save_group(group, facts)
    record(step="CHANGE_GROUP", subject=f"group:{group_id}", by=by, at=at, facts={"columns": sorted(facts)})


@transaction.atomic
def change_groups(*, facts_of: Mapping[int, GroupFacts], by: str, at: datetime) -> None:
    """Change several groups at once, by id; raises GroupExists, WrongSize and then changes none."""
    for group_id, facts in facts_of.items():
        change_group(group_id=group_id, facts=facts, by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Phases of one working week each, one after the other, with the same number of groups of the same size."""

    first_on: date
    phase_count: int
    group_count: int
    size_min: int
    size_max: int


@transaction.atomic
def lay_out(*, programme_id: int, layout: Layout, by: str, at: datetime) -> None:
    """Make phases of Monday to Friday and their groups in a programme that has none; raises PhaseExists."""
    if Phase.objects.filter(programme_id=programme_id).exists():
        raise PhaseExists
    monday = layout.first_on - timedelta(days=layout.first_on.weekday())
    for index in range(layout.phase_count):
        start = monday + timedelta(weeks=index)
        phase_id = add_phase(
            programme_id=programme_id, number=index + 1, start_on=start, end_on=start + timedelta(days=4), by=by, at=at
        )
        for number in range(1, layout.group_count + 1):
            facts = GroupFacts(number=number, size_min=layout.size_min, size_max=layout.size_max)
            add_group(phase_id=phase_id, facts=facts, by=by, at=at)


@transaction.atomic
def remove_group(*, group_id: int, by: str, at: datetime) -> None:
    """Remove a group in which nobody is placed and on which nothing hangs; raises StillUsed."""
    group = Group.objects.select_for_update().get(pk=group_id)
    if held := holders_of(group):
        raise StillUsed(held)
    delete_now(group)
    record(step="REMOVE_GROUP", subject=f"group:{group_id}", by=by, at=at)
