"""发通知: what everybody is told, on paper and in his calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said as in_reader_words
from dundian.doors.desk.said import words_of
from dundian.doors.desk.week.words import clock
from dundian.features.programme import queries as programme_queries
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import notices, plans
from dundian.features.programme.services import publishing

from .page import decisions


class WordsForm(forms.Form):
    """What goes into every notice."""

    report_time = forms.TimeField(
        label=gettext_lazy("第一天几点报到"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    report_place = forms.CharField(label=gettext_lazy("在哪儿报到"), required=False, max_length=120)
    bring = forms.CharField(
        label=gettext_lazy("带什么"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("比如被褥、工作服、身份证"),
    )
    rules = forms.CharField(
        label=gettext_lazy("守什么规矩"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("照你们自己的文件写，原样印在通知上"),
    )
    contact = forms.CharField(label=gettext_lazy("有事找谁"), required=False, max_length=120)


def calendar_address(secret: str) -> str:
    """Where a calendar is fetched: on the phone's origin, which officials reach from outside."""
    return f"{settings.ORIGINS['phone']}/calendar/{secret}.ics"


@require_GET
@asks(Action.EDIT_PROGRAMME)
def sending(request: HttpRequest, programme_id: int, form: WordsForm | None = None) -> HttpResponse:
    """Who has been told what, what changed since, and the organiser's own words."""
    rows = notices.notice_rows(programme_id)
    said = notices.notice_words(programme_id)
    view = plans.plan(programme_id)
    first = {name: getattr(said, name) for name in WordsForm.base_fields}
    context = {
        "rows": rows,
        "unsent": [row for row in rows if row.state != "SENT"],
        "withdrawn": notices.withdrawn(programme_id),
        "changed": [row for row in rows if row.state in {"CHANGED", "GONE"}],
        "form": form or WordsForm(initial=first),
        "publications": notices.publications(programme_id),
        "decisions": decisions(view),
        "unplaced": view.unplaced,
    }
    return render(request, "desk/plan/sending.html", context, status=422 if form else 200)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def words(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Keep the organiser's words."""
    form = WordsForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("有一处没看懂，改一改再存"))
        return redirect("plan-publish", programme_id)
    said: Any = form.cleaned_data
    publishing.write_words(programme_id=programme_id, words=said, by=scope_of(request).by, at=timezone.now())
    messages.success(request, _("存好了，下次发的通知上会有"))
    return redirect("plan-publish", programme_id)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def send(request: HttpRequest, programme_id: int) -> HttpResponse:
    """发布."""
    try:
        count = publishing.publish(programme_id=programme_id, by=scope_of(request).by, at=timezone.now())
    except (publishing.NothingNew, publishing.NothingToPublish) as fault:
        messages.error(request, words_of(fault))
    else:
        said = ngettext("发好了，%(n)s 人有新通知", "发好了，%(n)s 人有新通知", count) % {"n": count}
        messages.success(request, said)
    return redirect("plan-publish", programme_id)


@require_GET
@asks(Action.EDIT_PROGRAMME)
def notice(request: HttpRequest, programme_id: int, official_id: int) -> HttpResponse:
    """One official's notice as it was sent, or as it would be, with the address of his calendar.

    Somebody who does not go any more keeps the page while something of what he was told is left.
    """
    try:
        who = programme_queries.official(official_id, programme_id=programme_id)
    except ObjectDoesNotExist as fault:
        raise Http404 from fault
    sent = notices.notice_of(official_id, programme_id=programme_id)
    now = notices.notices_now(programme_id).get(official_id)
    events = [] if now else notices.events_of(official_id, programme_id=programme_id)
    facts = sent or now
    if not facts and not events:
        raise Http404
    secret = notices.calendar_secret(official_id)
    context = {
        "notices": [_printable(facts)] if facts else [],
        "name": who.person.name,
        "events": [] if facts else events,
        "official_id": official_id,
        "is_sent": sent is not None,
        "is_placed": now is not None,
        "calendar": calendar_address(secret) if secret else "",
    }
    return render(request, "desk/plan/notice.html", context)


@require_GET
@asks(Action.EDIT_PROGRAMME)
def printed(request: HttpRequest, programme_id: int) -> HttpResponse:
    """All notices that were sent, one a page."""
    sent = [
        notices.notice_of(row.official_id, programme_id=programme_id)
        for row in notices.notice_rows(programme_id)
        if row.state in {"SENT", "CHANGED"}
    ]
    told = [_printable(facts) for facts in sent if facts]
    context = {"notices": told, "is_sent": True, "is_placed": True, "is_all": True}
    return render(request, "desk/plan/notice.html", context)


def _printable(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        **facts,
        "start": date.fromisoformat(facts["start"]),
        "end": date.fromisoformat(facts["end"]),
        "days": _days(facts.get("week", ())),
    }


def _days(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """His week as a notice lists it: a day, and what he does on it."""
    days: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        words = {"hours": f"{clock(line['start'])}–{clock(line['end'])}", "what": in_reader_words(line["what"])}
        words["more"] = _("，").join(in_reader_words(line[key]) for key in ("with", "place") if line[key])
        days.setdefault(line["day"], []).append(words)
    return [{"day": date.fromisoformat(day), "lines": found} for day, found in days.items()]


@require_POST
@asks(Action.EDIT_PROGRAMME)
def renew(request: HttpRequest, programme_id: int, official_id: int) -> HttpResponse:
    """A new calendar address; the old one opens nothing from now on."""
    by, at = scope_of(request).by, timezone.now()
    try:
        publishing.renew_calendar(programme_id=programme_id, official_id=official_id, by=by, at=at)
        messages.success(request, _("换了新地址，旧的打不开了"))
    except publishing.NotPublished as fault:
        messages.error(request, words_of(fault))
    return redirect("plan-notice", programme_id, official_id)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def revoke(request: HttpRequest, programme_id: int, official_id: int) -> HttpResponse:
    """End the calendar address of somebody who does not go any more."""
    by, at = scope_of(request).by, timezone.now()
    try:
        publishing.revoke_calendar(programme_id=programme_id, official_id=official_id, by=by, at=at)
        messages.success(request, _("日历地址作废了，打不开了"))
    except publishing.NoCalendar as fault:
        messages.error(request, words_of(fault))
    return redirect("plan-publish", programme_id)
