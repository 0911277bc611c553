"""Officials: people in a programme, with what planning must know of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction

from dundian.features.ledger.services import record, take_turn
from dundian.features.registry.services import StillUsed
from dundian.features.registry.services.removal import delete_now, holders_of

from ..models import Official


class OfficialFacts(TypedDict, total=False):
    """What a form or a roster says about an official; what is absent stays as it is.

    `roles` ⊆ {publicist, researcher, connector}; `phases` are numbers, None = any; `available` [[from, to]] in ISO;
    `home` [x, y], or words where nobody has measured it. Of the past (`last_enterprise` to `hardship`) None is what the
    earlier seasons of this house say.
    """

    is_in_roster: bool
    is_reserve: bool
    phases: list[int] | None
    available: list[list[str]]
    can_lead: bool | None
    roles: list[str]
    dialects: list[str]
    night_ok: bool | None
    heavy_ok: bool | None
    barred_enterprises: list[str]
    last_enterprise: str | None
    last_group: str | None
    past_season_count: int | None
    topic: str | None
    hardship: int | None
    home: list[float] | str | None


@dataclass(frozen=True, kw_only=True)
class Filling:
    """One column and what it becomes. `only_blank` leaves alone those for whom somebody has said something already."""

    column: str
    value: Any
    only_blank: bool = True


class OfficialExists(Exception):
    """这个人已经在名单里了。要是同名的另一个人，写上出生年月或者手机。"""


class CannotSetInBulk(Exception):
    """这一项不能成批地填。"""


# What may be set for many at once.
BULK = ("can_lead", "roles", "dialects", "night_ok", "heavy_ok", "topic", "phases", "past_season_count", "is_reserve")


@transaction.atomic
def add_official(*, programme_id: int, person_id: int, facts: OfficialFacts, by: str, at: datetime) -> int:
    """Put a person on the roster of a programme and return the official's id; raises OfficialExists.

    A speaker of an article, who stood outside the roster, comes into it and keeps his pledges.
    """
    take_turn()
    official = Official.objects.select_for_update().filter(programme_id=programme_id, person_id=person_id).first()
    if official and official.is_in_roster:
        raise OfficialExists
    official = official or Official(programme_id=programme_id, person_id=person_id)
    for name, value in {"is_in_roster": True, **facts}.items():
        setattr(official, name, value)
    official.save()
    record(step="ADD_OFFICIAL", subject=f"official:{official.pk}", by=by, at=at)
    return official.pk


@transaction.atomic
def change_official(*, official_id: int, facts: OfficialFacts, by: str, at: datetime) -> None:
    """Change what planning knows of an official; raises Official.DoesNotExist."""
    take_turn()
    official = Official.objects.select_for_update().get(pk=official_id)
    for name, value in facts.items():
        setattr(official, name, value)
    official.save()
    record(step="CHANGE_OFFICIAL", subject=f"official:{official_id}", by=by, at=at, facts={"columns": sorted(facts)})


@transaction.atomic
def remove_official(*, official_id: int, by: str, at: datetime) -> None:
    """Take an official off the roster; raises StillUsed while he is placed or has records. The person stays."""
    take_turn()
    official = Official.objects.select_for_update().get(pk=official_id)
    if held := holders_of(official):
        raise StillUsed(held)
    delete_now(official)
    record(step="REMOVE_OFFICIAL", subject=f"official:{official_id}", by=by, at=at)


def _is_blank(value: Any) -> bool:
    return value is None or value == []


@transaction.atomic
def set_for(
    *, programme_id: int, official_ids: Collection[int], filling: Filling, by: str, at: datetime
) -> dict[int, Any]:
    """Set one column for many officials of a programme; returns the old values by id, for an undo.

    Raises CannotSetInBulk.
    """
    column, value = filling.column, filling.value
    if column not in BULK:
        raise CannotSetInBulk
    take_turn()
    rows = Official.objects.select_for_update().filter(programme_id=programme_id, pk__in=official_ids).order_by("pk")
    before = {}
    for official in rows:
        old = getattr(official, column)
        if old == value or (filling.only_blank and not _is_blank(old)):
            continue
        before[official.pk] = old
        setattr(official, column, value)
        official.save(update_fields=[column])
    facts = {"column": column, "count": len(before)}
    record(step="SET_FOR_MANY", subject=f"programme:{programme_id}", by=by, at=at, facts=facts)
    return before


@transaction.atomic
def put_back(*, programme_id: int, column: str, before: dict[int, Any], by: str, at: datetime) -> None:
    """Undo `set_for`: give each official his old value of one column. Raises CannotSetInBulk."""
    if column not in BULK:
        raise CannotSetInBulk
    take_turn()
    for official in Official.objects.select_for_update().filter(programme_id=programme_id, pk__in=before):
        setattr(official, column, before[official.pk])
        official.save(update_fields=[column])
    facts = {"column": column, "count": len(before)}
    record(step="PUT_BACK_FOR_MANY", subject=f"programme:{programme_id}", by=by, at=at, facts=facts)
