"""Casework (问题办理): which step follows which, which level owns it, and when its answer is due.

The table of steps is the law of a case; services ask `after` before they write. Days are Chinese working days
with 调休 as published each year by the State Council and carried by `chinesecalendar`, which is data only.
Its data ends with a year; later days are counted Monday to Friday and the result says that it is an estimate.
Levels and their days: our design (domain.md §3.9), configuration in the trade, no limit set by law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import chinese_calendar

_ONE_DAY = timedelta(days=1)
_PUBLISHED = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)


class State(StrEnum):
    """Where a case stands. CONFIRMED is the worker's word; CLOSED is ours, and the two are counted apart."""

    HEARD = "HEARD"
    ACCEPTED = "ACCEPTED"
    IN_HAND = "IN_HAND"
    ANSWERED = "ANSWERED"
    CONFIRMED = "CONFIRMED"
    CLOSED = "CLOSED"
    NOT_SOLVABLE_NOW = "NOT_SOLVABLE_NOW"
    NOT_ACCEPTED = "NOT_ACCEPTED"

    @property
    def zh(self) -> str:
        """The word shown on the board."""
        return _STATE_WORDS[self]

    @property
    def is_closed(self) -> bool:
        """True if nobody has to do anything now. It can still be reopened."""
        return self in _CLOSED


_STATE_WORDS = {
    State.HEARD: "待核实",
    State.ACCEPTED: "已受理",
    State.IN_HAND: "办理中",
    State.ANSWERED: "待职工确认",
    State.CONFIRMED: "已办结",
    State.CLOSED: "已办结（职工未回音）",
    State.NOT_SOLVABLE_NOW: "暂不能解决",
    State.NOT_ACCEPTED: "不予受理",
}
_CLOSED = frozenset({State.CONFIRMED, State.CLOSED, State.NOT_SOLVABLE_NOW, State.NOT_ACCEPTED})


class Step(StrEnum):
    """What can be done to a case."""

    OPEN = "OPEN"
    VERIFY = "VERIFY"
    REFUSE = "REFUSE"
    ASSIGN = "ASSIGN"
    ESCALATE = "ESCALATE"
    HAND_BACK = "HAND_BACK"
    EXTEND = "EXTEND"
    ANSWER = "ANSWER"
    CONFIRM = "CONFIRM"
    CLOSE_WITH_REASON = "CLOSE_WITH_REASON"
    SET_ASIDE = "SET_ASIDE"
    REOPEN = "REOPEN"

    @property
    def zh(self) -> str:
        """The word on the button."""
        return _STEP_WORDS[self]

    @property
    def needs_reason(self) -> bool:
        """True if the step may not be taken without saying why: the worker or the next desk will ask."""
        return self in _WITH_REASON


_STEP_WORDS = {
    Step.OPEN: "登记",
    Step.VERIFY: "核实受理",
    Step.REFUSE: "不予受理",
    Step.ASSIGN: "派给",
    Step.ESCALATE: "上报",
    Step.HAND_BACK: "退回",
    Step.EXTEND: "延期",
    Step.ANSWER: "回话",
    Step.CONFIRM: "确认办好",
    Step.CLOSE_WITH_REASON: "说明原因后办结",
    Step.SET_ASIDE: "暂不能解决",
    Step.REOPEN: "重新办理",
}
_WITH_REASON = frozenset(
    {Step.REFUSE, Step.HAND_BACK, Step.EXTEND, Step.CLOSE_WITH_REASON, Step.SET_ASIDE, Step.REOPEN}
)

# ASSIGN again is 转办 (another unit of the same level). A refused case was never assigned, so reopening it
# leads back to verification; every other reopened case has an owner and goes to that desk again.
_AFTER: dict[State | None, dict[Step, State]] = {
    None: {Step.OPEN: State.HEARD},
    State.HEARD: {Step.VERIFY: State.ACCEPTED, Step.REFUSE: State.NOT_ACCEPTED},
    State.ACCEPTED: {Step.ASSIGN: State.IN_HAND, Step.REFUSE: State.NOT_ACCEPTED},
    State.IN_HAND: {
        Step.ANSWER: State.ANSWERED,
        Step.ASSIGN: State.IN_HAND,
        Step.ESCALATE: State.IN_HAND,
        Step.HAND_BACK: State.ACCEPTED,
        Step.EXTEND: State.IN_HAND,
        Step.SET_ASIDE: State.NOT_SOLVABLE_NOW,
    },
    State.ANSWERED: {
        Step.CONFIRM: State.CONFIRMED,
        Step.CLOSE_WITH_REASON: State.CLOSED,
        Step.REOPEN: State.IN_HAND,
    },
    State.CONFIRMED: {Step.REOPEN: State.IN_HAND},
    State.CLOSED: {Step.CONFIRM: State.CONFIRMED, Step.REOPEN: State.IN_HAND},
    State.NOT_SOLVABLE_NOW: {Step.REOPEN: State.IN_HAND},
    State.NOT_ACCEPTED: {Step.REOPEN: State.HEARD},
}


class StepNotAllowed(Exception):
    """这件事现在的状态还不能走这一步。"""


