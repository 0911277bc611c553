"""Numbers as newspapers write them: 108, １０８, 一百零八, 十二, 两."""

from __future__ import annotations

import unicodedata

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
PATTERN = r"(?:[0-9０-９]{1,7}|[零〇一二三四五六七八九十百千万两]{1,9})"


def number(text: str) -> int | None:
    """Read one number; None where the text is none ("十二" 12, "二〇二一" 2021, "108" 108)."""
    plain = unicodedata.normalize("NFKC", text)
    if plain.isascii():
        return int(plain) if plain.isdigit() else None
    if not set(plain) <= DIGITS.keys() | UNITS.keys():
        return None
    if not set(plain) & UNITS.keys():
        return int("".join(str(DIGITS[c]) for c in plain))
    return _by_units(plain)


def _by_units(plain: str) -> int:
    total = section = digit = 0
    for c in plain:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c == "万":
            total, section, digit = (total + section + digit) * UNITS[c], 0, 0
        else:
            section, digit = section + (digit or 1) * UNITS[c], 0
    return total + section + digit
