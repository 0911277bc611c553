"""How wide the columns of a table are and how their cells stand: figures under each other, long text left."""

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from dundian.engines.document.letters import width_of
from dundian.engines.document.model import Run, Table
from dundian.engines.document.sheet import TABLE_PT, TEXT_WIDTH_MM

CELL_PADDING_MM = 1.4
_NARROWEST_MM = 11.0
_SHORT = 9.0
"""Characters. A column whose cells are all this short is centred."""

_FIGURE = re.compile(r"[-+±]?[\d,.]+\s*[%‰]?|[—–-]|")


class Stand(StrEnum):
    """Where the cells of a column stand."""

    CENTRE = "center"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class ColumnLayout:
    """Width of a column, where its cells stand, and what keeps right-standing figures under a centred head."""

    width_mm: float
    stand: Stand
    inset_mm: float = 0.0


def layout(table: Table) -> list[ColumnLayout]:
    """Share the 156 mm of the 版心 among the columns by what they hold; a short table is still as wide."""
    columns = [[plain(row[index]) for row in table.rows] for index in range(len(table.columns))]
    character = size_of(table) / 72 * 25.4
    wanted = _wanted(table.columns, columns, character, is_tight=False)
    if sum(wanted) > TEXT_WIDTH_MM:
        wanted = _wanted(table.columns, columns, character, is_tight=True)
    return [_column(cells, width, character) for cells, width in zip(columns, _shared(wanted), strict=True)]


def size_of(table: Table) -> float:
    """Return the size of the letters in points: 小4号, smaller from nine columns on, as a roster has them."""
    columns = len(table.columns)
    return TABLE_PT if columns <= 8 else 10.5 if columns <= 12 else 9.0


def caption(number: str, table: Table) -> str:
    """Return number and caption with the space between them that offices leave; nothing without a caption."""
    return f"{number}　{table.caption}" if table.caption else ""


def plain(runs: tuple[Run, ...]) -> str:
    """Return the words of a cell or paragraph without their manner."""
    return "".join(run.text for run in runs)


def _wanted(heads: tuple[str, ...], columns: list[list[str]], character: float, *, is_tight: bool) -> list[float]:
    """Ask for widths in millimetres: heads on one line, on two where it is tight; long cells on several."""
    wanted = []
    for head, cells in zip(heads, columns, strict=True):
        longest = max(map(width_of, cells), default=0.0)
        held = min(longest, 12 + longest / 4)
        whole, half = width_of(head), math.ceil(width_of(head) / 2)
        is_cut = (whole > 6 or (is_tight and whole > 3)) and whole - max(half, held) > 1
        characters = max(half if is_cut else whole, held) + 0.5
        wanted.append(max(_NARROWEST_MM, characters * character + 2 * CELL_PADDING_MM))
    return wanted


def _shared(wanted: list[float]) -> list[float]:
    """Fit the wishes into the 版心: spare width goes to all in proportion, missing width is taken from the widest.

    So a column of 是 and 否 keeps its words whole while the column of long sentences gives way.
    """
    total = sum(wanted)
    if total <= TEXT_WIDTH_MM:
        return [width * TEXT_WIDTH_MM / total for width in wanted]
    left, cap = float(TEXT_WIDTH_MM), 0.0
    for place, width in enumerate(sorted(wanted)):
        cap = left / (len(wanted) - place)
        if width > cap:
            break
        left -= width
    return [min(width, cap) for width in wanted]


def _column(cells: list[str], width: float, character: float) -> ColumnLayout:
    longest = max(map(width_of, cells), default=0.0)
    if any(cells) and all(_FIGURE.fullmatch(cell.strip()) for cell in cells):
        inset = (width - longest * character) / 2 - CELL_PADDING_MM
        return ColumnLayout(width, Stand.RIGHT, max(0.0, inset))
    return ColumnLayout(width, Stand.CENTRE if longest <= _SHORT else Stand.LEFT)
