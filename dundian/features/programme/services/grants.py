"""Who is given which role where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dundian.features.ledger.services import record

from ..models import Grant


def grant(
    *,
    account_id: int,
    role: str,
    programme_id: int | None = None,
    group_id: int | None = None,
    union_id: int | None = None,
    enterprise_id: int | None = None,
) -> bool:
    """Give an account a role in one place, and return whether that is new; giving it twice is giving it once."""
    where: dict[str, Any] = {
        "programme_id": programme_id,
        "group_id": group_id,
        "union_id": union_id,
        "enterprise_id": enterprise_id,
    }
    _row, is_new = Grant.objects.get_or_create(account_id=account_id, role=role, **where)
    return is_new


@transaction.atomic
def give(*, account_id: int, role: str, place: Mapping[str, int], by: str, at: datetime) -> None:
    """Give an account a role in one place ({"group_id": 3}, or nothing for everywhere), and write down who did."""
    if grant(account_id=account_id, role=role, **place):
        facts = {"role": role, **place}
        record(step="GRANT", subject=f"account:{account_id}", by=by, at=at, facts=facts)


class LastOrganiser(Exception):
    """这是最后一个组织方账号。先给别人开通，再收回这一个。"""


@transaction.atomic
def withdraw(*, grant_id: int, by: str, at: datetime) -> None:
    """Take a role back; refuses to leave the house without anybody who could give roles (LastOrganiser)."""
    row = Grant.objects.select_for_update().filter(pk=grant_id).first()
    if row is None:
        return
    others = Grant.objects.select_for_update().filter(
        role=Grant.Role.ORGANISER, programme=None, account__is_active=True
    )
    if row.role == Grant.Role.ORGANISER and row.programme_id is None and not others.exclude(pk=grant_id).exists():
        raise LastOrganiser
    row.delete()
    record(step="WITHDRAW", subject=f"account:{row.account_id}", by=by, at=at, facts={"role": row.role})
