"""Cases as the desk, the ledgers and the portal show them: frozen rows, no query in a loop."""

from .board import Column, Counts, Wanted, board, counts, table
from .detail import CaseDetail, TimelineLine, peek, suggested_level, timeline
from .portal import Follow, follow
from .rows import BoardRow, class_words, first_sentence

__all__ = [
    "BoardRow",
    "CaseDetail",
    "Column",
    "Counts",
    "Follow",
    "TimelineLine",
    "Wanted",
    "board",
    "class_words",
    "counts",
    "first_sentence",
    "follow",
    "peek",
    "suggested_level",
    "table",
    "timeline",
]
