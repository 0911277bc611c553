"""What was read from a list: rows, errors, columns, and a sentence about what was left out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from .fields.identity import masked
from .kinds.record import Kind
from .rows import HIDDEN, Skipped
from .twins import Fault
from .workbook.cells import Sheet

Status = Literal["ok", "errors", "refused"]


class Understood(NamedTuple):
    """A column and the field it is taken for."""

    sheet: str | None
    label: str
    key: str
    is_guess: bool


@dataclass(frozen=True)
class ReadRow:
    """One accepted row: its fields by key (identity numbers whole), and its cells as they were written."""

    sheet: str | None
    row: int
    values: dict[str, Any]
    written: dict[str, str]


@dataclass(frozen=True)
class TableReading:
    """What a list says. `written` holds every record's cells as shown, by (sheet, row), accepted or not."""

    file: str
    kind: str
    status: Status
    rows: tuple[ReadRow, ...] = ()
    errors: tuple[Fault, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    message: str = ""
    columns: tuple[Understood, ...] = ()
    written: dict[tuple[str | None, int], dict[str, str]] = field(default_factory=dict)

    @property
    def faulty_rows(self) -> list[tuple[str | None, int]]:
        """Return the places of the rows that a person must look at, in their order."""
        return list(dict.fromkeys((fault.sheet, fault.row) for fault in self.errors if fault.row is not None))

    def as_json(self) -> dict[str, Any]:
        """Return the contract's object: dates as text, identity numbers masked, absent fields null."""
        return {
            "file": self.file,
            "kind": self.kind,
            "status": self.status,
            "accepted": len(self.rows),
            "rows": [{"_sheet": row.sheet, "_row": row.row, **_shown(row.values)} for row in self.rows],
            "errors": [fault._asdict() for fault in self.errors],
            "ignored_columns": list(self.ignored_columns),
            "message": self.message,
        }


def refused(filename: str, kind: str, message: str) -> TableReading:
    """Return the reading of a file that was not read."""
    return TableReading(file=filename, kind=kind, status="refused", message=message)


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a row as JSON holds them: days as text, lists as lists."""
    return {key: _as_text(value) for key, value in values.items()}


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    shown = plain(values)
    if shown.get("id_number"):
        shown["id_number"] = masked(shown["id_number"])
    return shown


def _as_text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_as_text(item) for item in value]
    return value


def summed_up(
    kind: Kind,
    accepted: int,
    faults: Sequence[Fault],
    *,
    skipped: Sequence[tuple[Sheet, Sequence[Skipped]]],
    unread: Sequence[Sheet],
    hidden_labels: Sequence[str] = (),
) -> str:
    """Return what was taken, what a person must look at, and all that was left out."""
    is_empty = not accepted and not faults
    sentences = [f"列名下面一{kind.counter}也没有" if is_empty else f"读到 {accepted} {kind.counter}"]
    if faults:
        sentences.append(f"有 {len(faults)} 处要看一眼")
    named = len({sheet.name for sheet, _ in skipped}) > 1
    for sheet, rows in skipped:
        sentences += _left_out(sheet, rows, is_named=named)
    sentences += [f"“{label}”这一列是隐藏的，也读了" for label in hidden_labels]
    for sheet in unread:
        how = "是隐藏的" if sheet.is_hidden else f"不是{kind.title}"
        sentences.append(f"工作表“{sheet.name}”{how}，没有读")
    return "；".join(sentences) + "。"


def _left_out(sheet: Sheet, rows: Sequence[Skipped], *, is_named: bool) -> list[str]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for row, what in rows:
        by_kind[what].append(row)
    place = f"“{sheet.name}”" if is_named and sheet.name else ""
    return [f"{place}第 {_listed(numbers)} 行{_how(what)}，没有收" for what, numbers in by_kind.items()]


def _how(what: str) -> str:
    if what == HIDDEN:
        return "是隐藏的"
    return what if what.startswith("没有") else f"是{what}"


def _listed(numbers: list[int]) -> str:
    shown = "、".join(str(number) for number in numbers[:12])
    return shown if len(numbers) <= 12 else f"{shown} 等 {len(numbers)}"
