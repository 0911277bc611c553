"""Plain rows of the registry, one noun a file."""

from .accounts import AccountRow, DeviceRow, account, accounts_named, device, devices_of
from .imports import BatchRow, ImportedThing, import_batch, imported_things, imports
from .people import PersonRow, UnitRow, people_named, person, person_row, units
from .places import LEVELS, OWNERSHIPS, EnterpriseRow, UnionRow, enterprise, enterprises, union, unions

__all__ = [
    "LEVELS",
    "OWNERSHIPS",
    "AccountRow",
    "BatchRow",
    "DeviceRow",
    "EnterpriseRow",
    "ImportedThing",
    "PersonRow",
    "UnionRow",
    "UnitRow",
    "account",
    "accounts_named",
    "device",
    "devices_of",
    "enterprise",
    "enterprises",
    "import_batch",
    "imported_things",
    "imports",
    "people_named",
    "person",
    "person_row",
    "union",
    "unions",
    "units",
]
