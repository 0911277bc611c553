"""Why a wish could not be met, in words: what can be seen at a glance, or else which single rule stands in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from dundian.engines.planning.week.problem import (
    CONNECTOR,
    INTERVIEW,
    LABOUR,
    PEOPLE_AT_VISIT,
    PUBLICIST,
    RESEARCHER,
    REVIEW,
    TALK,
    VISIT,
    WEEKDAYS,
    Week,
)
from dundian.engines.planning.week.rules import RELAXABLE, as_measure
from dundian.engines.planning.week.timetable import GivenUp
from dundian.engines.planning.week.windows import interview_starts, talk_starts, visit_starts

_NONE: tuple[str, ...] = ()


def explain(week: Week, missing: Mapping[tuple[str, str], int], helps: Callable[[str], bool]) -> tuple[GivenUp, ...]:
    """Return every wish not met with its reason; `helps` tells whether all could be met without one rule."""
    rows = _gathered(week, missing)
    helping: tuple[str, ...] | None = None
    found = []
    for kind, about, count, what in rows:
        reason, rules = _at_a_glance(week, kind, about), _NONE
        if not reason:
            if helping is None:
                helping = tuple(rule for rule in RELAXABLE if helps(rule))
            reason, rules = _in_the_way(week, helping), helping
        found.append(GivenUp(kind, about, count, f"{what}：{reason}。", rules))
    return tuple(found)


def _gathered(week: Week, missing: Mapping[tuple[str, str], int]) -> list[tuple[str, str, int, str]]:
    """The wishes as rows (kind, whose, how many, what happened); reviews of one day are one row."""
    rows: list[tuple[str, str, int, str]] = []
    absent: dict[int, list[str]] = defaultdict(list)
    for (kind, about), count in missing.items():
        if kind == REVIEW:
            who, day = about.rsplit(" ", 1)
            absent[int(day)].append(week.official(who).title)
        else:
            rows.append((kind, about, count, _what(week, kind, about, count)))
    for number, people in sorted(absent.items()):
        weekday = WEEKDAYS[week.days[number].weekday()]
        words = f"周{weekday}有 {len(people)} 人参加不了碰头会（{'、'.join(people)}）"
        rows.append((REVIEW, str(number), len(people), words))
    return rows


def _what(week: Week, kind: str, about: str, count: int) -> str:
    if kind == TALK:
        return f"{week.team(about).title}的宣讲排不下"
    if kind == INTERVIEW:
        return f"{week.team(about).title}的访谈少排了 {count} 次"
    if kind == VISIT:
        return f"乡镇工会对接少排了 {count} 次"
    return f"{week.official(about).title}没有岗位可上"


def _at_a_glance(week: Week, kind: str, about: str) -> str:
    look = {TALK: _no_talk, INTERVIEW: _no_interview, VISIT: _no_visit, LABOUR: _no_labour, REVIEW: _no_review}
    return look[kind](week, about)


def _no_talk(week: Week, team: str) -> str:
    if not _count(week, PUBLICIST):
        return "组里没有宣传员"
    if not week.rooms:
        return "没有宣讲的场地"
    if not talk_starts(week, week.team(team)):
        return f"班前一小时、班间、班后一个半小时里，没有一段放得下 {week.lengths.talk} 分钟"
    return ""


def _no_interview(week: Week, team: str) -> str:
    if not _count(week, RESEARCHER):
        return "组里没有调查员"
    if not interview_starts(week, week.team(team)):
        return f"不占生产时间、不占睡觉的钟点，没有一段放得下 {week.lengths.interview} 分钟"
    return ""


def _no_visit(week: Week, _about: str) -> str:
    if week.township is None:
        return "没有写乡镇（街道）工会的办公时间"
    if _count(week, CONNECTOR) < PEOPLE_AT_VISIT:
        return f"对接要 {PEOPLE_AT_VISIT} 个接线员一起去，组里只有 {_count(week, CONNECTOR)} 个"
    days = sum(bool(visit_starts(week, day)) for day in range(len(week.days)))
    if days < week.wishes.visits:
        return f"一天去一处，周一到周五里办公时间够 {week.lengths.visit} 分钟的只有 {days} 天"
    return ""


def _no_labour(week: Week, who: str) -> str:
    offered = sum(len(each.posts) for each in week.teams)
    if offered < len(week.officials):
        return f"企业一共给了 {offered} 个岗位，组里有 {len(week.officials)} 人"
    official = week.official(who)
    light = any(official.heavy_ok or not post.is_heavy for team in week.teams for post in team.posts)
    return "" if light else "能给的都是重活，这名干部不能干"


def _no_review(_week: Week, _day: str) -> str:
    return ""


def _in_the_way(week: Week, helping: tuple[str, ...]) -> str:
    if not helping:
        return "几条规则一起挡住了，单单放宽哪一条都不够"
    measures = "；".join(as_measure(rule, week) for rule in helping)
    return f"和别的安排挤在一起，下面做到任何一条就排得下：{measures}"


def _count(week: Week, role: str) -> int:
    return sum(role in each.roles for each in week.officials)
