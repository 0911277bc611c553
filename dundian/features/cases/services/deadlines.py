"""When an answer is due: the days come from the class of the demand and from the level that owns it."""

from __future__ import annotations

from datetime import date, timedelta

from dundian.engines.casework import Deadline, DueDay, State, due_after_assign, due_on, is_workday
from dundian.engines.text.taxonomy import UnknownLeaf, leaf

from ..models import Case
from .taking import level_of


class DueInThePast(Exception):
    """期限不能早于今天。"""


def leaf_workdays(class_code: str | None) -> int | None:
    """The days that the leaf of the taxonomy gives; None for a class that is no leaf, or for none at all."""
    try:
        return leaf(class_code).default_reply_workdays if class_code else None
    except UnknownLeaf:
        return None


def start_clock(case: Case, *, since: date) -> None:
    """Give a case the deadline that its level and class call for, counted from this day."""
    _set(
        case,
        due_after_assign(
            since=since,
            level=level_of(case),
            leaf_workdays=leaf_workdays(case.class_code) if case.state == State.IN_HAND else None,
            passed_up=case.passed_up,
        ),
    )


def _set(case: Case, deadline: Deadline) -> None:
    case.due_on, case.is_due_estimated = deadline.due.day, deadline.due.is_estimated
    case.remind_on = deadline.remind_on
    case.reminded_at = case.supervised_at = None
    case.supervisor_union_id = None


def move_due(case: Case, *, today: date, to: date) -> None:
    """Put the due day where a person wants it, with a reminder when four fifths of the working days are gone.

    Raises DueInThePast.
    """
    if to < today:
        raise DueInThePast
    workdays = sum(is_workday(today + timedelta(days=n)) for n in range(1, (to - today).days + 1))
    remind = due_on(since=today, workdays=workdays * 4 // 5).day
    _set(case, Deadline(DueDay(to, is_estimated=False), min(remind, to)))
