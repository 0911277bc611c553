"""Programmes: the overview, making one, its phases and groups by hand."""
