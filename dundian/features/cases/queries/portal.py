"""What the portal may know of a case: where it stands, until when, and nothing of anybody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.timezone import localdate

from dundian.engines.casework import State
from dundian.features.programme.scope import in_scope
from dundian.features.voices import queries as voices
from dundian.features.voices.queries import Thread

from ..models import Case
from ..services.sweeping import SILENCE
from ..services.word import REOPEN_WITHIN, scope_of_receipt


@dataclass(frozen=True, kw_only=True)
class Follow:
    """What somebody reads who comes back with his code. `title` is "" until a person has written one."""

    case_id: UUID
    thread: Thread
    title: str
    state: State
    due_on: date
    is_overdue: bool
    closed_reason: str
    revisit_on: date | None
    # Until when a word still counts; None where nothing ends it.
    word_until: date | None


def follow(*, lookup: bytes, today: date) -> Follow | None:
    """The thread of a receipt and where its case stands; None for a receipt that nobody gave.

    Opens the receipt's own scope, and then that of its one case.
    """
    with in_scope(scope_of_receipt(lookup)):
        thread = voices.thread(lookup=lookup)
        link = Case.voices.through.objects.filter(voice__lookup=lookup).values_list("case_id", flat=True).first()
        if thread is None or link is None:
            return None
        with in_scope(scope_of_receipt(lookup, case_id=link)):
            case = Case.objects.get(pk=link)
            return Follow(
                case_id=case.pk,
                thread=thread,
                title=case.title or "",
                state=State(case.state),
                due_on=case.due_on,
                is_overdue=case.due_on < today,
                closed_reason=case.closed_reason,
                revisit_on=case.revisit_on,
                word_until=_word_until(case),
            )


def _word_until(case: Case) -> date | None:
    if case.state == State.ANSWERED and case.answered_at:
        return localdate(case.answered_at + SILENCE)
    if case.state in {State.CONFIRMED, State.CLOSED} and case.closed_at:
        return localdate(case.closed_at + REOPEN_WITHIN)
    return None
