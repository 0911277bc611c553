"""What the organiser does to a plan by hand, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import words_of
from dundian.features.programme.policy import Action
from dundian.features.programme.services import moves, plans, seats
from dundian.features.programme.services.moves import Step

REFUSALS = (
    moves.CannotLead,
    moves.MovedMeanwhile,
    moves.NotPlaced,
    moves.SeatLocked,
    plans.NothingToPlan,
    plans.RunGoesOn,
    plans.RunOutdated,
    plans.UnknownRule,
    plans.UnknownWeight,
    seats.AlreadyUndone,
    seats.ChangedSince,
)

# What a lock can hold, and what is said when it does.
LOCKED = {
    "GROUP": gettext_lazy("锁住了，重排时不动"),
    "PHASE": gettext_lazy("锁在这一期了，重排时只在这一期里换"),
    "MATES": gettext_lazy("锁上了，这一组里这样锁着的几位不分开"),
}


def back(request: HttpRequest, programme_id: int, group_id: int | None = None) -> HttpResponse:
    """Back to the plan, with the same group open."""
    chosen = group_id or (request.POST.get("group", "") if request.POST.get("group", "").isdecimal() else "")
    address = reverse("plan", kwargs={"programme_id": programme_id})
    return HttpResponseRedirect(f"{address}?group={chosen}" if chosen else address)


def done(
    request: HttpRequest, programme_id: int, act: Callable[[], int | None], said: str, *, group_id: int | None = None
) -> HttpResponse:
    """Do one thing and say so, with its undo; a refusal says why, and nothing has changed."""
    try:
        change_id = act()
    except ObjectDoesNotExist as fault:
        raise Http404 from fault
    except REFUSALS as fault:
        messages.error(request, words_of(fault))
        return back(request, programme_id)
    if change_id is None:
        messages.info(request, _("本来就是这样，没有动"))
    else:
        undo_address = reverse("plan-undo", kwargs={"programme_id": programme_id, "change_id": change_id})
        messages.success(request, said, extra_tags=f"undo:{undo_address}")
    return back(request, programme_id, group_id)


def _steps(request: HttpRequest) -> tuple[Step, ...]:
    """The steps of a form; raises ValueError for what is none."""
    found = []
    for value in request.POST.getlist("step"):
        official_id, seen, to = (int(part) for part in value.split(":"))
        found.append(Step(official_id=official_id, seen=seen or None, to=to or None))
    if not 0 < len(found) <= 4 or len({step.official_id for step in found}) < len(found):
        raise ValueError
    return tuple(found)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def move(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Move, swap or take out: menu, drag and remedy all come here."""
    try:
        steps = _steps(request)
    except ValueError:
        return HttpResponseBadRequest()
    by, at = scope_of(request).by, timezone.now()
    said = _("换好了") if steps[0].to else _("先不排了")
    return done(
        request,
        programme_id,
        lambda: moves.move(programme_id=programme_id, steps=steps, by=by, at=at),
        said,
        group_id=None if request.POST.get("group") else steps[0].to,
    )


@require_POST
@asks(Action.EDIT_PROGRAMME)
def leader(request: HttpRequest, programme_id: int, official_id: int) -> HttpResponse:
    """Let somebody lead the group he is in."""
    by, at = scope_of(request).by, timezone.now()
    return done(
        request,
        programme_id,
        lambda: moves.set_leader(programme_id=programme_id, official_id=official_id, by=by, at=at),
        _("组长定了"),
    )


@require_POST
@asks(Action.EDIT_PROGRAMME)
def lock(request: HttpRequest, programme_id: int, official_id: int) -> HttpResponse:
    """Fix somebody in his group, his phase or with others, or let go."""
    by, at = scope_of(request).by, timezone.now()
    wanted = request.POST.get("what", "GROUP") if request.POST.get("on") == "1" else None
    if wanted is not None and wanted not in LOCKED:
        raise Http404
    return done(
        request,
        programme_id,
        lambda: moves.lock_official(programme_id=programme_id, official_id=official_id, lock=wanted, by=by, at=at),
        str(LOCKED[wanted]) if wanted else _("解锁了"),
    )


@require_POST
@asks(Action.EDIT_PROGRAMME)
def lock_group(request: HttpRequest, programme_id: int, group_id: int) -> HttpResponse:
    """Fix a whole group, or let go."""
    by, at, is_on = scope_of(request).by, timezone.now(), request.POST.get("on") == "1"
    return done(
        request,
        programme_id,
        lambda: moves.lock_group(programme_id=programme_id, group_id=group_id, is_locked=is_on, by=by, at=at),
        _("这一组锁住了，重排时不动") if is_on else _("这一组解锁了"),
    )


@require_POST
@asks(Action.EDIT_PROGRAMME)
def reserve(request: HttpRequest, programme_id: int, official_id: int) -> HttpResponse:
    """Keep somebody in reserve, or not."""
    by, at, is_on = scope_of(request).by, timezone.now(), request.POST.get("on") == "1"
    return done(
        request,
        programme_id,
        lambda: moves.set_reserve(programme_id=programme_id, official_id=official_id, is_reserve=is_on, by=by, at=at),
        _("留作后备了") if is_on else _("不当后备了"),
    )


@require_POST
@asks(Action.EDIT_PROGRAMME)
def undo(request: HttpRequest, programme_id: int, change_id: int) -> HttpResponse:
    """Take one change back."""
    try:
        seats.undo(programme_id=programme_id, change_id=change_id, by=scope_of(request).by, at=timezone.now())
    except ObjectDoesNotExist as fault:
        raise Http404 from fault
    except REFUSALS as fault:
        messages.error(request, words_of(fault))
    else:
        messages.success(request, _("撤回来了"))
    return back(request, programme_id)
