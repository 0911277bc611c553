"""The page of a group's week: the grid, who joins which shift, what was assumed, and what the enterprise says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said
from dundian.features.programme import policy
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import weeks
from dundian.features.programme.queries.problem import PlanFacts, plan_facts
from dundian.features.programme.queries.week_status import WeekStatus, statuses
from dundian.features.programme.queries.weeks import GroupWeekRow
from dundian.features.programme.scope import EVERYTHING, Scope

from . import words
from .grid import Grid
from .running import is_dead, is_late

State = weeks.State


def open_groups(facts: PlanFacts, scope: Scope, programme_id: int) -> list[int]:
    """The groups that a scope opens, in the order of phases: all to the programme's organisers, to a leader his own."""
    if scope.tokens & {EVERYTHING, f"p:{programme_id}"}:
        return list(facts.groups)
    return [pk for pk in facts.groups if f"g:{pk}" in scope.tokens]


def week_row(request: HttpRequest, facts: PlanFacts, programme_id: int, group_id: int) -> GroupWeekRow:
    """The week of a group that is open to who asks; 404 for any other."""
    if group_id not in open_groups(facts, scope_of(request), programme_id):
        raise Http404
    return weeks.group_week(facts, group_id)


@require_GET
@asks(Action.SEE_PROGRAMME)
def shown(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The week of ?group=, whole or as ?who= lives it."""
    scope = scope_of(request)
    facts = plan_facts(programme_id)
    groups = open_groups(facts, scope, programme_id)
    how = statuses(facts, at=timezone.now(), only=groups)
    chosen = _chosen(request, groups, how)
    may_edit = policy.may(scope, Action.EDIT_PROGRAMME)
    run = weeks.last_week_run(programme_id)
    context: dict[str, Any] = {
        "facts": facts,
        "groups": [_option(pk, facts, how[pk]) for pk in groups],
        "may_edit": may_edit,
        "run": run,
        "is_late": run is not None and is_late(run),
        "is_dead": run is not None and is_dead(run),
        "is_going": run is not None and run.is_going and not is_dead(run),
        "open_count": sum(each.is_open for each in how.values()),
        "made_count": sum(each.is_made for each in how.values()),
    }
    if chosen is not None:
        place = groups.index(chosen)
        context["before"] = groups[place - 1] if place else None
        context["after"] = groups[place + 1] if place + 1 < len(groups) else None
        row = replace(weeks.group_week(facts, chosen), status=how[chosen])
        context |= _week(request, row, facts, programme_id)
        context["failed"] = said(run.failed.get(chosen, "")) if run else ""
    return render(request, "desk/week/week.html", context)


def _chosen(request: HttpRequest, groups: list[int], how: dict[int, WeekStatus]) -> int | None:
    wanted = request.GET.get("group", "")
    if wanted.isdecimal() and int(wanted) in groups:
        return int(wanted)
    made = [pk for pk in groups if how[pk].is_made]
    return next(iter([*made, *groups]), None)


def _option(pk: int, facts: PlanFacts, status: WeekStatus) -> dict[str, Any]:
    tone, _icon, how = words.status_words(status)
    group = facts.groups[pk]
    return {"id": pk, "label": said(facts.group_label(pk)), "host": group.enterprise_name, "tone": tone, "how": how}


def _week(request: HttpRequest, row: GroupWeekRow, facts: PlanFacts, programme_id: int) -> dict[str, Any]:
    group = row.group
    tone, icon, how = words.status_words(row.status)
    assumed = [words.assumed_words(each, programme_id, group.enterprise_id, group.id) for each in row.draft.assumed]
    context: dict[str, Any] = {
        "row": row,
        "label": said(facts.group_label(group.id)),
        "tone": tone,
        "icon": icon,
        "status": how,
        "blocked": words.blocked_words(row.draft) if row.draft.blocked else "",
        "assumed": assumed,
        "given_up": [words.given_up_words(each) for each in row.given_up],
        "legend": words.LEGEND,
    }
    if row.week is None or row.timetable is None:
        return context
    who = request.GET.get("who", "")
    who = who if who in {each.id for each in row.week.officials} else ""
    grid = Grid(row.week, row.timetable, weeks.keyed_entries(row), who=who)
    return context | {
        "days": grid.days(),
        "ticks": grid.ticks,
        "lines": grid.listed(),
        "places": grid.rules(),
        "who": who,
        "people": [{"id": each.id, "name": each.title} for each in row.week.officials],
        "shifts": words.shift_lines(row),
        "lead": _lead(row),
        "meeting": words.meeting_words(row.week, row.timetable),
        "gap": 100 * (row.cost - row.bound) / max(1, row.cost),
        "is_soon": 0 <= (group.start_on - timezone.localdate()).days <= 7,
        "undo": row.changes[0] if row.changes else None,
        "waits": sum(each.state == State.WAITING for each in row.slots),
    }


def _lead(row: GroupWeekRow) -> str:
    """跟早班, or 跟早班和中班."""
    if row.week is None or row.timetable is None:
        return ""
    teams = dict.fromkeys(row.week.team(place.team).title for place in row.timetable.places.values())
    return _("跟%(shifts)s") % {"shifts": _("、").join(said(each) for each in teams)} if teams else ""
