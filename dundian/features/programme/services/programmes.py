"""Steps that change a programme."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from dundian.features.ledger.services import record

from ..models import Phase, Programme


@transaction.atomic
def start_programme(*, name: str, at: datetime, by: str, is_sample: bool = False, season: int | None = None) -> int:
    """Make an empty programme and return its id."""
    programme = Programme.objects.create(name=name, created_at=at, is_sample=is_sample, season=season)
    record(step="START_PROGRAMME", subject=f"programme:{programme.pk}", by=by, at=at)
    return programme.pk


@transaction.atomic
def add_phase(*, programme_id: int, number: int, start_on: date, end_on: date) -> int:
    """Add one phase and return its id; the database refuses a number twice and an end before its start."""
    return Phase.objects.create(programme_id=programme_id, number=number, start_on=start_on, end_on=end_on).pk
