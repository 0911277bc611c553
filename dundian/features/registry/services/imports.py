"""Taking workbooks: one batch keeps what each row made or changed, so that the whole import can be undone."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from dundian.features.ledger.services import record

from ..models import ImportBatch, ImportedRow
from .removal import StillUsed, delete_now, holders_among

# Imports go one after the other: two that run at once would each make the same person.
_LOCK = 0x69_6D_70_6F_72_74
HOME_UNIT = "registry.HomeUnit"
BATCH = 500
Row = dict[str, Any]


class AlreadyUndone(Exception):
    """这次导入已经撤销过了。"""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where rows come from and who takes them. `account_id` is None in the shell."""

    file_name: str
    digest: str
    by: str
    at: datetime
    account_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A row that was not taken, and why in one sentence."""

    sheet: str
    row: int
    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What an import did, in rows of the workbook."""

    batch_id: int
    made_count: int
    changed_count: int
    same_count: int
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class UsedSince:
    """A row that an undo cannot touch any more, and why."""

    sheet: str
    row: int
    name: str
    why: str


class RowsUsed(Exception):
    """这次导入的有些行后来用上了，没有撤销。"""

    def __init__(self, rows: list[UsedSince]) -> None:
        super().__init__(self.__doc__)
        self.rows = rows


def columns_of(row: models.Model) -> dict[str, Any]:
    """All columns of a row as JSON; sealed bytes stay sealed, in base64."""
    return {f.attname: _plain(getattr(row, f.attname)) for f in row._meta.concrete_fields if not f.primary_key}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"base64": b64encode(bytes(value)).decode()}
    return value.isoformat() if isinstance(value, date) else value


def put_back(row: models.Model, columns: dict[str, Any]) -> None:
    """Make a row say what `columns_of` once read from it, and save it."""
    _say_again(row, columns)
    row.save()


def _say_again(row: models.Model, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        is_bytes = isinstance(value, dict) and set(value) == {"base64"}
        setattr(row, name, b64decode(value["base64"]) if is_bytes else value)


def write(rows: Iterable[tuple[models.Model, dict[str, Any] | None]]) -> None:
    """Write rows of one table, each with what `columns_of` it was before (None = it is new), together.

    A row that says the same again is not written.
    """
    fresh: list[models.Model] = []
    changed: list[models.Model] = []
    for row, before in rows:
        if before is None:
            fresh.append(row)
        elif columns_of(row) != before:
            changed.append(row)
    if fresh:
        type(fresh[0])._default_manager.bulk_create(fresh, batch_size=BATCH)
    _write_over(changed)


def _write_over(rows: Sequence[models.Model]) -> None:
    """Save rows that are there already, whole; each at most once."""
    if not rows:
        return
    table = type(rows[0])._meta
    # One statement for many: a bulk_update asks column by column and takes ten times as long.
    table.model._default_manager.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=[table.pk.name],
        update_fields=[f.name for f in table.concrete_fields if not f.primary_key],
    )


@dataclass
class Take:
    """An import that is going on. Made by `begin`, ended by `end`."""

    batch: ImportBatch
    left_out: list[LeftOut] = field(default_factory=list)
    # How often each name stands in the workbook.
    names: Counter[str] = field(default_factory=Counter)
    # Written together at the end: a large roster would otherwise wait for each of them.
    _noted: list[ImportedRow] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    def leave_out(self, row: Row, name: str, why: str) -> None:
        """Note that a row is not taken."""
        self.left_out.append(LeftOut(sheet=row.get("_sheet") or "", row=row.get("_row") or 0, name=name, why=why))

    def note(self, row: Row, subject: models.Model, before: dict[str, Any] | None) -> str:
        """Keep what happened to one thing: "made", "changed" or "same". The thing has been saved already.

        A row that says the same again is kept too: whoever undoes the earlier import must hear of it.
        """
        after = columns_of(subject)
        imported = ImportedRow(
            batch=self.batch,
            sheet=row.get("_sheet") or "",
            row=row.get("_row") or 0,
            subject=subject._meta.label,
            subject_id=subject.pk,
            before=before,
            after=after,
        )
        self._noted.append(imported)
        if before is None:
            return "made"
        return "same" if before == after else "changed"

    def count(self, outcomes: Iterable[str]) -> None:
        """Count one row of the workbook by the most that happened to its things."""
        seen = set(outcomes)
        self._counts[next((word for word in ("made", "changed") if word in seen), "same")] += 1

    def end(self) -> Taken:
        """Close the batch: what was noted is written, in its order, and counted."""
        ImportedRow.objects.bulk_create(self._noted, batch_size=BATCH)
        self._noted = []
        counts = {word: self._counts[word] for word in ("made", "changed", "same")}
        return Taken(
            batch_id=self.batch.pk,
            made_count=counts["made"],
            changed_count=counts["changed"],
            same_count=counts["same"],
            left_out=tuple(self.left_out),
        )


