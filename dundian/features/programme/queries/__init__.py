"""Plain rows of a programme, one noun a file."""

from .placements import PlacementRow, placement_of
from .programmes import PhaseRow, ProgrammeRow, phases, programme, programmes

__all__ = ["PhaseRow", "PlacementRow", "ProgrammeRow", "phases", "placement_of", "programme", "programmes"]
