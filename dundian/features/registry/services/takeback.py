"""Taking one change by hand back: what rows were before it, kept by the door for a while, put back when asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction

from dundian.features.ledger.services import record

from .imports import columns_of, put_back
from .removal import delete_now

# label, id, columns (None = there was no such row)
Remembered = list[tuple[str, int, dict[str, Any] | None]]


class ChangedSince(Exception):
    """后来又改过，这一步撤不回来了。"""


def _row(label: str, pk: int) -> models.Model | None:
    rows: models.QuerySet[models.Model] = apps.get_model(label)._default_manager.all()
    return rows.filter(pk=pk).first()


def remember(*rows: tuple[str, int]) -> Remembered:
    """What these rows (label, id) say now, as JSON; sealed numbers stay sealed."""
    found = [(label, pk, _row(label, pk)) for label, pk in rows]
    return [(label, pk, columns_of(row) if row else None) for label, pk, row in found]


@transaction.atomic
def take_back(*, before: Sequence[Sequence[Any]], after: Sequence[Sequence[Any]], by: str, at: datetime) -> None:
    """Make rows say again what they said `before`, as long as they still say what they said right `after`.

    A row that was removed comes back under its old id, one that was made goes. Raises ChangedSince, StillUsed.
    """
    now = [list(row) for row in remember(*[(label, pk) for label, pk, _columns in after])]
    if now != [list(row) for row in after]:
        raise ChangedSince
    for label, pk, columns in before:
        row = _row(label, pk)
        if columns is not None:
            put_back(row or apps.get_model(label)(pk=pk), columns)
        elif row is not None:
            delete_now(row)
        record(step="TAKE_BACK", subject=f"{label.split('.')[-1].lower()}:{pk}", by=by, at=at)
