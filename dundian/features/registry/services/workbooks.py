"""Taking workbooks of enterprises and of township unions into the registry.

Rows are plain dicts as the reading engine gives them (`_sheet`, `_row` and the fields of the kind); absent = None
= nothing is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Enterprise, ImportBatch, Union
from ..sealed import unseal
from .enterprises import EnterpriseFacts, union_near
from .enterprises import columns_of as enterprise_columns
from .imports import Row, Source, Take, Taken, begin, columns_of
from .numbers import phone_columns

# Field of the row → column of the table, where they differ.
_NAMES = {"workers": "worker_count", "accept": "accept_count"}
_FIELDS = (
    "name",
    "county",
    "township",
    "uscc",
    "ownership",
    "workers",
    "beds_male",
    "beds_female",
    "accept",
    "shifts",
    "posts",
    "breaks",
    "available",
    "contact",
    "contact_phone",
    "note",
)


@transaction.atomic
def take_enterprises(*, rows: Sequence[Row], source: Source, programme_id: int | None = None) -> Taken:
    """Make or update enterprises, met by credit code or name; returns what happened.

    A row whose code and name belong to two different enterprises is left out.
    """
    take = begin(kind=ImportBatch.Kind.ENTERPRISES, source=source, programme_id=programme_id)
    for row in rows:
        _take_enterprise(take, row)
    return take.end()


def _take_enterprise(take: Take, row: Row) -> None:
    by_name = Enterprise.objects.filter(name=row["name"]).first()
    by_code = Enterprise.objects.filter(uscc=row["uscc"]).first() if row.get("uscc") else None
    if by_name and by_code and by_name != by_code:
        take.leave_out(row, row["name"], _("信用代码是“%(name)s”的，名字却是另一家，先核对") % {"name": by_code.name})
        return
    enterprise = by_code or by_name
    before = columns_of(enterprise) if enterprise else None
    enterprise = enterprise or Enterprise()
    facts = _facts(row)
    if _same_phone(enterprise.contact_phone_sealed, facts.get("contact_phone")):
        facts.pop("contact_phone")
    for column, value in enterprise_columns(EnterpriseFacts(**facts)).items():  # type: ignore[typeddict-item]
        setattr(enterprise, column, value)
    if enterprise.union_id is None:
        enterprise.union = union_near(county=enterprise.county, township=enterprise.township)
    enterprise.save()
    take.count([take.note(row, enterprise, before)])


def _facts(row: Row) -> dict[str, Any]:
    facts: dict[str, Any] = {_NAMES.get(key, key): row[key] for key in _FIELDS if row.get(key) not in (None, "", [])}
    if "ownership" in facts:
        facts["ownership"] = facts["ownership"].upper()
    if "breaks" in facts:
        # The reading engine gives [start, end] of a rest that holds for every team.
        facts["breaks"] = [_rest(rest) for rest in facts["breaks"]]
    return facts


def _rest(rest: dict[str, Any] | Sequence[str]) -> dict[str, Any]:
    if isinstance(rest, dict):
        return rest
    start, end = rest
    return {"team": None, "start": start, "end": end}


def _same_phone(sealed: bytes | memoryview | None, phone: str | None) -> bool:
    return bool(sealed and phone) and unseal(sealed or b"") == phone


@transaction.atomic
def take_townships(*, rows: Sequence[Row], source: Source, programme_id: int | None = None) -> Taken:
    """Make or update township unions, met by the union's name, under the union of their county; links enterprises."""
    take = begin(kind=ImportBatch.Kind.TOWNSHIPS, source=source, programme_id=programme_id)
    for row in rows:
        _take_township(take, row)
    return take.end()


def _take_township(take: Take, row: Row) -> None:
    name = row.get("union") or _("%(township)s总工会") % {"township": row.get("name")}
    union = Union.objects.filter(name=name).first()
    if union and union.level != "TOWNSHIP":
        take.leave_out(row, name, _("已经有一个叫这个名字的上级工会"))
        return
    before = columns_of(union) if union else None
    union = union or Union(name=name, level="TOWNSHIP")
    columns = {
        "county": row.get("county"),
        "township": row.get("name"),
        "chair": row.get("chair"),
        "member_count": row.get("members"),
        "union_count": row.get("unions"),
    }
    if row.get("phone") and "*" not in row["phone"] and not _same_phone(union.phone_sealed, row["phone"]):
        columns |= phone_columns(row["phone"])
    for column, value in columns.items():
        if value is not None:
            setattr(union, column, value)
    outcomes: list[str] = []
    if union.parent_id is None and union.county:
        union.parent, outcomes = _county_union(take, row, union.county)
    union.save()
    outcomes.append(take.note(row, union, before))
    take.count([*outcomes, *_link_enterprises(take, row, union)])


def _county_union(take: Take, row: Row, county: str) -> tuple[Union, list[str]]:
    name = _("%(county)s总工会") % {"county": county}
    parent = Union.objects.filter(name=name).first()
    if parent:
        return parent, []
    above = Union.objects.filter(level="CITY").first() if Union.objects.filter(level="CITY").count() == 1 else None
    parent = Union.objects.create(name=name, level="COUNTY", county=county, parent=above)
    return parent, [take.note(row, parent, None)]


def _link_enterprises(take: Take, row: Row, union: Union) -> list[str]:
    """Enterprises of the township that have no union yet come under this one."""
    outcomes = []
    for enterprise in Enterprise.objects.filter(union=None, township=union.township).exclude(township=None):
        if union_near(county=enterprise.county, township=enterprise.township) != union:
            continue
        before = columns_of(enterprise)
        enterprise.union = union
        enterprise.save(update_fields=["union"])
        outcomes.append(take.note(row, enterprise, before))
    return outcomes
