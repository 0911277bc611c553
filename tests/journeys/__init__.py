"""Walks through the whole house in a real browser: one for each pillar."""
