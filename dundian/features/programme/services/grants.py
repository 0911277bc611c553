"""Who is given which role where."""

from __future__ import annotations

from django.db import transaction

from ..models import Grant


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
