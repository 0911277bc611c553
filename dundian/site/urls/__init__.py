"""One address table a door; which one answers is decided by the origin (see origins.py)."""
