"""撤销: the last step of a case is taken back by whoever took it, within minutes, and both stay on record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from dundian.engines.casework import Step
from dundian.features.ledger.services import take_turn
from dundian.features.programme.scope import EVERYTHING, Scope, in_scope
from dundian.features.voices import services as voices

from ..models import Case, CaseStep, Mark
from .taking import Taking, unit_of, voice_ids, write_step
from .wording import move_voices

UNDO_WITHIN = timedelta(minutes=10)
_TOLD = frozenset({Step.VERIFY, Step.REFUSE, Step.ANSWER, Step.SET_ASIDE})
# What the clock writes stands beside the work and does not end anybody's chance to undo.
_BESIDE = frozenset({Mark.REMIND, Mark.SUPERVISE, Mark.PROPOSE})


class NothingToUndo(Exception):
    """撤不回来了：后面又有人动过，或者已经过了 10 分钟。"""


@transaction.atomic
def undo(*, case_id: UUID, by: str, at: datetime) -> None:
    """Take back the caller's own last step (or the two that one press made). Raises NothingToUndo.

    It does not ask the caller's scope, since his step may have handed the case to somebody else: it asks who
    took the step.
    """
    take_turn()
    with in_scope(Scope(by=by, tokens=frozenset({EVERYTHING}))):
        case = Case.objects.filter(Q(pk=case_id, merged_into=None) | Q(pk__in=_kept_for(case_id))).first()
        steps = _last_steps(case, by=by, at=at) if case else []
        if case is None or not steps:
            raise NothingToUndo
        for step in steps:
            _restore(case, step)
        _restore_voices(case, steps, at)
        _mark(case, steps, by=by, at=at)


def _kept_for(case_id: UUID) -> QuerySet[Case, Any]:
    """The case that took this one in."""
    return Case.objects.filter(pk=case_id).values("merged_into_id")


def _last_steps(case: Case, *, by: str, at: datetime) -> list[CaseStep]:
    rows = CaseStep.objects.filter(case=case, is_undone=False).exclude(step__in=[*_BESIDE, Mark.UNDO])
    last = rows.order_by("-at", "-pk").first()
    if last is None or last.by != by or at - last.at > UNDO_WITHIN:
        return []
    return list(rows.filter(at=last.at, by=by).exclude(step=Step.OPEN).order_by("-pk"))


def _restore(case: Case, step: CaseStep) -> None:
    for column in Case._meta.concrete_fields:
        if column.attname in step.before:
            setattr(case, column.attname, column.to_python(step.before[column.attname]))
    case.save()


def _restore_voices(case: Case, steps: list[CaseStep], at: datetime) -> None:
    ids = voice_ids(case)
    voices.hand_to(voice_ids=ids, union_id=case.owner_union_id)
    for step in steps:
        if step.step in _TOLD:
            voices.withdraw(voice_ids=ids, said_at=step.at, at=at)
        if moved := step.before.get("moved"):
            gone = Case.objects.get(pk=step.before["from"])
            move_voices([UUID(each) for each in moved], from_case=case, to_case=gone)
            own = CaseStep.objects.filter(case=gone, step=Mark.MERGE, at=step.at, is_undone=False)
            for other in own:
                _restore(gone, other)
            _mark(gone, list(own), by=step.by, at=at)


def _mark(case: Case, steps: list[CaseStep], *, by: str, at: datetime) -> None:
    CaseStep.objects.filter(pk__in=[s.pk for s in steps]).update(is_undone=True)
    write_step(case, Taking(step=Mark.UNDO, by=by, at=at), before={}, unit=unit_of(case))
