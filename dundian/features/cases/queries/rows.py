"""One case as lists show it. Nothing sealed can slip in: what a scope may not read is not in its row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from dundian.engines.casework import Deadline, DueDay, Level, Pace, State, pace
from dundian.engines.text.taxonomy import taxonomy
from dundian.features.programme import policy
from dundian.features.programme.models import Placement
from dundian.features.programme.policy import Action
from dundian.features.programme.scope import Scope
from dundian.features.voices import queries as voices

from ..models import Case
from ..services.taking import is_open, unit_of

TITLE_LENGTH = 40
NEAR = ("group", "enterprise", "owner_group", "owner_enterprise", "owner_union")


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """One case. `days_left` counts calendar days to the due day, negative once it is over; None where nothing is due.

    `voice_count` is None for whoever may not read voices: how many said the same is part of what they said.
    """

    id: UUID
    number: int
    title: str
    is_machine_title: bool
    class_code: str | None
    class_zh: str
    is_machine_class: bool
    red_flag: str | None
    red_flag_zh: str
    state: State
    level: Level
    group_number: int | None
    enterprise_id: int | None
    enterprise_name: str
    owner_name: str
    owner_person: str
    due_on: date
    is_due_estimated: bool
    days_left: int | None
    pace: Pace
    voice_count: int | None
    reopened_count: int
    is_supervised: bool
    opened_at: datetime
    answered_at: datetime | None
    confirmed_at: datetime | None
    closed_at: datetime | None
    closed_reason: str
    # Calendar days from hearing to the end.
    took_days: int | None


def class_words(code: str | None) -> str:
    """The Chinese words of a class or a leaf; "" for none."""
    for each in taxonomy().classes:
        if each.code == code:
            return each.zh
    return next((leaf.zh for leaf in taxonomy().leaves() if leaf.code == code), "")


def first_sentence(text: str) -> str:
    """What stands in for a title until a person writes one: the first sentence, at most 40 characters."""
    ends = [i for mark in "。！？!?\n；;" if (i := text.find(mark)) > 0]
    sentence = text[: min(ends, default=len(text))].strip()
    return sentence if len(sentence) <= TITLE_LENGTH else f"{sentence[: TITLE_LENGTH - 1]}…"


def _leaders(cases: Iterable[Case]) -> dict[int, str]:
    groups = {c.owner_group_id for c in cases if c.owner_group_id and not (c.owner_union_id or c.owner_enterprise_id)}
    rows = Placement.objects.filter(group_id__in=groups, is_leader=True)
    return dict(rows.values_list("group_id", "official__person__name"))


def _first_texts(scope: Scope, cases: Iterable[Case]) -> dict[UUID, str]:
    """The first voice of each case that has no title yet, as far as the scope may read."""
    if not policy.may(scope, Action.SEE_VOICES):
        return {}
    untitled = [c.pk for c in cases if not c.title]
    links = Case.voices.through.objects.filter(case_id__in=untitled).order_by("-voice__said_at")
    first = dict(links.values_list("case_id", "voice_id"))
    texts = {q.voice_id: q.text for q in voices.quotes(scope, voice_ids=first.values())}
    return {case_id: texts[voice_id] for case_id, voice_id in first.items() if voice_id in texts}


def _voice_counts(scope: Scope, cases: Iterable[Case]) -> dict[UUID, int]:
    if not policy.may(scope, Action.SEE_VOICES):
        return {}
    links = Case.voices.through.objects.filter(case_id__in=[c.pk for c in cases])
    return dict(links.values_list("case_id").annotate(n=Count("voice_id")).order_by())


def rows_of(scope: Scope, cases: QuerySet[Case], *, today: date) -> list[BoardRow]:
    """Rows of these cases in their order, with a fixed number of queries."""
    found = list(cases.select_related(*NEAR))
    leaders, texts, counts = _leaders(found), _first_texts(scope, found), _voice_counts(scope, found)
    reads = policy.may(scope, Action.SEE_VOICES)
    return [
        _row(
            case,
            title=case.title or first_sentence(texts.get(case.pk, "")),
            person=leaders.get(case.owner_group_id or 0, ""),
            voice_count=counts.get(case.pk, 0) if reads else None,
            today=today,
        )
        for case in found
    ]


def _row(case: Case, *, title: str, person: str, voice_count: int | None, today: date) -> BoardRow:
    words = class_words(case.class_code)
    runs = is_open(case) and case.state != State.ANSWERED
    deadline = Deadline(DueDay(case.due_on, case.is_due_estimated), case.remind_on)
    return BoardRow(
        id=case.pk,
        number=case.number,
        title=title or words or "还没起说法的一件事",
        is_machine_title=case.title is None,
        class_code=case.class_code,
        class_zh=words,
        is_machine_class=case.is_machine_class,
        red_flag=case.red_flag,
        red_flag_zh=taxonomy().red_flags.get(case.red_flag or "", ""),
        state=State(case.state),
        level=Level(case.level),
        group_number=case.group.number if case.group else None,
        enterprise_id=case.enterprise_id,
        enterprise_name=case.enterprise.name if case.enterprise else "",
        owner_name=unit_of(case),
        owner_person=person if case.level == Level.ONSITE else "",
        due_on=case.due_on,
        is_due_estimated=case.is_due_estimated,
        days_left=(case.due_on - today).days if runs else None,
        pace=pace(today=today, deadline=deadline) if runs else Pace.IN_TIME,
        voice_count=voice_count,
        reopened_count=case.reopened_count,
        is_supervised=case.supervised_at is not None,
        opened_at=case.opened_at,
        answered_at=case.answered_at,
        confirmed_at=case.confirmed_at,
        closed_at=case.closed_at,
        closed_reason=case.closed_reason,
        took_days=(case.closed_at - case.opened_at).days if case.closed_at else None,
    )
