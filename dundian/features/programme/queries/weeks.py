"""Weeks of groups as the pages show them: the timetable, whether it is old, and what the enterprise says to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F

from dundian.engines.planning.week import by_hand
from dundian.engines.planning.week.problem import Week
from dundian.engines.planning.week.timetable import Entry, Timetable

from ..models import GroupWeek, WeekChange, WeekRun, WeekSlot
from ..scope import Scope
from ..timetables import keyed, timetable_of, week_of
from .groups import GroupRow
from .problem import PlanFacts, place_words
from .week_facts import Draft, week_sources
from .week_status import WeekStatus, statuses_of

State = WeekSlot.State


@dataclass(frozen=True, kw_only=True)
class SlotRow:
    """One slot that the enterprise agrees to, in words."""

    id: int
    group_id: int
    key: str
    day: date
    time: str
    team: str
    what: str
    who: str
    place: str
    why: str
    state: str
    word: str
    said_by: str
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class WeekChangeRow:
    """One change by hand that can be undone."""

    id: int
    kind_words: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class GroupWeekRow:
    """The week of one group with everything its page says."""

    group: GroupRow
    draft: Draft
    status: WeekStatus
    terms: dict[str, Any]
    week: Week | None = None
    timetable: Timetable | None = None
    given_up: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cost: int = 0
    bound: int = 0
    seconds: float = 0.0
    made_at: datetime | None = None
    asked_at: datetime | None = None
    agreed_at: datetime | None = None
    slots: tuple[SlotRow, ...] = ()
    changes: tuple[WeekChangeRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WeekRunRow:
    """One asking for timetables, and how far it is."""

    id: int
    state: str
    asked_at: datetime
    total: int
    done: int
    failed: dict[int, str]
    is_stop_asked: bool

    @property
    def is_going(self) -> bool:
        """Whether it is still being worked out."""
        return self.state in {"WAITING", "RUNNING"}


@dataclass(frozen=True, kw_only=True)
class AskedWeek:
    """What one enterprise is asked about one group."""

    group_id: int
    group_words: str
    start_on: date
    end_on: date
    asked_at: datetime | None
    slots: tuple[SlotRow, ...]

    @property
    def waiting(self) -> int:
        """How many slots have no answer yet."""
        return sum(each.state == State.WAITING for each in self.slots)


def group_week(facts: PlanFacts, group_id: int) -> GroupWeekRow:
    """The week of one group; KeyError for a group of another programme."""
    sources = week_sources(facts, only=(group_id,))
    draft, status = sources.draft(group_id), statuses_of(sources)[group_id]
    row = GroupWeek.objects.filter(group_id=group_id).first()
    terms = row.terms if row else {}
    if row is None or not row.plan:
        return GroupWeekRow(group=sources.groups[group_id], draft=draft, status=status, terms=terms)
    return GroupWeekRow(
        group=sources.groups[group_id],
        draft=draft,
        status=status,
        terms=terms,
        week=week_of(row.facts),
        timetable=timetable_of(row.plan),
        given_up=tuple(row.plan["given_up"]),
        notes=tuple(row.plan["notes"]),
        cost=row.plan["cost"],
        bound=row.plan["bound"],
        seconds=row.plan["seconds"],
        made_at=row.made_at,
        asked_at=row.asked_at,
        agreed_at=row.agreed_at,
        slots=tuple(_slot(each) for each in WeekSlot.objects.filter(week=row)),
        changes=tuple(
            WeekChangeRow(id=c.pk, kind_words=c.get_kind_display(), at=c.at)
            for c in WeekChange.objects.filter(week=row, undone_at=None)
        ),
    )


def keyed_entries(row: GroupWeekRow) -> dict[str, Entry]:
    """Every entry of a week by the key under which it is changed; empty before it is laid out."""
    return keyed(row.week, row.timetable) if row.week and row.timetable else {}


def starts_of(row: GroupWeekRow, key: str) -> list[tuple[int, int]]:
    """Where else an entry may begin, as (day, minute); none for what is not moved by hand, KeyError if it is gone."""
    entry = keyed_entries(row)[key]
    if not row.week or not row.timetable or entry.kind not in by_hand.MOVABLE:
        return []
    return by_hand.possible_starts(row.week, row.timetable, entry)


def more_interviews(row: GroupWeekRow, team: str) -> list[Entry]:
    """Each hour at which one more worker of a team may be asked, with who would ask."""
    if not row.week or not row.timetable or team not in {each.id for each in row.week.teams}:
        return []
    return by_hand.possible_interviews(row.week, row.timetable, team)


def timetables(group_ids: Collection[int]) -> dict[int, tuple[Week, Timetable]]:
    """The weeks that are laid out, by group, in the order of phases and groups."""
    rows = GroupWeek.objects.filter(group_id__in=group_ids).exclude(plan={})
    rows = rows.order_by("group__phase__number", "group__number")
    return {row.group_id: (week_of(row.facts), timetable_of(row.plan)) for row in rows}


def _slot(row: WeekSlot) -> SlotRow:
    return SlotRow(
        id=row.pk,
        group_id=row.group_id,
        key=row.key,
        day=row.day,
        **row.words,
        state=row.state,
        word=row.word,
        said_by=row.said_by,
        answered_at=row.answered_at,
    )


def asked_weeks(scope: Scope, *, programme_id: int) -> list[AskedWeek]:
    """What the enterprises of this scope have been asked: their own groups only, by phase."""
    rows = WeekSlot.objects.filter(
        programme_id=programme_id, week__asked_at__isnull=False, enterprise_id=F("group__enterprise_id")
    )
    rows = rows.filter(enterprise_id__in=[int(token[2:]) for token in scope.tokens if token.startswith("e:")])
    found: dict[int, list[WeekSlot]] = defaultdict(list)
    for row in rows.select_related("week", "group__phase").order_by(
        "group__phase__number", "group__number", "day", "start"
    ):
        found[row.group_id].append(row)
    return [_asked(slots) for slots in found.values()]


def _asked(rows: Iterable[WeekSlot]) -> AskedWeek:
    slots = list(rows)
    group, week = slots[0].group, slots[0].week
    return AskedWeek(
        group_id=group.pk,
        group_words=place_words(group.phase.number, group.number),
        start_on=group.phase.start_on,
        end_on=group.phase.end_on,
        asked_at=week.asked_at,
        slots=tuple(_slot(each) for each in slots),
    )


def week_run(run_id: int, *, programme_id: int) -> WeekRunRow:
    """One run; raises WeekRun.DoesNotExist."""
    return _run(WeekRun.objects.get(pk=run_id, programme_id=programme_id))


def last_week_run(programme_id: int) -> WeekRunRow | None:
    """The newest run of a programme."""
    row = WeekRun.objects.filter(programme_id=programme_id).first()
    return _run(row) if row else None


def _run(row: WeekRun) -> WeekRunRow:
    return WeekRunRow(
        id=row.pk,
        state=row.state,
        asked_at=row.asked_at,
        total=len(row.groups),
        done=len(row.done),
        failed={int(pk): words for pk, words in row.failed.items()},
        is_stop_asked=row.is_stop_asked,
    )