def after(state: State | None, step: Step) -> State:
    """Return the state a case is in after this step; None stands for a case that does not exist yet.

    StepNotAllowed if the step does not follow from the state.
    """
    found = _AFTER[state].get(step)
    if found is None:
        raise StepNotAllowed(f"{state.zh if state else '还没登记'}，不能{step.zh}。")
    return found


def steps_from(state: State | None) -> tuple[Step, ...]:
    """Return the steps that may be taken from this state, the usual one first."""
    return tuple(_AFTER[state])


class Level(StrEnum):
    """Who answers, from the shop floor up."""

    ONSITE = "ONSITE"
    ENTERPRISE = "ENTERPRISE"
    TOWNSHIP = "TOWNSHIP"
    COUNTY = "COUNTY"
    CITY = "CITY"
    PROVINCE = "PROVINCE"

    @property
    def zh(self) -> str:
        """The word shown for the level."""
        return _LEVELS[self][0]

    @property
    def workdays(self) -> int:
        """The working days this level has once a case was passed up to it."""
        return _LEVELS[self][1]

    @property
    def above(self) -> Level | None:
        """The level one up, which also supervises (督办) what is overdue here; None above the province."""
        order = tuple(Level)
        here = order.index(self)
        return order[here + 1] if here + 1 < len(order) else None


_LEVELS = {
    Level.ONSITE: ("现场", 2),
    Level.ENTERPRISE: ("企业", 10),
    Level.TOWNSHIP: ("镇街", 10),
    Level.COUNTY: ("县", 15),
    Level.CITY: ("市", 20),
    Level.PROVINCE: ("省", 30),
}
_OF_CODE = {
    "ENT": Level.ENTERPRISE,
    "EU": Level.ENTERPRISE,
    "TWN": Level.TOWNSHIP,
    "CTY": Level.COUNTY,
    "CIT": Level.CITY,
    "PRV": Level.PROVINCE,
}


def first_level(code: str | None, *, has_red_flag: bool = False) -> Level:
    """Return the level that answers first for a level code of the taxonomy.

    A red flag (life, minors, self-harm, retaliation …) goes straight to the county, to a named person. None,
    the code of OTHER.00, stays with the group on site until a person has classed it.
    """
    level = _OF_CODE[code] if code is not None else Level.ONSITE
    order = tuple(Level)
    return max(level, Level.COUNTY, key=order.index) if has_red_flag else level


@dataclass(frozen=True, slots=True)
class DueDay:
    """A working day. `is_estimated`: part of the count lies beyond the published calendar."""

    day: date
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the answer is due, and the working day on which four fifths of the time are gone (催办)."""

    due: DueDay
    remind_on: date


class Pace(StrEnum):
    """How a case stands against its deadline."""

    IN_TIME = "IN_TIME"
    REMIND = "REMIND"
    OVERDUE = "OVERDUE"


def is_workday(
    day: date, *, days_off: frozenset[date] = frozenset(), extra_workdays: frozenset[date] = frozenset()
) -> bool:
    """Say whether people work on this day: local changes first, then the calendar, then Monday to Friday."""
    if day in days_off or day in extra_workdays:
        return day not in days_off
    return chinese_calendar.is_workday(day) if day.year in _PUBLISHED else day.weekday() < 5


def due_on(
    *,
    since: date,
    workdays: int,
    days_off: frozenset[date] = frozenset(),
    extra_workdays: frozenset[date] = frozenset(),
) -> DueDay:
    """Return the day on which `workdays` working days after `since` are over.

    The day itself is not counted (期间开始的日不计算在内); 0 means the same day or, if that is free, the next
    working day. ValueError for a negative count.
    """
    if workdays < 0:
        raise ValueError("工作日数不能小于 0。")
    day, left, is_estimated = since, workdays, False
    if workdays == 0:
        day, left = since - _ONE_DAY, 1
    while left:
        day += _ONE_DAY
        left -= is_workday(day, days_off=days_off, extra_workdays=extra_workdays)
        is_estimated |= day.year not in _PUBLISHED
    return DueDay(day, is_estimated)


def due_after_assign(
    *,
    since: date,
    level: Level,
    leaf_workdays: int | None,
    passed_up: bool,
    days_off: frozenset[date] = frozenset(),
    extra_workdays: frozenset[date] = frozenset(),
) -> Deadline:
    """Return the deadline of a case given to a level on the day `since`.

    The first level has the days of the leaf (None for OTHER.00: the level's own); a level it was passed up to
    has its own days.
    """
    workdays = level.workdays if passed_up or leaf_workdays is None else leaf_workdays
    due = due_on(since=since, workdays=workdays, days_off=days_off, extra_workdays=extra_workdays)
    remind = due_on(since=since, workdays=workdays * 4 // 5, days_off=days_off, extra_workdays=extra_workdays)
    return Deadline(due, remind.day)


def pace(*, today: date, deadline: Deadline) -> Pace:
    """Say whether a case is in time, to be reminded of, or overdue; the due day itself is not overdue."""
    if today > deadline.due.day:
        return Pace.OVERDUE
    return Pace.REMIND if today >= deadline.remind_on else Pace.IN_TIME
