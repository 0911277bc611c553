"""点头: the enterprise's own list, one tap each or all at once; and the organiser writing down what he was told."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import words_of
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import weeks
from dundian.features.programme.queries.problem import plan_facts
from dundian.features.programme.services import week_slots as steps
from dundian.features.programme.services.week_slots import Answer

from .page import week_row
from .running import address_of

REFUSALS = (steps.NothingToAsk, steps.SlotNotFound, steps.WeekOld, steps.WhoSaidSo, steps.WordMissing)
MOST = 200


def _answer(request: HttpRequest) -> Answer:
    """What a form says: one slot or all that wait, yes or another time, in which words, who said so."""
    slot = request.POST.get("slot", "")
    return Answer(
        slot_ids=(int(slot),) if slot.isdecimal() and len(slot) < 16 else None if slot == "all" else (),
        is_yes=request.POST.get("answer") == "yes",
        word=request.POST.get("word", "")[:MOST],
        said_by=request.POST.get("said_by", "")[:MOST],
    )


def _say(request: HttpRequest, answer: Answer, count: int) -> None:
    if not count:
        messages.info(request, _("没有在等的了"))
    elif answer.is_yes:
        messages.success(request, ngettext("%(n)s 段同意了", "%(n)s 段同意了", count) % {"n": count})
    else:
        messages.success(request, _("记下了，活动办会换个时间再来问"))


@require_GET
@asks(Action.ANSWER_SLOTS)
def slots(request: HttpRequest, programme_id: int) -> HttpResponse:
    """What the enterprise is asked: the slots of its own groups."""
    rows = weeks.asked_weeks(scope_of(request), programme_id=programme_id)
    return render(request, "desk/week/slots.html", {"weeks": rows, "waiting": sum(row.waiting for row in rows)})


@require_POST
@asks(Action.ANSWER_SLOTS)
def slots_answer(request: HttpRequest, programme_id: int) -> HttpResponse:
    """同意, 换个时间, 全部同意: by the enterprise itself."""
    answer = _answer(request)
    group = request.POST.get("group", "")
    mine = {row.group_id for row in weeks.asked_weeks(scope_of(request), programme_id=programme_id)}
    if not group.isdecimal() or int(group) not in mine:
        messages.error(request, words_of(steps.SlotNotFound()))
        return redirect("slots", programme_id)
    answer = Answer(slot_ids=answer.slot_ids, is_yes=answer.is_yes, word=answer.word)
    try:
        count = steps.answer_slots(group_id=int(group), answer=answer, by=scope_of(request).by, at=timezone.now())
    except REFUSALS as fault:
        messages.error(request, words_of(fault))
    else:
        _say(request, answer, count)
    return redirect("slots", programme_id)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def answer(request: HttpRequest, programme_id: int, group_id: int) -> HttpResponse:
    """What the organiser heard from the enterprise, with who said so."""
    week_row(request, plan_facts(programme_id), programme_id, group_id)
    said = _answer(request)
    try:
        count = steps.answer_on_behalf(group_id=group_id, answer=said, by=scope_of(request).by, at=timezone.now())
    except REFUSALS as fault:
        messages.error(request, words_of(fault))
    else:
        _say(request, said, count)
    return HttpResponseRedirect(address_of(programme_id, group_id))


@require_POST
@asks(Action.EDIT_PROGRAMME)
def ask(request: HttpRequest, programme_id: int, group_id: int) -> HttpResponse:
    """请企业点头: now, without waiting for the week before."""
    week_row(request, plan_facts(programme_id), programme_id, group_id)
    try:
        steps.ask_enterprise(group_id=group_id, by=scope_of(request).by, at=timezone.now())
    except REFUSALS as fault:
        messages.error(request, words_of(fault))
    else:
        messages.success(request, _("请了，企业的账号打开就能看到"))
    return HttpResponseRedirect(address_of(programme_id, group_id))


@require_GET
@asks(Action.EDIT_PROGRAMME)
def answering(request: HttpRequest, programme_id: int, group_id: int) -> HttpResponse:
    """The form for one slot (?slot=) or all of them (?slot=all): what the enterprise said, and who."""
    row = week_row(request, plan_facts(programme_id), programme_id, group_id)
    wanted = request.GET.get("slot", "all")
    slot = next((each for each in row.slots if str(each.id) == wanted), None)
    if wanted != "all" and slot is None:
        raise Http404
    is_sheet = request.headers.get("HX-Target") == "sheet"
    context = {
        "wrapper": "desk/week/in_sheet.html" if is_sheet else "desk/week/in_page.html",
        "group_id": group_id,
        "slot": slot,
        "waits": sum(each.state == weeks.State.WAITING for each in row.slots),
    }
    return render(request, "desk/week/answering.html", context)
