"""Facts of a programme, one noun a file."""

from .grants import Grant
from .placements import Group, Official, Phase, Placement
from .programmes import Programme

__all__ = ["Grant", "Group", "Official", "Phase", "Placement", "Programme"]