def begin(*, kind: str, source: Source, programme_id: int | None = None) -> Take:
    """Open a batch inside the caller's transaction; a second import waits here until the first has ended."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    batch = ImportBatch.objects.create(
        kind=kind,
        programme_number=programme_id,
        file_name=source.file_name,
        digest=source.digest,
        at=source.at,
        by_id=source.account_id,
    )
    record(step="IMPORT", subject=f"import:{batch.pk}", by=source.by, at=source.at, facts={"kind": kind})
    return Take(batch=batch)


@transaction.atomic
def undo_import(*, batch_id: int, by: str, at: datetime, keep_used: bool = False) -> list[UsedSince]:
    """Put back what an import changed and remove what it made.

    Rows that were placed, edited or imported again since stop the undo: RowsUsed lists them and nothing changes.
    With `keep_used` those rows stay as they are, the others go, and the list is returned.
    Raises AlreadyUndone.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.undone_at:
        raise AlreadyUndone
    undo = _Undo(batch)
    undo.run()
    if undo.used and not keep_used:
        raise RowsUsed(undo.used)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    record(step="UNDO_IMPORT", subject=f"import:{batch.pk}", by=by, at=at, facts={"kept": len(undo.used)})
    return undo.used


class _Undo:
    """Looks at every row first, then undoes from the last to the first, since an official was made after his person.

    A row of the workbook is one: where one of its things is used since, the others stay with it.
    """

    def __init__(self, batch: ImportBatch) -> None:
        self.rows = list(batch.rows.order_by("-pk"))
        later = ImportedRow.objects.filter(batch_id__gt=batch.pk, batch__undone_at=None)
        self.taken_again = set(later.values_list("subject", "subject_id"))
        # What came with the same workbook goes or goes back with it, and holds nothing.
        self.own = {(row.subject, row.subject_id) for row in self.rows}
        self.used: list[UsedSince] = []
        self.kept: set[tuple[str, int]] = set()
        self.subjects: dict[tuple[str, int], models.Model] = {}
        self.held: dict[tuple[str, int], list[str]] = {}

    def run(self) -> None:
        for label, pks in self._by_model(self.rows).items():
            model = apps.get_model(label)
            rows: models.QuerySet[models.Model] = model._default_manager.select_for_update().filter(pk__in=pks)
            self.subjects |= {(label, subject.pk): subject for subject in rows}
            self.held |= {(label, pk): held for pk, held in holders_among(model, pks, but=self.own).items()}
        for row in reversed(self.rows):
            self._judge(row)
        free = [row for row in self.rows if (row.sheet, row.row) not in self.kept and self._subject(row)]
        self._put_back([row for row in free if row.before is not None])
        for label, pks in self._by_model([row for row in free if row.before is None]).items():
            self._delete(label, pks, {row.subject_id: row for row in free if row.subject == label})

    def _put_back(self, rows: list[ImportedRow]) -> None:
        for label, pks in self._by_model(rows).items():
            said = {row.subject_id: row.before or {} for row in rows if row.subject == label}
            changed = [(self.subjects[label, pk], columns_of(self.subjects[label, pk])) for pk in dict.fromkeys(pks)]
            for subject, _now in changed:
                _say_again(subject, said[subject.pk])
            write(changed)

    def _by_model(self, rows: list[ImportedRow]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row in rows:
            found.setdefault(row.subject, []).append(row.subject_id)
        return found

    def _subject(self, row: ImportedRow) -> models.Model | None:
        return self.subjects.get((row.subject, row.subject_id))

    def _judge(self, row: ImportedRow) -> None:
        subject = self._subject(row)
        # A home unit that others came to use simply stays; nobody placed or edited it.
        why = self._why_used(row, subject) if subject and row.subject != HOME_UNIT else ""
        if subject and why:
            self._keep(row, subject, why)

    def _keep(self, row: ImportedRow, subject: models.Model, why: str) -> None:
        if (row.sheet, row.row) not in self.kept:
            self.used.append(UsedSince(sheet=row.sheet, row=row.row, name=str(subject), why=why))
        self.kept.add((row.sheet, row.row))

    def _why_used(self, row: ImportedRow, subject: models.Model) -> str:
        if columns_of(subject) != row.after:
            return _("后来改过")
        if (row.subject, row.subject_id) in self.taken_again:
            return _("后来又导入过")
        held = self.held.get((row.subject, row.subject_id), []) if row.before is None else []
        return _("%(where)s里用着") % {"where": "、".join(held)} if held else ""

    def _delete(self, label: str, pks: list[int], rows: dict[int, ImportedRow]) -> None:
        """Delete what is free, the last made first; what is held by a row that stays, stays."""
        model = apps.get_model(label)
        held = holders_among(model, pks, but=self.own if label != HOME_UNIT else frozenset())
        free = [pk for pk in pks if pk not in held]
        has_tree = any(f.related_model is model for f in model._meta.concrete_fields)
        try:
            if not has_tree:
                delete_now(model._default_manager.filter(pk__in=free))
                return
        except StillUsed:
            pass
        for pk in free:
            try:
                delete_now(self.subjects[label, pk])
            except StillUsed:
                # Held by a row that stays, or by one that this scope cannot see.
                self._keep(rows[pk], self.subjects[label, pk], _("别处用着"))
