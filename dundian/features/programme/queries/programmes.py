"""Programmes and their phases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..models import Group, Official, Phase, Programme
from ..scope import Scope


@dataclass(frozen=True, kw_only=True)
class ProgrammeRow:
    """One programme as lists and headers show it."""

    id: int
    name: str
    season: int | None
    host: str
    theme: str
    start_on: date | None
    end_on: date | None
    announced: dict[str, Any]
    tasks: list[dict[str, str]]
    mandates: list[str]
    is_sample: bool
    people_count: int
    phase_count: int
    group_count: int
    enterprise_count: int


@dataclass(frozen=True, kw_only=True)
class PhaseRow:
    """One phase."""

    id: int
    number: int
    start_on: date
    end_on: date


def _row(p: Programme, counts: dict[str, int]) -> ProgrammeRow:
    return ProgrammeRow(
        id=p.pk,
        name=p.name,
        season=p.season,
        host=p.host,
        theme=p.theme,
        start_on=p.start_on,
        end_on=p.end_on,
        announced=p.announced,
        tasks=p.tasks,
        mandates=p.mandates,
        is_sample=p.is_sample,
        people_count=counts["people_count"],
        phase_count=counts["phase_count"],
        group_count=counts["group_count"],
        enterprise_count=counts["enterprise_count"],
    )


def _counted(rows: QuerySet[Programme]) -> list[ProgrammeRow]:
    groups = Group.objects.filter(phase__programme=OuterRef("pk"))
    people = Official.objects.filter(programme=OuterRef("pk"), is_in_roster=True)
    columns = {
        "people_count": _count(people, "programme"),
        "phase_count": _count(Phase.objects.filter(programme=OuterRef("pk")), "programme"),
        "group_count": _count(groups, "phase__programme"),
        "enterprise_count": _count(groups, "phase__programme", Count("enterprise", distinct=True)),
    }
    counts = {pk: dict(zip(columns, found, strict=True)) for pk, *found in rows.values_list("pk", *columns.values())}
    return [_row(p, counts[p.pk]) for p in rows]


def _count(rows: QuerySet[Any], by: str, what: Count | None = None) -> Coalesce:
    """How many of `rows`, as one column of an outer query."""
    one = rows.order_by().values(by).annotate(count=what or Count("pk")).values("count")
    return Coalesce(Subquery(one), 0)


def programmes(scope: Scope) -> list[ProgrammeRow]:
    """The programmes open to this scope, newest first."""
    rows = Programme.objects.order_by("-created_at", "-pk")
    if scope.programme_ids is not None:
        rows = rows.filter(pk__in=scope.programme_ids)
    return _counted(rows)


def programme(programme_id: int) -> ProgrammeRow:
    """One programme; raises Programme.DoesNotExist."""
    rows = _counted(Programme.objects.filter(pk=programme_id))
    if not rows:
        raise Programme.DoesNotExist
    return rows[0]


def is_there(programme_id: int) -> bool:
    """Whether there is such a programme."""
    return Programme.objects.filter(pk=programme_id).exists()


def phases(programme_id: int) -> list[PhaseRow]:
    """The phases in order."""
    rows = Phase.objects.filter(programme_id=programme_id)
    return [PhaseRow(id=p.pk, number=p.number, start_on=p.start_on, end_on=p.end_on) for p in rows]
