"""People and the units they come from, written by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dundian.features.ledger.services import record, take_turn

from ..models import HomeUnit, Person
from ..sealed import mark
from .likeness import find_person
from .numbers import person_numbers
from .removal import remove_unused


class PersonFacts(TypedDict, total=False):
    """What a form or a row of a roster says about a person; what is absent stays as it is, None empties it."""

    name: str
    sex: str | None
    birth: str | None
    ethnic: str | None
    politics: str | None
    unit: str | None
    post: str | None
    title: str | None
    phone: str | None
    id_number: str | None
    note: str
    is_complete: bool


class PersonExists(Exception):
    """这个身份证号的人已经有了，不用再加一遍。"""


class UnitExists(Exception):
    """已经有叫这个名字的单位了。"""


class NameMissing(Exception):
    """先写上名字。"""


PLAIN = ("name", "sex", "birth", "ethnic", "politics", "post", "title", "note", "is_complete")


def unit_named(name: str) -> tuple[HomeUnit, bool]:
    """The home unit of this name and whether it had to be made."""
    return HomeUnit.objects.get_or_create(name=name.strip())


def columns_of(facts: PersonFacts) -> dict[str, Any]:
    """Facts as columns of Person, without the home unit."""
    columns: dict[str, Any] = {key: facts[key] for key in PLAIN if key in facts}  # type: ignore[literal-required]
    return columns | person_numbers(phone=facts.get("phone"), id_number=facts.get("id_number"))


def _save(person: Person, facts: PersonFacts) -> None:
    for name, value in columns_of(facts).items():
        setattr(person, name, value)
    if "unit" in facts:
        person.home_unit = unit_named(facts["unit"])[0] if facts["unit"] else None
    if not person.name.strip():
        raise NameMissing
    number = facts.get("id_number")
    if number and person.id_mark and Person.objects.filter(id_mark=mark(number.upper())).exclude(pk=person.pk).exists():
        raise PersonExists
    person.save()


@transaction.atomic
def add_person(*, facts: PersonFacts, by: str, at: datetime) -> int:
    """Add one person by hand and return the id; raises NameMissing, PersonExists."""
    person = Person()
    _save(person, facts)
    record(step="ADD_PERSON", subject=f"person:{person.pk}", by=by, at=at)
    return person.pk


@transaction.atomic
def meet_or_add_person(*, facts: PersonFacts, by: str, at: datetime) -> int:
    """The person whom these facts mean, brought up to date, or a new one; returns the id.

    Somebody who was taken off a list, or is on another programme's, is not made a second time. Raises as
    `add_person` does, and SameIdNumber.
    """
    known = find_person(dict(facts))
    if known is None:
        return add_person(facts=facts, by=by, at=at)
    told = {key: value for key, value in facts.items() if value}
    change_person(person_id=known.pk, facts=cast("PersonFacts", told), by=by, at=at)
    return known.pk


@transaction.atomic
def change_person(*, person_id: int, facts: PersonFacts, by: str, at: datetime) -> None:
    """Change what `facts` says about a person; raises Person.DoesNotExist, NameMissing, PersonExists."""
    take_turn()
    person = Person.objects.select_for_update().get(pk=person_id)
    _save(person, facts)
    record(step="CHANGE_PERSON", subject=f"person:{person_id}", by=by, at=at, facts={"columns": sorted(facts)})


@transaction.atomic
def forget_number(*, person_id: int, which: str, by: str, at: datetime) -> None:
    """Empty a sealed number, `which` is phone or id; there is no way back."""
    take_turn()
    names = [f"{which}_{part}" for part in ("sealed", "mask", "mark")]
    Person.objects.filter(pk=person_id).update(**dict.fromkeys(names))
    record(step="FORGET_NUMBER", subject=f"person:{person_id}", by=by, at=at, facts={"which": which})


@transaction.atomic
def remove_person(*, person_id: int, by: str, at: datetime) -> None:
    """Remove a person on whom nothing hangs; raises StillUsed."""
    take_turn()
    person = Person.objects.select_for_update().get(pk=person_id)
    remove_unused(person)
    record(step="REMOVE_PERSON", subject=f"person:{person_id}", by=by, at=at)


@transaction.atomic
def add_unit(*, name: str, by: str, at: datetime, kind: str | None = None) -> int:
    """Add a home unit and return its id; raises NameMissing, UnitExists."""
    if not name.strip():
        raise NameMissing
    if HomeUnit.objects.filter(name=name.strip()).exists():
        raise UnitExists
    unit = HomeUnit.objects.create(name=name.strip(), kind=kind)
    record(step="ADD_UNIT", subject=f"unit:{unit.pk}", by=by, at=at)
    return unit.pk


@transaction.atomic
def change_unit(*, unit_id: int, name: str, kind: str | None, by: str, at: datetime) -> None:
    """Rename a home unit or say which kind it is (HEADQUARTERS, AFFILIATE, None); raises NameMissing, UnitExists."""
    if not name.strip():
        raise NameMissing
    try:
        with transaction.atomic():
            HomeUnit.objects.filter(pk=unit_id).update(name=name.strip(), kind=kind)
    except IntegrityError as fault:
        raise UnitExists(_("已经有叫“%(name)s”的单位了。") % {"name": name.strip()}) from fault
    record(step="CHANGE_UNIT", subject=f"unit:{unit_id}", by=by, at=at)


@transaction.atomic
def remove_unit(*, unit_id: int, by: str, at: datetime) -> None:
    """Remove a home unit nobody comes from; raises StillUsed."""
    remove_unused(HomeUnit.objects.select_for_update().get(pk=unit_id))
    record(step="REMOVE_UNIT", subject=f"unit:{unit_id}", by=by, at=at)
