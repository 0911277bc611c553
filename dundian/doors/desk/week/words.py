"""How the week is said: kinds, hours, what was assumed, and how it stands."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from dundian.doors.desk.said import said, words_of
from dundian.doors.desk.templatetags.desk import WEEKDAYS
from dundian.engines.planning.week.problem import (
    INTERVIEW,
    KINDS,
    LABOUR,
    MEAL,
    REVIEW,
    TALK,
    VISIT,
    Week,
)
from dundian.engines.planning.week.timetable import Entry, Timetable
from dundian.features.programme.queries.week_facts import Assumed, Draft
from dundian.features.programme.queries.week_status import WeekStatus
from dundian.features.programme.queries.weeks import GroupWeekRow
from dundian.features.programme.services.week_changes import CannotGoThere

DAY = 1440
# What the engine and the facts of a week say in Chinese.
NAMED = (
    gettext_noop("午饭"),
    gettext_noop("晚饭"),
    gettext_noop("乡镇工会对接"),
    gettext_noop("白班"),
    gettext_noop("跟班"),
    gettext_noop("企业定的地方"),
)
# What fits into half an hour of the grid, and what its legend says.
SHORT = {
    LABOUR: gettext_lazy("上工"),
    TALK: gettext_lazy("宣讲"),
    INTERVIEW: gettext_lazy("访谈"),
    VISIT: gettext_lazy("对接"),
    REVIEW: gettext_lazy("碰头"),
    MEAL: gettext_lazy("吃饭"),
}
LEGEND = (
    (LABOUR, gettext_lazy("上工")),
    (INTERVIEW, gettext_lazy("访谈")),
    (TALK, gettext_lazy("班组宣讲")),
    (VISIT, gettext_lazy("街道对接")),
    (REVIEW, gettext_lazy("碰头会")),
    (MEAL, gettext_lazy("吃饭")),
)
ASSUMED = {
    "shifts": gettext_lazy("没填班次，按白班 %(value)s、中间不歇算"),
    "breaks": gettext_lazy("没填休息，按中间不歇算，班间不排事：%(value)s"),
    "posts": gettext_lazy("没填岗位，按每个班都能跟 %(value)s 人算"),
    "post_shifts": gettext_lazy("没写岗位在哪个班，按合适的班都有算"),
    "days_off": gettext_lazy("没填休息日，按天天上班算，周末也不占生产时间"),
    "township": gettext_lazy("没填镇街，没排对接"),
    "night_ok": gettext_lazy("没写能不能上夜班，按不能算：%(value)s"),
    "rooms": gettext_lazy("没填宣讲的场地，按一处算，地方由企业定"),
    "office_hours": gettext_lazy("没填镇街工会的办公时间，按 %(value)s 算"),
    "travel": gettext_lazy("没填去镇街工会的路程，按单程 %(value)s 分钟算"),
}
BLOCKED = {
    "host": gettext_lazy("这一组还没定企业"),
    "people": gettext_lazy("这一组还没分人"),
    "long": gettext_lazy("这一期超过 14 天，一周课表排不了"),
    "bad": gettext_lazy("企业填的班次看不懂"),
}

# What to do about a rule that stands in the way of a change.
ADVICE = {
    "production_time": gettext_lazy("换到他们不上班的钟点。"),
    "window": gettext_lazy("从列出来的钟点里挑一个。"),
    "one_thing": gettext_lazy("换个钟点，或者先把那一件挪开。"),
    "rest": gettext_lazy("往早一点换，或者换到别的天。"),
    "daily": gettext_lazy("换到别的天，或者先去掉这一天的一件事。"),
    "rooms": gettext_lazy("换个钟点，或者在“这一周要办的”里添一处场地。"),
    "parallel": gettext_lazy("换个钟点，或者先把其中一件挪开。"),
    "visit_days": gettext_lazy("换到没有对接的那一天。"),
    "meals": gettext_lazy("往早或往晚换，给吃饭留出钟点。"),
    "labour": gettext_lazy("换到不拆开半个班的钟点。"),
    "review": gettext_lazy("换个钟点，让一个人一晚只碰一次头。"),
    "role": gettext_lazy("在名单上给这位写上三员，再重排这一组。"),
}
# How a week stands where nothing is to be counted: tone, icon, words.
STANDING = {
    "BLOCKED": ("none", "circle", gettext_lazy("还排不了课表")),
    "NONE": ("none", "circle", gettext_lazy("还没课表")),
    "LAYING": ("none", "loader", gettext_lazy("正在排课表")),
    "FAILED": ("bad", "triangle-alert", gettext_lazy("课表没排成")),
    "OLD": ("warn", "triangle-alert", gettext_lazy("课表旧了，重排")),
    "AGREED": ("good", "check", gettext_lazy("企业同意了")),
}


def clock(minute: int) -> str:
    """7:30; what lies behind midnight says so."""
    words = f"{minute // 60 % 24}:{minute % 60:02d}"
    return _("次日 %(time)s") % {"time": words} if minute >= DAY else words


def hours(entry: Entry) -> str:
    """7:30–16:30"""
    return f"{clock(entry.start)}–{clock(entry.end)}"


def kind_of(entry: Entry) -> str:
    """What an entry is, in words; a meal is its own."""
    return said(entry.place if entry.kind == MEAL else KINDS[entry.kind])


def day_words(week: Week, day: int) -> str:
    """周一 17"""
    found = week.days[day]
    return _("%(weekday)s %(day)s") % {"weekday": WEEKDAYS[found.weekday()], "day": found.day}


def names_of(week: Week, people: tuple[str, ...] | list[str]) -> str:
    """Names in a row, or 全组 where it is everybody."""
    if len(people) == len(week.officials) > 1:
        return _("全组")
    return _("、").join(week.official(who).title for who in people)


def assumed_words(row: Assumed, programme_id: int, draft_host: int | None, group_id: int) -> dict[str, str]:
    """One thing that nobody has said: what is taken for it, and where it is said."""
    if row.at == "host" and draft_host:
        address = reverse("plan-enterprise", kwargs={"programme_id": programme_id, "enterprise_id": draft_host})
    elif row.at == "people":
        address = f"{reverse('plan-officials', kwargs={'programme_id': programme_id})}?gap={row.kind}"
    else:
        address = reverse("plan-week-terms", kwargs={"programme_id": programme_id, "group_id": group_id})
    value = _("、").join(said(each) for each in row.value.split("、"))
    return {"words": ASSUMED[row.kind] % {"value": value}, "address": address, "at": row.at}


def blocked_words(draft: Draft) -> str:
    """Why no week can be laid out."""
    return f"{BLOCKED[draft.blocked]}{_('：')}{said(draft.fault)}" if draft.fault else str(BLOCKED[draft.blocked])


def status_words(status: WeekStatus) -> tuple[str, str, str]:
    """How a group's week stands: tone, icon, words; what found no place in it is always said."""
    tone, icon, how = _state_words(status)
    if not status.given_up or status.state not in {"WAITING", "AGREED"}:
        return tone, icon, how
    lacking = ngettext("%(n)s 样没排下", "%(n)s 样没排下", status.given_up) % {"n": status.given_up}
    return "bad" if tone == "bad" else "warn", "triangle-alert", f"{how}{_('，')}{lacking}"


