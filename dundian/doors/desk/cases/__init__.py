"""The case board and its peek panel."""
