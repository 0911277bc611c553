"""Plain rows of the registry, one noun a file."""

from ..sealed import mask_phone
from .accounts import AccountRow, DeviceRow, account, accounts_named, device, devices_of
from .finding import Entrant, accounts, entrants_named, people_like, person_name
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
    "Entrant",
    "ImportedThing",
    "PersonRow",
    "UnionRow",
    "UnitRow",
    "account",
    "accounts",
    "accounts_named",
    "device",
    "devices_of",
    "enterprise",
    "enterprises",
    "entrants_named",
    "import_batch",
    "imported_things",
    "imports",
    "mask_phone",
    "people_like",
    "people_named",
    "person",
    "person_name",
    "person_row",
    "union",
    "unions",
    "units",
]