def _state_words(status: WeekStatus) -> tuple[str, str, str]:
    if status.state in STANDING:
        tone, icon, how = STANDING[status.state]
        return tone, icon, str(how)
    if status.others:
        said_words = ngettext("%(n)s 段要换时间", "%(n)s 段要换时间", status.others)
        return "bad", "triangle-alert", said_words % {"n": status.others}
    if status.agreed:
        facts = {"a": status.agreed, "b": status.slots}
        return "none", "clock", _("企业点了 %(a)s / %(b)s 段") % facts
    if status.is_asked:
        said_words = ngettext("%(n)s 段等企业点头", "%(n)s 段等企业点头", status.waiting)
    else:
        said_words = ngettext("%(n)s 段还没请企业看", "%(n)s 段还没请企业看", status.waiting)
    return "none", "clock", said_words % {"n": status.waiting}


def shift_lines(row: GroupWeekRow) -> list[dict[str, Any]]:
    """Which shift each official joins, said in words: one line a team and post."""
    week, timetable = row.week, row.timetable
    if week is None or timetable is None:
        return []
    found: dict[str, list[str]] = {}
    for official in week.officials:
        place = timetable.places.get(official.id)
        found.setdefault(place.team if place else "", []).append(
            f"{official.title}{_('（')}{place.post}{_('）')}" if place else official.title
        )
    lines = []
    for team_id, people in found.items():
        team = week.team(team_id) if team_id else None
        shift = week.shift(team.shift) if team else None
        lines.append(
            {
                "team": said(team.title) if team else "",
                "hours": f"{clock(shift.start)}–{clock(shift.end)}" if shift else "",
                "who": _("、").join(people),
                "count": len(people),
            }
        )
    return lines


def given_up_words(words: str) -> str:
    """A wish that could not be met, and why: what the engine says in one sentence has two halves."""
    what, sign, reason = words.partition("：")
    return f"{said(what)}{_('：')}{said(reason.removesuffix('。'))}{_('。')}" if sign else said(words)


def refusal_words(fault: Exception) -> str:
    """Why a change is refused, who or what stands in the way, and what can be done about it."""
    if not isinstance(fault, CannotGoThere):
        return words_of(fault)
    todo = ADVICE.get(fault.rule, ADVICE["window"])
    return _("没动。%(what)s%(todo)s") % {"what": words_of(fault), "todo": todo}


def meeting_words(week: Week, timetable: Timetable) -> str:
    """On which days the group cannot meet as a whole."""
    met = Counter(each.day for each in timetable.entries if each.kind == REVIEW)
    split = [day_words(week, day) for day, count in sorted(met.items()) if count > 1]
    return _("%(days)s 没有全组都空的钟点，分两个小组碰头") % {"days": _("、").join(split)} if split else ""
