"""Who is meant: the same person, met by id number, birth, unit and phone. Namesakes stay two people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from ..models import Person
from .numbers import id_mark, same_number

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


class Acquaintances:
    """The people whom the rows of a workbook may mean, asked for together; whoever a row makes is added."""

    def __init__(self, rows: Iterable[Row]) -> None:
        wanted = list(rows)
        marks = [found for row in wanted if (found := _id_mark(row))]
        meant = Q(name__in={row["name"] for row in wanted}) | Q(id_mark__in=marks)
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        self._by_mark: dict[bytes, Person] = {}
        # A person without an id yet is told from others by being another object.
        self._met: set[int] = set()
        for person in Person.objects.filter(meant).select_related("home_unit").order_by("pk"):
            self._by_name[person.name].append(person)
            self._know_mark(person)

    def meet(self, person: Person) -> None:
        """A row means this person, who may be new: no other row of the workbook does."""
        if all(known is not person for known in self._by_name[person.name]):
            self._by_name[person.name].append(person)
        self._know_mark(person)
        self._met.add(id(person))

    def find(self, row: Row, *, has_namesake: bool = False) -> Person | None:
        """The person whom a row means, never one whom another row means.

        A speaker of an article is known by his name only: a row means him when nobody else is called so, neither in
        the registry nor, as `has_namesake` says, in the workbook. Raises SameIdNumber.
        """
        person = self._by_mark.get(_id_mark(row) or b"")
        if person and person.name != row["name"]:
            raise SameIdNumber
        if person and id(person) not in self._met:
            return person
        namesakes = self._by_name[row["name"]]
        free = [person for person in namesakes if id(person) not in self._met]
        alike = [(likeness, -p.pk, p) for p in free if (likeness := _likeness(p, row))]
        if alike:
            return max(alike, key=lambda found: found[:2])[2]
        is_alone = len(namesakes) == len(free) == 1 and not has_namesake
        return free[0] if is_alone and not free[0].is_complete else None

    def _know_mark(self, person: Person) -> None:
        if person.id_mark is not None:
            self._by_mark[bytes(person.id_mark)] = person


def _id_mark(row: Row) -> bytes | None:
    return id_mark(row.get("id_number"))


def find_person(row: Row) -> Person | None:
    """The person whom one row means; raises SameIdNumber."""
    return Acquaintances([row]).find(row)
