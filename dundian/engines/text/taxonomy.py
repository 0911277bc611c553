"""The classes of demands (诉求分类): read once from the data file beside this module, then frozen.

A leaf names who answers first and within how many working days; both are defaults of ours that an
organiser may change, not limits set by law (the file says so in its note).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

OTHER = "OTHER.00"


class UnknownLeaf(LookupError):
    """没有这个诉求分类。"""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One class a voice can be filed under.

    `first_level` and `escalate_to` are level codes of the file (ENT, EU, TWN, CTY, CIT, PRV) or None for
    OTHER.00, which a person has to place; `default_reply_workdays` is None there for the same reason.
    """

    code: str
    zh: str
    en: str
    first_level: str | None
    escalate_to: str | None
    lead_dept: str | None
    default_reply_workdays: int | None
    red_flags: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    tier: str = "core"


@dataclass(frozen=True, slots=True)
class DemandClass:
    """A top class with its leaves in the order of the file."""

    code: str
    zh: str
    en: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All classes, and the words for levels, departments and red flags by their codes."""

    classes: tuple[DemandClass, ...]
    other: Leaf
    levels: dict[str, str]
    departments: dict[str, str]
    red_flags: dict[str, str]

    def leaves(self) -> tuple[Leaf, ...]:
        """Every leaf in the order of the file; OTHER.00 comes last."""
        return (*(leaf for each in self.classes for leaf in each.leaves), self.other)


@cache
def taxonomy() -> Taxonomy:
    """Return the taxonomy that travels in the package."""
    data = resources.files(__package__).joinpath("demand_taxonomy.json")
    page: dict[str, Any] = json.loads(data.read_text(encoding="utf-8"))
    other = Leaf(page["other"]["code"], page["other"]["zh"], "other, for a person", None, None, None, None)
    return Taxonomy(
        classes=tuple(
            DemandClass(each["code"], each["zh"], each["en"], tuple(_leaf(row) for row in each["children"]))
            for each in page["classes"]
        ),
        other=other,
        levels=page["levels"],
        departments=page["departments"],
        red_flags=page["red_flags"],
    )


def leaf(code: str) -> Leaf:
    """Return the leaf with this code; UnknownLeaf if there is none."""
    found = _by_code().get(code)
    if found is None:
        raise UnknownLeaf(code)
    return found


@cache
def _by_code() -> dict[str, Leaf]:
    return {each.code: each for each in taxonomy().leaves()}


def _leaf(row: dict[str, Any]) -> Leaf:
    return Leaf(
        code=row["code"],
        zh=row["zh"],
        en=row["en"],
        first_level=row["first_level"],
        escalate_to=row["escalate_to"],
        lead_dept=row["lead_dept"],
        default_reply_workdays=row["default_reply_workdays"],
        red_flags=tuple(row["red_flags"]),
        examples=tuple(row["examples"]),
        keywords=tuple(row["keywords"]),
        tier=row["tier"],
    )
