"""What an article announces about a programme: its facts, and the people who spoke."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from dundian.features.ledger.services import record
from dundian.features.registry.models import Person

from ..models import Official, Programme


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What the page states; None and empty where it says nothing. `tasks` are {"text", "category"}."""

    host: str | None
    start_on: date | None
    end_on: date | None
    people: int | None
    phases: int | None
    groups: int | None
    tasks: tuple[dict[str, str], ...]


@transaction.atomic
def announce(*, programme_id: int, said: Announcement, by: str, at: datetime) -> None:
    """Take over what the article says. What it does not say stays as somebody entered it."""
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    programme.host = said.host or programme.host
    programme.start_on = said.start_on or programme.start_on
    programme.end_on = said.end_on or programme.end_on
    programme.tasks = list(said.tasks) or programme.tasks
    numbers = {key: value for key, value in asdict(said).items() if key in {"people", "phases", "groups"} and value}
    programme.announced = {**programme.announced, **numbers}
    programme.save()
    record(step="ANNOUNCE", subject=f"programme:{programme_id}", by=by, at=at, facts=numbers)


@transaction.atomic
def add_speaker(*, programme_id: int, name: str, title: str | None) -> int:
    """Carry a speaker of the article, and return the official's id.

    He has a name and a title and nothing else: outside the roster and unplaced until a person completes
    the entry. Reading the article again finds him again; a namesake in the roster is left alone, since only
    a person can say whether the two are one.
    """
    known = Official.objects.filter(programme_id=programme_id, is_in_roster=False, person__name=name).first()
    if known is not None:
        return known.pk
    person = Person.objects.create(name=name, title=title, is_complete=False)
    return Official.objects.create(programme_id=programme_id, person=person, is_in_roster=False).pk
