"""Wiring: settings, addresses, the embedded database, the jobs and the commands. No behaviour."""
