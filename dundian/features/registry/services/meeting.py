"""Whether a row of a roster is somebody who is there already. Namesakes stay two people."""

from __future__ import annotations

from collections.abc import Collection

from ..models import Person
from .imports import Row, Take, columns_of
from .numbers import person_numbers, same_number
from .people import unit_named

_TEXTS = ("name", "sex", "ethnic", "politics", "post", "note")


class SameIdNumber(Exception):
    """这一行的身份证号和另一个人一样，名字却不同。先核对哪个写错了。"""


def same_birth(one: str | None, other: str | None) -> bool | None:
    """Whether two days of birth can be the same day: 1985-07 holds 1985-07-12. None when one is not known."""
    if not one or not other:
        return None
    return one.startswith(other) or other.startswith(one)


def _likeness(person: Person, row: Row) -> tuple[int, int, int, int] | None:
    """How surely a person of this name is the one in the row, None when he is somebody else."""
    by_id = same_number(person.id_mark, row.get("id_number"))
    birth = same_birth(person.birth, row.get("birth"))
    phone = same_number(person.phone_mark, row.get("phone"))
    unit = row.get("unit") == person.home_unit.name if row.get("unit") and person.home_unit else None
    sex = row.get("sex") == person.sex if row.get("sex") and person.sex else None
    if by_id:
        return (1, 1, 1, 1)
    # A month of birth alone does not make one of two people with other units and other phones.
    if by_id is False or birth is False or sex is False or (unit is False and phone is False):
        return None
    is_known = birth or (unit and phone is not False)
    # Somebody taken from an article has a name and a title only: the roster completes him.
    if is_known or not person.is_complete:
        return (0, int(bool(birth)), int(bool(phone)), int(bool(unit)))
    return None


def find_person(row: Row, *, but: Collection[int]) -> Person | None:
    """The person whom a row means, never one of `but` (those whom other rows of the same workbook mean)."""
    columns = person_numbers(phone=None, id_number=row.get("id_number"))
    if columns.get("id_mark"):
        person = Person.objects.filter(id_mark=columns["id_mark"]).exclude(pk__in=but).first()
        if person and person.name != row["name"]:
            raise SameIdNumber
        if person:
            return person
    namesakes = Person.objects.filter(name=row["name"]).exclude(pk__in=but).select_related("home_unit").order_by("pk")
    alike = [(likeness, -p.pk, p) for p in namesakes if (likeness := _likeness(p, row))]
    return max(alike, key=lambda found: found[:2])[2] if alike else None


def take_person(take: Take, row: Row) -> tuple[Person, list[str]]:
    """Make or update the person of one row and note it; returns him and what happened. Raises SameIdNumber.

    A blank cell changes nothing.
    """
    outcomes = []
    person = find_person(row, but=[pk for label, pk in take.met if label == "person"])
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
        person.home_unit, is_new = unit_named(row["unit"])
        if is_new:
            take.note(row, person.home_unit, None)
    person.save()
    take.met.add(("person", person.pk))
    outcomes.append(take.note(row, person, before))
    return person, outcomes


def _fresh_numbers(person: Person, row: Row) -> dict[str, object]:
    """Number columns without those that are kept already: sealing the same number again looks like a change."""
    phone, id_number = row.get("phone"), row.get("id_number")
    return person_numbers(
        phone=None if same_number(person.phone_mark, phone) else phone,
        id_number=None if same_number(person.id_mark, id_number) else id_number,
    )
