"""The sample programme: invented lists, taken in by the same import that takes an office's own."""
