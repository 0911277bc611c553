"""A field that a kind of table may carry: the heads it is known by, and how its cells are read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from ..fields.context import Column
from ..workbook.cells import Cell
from .labels import variants

Read = Callable[[Cell, Column], Any]
EXACT, PART, SIMILAR = range(3)
LIKENESS = 0.74


@dataclass(frozen=True)
class Field:
    """One field: `labels` best first; `part` is searched in longer heads unless `never` is met there too.

    A key such as `phases#` is a family: the first group of `part` names the member (phases#2).
    `spans` – a merged cell speaks for all its rows; `fills` – it may be written in the first row only, `within`
    the key of a field whose change ends that.
    """

    key: str
    title: str
    read: Read
    labels: tuple[str, ...] = ()
    part: str = ""
    never: str = ""
    spans: bool = True
    fills: bool = False
    within: str = ""

    def match(self, label: str) -> "Match | None":
        """Return how well a head (as written) fits this field."""
        return self.match_known(label) or (None if self._is_barred(label) else self._similar(label))

    def match_known(self, label: str) -> "Match | None":
        """Return how well a head fits by its known words, misspelt ones left out."""
        for weakness, variant in enumerate(variants(label)):
            if variant in self.labels:
                return Match(self.key, EXACT, self.labels.index(variant) + 100 * weakness)
        if self._is_barred(label):
            return None
        for variant in variants(label):
            found = re.search(self.part, variant) if self.part else None
            if found:
                member = found.group(1) if self.key.endswith("#") else ""
                return Match(self.key + member, PART, len(variant))
        return None

    def _is_barred(self, label: str) -> bool:
        return bool(self.never) and any(re.search(self.never, variant) for variant in variants(label))

    def _similar(self, label: str) -> "Match | None":
        for variant in variants(label)[:1]:
            likeness = max(
                (
                    SequenceMatcher(None, variant, known).ratio()
                    for known in self.labels
                    if len(known) > 2 and abs(len(known) - len(variant)) < 2
                ),
                default=0,
            )
            if len(variant) > 2 and likeness >= LIKENESS:
                return Match(self.key, SIMILAR, int(100 * (1 - likeness)))
        return None


class Match(NamedTuple):
    """A field and how well a head fits it: lower is better."""

    key: str
    rank: int
    order: int
