"""A draft as it is read now: the file, what was settled about its columns, what was written over its cells."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dundian.doors.desk.said import said
from dundian.engines.reading.fields.context import Context, Phase
from dundian.engines.reading.keeping import from_text, to_text
from dundian.engines.reading.mending import Mended
from dundian.engines.reading.readings import TableReading
from dundian.engines.reading.tables import KINDS, read_table
from dundian.engines.reading.twins import Fault
from dundian.features.programme import queries as programme
from dundian.features.registry import services
from dundian.features.registry.queries import mask_phone
from dundian.features.registry.services import Draft, Said

# Kind in the address → kind of the batch, words, what one row is.
WORDS = {
    "roster": ("ROSTER", gettext_lazy("名册"), gettext_lazy("人")),
    "enterprises": ("ENTERPRISES", gettext_lazy("企业"), gettext_lazy("家企业")),
    "townships": ("TOWNSHIPS", gettext_lazy("镇街工会"), gettext_lazy("家工会")),
}
CODES = {batch: kind for kind, (batch, _words, _counter) in WORDS.items()}
FAULTS_A_PAGE = 50
ROWS_A_PAGE = 50
VERSION = version("dundian")
PHONES = {"phone", "contact_phone"}


def context_of(programme_id: int, today: date) -> Context:
    """What a list of this programme is read with."""
    phases = tuple(Phase(p.number, p.start_on, p.end_on) for p in programme.phases(programme_id))
    return Context(year=phases[0].start.year if phases else today.year, today=today, phases=phases)


def read_draft(draft: Draft, context: Context, account_id: int) -> TableReading:
    """Read the draft with everything that was said about it, or take up what was read with the same words before."""
    if draft.kept and draft.kept.read_with == _read_with(draft.said, context):
        return from_text(draft.kept.text)
    reading = _read(draft, context)
    keep(reading, draft_id=draft.id, said=draft.said, context=context, account_id=account_id)
    return reading


def keep(reading: TableReading, *, draft_id: int, said: Said, context: Context, account_id: int) -> None:
    """Keep a reading beside its draft, sealed as the draft is."""
    kept = services.Kept(read_with=_read_with(said, context), text=to_text(reading))
    services.keep_reading(draft_id=draft_id, account_id=account_id, kept=kept)


def _read_with(said: Said, context: Context) -> str:
    """A word for all that a reading depends on besides the file, and for the version that read it."""
    words = [VERSION, repr(context), list(said.columns.items()), said.cells, said.skipped]
    return sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def _read(draft: Draft, context: Context) -> TableReading:
    said = draft.said
    return read_table(
        draft.content,
        filename=draft.file_name,
        kind=CODES[draft.kind],
        context=context,
        columns={head: key or None for head, key in said.columns.items()},
        mended=mended_of(said),
    )


def mended_of(said: Said) -> Mended:
    """What was said about single cells and rows, as the engine takes it."""
    return Mended(
        cells={(sheet, row, head): text for sheet, row, head, text in said.cells},
        skipped=frozenset((sheet, row) for sheet, row in said.skipped),
    )


def titles_of(kind: str) -> list[tuple[str, str]]:
    """(field, title) of everything a list of this kind may carry."""
    return [(field.key, said(field.title)) for field in KINDS[kind].fields if "#" not in field.key]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One error as the page shows it; `same_count` is how many cells say the same and take the same fix."""

    fault: Fault
    place: str
    value: str
    is_secret: bool
    same_count: int

    @property
    def cell(self) -> str:
        """Where the error is, as a form sends it back."""
        return json.dumps([self.fault.sheet, self.fault.row, self.fault.column], ensure_ascii=False)

    @property
    def row(self) -> str:
        """The row of the error, as a form sends it back."""
        return json.dumps([self.fault.sheet, self.fault.row], ensure_ascii=False)

    @property
    def mended(self) -> str:
        """The proposed fix with its place, as a form sends it back."""
        return json.dumps([self.fault.sheet, self.fault.row, self.fault.column, self.fault.fix], ensure_ascii=False)

    @property
    def all_alike(self) -> str:
        """The proposed fix for every cell that says the same, as a form sends it back."""
        return json.dumps([self.fault.column, self.value, self.fault.fix], ensure_ascii=False)


def shown_faults(reading: TableReading) -> list[Shown]:
    """The errors at rows, in their order."""
    several = len({sheet for sheet, _row in reading.written}) > 1
    fixes = [same_fix(reading, fault) for fault in reading.errors]
    counts = Counter(fixes)
    secret = {understood.label for understood in reading.columns if understood.key == "id_number"}
    return [
        Shown(
            fault=fault,
            place=_place(fault, several=several),
            value=_value(reading, fault),
            is_secret=fault.column in secret,
            same_count=counts[same] if fault.fix else 0,
        )
        for fault, same in zip(reading.errors, fixes, strict=True)
        if fault.row is not None
    ]


def _place(fault: Fault, *, several: bool) -> str:
    words = _("第 %(n)s 行") % {"n": fault.row}
    return f"{fault.sheet} {words}" if several and fault.sheet else words


def _value(reading: TableReading, fault: Fault) -> str:
    written = reading.written.get((fault.sheet, fault.row or 0), {})
    return written.get(fault.column or "", "")


def same_fix(reading: TableReading, fault: Fault) -> tuple[str | None, str, str | None]:
    """What makes two errors one: column, value and proposed fix."""
    return fault.column, _value(reading, fault), fault.fix


def samples(reading: TableReading, label: str, key: str) -> list[str]:
    """Up to three things that stand in a column, numbers masked."""
    found = (written.get(label, "") for written in reading.written.values())
    texts = list(dict.fromkeys(text[:24] for text in found if text))[:3]
    return [mask_phone(text) if key in {*PHONES, "id_number"} else text for text in texts]


@dataclass(frozen=True)
class Preview(Sequence[tuple[int, list[str]]]):
    """The rows that are ready, as they would be taken, numbers masked; each is put into words when it is looked at."""

    keys: list[str]
    rows: list[dict[str, Any]]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self._line(row) for row in self.rows[place]]
        return self._line(self.rows[place])

    def _line(self, row: dict[str, Any]) -> tuple[int, list[str]]:
        return row["_row"], [_words(key, row[key]) for key in self.keys]


def preview(reading: TableReading) -> tuple[list[str], Preview]:
    """The heads and the rows that are ready."""
    faulty = set(reading.faulty_rows)
    ready = [row for row in reading.as_json()["rows"] if (row["_sheet"], row["_row"]) not in faulty]
    keys = [key for key in KINDS[reading.kind].keys if any(row[key] is not None for row in ready)]
    titles = dict(titles_of(reading.kind))
    return [titles.get(key, key) for key in keys], Preview(keys, ready)


def _words(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key in PHONES:
        return mask_phone(str(value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part not in (None, True))
    return "、".join(_words("", item) for item in value) if isinstance(value, list) else str(value)
