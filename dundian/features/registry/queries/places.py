"""Unions and enterprises as plain rows; phones only as masks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from ..models import Enterprise, Union

LEVELS = Union.Level.choices
OWNERSHIPS = Enterprise.Ownership.choices
_ORDER = {level: rank for rank, (level, _) in enumerate(LEVELS)}


@dataclass(frozen=True, kw_only=True)
class UnionRow:
    """One union; `depth` is how far it stands below the top of its tree."""

    id: int
    name: str
    level: str
    level_words: str
    parent_id: int | None
    parent_name: str | None
    county: str | None
    township: str | None
    chair: str | None
    phone_mask: str | None
    member_count: int | None
    union_count: int | None
    enterprise_count: int
    depth: int


@dataclass(frozen=True, kw_only=True)
class EnterpriseRow:
    """One enterprise; lists are as the table keeps them."""

    id: int
    name: str
    county: str | None
    township: str | None
    union_id: int | None
    union_name: str | None
    uscc: str | None
    ownership: str | None
    ownership_words: str
    worker_count: int | None
    beds_male: int | None
    beds_female: int | None
    accept_count: int | None
    shifts: list[dict[str, str]]
    posts: list[dict[str, Any]]
    breaks: list[dict[str, str]]
    available: list[list[str]]
    contact: str | None
    contact_phone_mask: str | None
    note: str

    @property
    def has_night(self) -> bool:
        """Whether one of its posts works at night."""
        return any(post.get("night") for post in self.posts)

    @property
    def has_heavy(self) -> bool:
        """Whether one of its posts is heavy work."""
        return any(post.get("heavy") for post in self.posts)


def _union(u: Union, *, depth: int, enterprise_count: int) -> UnionRow:
    return UnionRow(
        id=u.pk,
        name=u.name,
        level=u.level,
        level_words=u.get_level_display(),
        parent_id=u.parent_id,
        parent_name=u.parent.name if u.parent else None,
        county=u.county,
        township=u.township,
        chair=u.chair,
        phone_mask=u.phone_mask,
        member_count=u.member_count,
        union_count=u.union_count,
        enterprise_count=enterprise_count,
        depth=depth,
    )


def unions() -> list[UnionRow]:
    """All unions as a tree written line by line: each one under its parent, names in order."""
    counts = dict(Union.objects.annotate(count=Count("enterprises")).values_list("pk", "count"))
    children: dict[int | None, list[Union]] = {}
    for u in sorted(Union.objects.select_related("parent"), key=lambda u: (_ORDER[u.level], u.name)):
        children.setdefault(u.parent_id, []).append(u)
    lines: list[UnionRow] = []
    waiting = [(u, 0) for u in reversed(children.get(None, []))]
    while waiting:
        u, depth = waiting.pop()
        lines.append(_union(u, depth=depth, enterprise_count=counts[u.pk]))
        waiting += [(child, depth + 1) for child in reversed(children.get(u.pk, []))]
    return lines


def union(union_id: int) -> UnionRow:
    """One union; raises Union.DoesNotExist."""
    u = Union.objects.select_related("parent").get(pk=union_id)
    return _union(u, depth=0, enterprise_count=u.enterprises.count())


def _enterprise(e: Enterprise) -> EnterpriseRow:
    return EnterpriseRow(
        id=e.pk,
        name=e.name,
        county=e.county,
        township=e.township,
        union_id=e.union_id,
        union_name=e.union.name if e.union else None,
        uscc=e.uscc,
        ownership=e.ownership,
        ownership_words=e.get_ownership_display() if e.ownership else "",
        worker_count=e.worker_count,
        beds_male=e.beds_male,
        beds_female=e.beds_female,
        accept_count=e.accept_count,
        shifts=e.shifts,
        posts=e.posts,
        breaks=e.breaks,
        available=e.available,
        contact=e.contact,
        contact_phone_mask=e.contact_phone_mask,
        note=e.note,
    )


def enterprises() -> list[EnterpriseRow]:
    """All enterprises by county, township and name."""
    rows = Enterprise.objects.select_related("union").order_by("county", "township", "name")
    return [_enterprise(e) for e in rows]


def enterprise(enterprise_id: int) -> EnterpriseRow:
    """One enterprise; raises Enterprise.DoesNotExist."""
    return _enterprise(Enterprise.objects.select_related("union").get(pk=enterprise_id))
