"""The steps of the desk: verify, give to a level, pass up, hand back, answer, end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from dundian.engines.casework import Level, State, Step
from dundian.features.ledger.services import take_turn
from dundian.features.registry.models import Union
from dundian.features.voices import services as voices
from dundian.features.voices.models import MessageKind
from dundian.features.voices.services import Line

from ..models import ABOVE_THE_FIRM, Case, CaseStep, Mark
from .deadlines import move_due, start_clock
from .opening import UnknownClass, known_class
from .taking import Taking, level_of, taken, unit_of, voice_ids


class OwnerMissing(Exception):
    """说一下交给哪一家：这一级没有现成的办理单位。"""


class NoHigherLevel(Exception):
    """已经到省一级了，没有再上一级。"""


class HandedBackOnce(Exception):
    """这一家已经退回过一次，不能再退。"""


class AnswerMissing(Exception):
    """先写一句回话。"""


class RevisitMissing(Exception):
    """说一下哪天再来看：要在今天之后。"""


def _tell(case: Case, kind: MessageKind, text: str, at: datetime, unit: str) -> None:
    voices.reply(voice_ids=voice_ids(case), line=Line(kind=kind, text=text.strip(), by=unit, at=at))


def verify(*, case_id: UUID, by: str, at: datetime, text: str = "", class_code: str | None = None) -> None:
    """核实受理: somebody went and looked. What he saw is told to everybody who named the problem."""
    with taken(case_id, Taking(step=Step.VERIFY, by=by, at=at, text=text)) as case:
        if class_code is not None:
            _put_class(case, class_code)
        if text.strip():
            _tell(case, MessageKind.SEEN, text, at, unit_of(case))


def _put_class(case: Case, class_code: str) -> None:
    if known_class(class_code) is None:
        raise UnknownClass
    case.class_code, case.is_machine_class = class_code, False


def refuse(*, case_id: UUID, reason: str, by: str, at: datetime) -> None:
    """不予受理, with the reason, which everybody who named the problem is told."""
    with taken(case_id, Taking(step=Step.REFUSE, by=by, at=at, text=reason)) as case:
        case.closed_at, case.closed_reason = at, reason.strip()
        _tell(case, MessageKind.REFUSED, reason, at, unit_of(case))


@dataclass(frozen=True, kw_only=True)
class Owner:
    """To whom a case is given. `union_id` is asked for from the township upwards, and must be of that level."""

    level: Level
    union_id: int | None = None


@transaction.atomic
def assign(*, case_id: UUID, to: Owner, by: str, at: datetime, text: str = "") -> None:
    """派给, and 转给 (the same again): from now on this unit answers, by the day its class calls for.

    A case that nobody has verified yet is accepted on the way. Raises OwnerMissing.
    """
    take_turn()
    if Case.objects.filter(pk=case_id, state=State.HEARD).exists():
        verify(case_id=case_id, by=by, at=at)
    with taken(case_id, Taking(step=Step.ASSIGN, by=by, at=at, text=text)) as case:
        case.passed_up = False
        _give(case, to, localdate(at))


def _give(case: Case, to: Owner, today: date) -> None:
    union = _union_at(to) if to.level in ABOVE_THE_FIRM else None
    if to.level == Level.ENTERPRISE and case.enterprise_id is None:
        raise OwnerMissing
    case.level = to.level.value
    case.owner_group_id = case.group_id if to.level == Level.ONSITE else None
    case.owner_enterprise_id = case.enterprise_id if to.level == Level.ENTERPRISE else None
    case.owner_union = union
    # The union that answers reads what was said; the one before it does so no longer, and a firm never does.
    voices.hand_to(voice_ids=voice_ids(case), union_id=case.owner_union_id)
    start_clock(case, since=today)


def _union_at(to: Owner) -> Union:
    union = Union.objects.filter(pk=to.union_id, level=to.level.value).first() if to.union_id else None
    if union is None:
        raise OwnerMissing
    return union


def pass_up(*, case_id: UUID, by: str, at: datetime, text: str = "", union_id: int | None = None) -> None:
    """上报: one level up, which has the days of its level. Above the firm the union is the one on record there.

    Raises NoHigherLevel, and OwnerMissing where no union is on record and none is named.
    """
    with taken(case_id, Taking(step=Step.ESCALATE, by=by, at=at, text=text)) as case:
        above = level_of(case).above
        if above is None:
            raise NoHigherLevel
        case.passed_up = True
        _give(case, Owner(level=above, union_id=union_id or union_above(case)), localdate(at))


def union_above(case: Case) -> int | None:
    """The union on record one level above whoever owns the case: the firm's own, or the owner's parent."""
    if case.owner_union is not None:
        return case.owner_union.parent_id
    return case.enterprise.union_id if case.enterprise else None


def hand_back(*, case_id: UUID, reason: str, by: str, at: datetime) -> None:
    """退回: a unit gives a case back once, and says why; the group on site sees to it that it goes elsewhere."""
    with taken(case_id, Taking(step=Step.HAND_BACK, by=by, at=at, text=reason)) as case:
        again = CaseStep.objects.filter(case=case, step=Step.HAND_BACK, unit=unit_of(case), is_undone=False)
        if again.exists():
            raise HandedBackOnce
        case.passed_up = False
        _give(case, Owner(level=Level.ONSITE), localdate(at))


def answer(*, case_id: UUID, text: str, by: str, at: datetime) -> None:
    """回话: answer every worker who named this problem. Raises AnswerMissing."""
    if not text.strip():
        raise AnswerMissing
    with taken(case_id, Taking(step=Step.ANSWER, by=by, at=at, text=text.strip())) as case:
        case.answered_at = at
        _tell(case, MessageKind.REPLY, text, at, unit_of(case))


def close_unanswered(*, case_id: UUID, reason: str, by: str, at: datetime) -> None:
    """End an answered case without the worker's word, and say why. It is never counted as confirmed."""
    with taken(case_id, Taking(step=Step.CLOSE_WITH_REASON, by=by, at=at, text=reason)) as case:
        case.closed_at, case.closed_reason = at, reason.strip()


