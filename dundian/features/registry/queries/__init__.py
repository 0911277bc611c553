"""Plain rows of the registry, one noun a file."""

from .accounts import AccountRow, DeviceRow, account, accounts_named, device, devices_of

__all__ = ["AccountRow", "DeviceRow", "account", "accounts_named", "device", "devices_of"]
