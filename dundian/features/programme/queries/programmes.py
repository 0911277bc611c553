"""Programmes and their phases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

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
    is_sample: bool
    people_count: int
    phase_count: int
    group_count: int


@dataclass(frozen=True, kw_only=True)
class PhaseRow:
    """One phase."""

    id: int
    number: int
    start_on: date
    end_on: date


def _row(p: Programme) -> ProgrammeRow:
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
        is_sample=p.is_sample,
        people_count=Official.objects.filter(programme=p, is_in_roster=True).count(),
        phase_count=Phase.objects.filter(programme=p).count(),
        group_count=Group.objects.filter(phase__programme=p).count(),
    )


def programmes(scope: Scope) -> list[ProgrammeRow]:
    """The programmes open to this scope, newest first."""
    rows = Programme.objects.order_by("-created_at", "-pk")
    if scope.programme_ids is not None:
        rows = rows.filter(pk__in=scope.programme_ids)
    return [_row(p) for p in rows]


def programme(programme_id: int) -> ProgrammeRow:
    """One programme; raises Programme.DoesNotExist."""
    return _row(Programme.objects.get(pk=programme_id))


def phases(programme_id: int) -> list[PhaseRow]:
    """The phases in order."""
    rows = Phase.objects.filter(programme_id=programme_id)
    return [PhaseRow(id=p.pk, number=p.number, start_on=p.start_on, end_on=p.end_on) for p in rows]
