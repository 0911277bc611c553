"""Records of the week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from dundian.features.programme.scope import Scope

from .models import Kind, Record

ENGLISH = {
    Kind.LABOUR: "Labour",
    Kind.TALK: "Talk",
    Kind.INTERVIEW: "Interview",
    Kind.SYMPOSIUM: "Group discussion",
    Kind.VISIT: "Visit",
    Kind.LIAISON: "Liaison",
    Kind.OBSERVATION: "Observation",
    Kind.MEETING: "Evening meeting",
    Kind.MEAL_LODGING: "Meals and lodging",
    Kind.SUGGESTION: "Suggestion",
    Kind.GOOD_DEED: "Good deed",
    Kind.DIARY: "Diary",
}


@dataclass(frozen=True, kw_only=True)
class KindRow:
    """A kind of record with its words."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class RecordRow:
    """One record, with who wrote it and where he was."""

    id: UUID
    kind: str
    kind_zh: str
    who: str
    who_post: str
    text: str
    at: datetime
    kept_at: datetime
    official_id: int
    official_name: str
    group_id: int | None
    group_number: int | None
    phase_number: int | None


def kinds() -> list[KindRow]:
    """Every kind of record, those of every day first."""
    return [KindRow(code=kind.value, zh=str(kind.label), en=ENGLISH[kind]) for kind in Kind]


def records(
    _scope: Scope, *, programme_id: int, kind: str | None = None, group_id: int | None = None, limit: int = 500
) -> list[RecordRow]:
    """The records of a programme open to this scope, newest first, at most `limit` of them."""
    rows = Record.objects.filter(programme_id=programme_id).select_related("official__person", "group__phase")
    if kind is not None:
        rows = rows.filter(kind=kind)
    if group_id is not None:
        rows = rows.filter(group_id=group_id)
    return [_row(r) for r in rows.order_by("-at", "pk")[:limit]]


def _row(r: Record) -> RecordRow:
    return RecordRow(
        id=r.pk,
        kind=r.kind,
        kind_zh=str(Kind(r.kind).label),
        who=r.who,
        who_post=r.who_post,
        text=r.text,
        at=r.at,
        kept_at=r.kept_at,
        official_id=r.official_id,
        official_name=r.official.person.name,
        group_id=r.group_id,
        group_number=r.group.number if r.group else None,
        phase_number=r.group.phase.number if r.group else None,
    )


def counts_by_kind(_scope: Scope, *, programme_id: int) -> dict[str, int]:
    """How many records of each kind this scope sees; every kind is there, with 0 where there is none."""
    found = Record.objects.filter(programme_id=programme_id).values_list("kind").annotate(n=Count("pk")).order_by()
    return {kind.value: 0 for kind in Kind} | dict(found)


def counts_by_official(_scope: Scope, *, programme_id: int) -> dict[tuple[int, str], int]:
    """How many records of each kind each official has, as far as this scope sees: {(official id, kind): count}."""
    rows = Record.objects.filter(programme_id=programme_id).values_list("official_id", "kind")
    return {(official, kind): n for official, kind, n in rows.annotate(n=Count("pk")).order_by()}
