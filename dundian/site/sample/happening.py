"""What happens in the sample's first week: records, voices and cases, taken step by step through the services."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid4

from dundian.engines.casework import Level
from dundian.features.cases import services as cases
from dundian.features.cases.services import Owner
from dundian.features.field import services as field
from dundian.features.field.services import Written
from dundian.features.programme import queries as programme
from dundian.features.programme.queries import GroupRow, OfficialRow
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.registry import queries as registry
from dundian.features.registry.queries import UnionRow
from dundian.features.voices.services import Heard

BY = "sample"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Place:
    """A group of phase 1 and the official of it who does the writing."""

    group: GroupRow
    official: OfficialRow


def happen(*, programme_id: int, at: datetime) -> None:
    """Write the week down; the groups must have their people by now."""
    script = tomllib.loads(files("dundian.site.sample").joinpath("voices.toml").read_text(encoding="utf-8"))
    people = programme.officials(programme_id)
    places = [
        Place(group=g, official=next(o for o in people if o.group_id == g.id))
        for g in programme.groups(programme_id)
        if g.phase_number == 1
    ]
    unions = registry.unions()
    with in_scope(clockwork()):
        for line in script["records"]:
            _record(programme_id, places[line["group"]], line, at)
        opened: dict[str, UUID] = {}
        for line in script["voices"]:
            case_id = _voice(programme_id, places[line["group"]], line, at, unions)
            if target := line.get("merge"):
                cases.merge(keep_id=opened[target], merged_id=case_id, by=BY, at=at)
            opened[line.get("title", "")] = case_id


def _record(programme_id: int, place: Place, line: dict[str, Any], at: datetime) -> None:
    written = Written(
        id=uuid4(),
        programme_id=programme_id,
        group_id=place.group.id,
        official_id=place.official.id,
        kind=line["kind"],
        who=line["who"],
        who_post=line["who_post"],
        text=line["text"],
        at=at - line["ago"] * HOUR,
        kept_at=at - line["ago"] * HOUR,
    )
    field.write_record(written=written, by=BY, at=written.kept_at)


def _voice(programme_id: int, place: Place, line: dict[str, Any], at: datetime, unions: list[UnionRow]) -> UUID:
    said_at = at - line["ago"] * HOUR
    heard = Heard(
        id=uuid4(),
        programme_id=programme_id,
        group_id=place.group.id,
        official_id=place.official.id,
        enterprise_id=place.group.enterprise_id,
        record_id=None,
        # A receipt that belongs to no code: nobody can open a sample voice at the portal.
        lookup=uuid4().bytes + uuid4().bytes,
        text=line["text"],
        speaker="WORKER",
        class_code=line["class_code"],
        matter_scope="TEAM",
        said_at=said_at,
        kept_at=said_at,
    )
    case_id = cases.open_case(heard=heard, by=BY, at=said_at)
    if title := line.get("title"):
        cases.rename(case_id=case_id, title=title, by=BY, at=said_at + HOUR)
    for number, step in enumerate(line.get("steps", ()), start=2):
        _step(case_id, heard, step, line, said_at + number * HOUR, unions)
    if "method" in line:
        cases.describe(case_id=case_id, method=line["method"], affected=line["affected"], by=BY, at=at)
    return case_id


def _step(case_id: UUID, heard: Heard, step: str, line: dict[str, Any], at: datetime, unions: list[UnionRow]) -> None:
    name, _colon, level = step.partition(":")
    if name == "verify":
        cases.verify(case_id=case_id, text="去看过，情况属实。", by=BY, at=at)
    elif name == "assign":
        cases.assign(case_id=case_id, to=_owner(Level(level), heard, unions), by=BY, at=at)
    elif name == "answer":
        cases.answer(case_id=case_id, text=line["answer"], by=BY, at=at)
    elif name == "aside":
        revisit = at.date() + timedelta(days=120)
        cases.close_unsolved(case_id=case_id, reason=line["reason"], revisit_on=revisit, by=BY, at=at)
    else:
        _word(name, heard, line.get("word", ""), at)


def _word(name: str, heard: Heard, word: str, at: datetime) -> None:
    assert heard.lookup is not None  # noqa: S101 – made above
    say = {"confirm": cases.confirm, "reopen": cases.reopen}[name]
    with in_scope(cases.scope_of_receipt(heard.lookup)):
        say(lookup=heard.lookup, text=word, at=at)


def _owner(level: Level, heard: Heard, unions: list[UnionRow]) -> Owner:
    """The firm itself, or the first union on record at the level."""
    if level == Level.ENTERPRISE:
        return Owner(level=level)
    firm = registry.enterprise(heard.enterprise_id) if heard.enterprise_id else None
    own = next((u for u in unions if firm and u.id == firm.union_id and u.level == level), None)
    union = own or next(u for u in unions if u.level == level)
    return Owner(level=level, union_id=union.id)
