"""Who was given which role, and where."""

from __future__ import annotations

from dataclasses import dataclass

from dundian.features.registry.models import Enterprise, Union

from ..models import Grant, Group, Programme
from .problem import phase_words


@dataclass(frozen=True, kw_only=True)
class GrantRow:
    """One role of one account: `place` names where it holds, in words."""

    id: int
    account_id: int
    role: str
    role_words: str
    place: str


def _group_place(group: Group) -> str:
    return f"{group.phase.programme.name} · {phase_words(group.phase.number)} {group.number} 组"


def _place(grant: Grant) -> str:
    if grant.group:
        return _group_place(grant.group)
    where = grant.union or grant.enterprise or grant.programme
    return where.name if where else "所有活动"


def _rows(**which: int) -> list[GrantRow]:
    rows = Grant.objects.filter(**which).select_related("group__phase__programme", "union", "enterprise", "programme")
    return [
        GrantRow(id=g.pk, account_id=g.account_id, role=g.role, role_words=Grant.Role(g.role).label, place=_place(g))
        for g in rows.order_by("pk")
    ]


def grants_of(account_id: int) -> list[GrantRow]:
    """The roles of one account, oldest first."""
    return _rows(account_id=account_id)


def grants() -> list[GrantRow]:
    """Every role that was given, oldest first."""
    return _rows()


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a role can hold: `value` is "<kind>:<id>", "" for everywhere."""

    value: str
    words: str
    role: str


def places() -> list[Place]:
    """Every place that a role can be given in, by role."""
    groups = Group.objects.select_related("phase__programme").order_by("phase__programme", "phase__number", "number")
    return [
        Place(value="", words="所有活动", role=Grant.Role.ORGANISER),
        *_named(Programme, "programme", Grant.Role.ORGANISER),
        *(Place(value=f"group:{g.pk}", words=_group_place(g), role=Grant.Role.LEADER) for g in groups),
        *_named(Union, "union", Grant.Role.HANDLER),
        *_named(Enterprise, "enterprise", Grant.Role.ENTERPRISE),
    ]


def _named(model: type[Programme | Union | Enterprise], kind: str, role: str) -> list[Place]:
    rows = model._default_manager.order_by("name").values_list("pk", "name")
    return [Place(value=f"{kind}:{pk}", words=name, role=role) for pk, name in rows]
