"""A reading as text and back, so that whoever asks again need not read the file again."""

import json
from typing import Any

from .readings import ReadRow, TableReading, Understood, plain
from .twins import Fault


def to_text(reading: TableReading) -> str:
    """Return everything the reading says as JSON. It holds whole identity numbers: seal it."""
    kept: dict[str, Any] = {
        "file": reading.file,
        "kind": reading.kind,
        "status": reading.status,
        "rows": [(row.sheet, row.row, plain(row.values), row.written) for row in reading.rows],
        "errors": reading.errors,
        "ignored_columns": reading.ignored_columns,
        "message": reading.message,
        "columns": reading.columns,
        "written": [(sheet, row, cells) for (sheet, row), cells in reading.written.items()],
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> TableReading:
    """Return the reading that `to_text` wrote down; its days are ISO text."""
    kept = json.loads(text)
    return TableReading(
        file=kept["file"],
        kind=kept["kind"],
        status=kept["status"],
        rows=tuple(ReadRow(*row) for row in kept["rows"]),
        errors=tuple(Fault(*fault) for fault in kept["errors"]),
        ignored_columns=tuple(kept["ignored_columns"]),
        message=kept["message"],
        columns=tuple(Understood(*column) for column in kept["columns"]),
        written={(sheet, row): cells for sheet, row, cells in kept["written"]},
    )