def close_unsolved(*, case_id: UUID, reason: str, revisit_on: date, by: str, at: datetime) -> None:
    """暂不能解决: say why, and on which day somebody looks again. Everybody who named the problem is told both."""
    if revisit_on <= localdate(at):
        raise RevisitMissing
    with taken(case_id, Taking(step=Step.SET_ASIDE, by=by, at=at, text=reason)) as case:
        case.closed_at, case.closed_reason, case.revisit_on = at, reason.strip(), revisit_on
        _tell(case, MessageKind.SET_ASIDE, reason, at, unit_of(case))


def take_up_again(*, case_id: UUID, reason: str, by: str, at: datetime) -> None:
    """重新办理 from the desk: a case that was set aside, refused or closed is worked on once more."""
    with taken(case_id, Taking(step=Step.REOPEN, by=by, at=at, text=reason)) as case:
        begin_again(case, today=localdate(at))


def begin_again(case: Case, *, today: date) -> None:
    """Take back the end of a case that was reopened, and give its owner the days of its level again."""
    case.reopened_count += 1
    case.answered_at = case.confirmed_at = case.closed_at = case.revisit_on = None
    case.closed_reason = ""
    start_clock(case, since=today)


def change_due(*, case_id: UUID, due_on: date, reason: str, by: str, at: datetime) -> None:
    """改期限, with the reason; before a case is given to anybody it is our own day to look at it that moves.

    Raises deadlines.DueInThePast.
    """
    is_ours = Case.objects.filter(pk=case_id, state__in=[State.HEARD, State.ACCEPTED]).exists()
    step = Mark.MOVE_DUE if is_ours else Step.EXTEND
    with taken(case_id, Taking(step=step, by=by, at=at, text=reason)) as case:
        move_due(case, today=localdate(at), to=due_on)
