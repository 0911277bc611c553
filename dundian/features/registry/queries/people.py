"""People and home units as plain rows; numbers only as masks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from ..models import HomeUnit, Person


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One person as a form shows him."""

    id: int
    name: str
    sex: str | None
    birth: str | None
    ethnic: str | None
    politics: str | None
    unit: str | None
    post: str | None
    title: str | None
    phone_mask: str | None
    id_mask: str | None
    note: str
    is_complete: bool


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """One home unit and how many people come from it."""

    id: int
    name: str
    kind: str | None
    people_count: int


def person_row(p: Person) -> PersonRow:
    """A person as a plain row; his home unit must have been fetched with him."""
    return PersonRow(
        id=p.pk,
        name=p.name,
        sex=p.sex,
        birth=p.birth,
        ethnic=p.ethnic,
        politics=p.politics,
        unit=p.home_unit.name if p.home_unit else None,
        post=p.post,
        title=p.title,
        phone_mask=p.phone_mask,
        id_mask=p.id_mask,
        note=p.note,
        is_complete=p.is_complete,
    )


def person(person_id: int) -> PersonRow:
    """One person; raises Person.DoesNotExist."""
    return person_row(Person.objects.select_related("home_unit").get(pk=person_id))


def people_named(word: str, *, limit: int = 20) -> list[PersonRow]:
    """People whose name holds this word."""
    rows = Person.objects.select_related("home_unit").filter(Q(name__icontains=word)).order_by("name", "pk")
    return [person_row(p) for p in rows[:limit]]


def units() -> list[UnitRow]:
    """All home units by name."""
    rows = HomeUnit.objects.annotate(people_count=Count("people")).order_by("name")
    return [UnitRow(id=u.pk, name=u.name, kind=u.kind, people_count=u.people_count) for u in rows]
