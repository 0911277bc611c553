"""Changes of a timetable by hand: each judged whole by the reference judge, each to be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn

from django.db import transaction

from dundian.engines.planning.week import by_hand
from dundian.engines.planning.week.check import judge
from dundian.engines.planning.week.fault import Fault
from dundian.engines.planning.week.problem import Week
from dundian.engines.planning.week.timetable import Entry, Timetable
from dundian.features.ledger.services import record, take_turn

from ..models import GroupWeek, WeekChange
from ..timetables import keyed, page_of, timetable_of, week_of
from .week_slots import ask_anew, host_of

Kind = WeekChange.Kind


class EntryGone(Exception):
    """这一段已经不在课表上了，看看现在的课表。"""


class CannotGoThere(Exception):
    """那个时间放不下。"""

    # The id of the hard rule that would break; its message says who or what stands in the way.
    rule: str = ""


class NobodyToAsk(Exception):
    """这一组没有调查员，没有人去访谈。先在名单上给一位写上调查员。"""


class WeekChangedSince(Exception):
    """后来又有人动过，或者重新排过，撤不了了。"""


class WeekAlreadyUndone(Exception):
    """这一步已经撤过了。"""


def move_entry(*, group_id: int, key: str, to: tuple[int, int], by: str, at: datetime) -> int:
    """Let an act begin on another day or at another minute, and return the change's id.

    Raises EntryGone, CannotGoThere with the rule that would break and what stands in the way.
    """

    def act(week: Week, now: Timetable) -> Timetable:
        entry = _entry(week, now, key)
        if entry.kind not in by_hand.MOVABLE or not by_hand.is_in_week(week, entry, to):
            raise CannotGoThere
        after = by_hand.moved(week, now, entry, day=to[0], start=to[1])
        if to not in by_hand.possible_starts(week, now, entry):
            _refuse(week, after)
        return after

    return _change(group_id, Kind.MOVE, act, by=by, at=at)


def remove_entry(*, group_id: int, key: str, by: str, at: datetime) -> int:
    """Take a talk, an interview or a visit out, and return the change's id; raises EntryGone, CannotGoThere."""

    def act(week: Week, now: Timetable) -> Timetable:
        entry = _entry(week, now, key)
        if entry.kind not in by_hand.REMOVABLE:
            raise CannotGoThere
        return by_hand.removed(week, now, entry)

    return _change(group_id, Kind.REMOVE, act, by=by, at=at)


def add_interview(*, group_id: int, team: str, to: tuple[int, int], by: str, at: datetime) -> int:
    """Ask one more worker of a team, and return the change's id; raises CannotGoThere, NobodyToAsk."""

    def act(week: Week, now: Timetable) -> Timetable:
        if team not in {each.id for each in week.teams}:
            raise CannotGoThere
        there = (each for each in by_hand.possible_interviews(week, now, team) if (each.day, each.start) == to)
        entry = next(there, None)
        if entry is None:
            draft = by_hand.interview_at(week, now, team, to)
            if draft is None:
                raise NobodyToAsk
            if by_hand.is_in_week(week, draft, to):
                _refuse(week, by_hand.added(week, now, draft))
            raise CannotGoThere
        return by_hand.added(week, now, entry)

    return _change(group_id, Kind.ADD, act, by=by, at=at)


def _refuse(week: Week, after: Timetable) -> NoReturn:
    """Say what stands in the way of a timetable that no menu offers."""
    faults = judge(week, after).faults
    raise _refusal(faults[0]) if faults else CannotGoThere


def _refusal(fault: Fault) -> CannotGoThere:
    refusal = CannotGoThere(fault.message)
    refusal.rule = fault.rule
    return refusal


def _entry(week: Week, now: Timetable, key: str) -> Entry:
    entry = keyed(week, now).get(key)
    if entry is None:
        raise EntryGone
    return entry


@transaction.atomic
def _change(group_id: int, kind: Kind, act: Callable[[Week, Timetable], Timetable], *, by: str, at: datetime) -> int:
    row = _held(group_id)
    week, now = week_of(row.facts), timetable_of(row.plan)
    after = act(week, now)
    faults = judge(week, after).faults
    if faults:
        raise _refusal(faults[0])
    change = WeekChange.objects.create(week=row, kind=kind, by=by, at=at, before=page_of(now), after=page_of(after))
    _write(row, change.after, at=at)
    record(step="CHANGE_WEEK", subject=f"group:{group_id}", by=by, at=at, facts={"kind": kind.value})
    return change.pk


@transaction.atomic
def undo_week_change(*, programme_id: int, change_id: int, by: str, at: datetime) -> int:
    """Put the timetable back as it was before one change, and return the group's id.

    Raises WeekChange.DoesNotExist, WeekAlreadyUndone, WeekChangedSince.
    """
    change = WeekChange.objects.get(pk=change_id, week__group__phase__programme_id=programme_id)
    row = _held(change.week.group_id)
    change.refresh_from_db()
    if change.undone_at:
        raise WeekAlreadyUndone
    if page_of(timetable_of(row.plan)) != change.after:
        raise WeekChangedSince
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    _write(row, change.before, at=at)
    record(step="UNDO_WEEK", subject=f"group:{row.group_id}", by=by, at=at, facts={"change": change_id})
    return row.group_id


def _held(group_id: int) -> GroupWeek:
    take_turn()
    row = GroupWeek.objects.select_for_update().filter(group_id=group_id).exclude(plan={}).first()
    if row is None:
        raise EntryGone
    host_of(row)
    return row


def _write(row: GroupWeek, page: dict[str, object], *, at: datetime) -> None:
    row.plan = {**row.plan, **page}
    row.save(update_fields=["plan"])
    ask_anew(row, at=at)
