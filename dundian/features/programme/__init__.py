"""Phases, groups, placements, and who may see what."""
