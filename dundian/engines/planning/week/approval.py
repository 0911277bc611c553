"""What the enterprise is asked to agree to: every moment in which its workers are talked to, all outside production."""

from __future__ import annotations

from dataclasses import dataclass

from dundian.engines.planning.week.problem import INTERVIEW, KINDS, TALK, WEEKDAYS, Week
from dundian.engines.planning.week.timetable import Timetable
from dundian.engines.planning.week.windows import overlaps, turns


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of the list that the enterprise agrees to."""

    day: str
    time: str
    team: str
    what: str
    who: str
    place: str
    why: str


def approval_list(week: Week, timetable: Timetable) -> tuple[Slot, ...]:
    """Return every talk and interview in order of time, with why it disturbs no production."""
    rows = []
    for each in timetable.entries:
        if each.kind not in (TALK, INTERVIEW) or each.team is None:
            continue
        team, midnight = week.team(each.team), week.starts[each.day]
        rows.append(
            Slot(
                day=day_words(week, each.day),
                time=f"{clock(each.start)}–{clock(each.end)}",
                team=team.title,
                what=f"{KINDS[each.kind]}，{_headcount(each.kind, team.headcount)}",
                who="、".join(week.official(who).title for who in each.officials),
                place=each.place,
                why=f"{_why(week, each.team, (midnight + each.start, midnight + each.end))}，不在生产时间",
            )
        )
    return tuple(rows)


def clock(minute: int) -> str:
    """Return minutes from midnight as a clock shows them; the next day's hours as such."""
    words = f"{minute // 60 % 24:02d}:{minute % 60:02d}"
    return f"次日 {words}" if minute >= 24 * 60 else words


def day_words(week: Week, day: int) -> str:
    """Return a day as 周一 17 日."""
    found = week.days[day]
    return f"周{WEEKDAYS[found.weekday()]} {found.month} 月 {found.day} 日"


def _headcount(kind: str, headcount: int) -> str:
    if kind == INTERVIEW:
        return "1 位工友"
    return f"约 {headcount} 人" if headcount else "全班组"


def _why(week: Week, team_id: str, span: tuple[int, int]) -> str:
    workings = turns(week, week.team(team_id))
    for each in workings:
        if overlaps(span, each.breaks):
            return f"{each.shift.id}班间休息"
        if each.span[1] <= span[0] <= each.span[1] + 90:
            return f"{each.shift.id}下班后"
        if span[1] <= each.span[0] <= span[1] + 60:
            return f"{each.shift.id}上班前"
    midnight = span[0] // 1440 * 1440
    day = week.days[week.day_of(span[0])]
    return "班组休息日" if week.team(team_id).shift_on(day) is None and midnight >= 0 else "不当班"
