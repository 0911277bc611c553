"""Making or updating the person whom a row of a roster means."""

from __future__ import annotations

from ..models import HomeUnit, Person
from .imports import Row, Take, columns_of
from .likeness import find_person
from .numbers import person_numbers, same_number
from .people import unit_named

_TEXTS = ("name", "sex", "ethnic", "politics", "post", "note")


def take_person(take: Take, row: Row) -> tuple[Person, list[str]]:
    """Make or update the person of one row and note it; returns him and what happened. Raises SameIdNumber.

    A blank cell changes nothing.
    """
    outcomes = []
    person = find_person(row, but=take.met, has_namesake=take.names[row["name"]] > 1)
    before = columns_of(person) if person else None
    person = person or Person()
    for key in _TEXTS:
        if row.get(key):
            setattr(person, key, row[key])
    if row.get("birth") and len(row["birth"]) >= len(person.birth or ""):
        person.birth = row["birth"]
    for column, value in _fresh_numbers(person, row).items():
        setattr(person, column, value)
    person.is_complete = True
    if row.get("unit"):
        person.home_unit = _unit(take, row)
    person.save()
    take.met.add(person.pk)
    outcomes.append(take.note(row, person, before))
    return person, outcomes


def _unit(take: Take, row: Row) -> HomeUnit:
    """The home unit of a row, asked for once in an import; noted where it had to be made."""
    name = row["unit"].strip()
    if name not in take.units:
        take.units[name], is_new = unit_named(name)
        if is_new:
            take.note(row, take.units[name], None)
    return take.units[name]


def _fresh_numbers(person: Person, row: Row) -> dict[str, object]:
    """Number columns without those that are kept already: sealing the same number again looks like a change."""
    phone, id_number = row.get("phone"), row.get("id_number")
    return person_numbers(
        phone=None if same_number(person.phone_mark, phone) else phone,
        id_number=None if same_number(person.id_mark, id_number) else id_number,
    )
