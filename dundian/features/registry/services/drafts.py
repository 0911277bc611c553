"""Workbooks between two steps of the import wizard: kept sealed, belonging to one account, gone after a day."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from ..models import ImportDraft
from ..sealed import seal_bytes, unseal_bytes

DRAFT_LIFETIME = timedelta(days=1)
LARGEST_BYTES = 10 * 1024 * 1024


class DraftGone(Exception):
    """这份表已经导入过，或者放得太久清掉了。再传一次就行。"""


class FileTooLarge(Exception):
    """文件超过 10 MB，没有收下；把名单单独存成一份再传。"""


@dataclass
class Said:
    """What a person said about a workbook in the wizard.

    `columns`: head as written → field, "" leaves it out; `cells`: [sheet, row, head, text]; `skipped`: [sheet, row].
    """

    columns: dict[str, str] = field(default_factory=dict)
    cells: list[tuple[str | None, int, str, str]] = field(default_factory=list)
    skipped: list[tuple[str | None, int]] = field(default_factory=list)

    def write(self, sheet: str | None, row: int, head: str, text: str) -> None:
        """Note what a cell should say; the last word counts."""
        self.cells = [cell for cell in self.cells if tuple(cell[:3]) != (sheet, row, head)]
        self.cells.append((sheet, row, head, text))

    def skip_all(self, places: Iterable[tuple[str | None, int]]) -> None:
        """Leave many rows out."""
        known = [(sheet, row) for sheet, row in self.skipped]
        self.skipped = list(dict.fromkeys([*known, *places]))

    def skip(self, sheet: str | None, row: int, *, unwanted: bool = True) -> None:
        """Leave a row out, or want it again."""
        self.skipped = [place for place in self.skipped if tuple(place) != (sheet, row)]
        if unwanted:
            self.skipped.append((sheet, row))


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A reading of a draft as text, and a word that changes with whatever it was read with."""

    read_with: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A workbook on its way in, opened."""

    id: int
    kind: str
    programme_number: int | None
    file_name: str
    content: bytes
    said: Said
    kept: Kept | None = None
    """What was last read from it."""


@transaction.atomic
def keep_draft(
    *, account_id: int, kind: str, programme_number: int | None, file_name: str, content: bytes, at: datetime
) -> int:
    """Keep an uploaded file for the next steps and return the draft's id; old drafts go. Raises FileTooLarge."""
    if len(content) > LARGEST_BYTES:
        raise FileTooLarge
    ImportDraft.objects.filter(created_at__lt=at - DRAFT_LIFETIME).delete()
    return ImportDraft.objects.create(
        account_id=account_id,
        kind=kind,
        programme_number=programme_number,
        file_name=file_name[-120:],
        content_sealed=seal_bytes(content),
        created_at=at,
    ).pk


def open_draft(*, draft_id: int, account_id: int, is_last_step: bool = False) -> Draft:
    """Open a draft of this account; raises DraftGone. The last step locks it, so that it is taken once."""
    rows = ImportDraft.objects.select_for_update() if is_last_step else ImportDraft.objects.all()
    row = rows.filter(pk=draft_id, account_id=account_id).first()
    if row is None:
        raise DraftGone
    said = Said(**json.loads(unseal_bytes(row.said_sealed))) if row.said_sealed else Said()
    return Draft(
        id=row.pk,
        kind=row.kind,
        programme_number=row.programme_number,
        file_name=row.file_name,
        content=unseal_bytes(row.content_sealed),
        said=said,
        kept=_unpacked(row.reading_sealed) if row.reading_sealed else None,
    )


def keep_reading(*, draft_id: int, account_id: int, kept: Kept) -> None:
    """Keep what was read from a draft for the next steps; it goes with the draft, and one that is gone stays gone."""
    packed = seal_bytes(zlib.compress(json.dumps(asdict(kept), ensure_ascii=False).encode(), level=1))
    ImportDraft.objects.filter(pk=draft_id, account_id=account_id).update(reading_sealed=packed)


def _unpacked(sealed: bytes | memoryview) -> Kept:
    return Kept(**json.loads(zlib.decompress(unseal_bytes(sealed))))


@transaction.atomic
def say(*, draft_id: int, account_id: int, said: Said) -> None:
    """Keep what was said about a draft; raises DraftGone."""
    words = json.dumps(asdict(said), ensure_ascii=False).encode()
    kept = ImportDraft.objects.filter(pk=draft_id, account_id=account_id).update(said_sealed=seal_bytes(words))
    if not kept:
        raise DraftGone


def drop_draft(*, draft_id: int, account_id: int) -> None:
    """Forget a draft; dropping it twice is dropping it once."""
    ImportDraft.objects.filter(pk=draft_id, account_id=account_id).delete()
