"""One row while it is read: what its cells said, and the doubts about them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..fields.context import Context, Doubt
from ..headers.field import Field


@dataclass
class Record:
    """One row of a list; a field with a doubt holds None until a person has looked."""

    sheet: str | None
    row: int
    labels: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    has_identity: bool = True

    def doubt(self, key: str, doubt: Doubt) -> None:
        """Take back what a cell said and note why."""
        self.values[key] = None
        self.doubts[key] = doubt

    def is_doubtful(self, key: str) -> bool:
        """Whether there is a doubt about a field or about a column of its family."""
        return any(doubted.partition("#")[0] == key for doubted in self.doubts)

    def get(self, key: str) -> Any:
        """Return what a cell said, None when it is blank or doubtful."""
        return self.values.get(key)


@dataclass(frozen=True)
class Kind:
    """One kind of list: its fields, the keys of which a table needs one, and what a row adds up to.

    `finish` turns what the cells said into the contract's fields (`keys`, in their order);
    `twin` returns why two records are the same, None when they are not.
    """

    code: str
    title: str
    counter: str
    fields: tuple[Field, ...]
    anchors: tuple[str, ...]
    keys: tuple[str, ...]
    finish: Callable[[Record, Context], None]
    twin: Callable[[Record, Record], str | None]
    needed: Sequence[str] = ()
    looks: str = ""  # what most of the anchor's cells look like, whatever else the columns may be

    def field_of(self, key: str) -> Field:
        """Return the field of a key; members of a family (phases#2) share one."""
        family = key.partition("#")[0] + "#" if "#" in key else key
        return next(field for field in self.fields if field.key in (key, family))


def part_values(record: Record, family: str) -> dict[str, Any]:
    """Return what the columns of a family said, by member; its first column stands for the field from now on."""
    found = {}
    for key, label in list(record.labels.items()):
        if key.startswith(family + "#"):
            record.labels.setdefault(family, label)
            found[key.partition("#")[2]] = record.values.pop(key, None)
    return found


LISTS = ("posts", "shifts", "available", "breaks", "phases")


def continue_in(first: Record, more: Record) -> None:
    """Add to a record what a further row under its merged name says: lists go on, anything else is asked."""
    for key, doubt in more.doubts.items():
        if more.written.get(more.labels.get(key, "")):
            first.doubt(key, Doubt(f"第 {more.row} 行：{doubt.message}", fix=doubt.fix))
    for key, said in more.values.items():
        told = first.values.get(key)
        if said is None or said == told or key in first.doubts:
            continue
        if told is None:
            first.values[key] = said
        elif key in LISTS:
            first.values[key] = [*told, *(item for item in said if item not in told)]
        elif key in more.labels:
            written = more.written.get(more.labels[key], "")
            first.doubt(key, Doubt(f"第 {more.row} 行又写了“{written}”，和第 {first.row} 行不同"))
