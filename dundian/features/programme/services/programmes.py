"""A programme: its facts, its beginning and its end."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import Any, TypedDict

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, RestrictedError

from dundian.features.ledger.services import record
from dundian.features.registry.models import Device, Person
from dundian.features.registry.queries import imports
from dundian.features.registry.services import StillUsed, undo_import
from dundian.features.registry.services.removal import delete_now, remove_unused

from ..models import Programme


class ProgrammeFacts(TypedDict, total=False):
    """What a form or an article says about a programme; what is absent stays as it is."""

    name: str
    season: int | None
    host: str
    theme: str
    start_on: date | None
    end_on: date | None
    announced: dict[str, Any]
    tasks: list[dict[str, str]]
    mandates: list[str]


class ProgrammeNameMissing(Exception):
    """活动先起个名字。"""


class WrongDates(Exception):
    """结束那天比开始那天还早，看看是不是写反了。"""


class NameNotTyped(Exception):
    """名字和要删的活动对不上，没有删。照着抄一遍再来。"""


@transaction.atomic
def start_programme(*, name: str, at: datetime, by: str, is_sample: bool = False, season: int | None = None) -> int:
    """Make an empty programme and return its id; raises ProgrammeNameMissing."""
    if not name.strip():
        raise ProgrammeNameMissing
    programme = Programme.objects.create(name=name.strip(), created_at=at, is_sample=is_sample, season=season)
    record(step="START_PROGRAMME", subject=f"programme:{programme.pk}", by=by, at=at)
    return programme.pk


@transaction.atomic
def change_programme(*, programme_id: int, facts: ProgrammeFacts, by: str, at: datetime) -> None:
    """Write facts of a programme; raises Programme.DoesNotExist, ProgrammeNameMissing, WrongDates."""
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    for name, value in facts.items():
        setattr(programme, name, value)
    programme.name = programme.name.strip()
    if not programme.name:
        raise ProgrammeNameMissing
    if programme.start_on and programme.end_on and programme.end_on < programme.start_on:
        raise WrongDates
    programme.save()
    record(step="CHANGE_PROGRAMME", subject=f"programme:{programme_id}", by=by, at=at, facts={"columns": sorted(facts)})


@transaction.atomic
def remove_programme(*, programme_id: int, name_typed: str, by: str, at: datetime) -> None:
    """Delete a programme with everything that hangs on it; the caller's scope must open it (`p:<id>` or `*`).

    The name must have been typed, since there is no way back: NameNotTyped. The people, enterprises and unions
    that came with the sample go too, unless something else uses them; those of a real programme stay, but for
    speakers of whom only a name is known.
    """
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    if name_typed.strip() != programme.name:
        raise NameNotTyped
    is_sample = programme.is_sample
    people = list(programme.officials.values_list("person_id", flat=True))
    try:
        with transaction.atomic():
            programme.delete()
            _judge()
    except (ProtectedError, RestrictedError, IntegrityError) as fault:
        raise StillUsed([]) from fault
    _forget(people)
    if is_sample:
        _disenrol(people)
        _undo_imports_of(programme_id, by=by, at=at)
    record(step="REMOVE_PROGRAMME", subject=f"programme:{programme_id}", by=by, at=at)


def _forget(people: list[int]) -> None:
    """Speakers of an article whom nobody ever completed were never in a roster: they go with their programme."""
    for person in Person.objects.filter(pk__in=people, is_complete=False):
        with suppress(StillUsed):
            remove_unused(person)


def _disenrol(people: list[int]) -> None:
    """Phones that tried the sample stop with it, unless their owner is on another roster."""
    for device in Device.objects.filter(person_id__in=people, person__officials=None):
        with suppress(StillUsed):
            delete_now(device)


def _judge() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def _undo_imports_of(programme_id: int, *, by: str, at: datetime) -> None:
    for batch in imports(programme_id=programme_id):
        if batch.programme_id == programme_id and batch.undone_at is None:
            undo_import(batch_id=batch.id, by=by, at=at, keep_used=True)
