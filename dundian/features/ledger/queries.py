"""Reading the chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .models import Entry
from .services import ORIGIN, Unsealed, digest_of


@dataclass(frozen=True, kw_only=True)
class Line:
    """One step as it was recorded."""

    number: int
    at: datetime
    by: str
    step: str
    subject: str
    facts: dict[str, Any]


def lines_about(subject: str) -> list[Line]:
    """The steps of one thing, oldest first."""
    return [
        Line(number=e.number, at=e.at, by=e.by, step=e.step, subject=e.subject, facts=e.facts)
        for e in Entry.objects.filter(subject=subject)
    ]


def first_broken() -> int | None:
    """The number of the first line that does not follow from the one before it, or None when the chain holds."""
    previous, expected = ORIGIN, 1
    for e in Entry.objects.order_by("number").iterator():
        line = Unsealed(
            number=e.number, at=e.at, by=e.by, step=e.step, subject=e.subject, facts=e.facts, previous=e.previous
        )
        if (e.number, e.previous, e.digest) != (expected, previous, digest_of(line)):
            return e.number
        previous, expected = e.digest, expected + 1
    return None
