"""How the judge names things, so that whoever reads it finds them on the timetable: acts, days, stretches of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from dundian.engines.planning.week.problem import DAY, KINDS, Span, Week
from dundian.engines.planning.week.timetable import Entry

_DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def act_words(week: Week, entry: Entry) -> str:
    """周一 9:00 开始的 早班 访谈"""
    day, hour, kind = _day(week, entry.day, entry.start), clock_words(entry.start), KINDS[entry.kind]
    return f"{day} {hour} 开始的 {week.team(entry.team).title} {kind}" if entry.team else f"{day} {hour} 开始的{kind}"


def end_words(week: Week, entry: Entry) -> str:
    """周一 22:30 结束的碰头会"""
    return f"{_day(week, entry.day, entry.end)} {clock_words(entry.end)} 结束的{KINDS[entry.kind]}"


def acts_words(week: Week, entries: Iterable[Entry]) -> str:
    """Each act once, in order of time."""
    return "、".join(dict.fromkeys(act_words(week, each) for each in sorted(entries, key=lambda e: (e.day, e.start))))


def weekday_words(week: Week, day: int) -> str:
    """周一"""
    return _DAYS[week.days[day].weekday()]


def clock_words(minute: int) -> str:
    """9:00"""
    return f"{minute // 60 % 24}:{minute % 60:02d}"


def span_words(span: Span) -> str:
    """7:30–11:30"""
    return f"{clock_words(span[0])}–{clock_words(span[1])}"


def _day(week: Week, day: int, minute: int) -> str:
    """The day of the calendar: half past midnight is the next one's."""
    return _DAYS[(week.days[day] + timedelta(days=minute // DAY)).weekday()]
