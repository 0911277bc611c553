"""Making or updating the people whom the rows of a roster mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..models import HomeUnit, Person
from .imports import Row, Take, columns_of, write
from .likeness import Acquaintances, SameIdNumber
from .numbers import person_numbers, same_number

_TEXTS = ("name", "sex", "ethnic", "politics", "post", "note")


@dataclass
class Met:
    """A row and the person it means; `before` is None for somebody new, `outcome` is what happened to him."""

    row: Row
    person: Person
    before: dict[str, Any] | None
    outcome: str = ""


def take_people(take: Take, rows: Sequence[Row]) -> list[Met]:
    """Make or update the people of a roster and note them; rows with somebody else's id number are left out.

    A blank cell changes nothing.
    """
    known = Acquaintances(rows)
    met = [found for row in rows if (found := _meet(take, known, row))]
    _give_units(take, met)
    write((one.person, one.before) for one in met)
    for one in met:
        one.outcome = take.note(one.row, one.person, one.before)
    return met


def _meet(take: Take, known: Acquaintances, row: Row) -> Met | None:
    try:
        person = known.find(row, has_namesake=take.names[row["name"]] > 1)
    except SameIdNumber as fault:
        take.leave_out(row, row["name"], str(fault) or (fault.__doc__ or ""))
        return None
    before = columns_of(person) if person else None
    person = person or Person()
    _say(person, row)
    known.meet(person)
    return Met(row, person, before)


def _say(person: Person, row: Row) -> None:
    for key in _TEXTS:
        if row.get(key):
            setattr(person, key, row[key])
    if row.get("birth") and len(row["birth"]) >= len(person.birth or ""):
        person.birth = row["birth"]
    for column, value in _fresh_numbers(person, row).items():
        setattr(person, column, value)
    person.is_complete = True


def _give_units(take: Take, met: Sequence[Met]) -> None:
    """The home units of all rows, asked for once; noted at the first row that names a new one."""
    named = [(one, one.row["unit"].strip()) for one in met if one.row.get("unit")]
    first = {name: one.row for one, name in reversed(named)}
    units = {unit.name: unit for unit in HomeUnit.objects.filter(name__in=first)}
    made = [HomeUnit(name=name) for name in dict.fromkeys(name for _one, name in named) if name not in units]
    write((unit, None) for unit in made)
    for unit in made:
        units[unit.name] = unit
        take.note(first[unit.name], unit, None)
    for one, name in named:
        one.person.home_unit = units[name]


def _fresh_numbers(person: Person, row: Row) -> dict[str, object]:
    """Number columns without those that are kept already: sealing the same number again looks like a change."""
    phone, id_number = row.get("phone"), row.get("id_number")
    return person_numbers(
        phone=None if same_number(person.phone_mark, phone) else phone,
        id_number=None if same_number(person.id_mark, id_number) else id_number,
    )
