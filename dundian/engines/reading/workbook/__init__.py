"""Bytes of an office workbook → sheets of cells, or a refusal in one sentence."""
