"""Settings: accounts, roles, phones, keys."""
