"""排课表: asking for weeks, watching them come, stopping."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from procrastinate.contrib.django import app

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import words_of
from dundian.features.programme import policy
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import groups, weeks
from dundian.features.programme.queries.week_status import longest
from dundian.features.programme.queries.weeks import WeekRunRow
from dundian.features.programme.services import weeks as steps

PATIENCE = timedelta(seconds=15)


def is_late(run: WeekRunRow) -> bool:
    """Whether a run waits, or goes on, so long that nobody seems to be working."""
    return timezone.now() - run.asked_at > (PATIENCE if run.state == "WAITING" else longest(run.total))


def is_dead(run: WeekRunRow) -> bool:
    """Whether a run stopped half way, so that another can be asked for."""
    return run.state == "BROKEN" or (run.is_going and timezone.now() - run.asked_at > longest(run.total))


def _row(programme_id: int, week_run_id: int) -> WeekRunRow:
    try:
        return weeks.week_run(week_run_id, programme_id=programme_id)
    except ObjectDoesNotExist as fault:
        raise Http404 from fault


def address_of(programme_id: int, group_id: int | str | None = None) -> str:
    """The page, with one group open."""
    address = reverse("plan-week", kwargs={"programme_id": programme_id})
    return f"{address}?group={group_id}" if group_id else address


def posted_group(request: HttpRequest, programme_id: int) -> int | None:
    """The group that a form names; None for none, 404 for one of another programme."""
    wanted = request.POST.get("group", "")
    if not wanted.isdecimal():
        return None
    if int(wanted) not in {each.id for each in groups(programme_id)}:
        raise Http404
    return int(wanted)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def run(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Ask for the week of one group, or of all that have none or an old one."""
    group_id = posted_group(request, programme_id)
    only = (group_id,) if group_id and not request.POST.get("every") else None
    try:
        run_id = steps.start_week_run(
            programme_id=programme_id, groups=only, by=scope_of(request).by, at=timezone.now()
        )
    except (steps.NoWeekToPlan, steps.WeekRunGoesOn) as fault:
        messages.error(request, words_of(fault))
    else:
        # In this response's transaction: the job and the run it names appear together or not at all.
        app.configure_task("week.work_out", queue="plans").defer(run_id=run_id)
    return HttpResponseRedirect(address_of(programme_id, group_id))


@require_POST
@asks(Action.EDIT_PROGRAMME)
def stop(request: HttpRequest, programme_id: int, week_run_id: int) -> HttpResponse:
    """停下: what is laid out stays."""
    _row(programme_id, week_run_id)
    steps.stop_week_run(programme_id=programme_id, run_id=week_run_id)
    return HttpResponseRedirect(address_of(programme_id, posted_group(request, programme_id)))


@require_GET
@asks(Action.SEE_PROGRAMME)
def progress(request: HttpRequest, programme_id: int, week_run_id: int) -> HttpResponse:
    """How far a run is; when it has ended the page is fetched again."""
    row = _row(programme_id, week_run_id)
    group = request.GET.get("group", "")
    group = group if group.isdecimal() else ""
    if row.is_going and not is_dead(row):
        may_edit = policy.may(scope_of(request), Action.EDIT_PROGRAMME)
        context = {"run": row, "is_late": is_late(row), "may_edit": may_edit, "group_id": group}
        return render(request, "desk/week/progress.html", context)
    address = address_of(programme_id, group)
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(address)
    return HttpResponse(headers={"HX-Redirect": address})
