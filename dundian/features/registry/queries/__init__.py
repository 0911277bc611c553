"""Plain rows of the registry, one noun a file."""

from .accounts import AccountRow, DeviceRow, account, accounts_named, device, devices_of
from .finding import Entrant, accounts, entrants_named, people_like, person_name

__all__ = [
    "AccountRow",
    "DeviceRow",
    "Entrant",
    "account",
    "accounts",
    "accounts_named",
    "device",
    "devices_of",
    "entrants_named",
    "people_like",
    "person_name",
]
