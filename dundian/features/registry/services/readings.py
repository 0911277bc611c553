"""What a reading of a workbook gives to an import: rows as plain JSON, without those a person must look at first."""

from __future__ import annotations

from datetime import date
from typing import Any

from dundian.engines.reading.readings import TableReading

from .imports import Row


def rows_to_take(reading: TableReading) -> list[Row]:
    """The accepted rows at which nothing is left to look at; numbers whole, days in ISO.

    A row with an error waits: it is mended or goes back to the office, it is never taken with a hole in it.
    """
    faulty = set(reading.faulty_rows)
    return [
        {"_sheet": row.sheet, "_row": row.row, **{key: _plain(value) for key, value in row.values.items()}}
        for row in reading.rows
        if (row.sheet, row.row) not in faulty
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
