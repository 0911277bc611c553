"""Steps that change a programme."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from dundian.features.ledger.services import record

from .models import Grant, Phase, Programme


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


@transaction.atomic
def grant(
    *,
    account_id: int,
    role: str,
    programme_id: int | None = None,
    group_id: int | None = None,
    union_id: int | None = None,
    enterprise_id: int | None = None,
) -> None:
    """Give an account a role in one place; giving it twice is giving it once."""
    row = Grant(
        account_id=account_id,
        role=role,
        programme_id=programme_id,
        group_id=group_id,
        union_id=union_id,
        enterprise_id=enterprise_id,
    )
    Grant.objects.bulk_create([row], ignore_conflicts=True)
