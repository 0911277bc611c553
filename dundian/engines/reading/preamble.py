"""The text before the speeches in whole paragraphs: lines that a narrow column or a paste has cut are joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import punctuation as marks
from .page import Line

_SHORTEST = 12  # characters of a line that can be cut running text
_BEGINS = re.compile(r"^(?:——|—|[【\[]?编者按|[（(]?本报|□)")
_NOTE = re.compile(r"^[【\[]?编者按")
_RUNS = re.compile(r"[，,；;、]")


def whole_paragraphs(preamble: Sequence[Line]) -> list[str]:
    """The paragraphs of a preamble. A line without a full stop runs on into the next; headings stand alone."""
    paragraphs: list[str] = []
    last = 0
    for line in preamble:
        if paragraphs and last >= _SHORTEST and _runs_on(paragraphs[-1]) and not _BEGINS.match(line.text):
            paragraphs[-1] += line.text
        else:
            paragraphs.append(line.text)
        last = len(line.text)
    return paragraphs


def _runs_on(text: str) -> bool:
    return not marks.is_finished(text) and bool(_NOTE.match(text) or _RUNS.search(text))
