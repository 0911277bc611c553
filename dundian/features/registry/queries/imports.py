"""Past imports and what each one did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from ..models import ImportBatch, ImportedRow


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One import; counts are things (people, officials, enterprises, unions), not rows of the workbook."""

    id: int
    kind: str
    kind_words: str
    programme_id: int | None
    file_name: str
    at: datetime
    by_name: str
    undone_at: datetime | None
    made_count: int
    changed_count: int


@dataclass(frozen=True, kw_only=True)
class ImportedThing:
    """What one row of the workbook did to one thing; `columns` names what changed, empty for a new thing."""

    sheet: str
    row: int
    subject: str
    subject_id: int
    name: str
    is_new: bool
    columns: tuple[str, ...]


_MAIN = {"ROSTER": "registry.Person", "ENTERPRISES": "registry.Enterprise", "TOWNSHIPS": "registry.Union"}


def _batch(b: ImportBatch, counts: Counter[tuple[int, bool]]) -> BatchRow:
    return BatchRow(
        id=b.pk,
        kind=b.kind,
        kind_words=b.get_kind_display(),
        programme_id=b.programme_number,
        file_name=b.file_name,
        at=b.at,
        by_name=b.by.name if b.by else "",
        undone_at=b.undone_at,
        made_count=counts[b.pk, True],
        changed_count=counts[b.pk, False],
    )


def _counts(batches: list[ImportBatch]) -> Counter[tuple[int, bool]]:
    """How many main things each batch made (True) and changed (False)."""
    rows = ImportedRow.objects.filter(batch__in=batches, subject__in=_MAIN.values())
    rows = rows.exclude(Q(before__isnull=False) & Q(before=F("after")))
    return Counter((pk, before is None) for pk, before in rows.values_list("batch_id", "before"))


def imports(*, programme_id: int | None = None, limit: int = 50) -> list[BatchRow]:
    """Past imports, newest first: of one programme and those that belong to none, or of all."""
    rows = ImportBatch.objects.select_related("by").order_by("-at", "-pk")
    if programme_id is not None:
        rows = rows.filter(Q(programme_number=programme_id) | Q(programme_number=None))
    batches = list(rows[:limit])
    counts = _counts(batches)
    return [_batch(b, counts) for b in batches]


def import_batch(batch_id: int) -> BatchRow:
    """One import; raises ImportBatch.DoesNotExist."""
    batch = ImportBatch.objects.select_related("by").get(pk=batch_id)
    return _batch(batch, _counts([batch]))


def imported_things(batch_id: int) -> list[ImportedThing]:
    """What an import made and changed, in the order of the workbook; what it said again is left out."""
    things = []
    for row in ImportedRow.objects.filter(batch_id=batch_id).order_by("pk"):
        before = row.before
        if before == row.after:
            continue
        changed = () if before is None else tuple(k for k, v in row.after.items() if before.get(k) != v)
        things.append(
            ImportedThing(
                sheet=row.sheet,
                row=row.row,
                subject=row.subject,
                subject_id=row.subject_id,
                name=row.after.get("name", ""),
                is_new=before is None,
                columns=changed,
            )
        )
    return things
