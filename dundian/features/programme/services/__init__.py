"""Steps that change a programme, one noun a file."""

from .grants import LastOrganiser, grant, withdraw
from .programmes import add_phase, start_programme

__all__ = ["LastOrganiser", "add_phase", "grant", "start_programme", "withdraw"]
