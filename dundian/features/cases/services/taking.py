"""How a case is taken in hand for one step: locked, asked, changed and written down, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from dundian.engines.casework import Level, State, Step, after
from dundian.features.ledger.services import record, take_turn
from dundian.features.programme.policy import NotAllowed
from dundian.features.programme.scope import EVERYTHING, Scope, in_scope, tokens_now

from ..models import Case, CaseStep, Mark

RECEIPT = "receipt"
# What a step may change, and undo gives back.
COLUMNS = (
    "title",
    "class_code",
    "is_machine_class",
    "red_flag",
    "state",
    "level",
    "owner_group_id",
    "owner_enterprise_id",
    "owner_union_id",
    "supervisor_union_id",
    "passed_up",
    "due_on",
    "is_due_estimated",
    "remind_on",
    "reminded_at",
    "supervised_at",
    "answered_at",
    "confirmed_at",
    "closed_at",
    "closed_reason",
    "revisit_on",
    "reopened_count",
    "method",
    "affected",
    "merged_into_id",
)
# An enterprise answers what it was given or gives it back. It can neither close nor pass on what concerns itself.
OF_AN_ENTERPRISE = frozenset({Step.ANSWER, Step.HAND_BACK, Mark.DESCRIBE})
# Only whoever holds a receipt says that it is done; nobody says it for him.
OF_A_RECEIPT = frozenset({Step.CONFIRM, Step.REOPEN})


class CaseNotFound(Exception):
    """没有这件事，或者它不归你看。"""


class ReasonMissing(Exception):
    """写一句为什么，工友和下一家都会问。"""


@dataclass(frozen=True, kw_only=True)
class Taking:
    """One step about to be taken: which, by whom, when, and what he says about it."""

    step: Step | Mark
    by: str
    at: datetime
    text: str = ""
    # What undo needs to know beside the columns.
    aside: dict[str, Any] = field(default_factory=dict)


def programme_scope(case: Case, by: str) -> Scope:
    """The scope for what follows from a step that was allowed: a step may hand rows to somebody else's scope."""
    return Scope(by=by, tokens=frozenset({f"p:{case.programme_id}"}))


def may_take(case: Case, tokens: frozenset[str], step: Step | Mark) -> bool:
    """Whether somebody whose scope holds these tokens may take this step with a case that he sees."""
    if tokens & {EVERYTHING, f"p:{case.programme_id}", f"g:{case.group_id}", f"u:{case.owner_union_id}"}:
        return step != Step.CONFIRM
    if f"c:{case.pk}" in tokens:
        return step in OF_A_RECEIPT
    return f"e:{case.owner_enterprise_id}" in tokens and step in OF_AN_ENTERPRISE


def unit_of(case: Case) -> str:
    """The unit that owns a case, as a worker may read it."""
    if case.owner_union:
        return case.owner_union.name
    if case.owner_enterprise:
        return case.owner_enterprise.name
    return f"驻厂第 {case.owner_group.number} 组" if case.owner_group else "蹲点活动办"


def voice_ids(case: Case) -> list[UUID]:
    """The voices of a case that the scope in force may see."""
    return list(case.voices.order_by("said_at").values_list("pk", flat=True))


def _locked(case_id: UUID) -> Case:
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id, merged_into=None).first()
    if case is None:
        raise CaseNotFound
    return case


def write_step(case: Case, taking: Taking, *, before: dict[str, Any], unit: str) -> None:
    """Add one line to the timeline and to the ledger. The ledger gets no word of what was written."""
    CaseStep.objects.create(
        case=case,
        step=taking.step.value,
        at=taking.at,
        by=taking.by,
        unit=unit,
        level=case.level,
        text=taking.text,
        before=before,
    )
    facts = {"state": case.state, "level": case.level}
    record(step=taking.step.value, subject=f"case:{case.pk}", by=taking.by, at=taking.at, facts=facts)


@contextmanager
def taken(case_id: UUID, taking: Taking) -> Iterator[Case]:
    """Lock a case under the caller's scope, ask whether the step may be taken, and save what the block changes.

    Raises CaseNotFound, NotAllowed, StepNotAllowed, ReasonMissing. Inside, the scope is the whole programme's.
    """
    step = taking.step
    with transaction.atomic():
        take_turn()
        case = _locked(case_id)
        if not may_take(case, tokens_now(), step):
            raise NotAllowed
        if isinstance(step, Step):
            state = after(State(case.state), step)
            if step.needs_reason and not taking.text.strip() and taking.by != RECEIPT:
                raise ReasonMissing
        else:
            state = State(case.state)
        with in_scope(programme_scope(case, taking.by)):
            was, unit = {name: getattr(case, name) for name in COLUMNS}, unit_of(case)
            case.state = state.value
            yield case
            case.save()
            before = {name: value for name, value in was.items() if getattr(case, name) != value}
            write_step(case, taking, before=before | taking.aside, unit=unit)


def is_open(case: Case) -> bool:
    """Whether somebody still has to do something."""
    return not State(case.state).is_closed


def level_of(case: Case) -> Level:
    """The level that owns a case."""
    return Level(case.level)
