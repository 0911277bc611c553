"""What the clock does with cases: remind, supervise, and end what nobody came back to."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from dundian.engines.casework import State
from dundian.engines.text.proposing import propose
from dundian.features.ledger.services import take_turn

from ..models import Case, Mark
from .handling import close_unanswered, union_above
from .taking import Taking, unit_of, write_step

CLOCK = "clock"
AT_ONCE = 200
# Our design (domain.md §3.9): an answer to which nobody said a word is closed with that reason.
SILENCE = timedelta(days=15)
NOBODY_CAME_BACK = "回话后 15 天，没有等到工友的回音。"
_AT_WORK = (State.HEARD, State.ACCEPTED, State.IN_HAND)


def _running() -> QuerySet[Case]:
    return Case.objects.filter(state__in=_AT_WORK, merged_into=None).order_by("pk")


@transaction.atomic
def remind(*, today: date, at: datetime) -> int:
    """催办: write a reminder into every case whose time is four fifths gone; returns how many. Once a deadline."""
    take_turn()
    late = _running().filter(remind_on__lte=today, due_on__gte=today, reminded_at=None)
    cases = list(late.select_for_update(of=("self",)))
    for case in cases:
        case.reminded_at = at
        case.save(update_fields=["reminded_at"])
        write_step(case, Taking(step=Mark.REMIND, by=CLOCK, at=at), before={}, unit=unit_of(case))
    return len(cases)


@transaction.atomic
def supervise(*, today: date, at: datetime) -> int:
    """督办: show every overdue case to the union one level up, where one is on record; returns how many."""
    take_turn()
    late = _running().filter(due_on__lt=today, supervised_at=None)
    cases = list(late.select_for_update(of=("self",)))
    for case in cases:
        case.supervised_at, case.supervisor_union_id = at, union_above(case)
        case.save(update_fields=["supervised_at", "supervisor_union_id"])
        write_step(case, Taking(step=Mark.SUPERVISE, by=CLOCK, at=at), before={}, unit=unit_of(case))
    return len(cases)


@transaction.atomic
def propose_classes(*, at: datetime) -> int:
    """Propose a class for cases that came without one; returns how many. A person confirms it or takes another.

    Nothing follows from a proposal but the days that its class usually gives. Words like no class are left alone, and
    looked at again the next time, since the taxonomy may know more by then.
    """
    unnamed = _running().filter(class_code=None).order_by("-opened_at")
    if not unnamed.exists():
        return 0
    take_turn()
    proposed = 0
    for case in unnamed.select_for_update(of=("self",))[:AT_ONCE]:
        found = propose("\n".join(case.voices.order_by("said_at").values_list("text", flat=True)))
        if found is None:
            continue
        case.class_code, case.is_machine_class = found.code, True
        case.save(update_fields=["class_code", "is_machine_class"])
        write_step(case, Taking(step=Mark.PROPOSE, by=CLOCK, at=at), before={}, unit=unit_of(case))
        proposed += 1
    return proposed


@transaction.atomic
def close_silent(*, at: datetime) -> int:
    """End the answered cases to which nobody came back; returns how many. A receipt still takes them up again."""
    take_turn()
    silent = Case.objects.filter(state=State.ANSWERED, merged_into=None, answered_at__lt=at - SILENCE)
    ids = list(silent.order_by("pk").values_list("pk", flat=True))
    for case_id in ids:
        close_unanswered(case_id=case_id, reason=NOBODY_CAME_BACK, by=CLOCK, at=at)
    return len(ids)
