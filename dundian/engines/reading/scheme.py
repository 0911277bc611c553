"""The codes of pledges, and which of them a clause speaks of: tables, read once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Proof:
    """How a pledge can be shown to be kept: its verifiability and the records that prove it."""

    verifiability: str
    evidence: tuple[str, ...]


@cache
def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return table


def names(kind: str = "categories") -> dict[str, str]:
    """Codes and their Chinese names, of `categories`, `verifiability` or `evidence_types`."""
    rows = _table("pledge_scheme.json")[kind]
    return dict(rows) if isinstance(rows, dict) else {row["code"]: row["zh"] for row in rows}


def definitions() -> dict[str, str]:
    """What each category means, by code, in Chinese."""
    return {row["code"]: row["definition"] for row in _table("pledge_scheme.json")["categories"]}


def weights(text: str) -> dict[str, float]:
    """How strongly a text speaks of each category; categories of which it says nothing are left out."""
    sums = {code: sum(w for cue, w in cues if cue.search(text)) for code, cues in _cues()}
    return {code: total for code, total in sums.items() if total}


def proof(category: str, text: str) -> Proof:
    """How a pledge of this category and wording is usually shown to be kept."""
    for code, pattern, answer in _exceptions():
        if code == category and pattern.search(text):
            return answer
    return _defaults()[category]


@cache
def _cues() -> tuple[tuple[str, tuple[tuple[re.Pattern[str], float], ...]], ...]:
    rows: dict[str, dict[str, float]] = _table("pledge_cues.json")["weights"]
    return tuple((code, tuple((re.compile(cue), w) for cue, w in cues.items())) for code, cues in rows.items())


@cache
def _defaults() -> dict[str, Proof]:
    return {row["code"]: _proof(row) for row in _table("pledge_scheme.json")["categories"]}


@cache
def _exceptions() -> tuple[tuple[str, re.Pattern[str], Proof], ...]:
    rows = _table("pledge_scheme.json")["exceptions"]
    return tuple((row["category"], re.compile(row["pattern"]), _proof(row)) for row in rows)


def _proof(row: dict[str, Any]) -> Proof:
    return Proof(row["verifiability"], tuple(row["evidence"]))
