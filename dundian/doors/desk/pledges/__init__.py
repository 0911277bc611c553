"""Pledges against evidence."""
