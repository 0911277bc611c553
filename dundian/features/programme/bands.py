"""Bands of age and of seniority, in which planning mixes a group (issue 2, section 5). Pure."""

from __future__ import annotations

from datetime import date

AGE_EDGES = (36, 46, 56)


def age_on(birth: str, day: date) -> int:
    """Full years on `day` of somebody born on `birth` (YYYY-MM or YYYY-MM-DD; a bare month counts from its first)."""
    year, month, *rest = (int(part) for part in birth.split("-"))
    born = (month, rest[0] if rest else 1)
    return day.year - year - ((day.month, day.day) < born)


def age_band(birth: str | None, *, day_one: date) -> int | None:
    """0 for ≤ 35, 1 for 36–45, 2 for 46–55, 3 for ≥ 56 years on day one; None when the birth is not known."""
    if birth is None:
        return None
    age = age_on(birth, day_one)
    return sum(age >= edge for edge in AGE_EDGES)


def seniority_band(past_season_count: int | None) -> int:
    """0, 1 or 2 (two and more) seasons behind him; not known counts as none."""
    return min(past_season_count or 0, 2)
