"""The worker's own word: done, or not done. It comes by the portal, with a receipt and without a name."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from dundian.engines.casework import State, Step
from dundian.features.ledger.services import take_turn
from dundian.features.programme.scope import Scope, in_scope
from dundian.features.voices import services as voices
from dundian.features.voices.services import NoSuchReceipt

from ..models import Case
from .handling import begin_again
from .taking import RECEIPT, Taking, taken

# Our design (domain.md §3.9): a case that ended can be taken up again for so long.
REOPEN_WITHIN = timedelta(days=30)


class TooLateToReopen(Exception):
    """这件事办结已经过了 30 天。还有话，打 12351，或者找厂里的工会再说一次。"""


def _case_of(lookup: bytes) -> UUID:
    case_id = Case.voices.through.objects.filter(voice__lookup=lookup).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NoSuchReceipt
    return case_id


def scope_of_receipt(lookup: bytes, *, case_id: UUID | None = None) -> Scope:
    """What a receipt opens: its own voice and thread, and for a step also the case they led to."""
    tokens = {f"r:{lookup.hex()}", *([f"c:{case_id}"] if case_id else [])}
    return Scope(by=RECEIPT, tokens=frozenset(tokens))


@transaction.atomic
def confirm(*, lookup: bytes, text: str, at: datetime) -> None:
    """确认办好. Another word for a case that somebody confirmed already joins the thread and changes nothing else.

    Called under the receipt's scope; raises NoSuchReceipt, StepNotAllowed.
    """
    take_turn()
    case_id = _case_of(lookup)
    with in_scope(scope_of_receipt(lookup, case_id=case_id)):
        if not Case.objects.filter(pk=case_id, state=State.CONFIRMED).exists():
            with taken(case_id, Taking(step=Step.CONFIRM, by=RECEIPT, at=at)) as case:
                case.confirmed_at = case.closed_at = at
        voices.confirm(lookup=lookup, text=text, at=at)


@transaction.atomic
def reopen(*, lookup: bytes, text: str, at: datetime) -> None:
    """还没有，接着办. What he adds goes into the thread, which the enterprise does not read.

    A case that is in hand already stays there, and the word joins the thread. Called under the receipt's scope;
    raises NoSuchReceipt, StepNotAllowed, TooLateToReopen.
    """
    take_turn()
    case_id = _case_of(lookup)
    with in_scope(scope_of_receipt(lookup, case_id=case_id)):
        seen = Case.objects.get(pk=case_id)
        is_over = seen.state in {State.CONFIRMED, State.CLOSED}
        if is_over and seen.closed_at and at - seen.closed_at > REOPEN_WITHIN:
            raise TooLateToReopen
        if not (seen.state == State.IN_HAND and seen.reopened_count):
            with taken(case_id, Taking(step=Step.REOPEN, by=RECEIPT, at=at)) as case:
                begin_again(case, today=localdate(at))
        voices.reopen(lookup=lookup, text=text, at=at)
