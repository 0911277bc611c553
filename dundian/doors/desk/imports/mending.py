"""What the page of errors sends back, written into what was said about the draft."""

from __future__ import annotations

import json
from typing import Any

from django.http import QueryDict

from dundian.engines.reading.readings import TableReading
from dundian.features.registry.services import Said

from .reading import same_fix

LONGEST = 200


class NotUnderstood(Exception):
    """没看懂要改哪一格，刷新一下再来。"""


def mend(post: QueryDict, said: Said, reading: TableReading) -> int:
    """Write everything down; returns how many cells changed. Raises NotUnderstood for what no page of ours sends."""
    count = sum(_write(said, reading, place, text) for place, text in _typed(post))
    if "fix" in post:
        sheet, row, head, text = _parts(str(post["fix"]), 4)
        said.write(*_cell(reading, sheet, row, head), str(text))
        count += 1
    if "fix_all" in post:
        count += _fix_all(said, reading, _parts(str(post["fix_all"]), 3))
    for name, unwanted in (("skip", True), ("want", False)):
        if name in post:
            sheet, row = _parts(str(post[name]), 2)
            said.skip(*_place(sheet, row), unwanted=unwanted)
    return count


def _typed(post: QueryDict) -> list[tuple[list[Any], str]]:
    pairs = zip(post.getlist("place"), post.getlist("cell"), strict=False)
    return [(_parts(place, 3), text.strip()[:LONGEST]) for place, text in pairs]


def _write(said: Said, reading: TableReading, place: list[Any], text: str) -> bool:
    sheet, row, head = _cell(reading, *place)
    if not text or reading.written.get((sheet, row), {}).get(head, "") == text:
        return False
    said.write(sheet, row, head, text)
    return True


def _fix_all(said: Said, reading: TableReading, wanted: list[Any]) -> int:
    alike = [fault for fault in reading.errors if fault.row and list(same_fix(reading, fault)) == wanted]
    for fault in alike:
        said.write(fault.sheet, fault.row or 0, fault.column or "", str(fault.fix))
    return len(alike)


def _parts(text: str, size: int) -> list[Any]:
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise NotUnderstood from fault
    if not isinstance(parts, list) or len(parts) != size:
        raise NotUnderstood
    return parts


def _place(sheet: Any, row: Any) -> tuple[str | None, int]:
    if not (sheet is None or isinstance(sheet, str)) or not isinstance(row, int):
        raise NotUnderstood
    return sheet, row


def _cell(reading: TableReading, sheet: Any, row: Any, head: Any) -> tuple[str | None, int, str]:
    place = _place(sheet, row)
    if place not in reading.written or not isinstance(head, str):
        raise NotUnderstood
    return (*place, head)
