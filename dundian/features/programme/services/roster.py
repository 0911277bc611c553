"""Taking a roster workbook into a programme: people meet who they are, officials get what planning must know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from dundian.features.registry.services.imports import Row, Source, Take, Taken, begin, columns_of, write
from dundian.features.registry.services.meeting import Met, take_people

from ..models import Official, Programme

# Field of the row → column of the official, where they differ.
_NAMES = {"leader": "can_lead"}
_FIELDS = (
    "phases",
    "available",
    "leader",
    "roles",
    "dialects",
    "night_ok",
    "heavy_ok",
    "barred_enterprises",
    "last_enterprise",
    "last_group",
    "past_season_count",
    "topic",
    "hardship",
    "home",
)
ROLES = {"宣传员": "publicist", "调查员": "researcher", "接线员": "connector"}


@transaction.atomic
def take_roster(*, rows: Sequence[Row], source: Source, programme_id: int) -> Taken:
    """Make or update the people of a roster and put them on this programme's list; returns what happened.

    `rows` are plain dicts of the reading engine (issue 2, section 5); absent = None = nothing is changed. A row whose
    id number belongs to somebody of another name is left out. Raises Programme.DoesNotExist.
    """
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    take = begin(kind="ROSTER", source=source, programme_id=programme_id)
    take.names.update(row["name"] for row in rows)
    met = take_people(take, rows)
    for one, outcome in zip(met, _take_officials(take, programme, met), strict=True):
        take.count([one.outcome, outcome])
    return take.end()


def _take_officials(take: Take, programme: Programme, met: Sequence[Met]) -> list[str]:
    """Put each of them on the list, or bring his entry up to date; returns what happened to each."""
    known = {official.person_id: official for official in Official.objects.filter(programme=programme)}
    before = {person_id: columns_of(official) for person_id, official in known.items()}
    officials = [known.get(one.person.pk) or Official(programme=programme, person=one.person) for one in met]
    for one, official in zip(met, officials, strict=True):
        _say(official, one.row)
    write((official, before.get(official.person_id)) for official in officials)
    return [
        take.note(one.row, official, before.get(official.person_id))
        for one, official in zip(met, officials, strict=True)
    ]


def _say(official: Official, row: Row) -> None:
    official.is_in_roster = True
    for name, value in _facts(row).items():
        setattr(official, name, value)
    if official.past_season_count is None and (official.last_enterprise or official.last_group):
        official.past_season_count = 1


def _facts(row: Row) -> dict[str, Any]:
    facts: dict[str, Any] = {_NAMES.get(k, k): row[k] for k in _FIELDS if row.get(k) not in (None, "", [])}
    if "roles" in facts:
        facts["roles"] = [ROLES.get(role, role) for role in facts["roles"]]
    return facts
