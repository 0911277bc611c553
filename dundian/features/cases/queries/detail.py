"""One case, opened beside the board: who, until when, what was said, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from dundian.engines.casework import Level, State, Step, first_level, steps_from
from dundian.engines.text.taxonomy import UnknownLeaf, leaf
from dundian.features.programme import policy
from dundian.features.programme.policy import Action
from dundian.features.programme.scope import Scope
from dundian.features.registry.models import Account, Device, Union
from dundian.features.voices import queries as voices
from dundian.features.voices.queries import Quote

from ..models import Case, CaseStep, Mark
from ..services.handling import union_above
from ..services.taking import CaseNotFound, level_of, may_take
from .rows import BoardRow, rows_of


@dataclass(frozen=True, kw_only=True)
class TimelineLine:
    """One step. `by` is a person for those inside, and only the unit for an enterprise."""

    step: str
    zh: str
    at: datetime
    by: str
    unit: str
    level: Level
    text: str
    is_undone: bool


@dataclass(frozen=True, kw_only=True)
class CaseDetail:
    """A case with all that this scope may know of it."""

    programme_id: int
    row: BoardRow
    method: str
    affected: str
    revisit_on: date | None
    # Who heard it; not for the enterprise, to whom it could tell who spoke.
    heard_by: str
    quotes: tuple[Quote, ...]
    timeline: tuple[TimelineLine, ...]
    # The steps of the engine that this scope may take now, the usual one first.
    steps: tuple[Step, ...]
    may_describe: bool
    may_edit: bool
    suggested_level: Level
    # Where passing up leads: the level, and the union on record there.
    above: Level | None
    union_above_id: int | None
    union_above_name: str


def peek(scope: Scope, *, case_id: UUID, today: date) -> CaseDetail:
    """One case; raises CaseNotFound for one that does not exist or is not open to this scope."""
    cases = Case.objects.filter(pk=case_id, merged_into=None)
    case = cases.select_related("official__person", "enterprise", "owner_union").first()
    if case is None:
        raise CaseNotFound
    reads = policy.may(scope, Action.SEE_VOICES)
    ids = list(case.voices.values_list("pk", flat=True)) if reads else []
    above_id = union_above(case)
    union = Union.objects.filter(pk=above_id).first() if above_id else None
    return CaseDetail(
        programme_id=case.programme_id,
        row=rows_of(scope, cases, today=today)[0],
        method=case.method,
        affected=case.affected,
        revisit_on=case.revisit_on,
        heard_by=case.official.person.name if case.official and reads else "",
        quotes=tuple(voices.quotes(scope, voice_ids=ids)),
        timeline=timeline(scope, case_id=case_id),
        steps=tuple(s for s in steps_from(State(case.state)) if may_take(case, scope.tokens, s)),
        may_describe=may_take(case, scope.tokens, Mark.DESCRIBE),
        may_edit=may_take(case, scope.tokens, Mark.RENAME),
        suggested_level=suggested_level(case.class_code, has_red_flag=case.red_flag is not None),
        above=level_of(case).above,
        union_above_id=union.pk if union else None,
        union_above_name=union.name if union else "",
    )


def suggested_level(class_code: str | None, *, has_red_flag: bool = False) -> Level:
    """The level that answers first for this class; the group on site for a class that is no leaf."""
    try:
        code = leaf(class_code).first_level if class_code else None
    except UnknownLeaf:
        code = None
    return first_level(code, has_red_flag=has_red_flag)


def timeline(scope: Scope, *, case_id: UUID) -> tuple[TimelineLine, ...]:
    """走到哪了: the steps of a case, oldest first."""
    steps = list(CaseStep.objects.filter(case_id=case_id))
    names = _names({s.by for s in steps}) if policy.may(scope, Action.SEE_VOICES) else {}
    return tuple(
        TimelineLine(
            step=s.step,
            zh=Step(s.step).zh if s.step in _ENGINE else str(Mark(s.step).label),
            at=s.at,
            by=_OTHERS.get(s.by) or names.get(s.by) or s.unit,
            unit=s.unit,
            level=Level(s.level),
            text=s.text,
            is_undone=s.is_undone,
        )
        for s in steps
    )


_ENGINE = frozenset(step.value for step in Step)
_OTHERS = {"clock": "系统", "receipt": "工友"}


def _names(actors: set[str]) -> dict[str, str]:
    """Who is behind "account:3" and "device:4"."""
    ids: dict[str, list[int]] = {"account": [], "device": []}
    for actor in actors:
        kind, _, number = actor.partition(":")
        if kind in ids and number.isdigit():
            ids[kind].append(int(number))
    accounts = Account.objects.filter(pk__in=ids["account"]).values_list("pk", "name")
    devices = Device.objects.filter(pk__in=ids["device"]).values_list("pk", "person__name")
    return {f"account:{pk}": name for pk, name in accounts} | {f"device:{pk}": name for pk, name in devices}
