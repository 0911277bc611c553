"""Enterprises: the hosts of groups."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction

from dundian.features.ledger.services import record, take_turn

from ..models import Enterprise, Union
from .numbers import phone_columns
from .people import NameMissing
from .removal import remove_unused


class EnterpriseFacts(TypedDict, total=False):
    """What a form or a row says about an enterprise; what is absent stays as it is."""

    name: str
    county: str | None
    township: str | None
    union_id: int | None
    uscc: str | None
    ownership: str | None
    worker_count: int | None
    beds_male: int | None
    beds_female: int | None
    accept_count: int | None
    shifts: list[dict[str, str]]
    posts: list[dict[str, Any]]
    breaks: list[dict[str, str]]
    available: list[list[str]]
    contact: str | None
    contact_phone: str | None
    note: str


class EnterpriseExists(Exception):
    """这家企业已经有了：名字或信用代码一样。"""


PLAIN = (
    "name",
    "county",
    "township",
    "uscc",
    "ownership",
    "worker_count",
    "beds_male",
    "beds_female",
    "accept_count",
    "shifts",
    "posts",
    "breaks",
    "available",
    "contact",
    "note",
)


def columns_of(facts: EnterpriseFacts) -> dict[str, Any]:
    """Facts as columns of Enterprise. A phone with a mask in it says nothing."""
    columns: dict[str, Any] = {key: facts[key] for key in PLAIN if key in facts}  # type: ignore[literal-required]
    if "union_id" in facts:
        columns["union_id"] = facts["union_id"]
    phone = facts.get("contact_phone")
    return columns | (phone_columns(phone, prefix="contact_phone") if phone and "*" not in phone else {})


def union_near(*, county: str | None, township: str | None) -> Union | None:
    """The township union an enterprise belongs to: same township, and same county where both are known."""
    if not township:
        return None
    near = Union.objects.filter(level="TOWNSHIP", township=township)
    if county:
        near = near.filter(county__in=[county]) or near.filter(county=None)
    rows = list(near[:2])
    return rows[0] if len(rows) == 1 else None


def _save(enterprise: Enterprise, facts: EnterpriseFacts) -> None:
    for name, value in columns_of(facts).items():
        setattr(enterprise, name, value)
    enterprise.name = enterprise.name.strip()
    enterprise.uscc = enterprise.uscc or None
    if not enterprise.name:
        raise NameMissing
    same = Enterprise.objects.filter(name=enterprise.name)
    if enterprise.uscc:
        same = same | Enterprise.objects.filter(uscc=enterprise.uscc)
    if same.exclude(pk=enterprise.pk).exists():
        raise EnterpriseExists
    if enterprise.union_id is None:
        enterprise.union = union_near(county=enterprise.county, township=enterprise.township)
    enterprise.save()


@transaction.atomic
def add_enterprise(*, facts: EnterpriseFacts, by: str, at: datetime) -> int:
    """Add an enterprise and return its id; raises NameMissing, EnterpriseExists."""
    enterprise = Enterprise()
    _save(enterprise, facts)
    record(step="ADD_ENTERPRISE", subject=f"enterprise:{enterprise.pk}", by=by, at=at)
    return enterprise.pk


@transaction.atomic
def change_enterprise(*, enterprise_id: int, facts: EnterpriseFacts, by: str, at: datetime) -> None:
    """Change an enterprise; raises Enterprise.DoesNotExist, NameMissing, EnterpriseExists."""
    take_turn()
    enterprise = Enterprise.objects.select_for_update().get(pk=enterprise_id)
    _save(enterprise, facts)
    facts_changed = {"columns": sorted(facts)}
    record(step="CHANGE_ENTERPRISE", subject=f"enterprise:{enterprise_id}", by=by, at=at, facts=facts_changed)


@transaction.atomic
def remove_enterprise(*, enterprise_id: int, by: str, at: datetime) -> None:
    """Remove an enterprise on which nothing hangs; raises StillUsed."""
    take_turn()
    remove_unused(Enterprise.objects.select_for_update().get(pk=enterprise_id))
    record(step="REMOVE_ENTERPRISE", subject=f"enterprise:{enterprise_id}", by=by, at=at)
