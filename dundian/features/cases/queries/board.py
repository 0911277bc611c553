"""The board (办事): columns, saved views with their counts, and all rows for Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from dundian.engines.casework import Level, State
from dundian.features.programme.scope import Scope

from ..models import Case
from .rows import BoardRow, rows_of

CLOSED_SHOWN = timedelta(days=7)
SOON_DAYS = 3
_CLOSED = [s.value for s in State if s.is_closed]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the address of the board asks for. `view`: mine, soon, overdue, open, waiting."""

    view: str = "open"
    level: Level | None = None
    enterprise_id: int | None = None
    group_id: int | None = None
    word: str = ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the board."""

    key: str
    zh: str
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many cases stand in each view, and what this week brought: ended, and confirmed by the worker, apart."""

    mine: int
    soon: int
    overdue: int
    open: int
    waiting: int
    closed_this_week: int
    confirmed_this_week: int


# Accepted and in hand are one column: somebody has it.
COLUMNS: tuple[tuple[str, str, frozenset[State]], ...] = (
    ("heard", "待核实", frozenset({State.HEARD})),
    ("in_hand", "办理中", frozenset({State.ACCEPTED, State.IN_HAND})),
    ("answered", "等工友确认", frozenset({State.ANSWERED})),
    ("closed", "办结", frozenset(s for s in State if s.is_closed)),
)


def _all(programme_id: int) -> QuerySet[Case]:
    return Case.objects.filter(programme_id=programme_id, merged_into=None)


def _mine(scope: Scope) -> Q:
    """What waits for the asker's own unit. The programme's office has what nobody has been given yet."""
    ids = {kind: [int(t[2:]) for t in scope.tokens if t.startswith(f"{kind}:")] for kind in "gue"}
    own = (
        Q(level=Level.ONSITE, owner_group_id__in=ids["g"])
        | Q(owner_union_id__in=ids["u"])
        | Q(owner_enterprise_id__in=ids["e"])
    )
    return own | Q(state__in=[State.HEARD, State.ACCEPTED]) if "ORGANISER" in scope.roles else own


def _seen(scope: Scope, programme_id: int, today: date, wanted: Wanted) -> QuerySet[Case]:
    recent = Q(closed_at__date__gt=today - CLOSED_SHOWN)
    cases = _all(programme_id).filter(~Q(state__in=_CLOSED) | recent)
    if wanted.level is not None:
        cases = cases.filter(level=wanted.level)
    if wanted.enterprise_id is not None:
        cases = cases.filter(enterprise_id=wanted.enterprise_id)
    if wanted.group_id is not None:
        cases = cases.filter(group_id=wanted.group_id)
    return cases.filter(_mine(scope)) if wanted.view == "mine" else cases


def _everything(_row: BoardRow) -> bool:
    return True


_VIEWS: dict[str, Callable[[BoardRow], bool]] = {
    "soon": lambda row: row.days_left is not None and 0 <= row.days_left <= SOON_DAYS,
    "overdue": lambda row: row.days_left is not None and row.days_left < 0,
    "waiting": lambda row: row.state == State.ANSWERED,
}


def board(scope: Scope, *, programme_id: int, today: date, wanted: Wanted) -> list[Column]:
    """The four columns, what is due first at the top; what ended stays for 7 days."""
    cases = _seen(scope, programme_id, today, wanted).order_by("due_on", "number")
    keep = _VIEWS.get(wanted.view, _everything)
    rows = [r for r in rows_of(scope, cases, today=today) if keep(r) and wanted.word in r.title]
    return [_column(key, zh, states, rows) for key, zh, states in COLUMNS]


def _column(key: str, zh: str, states: frozenset[State], rows: list[BoardRow]) -> Column:
    mine = [r for r in rows if r.state in states]
    if key == "closed":
        mine.sort(key=lambda r: r.closed_at or r.opened_at, reverse=True)
    return Column(key=key, zh=zh, rows=tuple(mine))


def counts(scope: Scope, *, programme_id: int, today: date) -> Counts:
    """The numbers beside the saved views."""
    wanted = Wanted()
    cases = _seen(scope, programme_id, today, wanted)
    running = [State.HEARD, State.ACCEPTED, State.IN_HAND]
    facts = list(cases.values_list("state", "due_on", "confirmed_at"))
    dues = [due for state, due, _ in facts if state in running]
    closed = [confirmed for state, _, confirmed in facts if state in _CLOSED]
    week = today - CLOSED_SHOWN
    return Counts(
        mine=cases.exclude(state__in=_CLOSED).filter(_mine(scope)).count(),
        soon=sum(0 <= (due - today).days <= SOON_DAYS for due in dues),
        overdue=sum(due < today for due in dues),
        open=sum(state not in _CLOSED for state, _, _ in facts),
        waiting=sum(state == State.ANSWERED for state, _, _ in facts),
        closed_this_week=len(closed),
        confirmed_this_week=sum(at is not None and localdate(at) > week for at in closed),
    )


def table(scope: Scope, *, programme_id: int, today: date) -> list[BoardRow]:
    """Every case this scope sees, by number, those that ended long ago as well: the rows of a ledger or of Excel."""
    return rows_of(scope, _all(programme_id).order_by("number"), today=today)
