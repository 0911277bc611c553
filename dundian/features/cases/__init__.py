"""Heard, verified, assigned, answered, confirmed."""
