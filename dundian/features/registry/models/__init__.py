"""Facts of the registry, one noun a file."""

from .accounts import Account, Device, SignInLink
from .imports import ImportBatch, ImportDraft, ImportedRow
from .people import HomeUnit, Person
from .places import Enterprise, Union

__all__ = [
    "Account",
    "Device",
    "Enterprise",
    "HomeUnit",
    "ImportBatch",
    "ImportDraft",
    "ImportedRow",
    "Person",
    "SignInLink",
    "Union",
]
