"""Changing a week by hand: another start, one interview more or less, taking it back, and what the organiser says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said, words_of
from dundian.engines.planning.week.by_hand import REMOVABLE
from dundian.engines.planning.week.problem import Week
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import weeks
from dundian.features.programme.queries.problem import plan_facts
from dundian.features.programme.services import week_changes as steps
from dundian.features.programme.services import weeks as runs
from dundian.features.programme.services.week_slots import WeekOld

from . import words
from .forms import TermsForm
from .page import week_row
from .running import address_of

REFUSALS = (
    steps.CannotGoThere,
    steps.EntryGone,
    steps.NobodyToAsk,
    steps.WeekAlreadyUndone,
    steps.WeekChangedSince,
    WeekOld,
)


def wrapper(request: HttpRequest) -> str:
    """The frame of a page that is also a sheet: alone when htmx asks for it into #sheet."""
    return "desk/week/in_sheet.html" if request.headers.get("HX-Target") == "sheet" else "desk/week/in_page.html"


def _done(request: HttpRequest, programme_id: int, group_id: int, act: Callable[[], int], said_: str) -> HttpResponse:
    """Do one thing and say so, with its undo; a refusal says why, and nothing has changed."""
    try:
        change_id = act()
    except REFUSALS as fault:
        messages.error(request, words.refusal_words(fault))
    else:
        undo = reverse("plan-week-undo", kwargs={"programme_id": programme_id, "week_change_id": change_id})
        messages.success(request, said_, extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(address_of(programme_id, group_id))


def _options(week: Week, starts: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Starts as the groups of a menu: a day, and under it the hours."""
    days: dict[int, list[dict[str, str]]] = {}
    for day, start in starts:
        days.setdefault(day, []).append({"value": f"{day}:{start}", "words": words.clock(start)})
    return [{"words": words.day_words(week, day), "starts": found} for day, found in days.items()]


def _to(request: HttpRequest) -> tuple[int, int] | None:
    """The start that a form chose; None for what is none."""
    day, _sign, start = request.POST.get("to", "").partition(":")
    return (int(day), int(start)) if day.isdecimal() and start.isdecimal() and len(day + start) < 9 else None


@require_GET
@asks(Action.EDIT_PROGRAMME)
def entry(request: HttpRequest, programme_id: int, group_id: int) -> HttpResponse:
    """One entry (?entry=): what it is, and where else it may begin."""
    row = week_row(request, plan_facts(programme_id), programme_id, group_id)
    key = request.GET.get("entry", "")
    found = weeks.keyed_entries(row).get(key)
    context: dict[str, Any] = {"wrapper": wrapper(request), "group_id": group_id, "key": key, "found": None}
    if found is None or row.week is None:
        return render(request, "desk/week/entry.html", context, status=410)
    context |= {
        "found": found,
        "words": words.kind_of(found),
        "team": said(row.week.team(found.team).title) if found.team else "",
        "day": words.day_words(row.week, found.day),
        "hours": words.hours(found),
        "who": words.names_of(row.week, found.officials),
        "options": _options(row.week, weeks.starts_of(row, key)),
        "is_removable": found.kind in REMOVABLE,
        "slot": next((each for each in row.slots if each.key == key), None),
    }
    return render(request, "desk/week/entry.html", context)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def move(request: HttpRequest, programme_id: int, group_id: int) -> HttpResponse:
    """换个时间."""
    week_row(request, plan_facts(programme_id), programme_id, group_id)
    key, to = request.POST.get("entry", ""), _to(request)
    if to is None:
        return HttpResponseBadRequest()
    by, at = scope_of(request).by, timezone.now()
    return _done(
        request,
        programme_id,
        group_id,
        lambda: steps.move_entry(group_id=group_id, key=key, to=to, by=by, at=at),
        _("换好了，上工和吃饭跟着调了"),
    )


@require_POST
@asks(Action.EDIT_PROGRAMME)
def remove(request: HttpRequest, programme_id: int, group_id: int) -> HttpResponse:
    """去掉."""
    week_row(request, plan_facts(programme_id), programme_id, group_id)
    key, by, at = request.POST.get("entry", ""), scope_of(request).by, timezone.now()
    return _done(
        request,
        programme_id,
        group_id,
        lambda: steps.remove_entry(group_id=group_id, key=key, by=by, at=at),
        _("去掉了"),
    )


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_PROGRAMME)
def add(request: HttpRequest, programme_id: int, group_id: int) -> HttpResponse:
    """加一次访谈: with a team (?team=), at an hour at which a researcher is free."""
    row = week_row(request, plan_facts(programme_id), programme_id, group_id)
    team = request.POST.get("team") or request.GET.get("team", "")
    if request.method == "POST":
        to, by, at = _to(request), scope_of(request).by, timezone.now()
        if to is None:
            return HttpResponseBadRequest()
        return _done(
            request,
            programme_id,
            group_id,
            lambda: steps.add_interview(group_id=group_id, team=team, to=to, by=by, at=at),
            _("加好了，等企业点头"),
        )
    teams = list(row.week.teams) if row.week else []
    team = team if team in {each.id for each in teams} else (teams[0].id if teams else "")
    found = weeks.more_interviews(row, team)
    context = {
        "wrapper": wrapper(request),
        "group_id": group_id,
        "teams": [{"id": each.id, "name": said(each.title), "is_on": each.id == team} for each in teams],
        "team": team,
        "options": _options(row.week, [(each.day, each.start) for each in found]) if row.week else [],
    }
    return render(request, "desk/week/add.html", context)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def undo(request: HttpRequest, programme_id: int, week_change_id: int) -> HttpResponse:
    """Take one change back."""
    group_id = None
    try:
        group_id = steps.undo_week_change(
            programme_id=programme_id, change_id=week_change_id, by=scope_of(request).by, at=timezone.now()
        )
    except ObjectDoesNotExist as fault:
        raise Http404 from fault
    except REFUSALS as fault:
        messages.error(request, words_of(fault))
    else:
        messages.success(request, _("撤回来了"))
    return HttpResponseRedirect(address_of(programme_id, group_id))


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_PROGRAMME)
def terms(request: HttpRequest, programme_id: int, group_id: int) -> HttpResponse:
    """这一周要办的: rooms, office hours, the way, how many of what; for this group or for all."""
    facts = plan_facts(programme_id)
    row = week_row(request, facts, programme_id, group_id)
    form = TermsForm(request.POST if request.method == "POST" else None, terms=row.terms)
    if request.method == "POST" and form.is_valid():
        ids = list(facts.groups) if form.cleaned_data["for_all"] else [group_id]
        runs.say_terms(group_ids=ids, terms=form.terms(), by=scope_of(request).by, at=timezone.now())
        messages.success(request, _("存好了。按“重排”，课表就照这个来"))
        return HttpResponseRedirect(address_of(programme_id, group_id))
    context = {"wrapper": wrapper(request), "group_id": group_id, "form": form}
    return render(request, "desk/week/terms.html", context, status=422 if form.errors else 200)
