"""Whom a word can mean: for `dundian link` and for the settings page."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Account, Device, Person


@dataclass(frozen=True, kw_only=True)
class Entrant:
    """Somebody who can come in: by an account (desk) or as an official with a phone (invite)."""

    name: str
    unit: str
    account_id: int | None
    person_id: int | None
    username: str | None
    phone_count: int = 0


def _person(person: Person, phones: int) -> Entrant:
    unit = person.home_unit.name if person.home_unit else ""
    return Entrant(name=person.name, unit=unit, account_id=None, person_id=person.pk, username=None, phone_count=phones)


def accounts() -> list[Entrant]:
    """Every account that may sign in, by name."""
    rows = Account.objects.filter(is_active=True).order_by("name")
    return [Entrant(name=a.name, unit="", account_id=a.pk, person_id=a.person_id, username=a.username) for a in rows]


def people_like(word: str, *, limit: int = 50) -> list[Entrant]:
    """People whose name contains the word, with the number of their phones that may send."""
    rows = list(Person.objects.select_related("home_unit").filter(name__contains=word).order_by("name")[:limit])
    holders = Device.objects.filter(person__in=rows, revoked_at=None).values_list("person_id", flat=True)
    counts: dict[int, int] = {}
    for pk in holders:
        counts[pk] = counts.get(pk, 0) + 1
    return [_person(p, counts.get(p.pk, 0)) for p in rows]


def entrants_named(word: str) -> list[Entrant]:
    """Accounts and people whose (user) name is exactly this word, accounts first."""
    found = [e for e in accounts() if word in {e.name, e.username}]
    people = Person.objects.select_related("home_unit").filter(name=word)
    return [*found, *(_person(p, 0) for p in people)]


def person_name(person_id: int) -> str:
    """The name of one person; raises Person.DoesNotExist."""
    return Person.objects.values_list("name", flat=True).get(pk=person_id)
