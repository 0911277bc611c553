"""What follows from the facts. Pure Python: no Django, no database, no clock, no network."""
