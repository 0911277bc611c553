"""Numbers with their rows, and the report made of them."""

from .figures import FIGURES, Figure, Row, Source, UnknownFigure, figure, rows_behind
from .summary import Missing, passages, summary, written_sections

__all__ = [
    "FIGURES",
    "Figure",
    "Missing",
    "Row",
    "Source",
    "UnknownFigure",
    "figure",
    "passages",
    "rows_behind",
    "summary",
    "written_sections",
]
