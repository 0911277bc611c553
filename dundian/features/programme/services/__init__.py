"""Steps that change a programme, one noun a file."""

from .grants import grant
from .programmes import add_phase, start_programme

__all__ = ["add_phase", "grant", "start_programme"]
