"""Plain rows of a programme, one noun a file."""

from .grants import GrantRow, Place, grants, grants_of, places
from .placements import PlacementRow, placement_of
from .programmes import PhaseRow, ProgrammeRow, phases, programme, programmes

__all__ = [
    "GrantRow",
    "PhaseRow",
    "Place",
    "PlacementRow",
    "ProgrammeRow",
    "grants",
    "grants_of",
    "phases",
    "placement_of",
    "places",
    "programme",
    "programmes",
]
