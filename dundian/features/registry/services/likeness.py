"""Who is meant: the same person, met by id number, birth, unit and phone. Namesakes stay two people."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..models import Person
from .numbers import person_numbers, same_number

Row = dict[str, Any]


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
    return (0, int(bool(birth)), int(bool(phone)), int(bool(unit))) if is_known else None


def find_person(row: Row, *, but: Collection[int] = (), has_namesake: bool = False) -> Person | None:
    """The person whom a row means, never one of `but` (those whom other rows of the same workbook mean).

    A speaker of an article is known by his name only: a row means him when nobody else is called so, neither in the
    registry nor, as `has_namesake` says, in the workbook. Raises SameIdNumber.
    """
    columns = person_numbers(phone=None, id_number=row.get("id_number"))
    if columns.get("id_mark"):
        person = Person.objects.filter(id_mark=columns["id_mark"]).first()
        if person and person.name != row["name"]:
            raise SameIdNumber
        if person and person.pk not in but:
            return person
    namesakes = list(Person.objects.filter(name=row["name"]).select_related("home_unit").order_by("pk"))
    alike = [(likeness, -p.pk, p) for p in namesakes if p.pk not in but and (likeness := _likeness(p, row))]
    if alike:
        return max(alike, key=lambda found: found[:2])[2]
    is_alone = len(namesakes) == 1 and not has_namesake and namesakes[0].pk not in but
    return namesakes[0] if is_alone and not namesakes[0].is_complete else None
