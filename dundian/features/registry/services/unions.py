"""Unions above the enterprise, from township to province."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from dundian.features.ledger.services import record

from ..models import Union
from .numbers import phone_columns
from .people import NameMissing
from .removal import remove_unused


class UnionFacts(TypedDict, total=False):
    """What a form says about a union; what is absent stays as it is."""

    name: str
    level: str
    parent_id: int | None
    county: str | None
    township: str | None
    chair: str | None
    phone: str | None
    member_count: int | None
    union_count: int | None


class UnionExists(Exception):
    """已经有叫这个名字的工会了。"""


class WrongParent(Exception):
    """上级要比它高一级以上，也不能是它自己或它的下级。"""


RANK = {level: rank for rank, level in enumerate(("TOWNSHIP", "COUNTY", "CITY", "PROVINCE"))}
_PLAIN = ("name", "level", "county", "township", "chair", "member_count", "union_count")


def _save(union: Union, facts: UnionFacts) -> None:
    for key in _PLAIN:
        if key in facts:
            setattr(union, key, facts[key])  # type: ignore[literal-required]
    if "parent_id" in facts:
        union.parent_id = facts["parent_id"]
    if facts.get("phone"):
        for column, value in phone_columns(facts["phone"]).items():
            setattr(union, column, value)
    union.name = union.name.strip()
    _judge(union)
    union.save()


def _judge(union: Union) -> None:
    if not union.name:
        raise NameMissing
    if Union.objects.filter(name=union.name).exclude(pk=union.pk).exists():
        raise UnionExists
    # Levels strictly rise towards the province, so that no circle can arise.
    parent = Union.objects.filter(pk=union.parent_id).first() if union.parent_id else None
    if parent and RANK[parent.level] <= RANK[union.level]:
        raise WrongParent
    if union.pk and any(RANK[child.level] >= RANK[union.level] for child in union.children.all()):
        raise WrongParent


@transaction.atomic
def add_union(*, facts: UnionFacts, by: str, at: datetime) -> int:
    """Add a union and return its id; raises NameMissing, UnionExists, WrongParent."""
    union = Union()
    _save(union, facts)
    record(step="ADD_UNION", subject=f"union:{union.pk}", by=by, at=at)
    return union.pk


@transaction.atomic
def change_union(*, union_id: int, facts: UnionFacts, by: str, at: datetime) -> None:
    """Change a union; raises Union.DoesNotExist, NameMissing, UnionExists, WrongParent."""
    union = Union.objects.select_for_update().get(pk=union_id)
    _save(union, facts)
    record(step="CHANGE_UNION", subject=f"union:{union_id}", by=by, at=at, facts={"columns": sorted(facts)})


@transaction.atomic
def remove_union(*, union_id: int, by: str, at: datetime) -> None:
    """Remove a union on which nothing hangs; raises StillUsed."""
    remove_unused(Union.objects.select_for_update().get(pk=union_id))
    record(step="REMOVE_UNION", subject=f"union:{union_id}", by=by, at=at)


@transaction.atomic
def plant_unions(*, by: str, at: datetime) -> list[int]:
    """Make the default tree, province over city over county, where there is no union yet; return the new ids."""
    if Union.objects.exists():
        return []
    made: list[int] = []
    tree = (("PROVINCE", _("省总工会")), ("CITY", _("市总工会")), ("COUNTY", _("县总工会")))
    for level, name in tree:
        facts = UnionFacts(name=name, level=level, parent_id=made[-1] if made else None)
        made.append(add_union(facts=facts, by=by, at=at))
    return made
