"""名单: the roster of a programme."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dundian.doors.desk.excel import workbook
from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import words_of
from dundian.doors.desk.undoing import undoable
from dundian.features.programme import policy, queries, services
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import OfficialRow, SeasonRow
from dundian.features.registry import queries as registry_queries
from dundian.features.registry import services as registry

from .listing import (
    GAPS,
    HEADS,
    Wanted,
    age_words,
    phases_words,
    placed_words,
    roles_words,
    sex_words,
    sheet_row,
    yes_no,
)
from .official_forms import FillForm, OfficialForm, initial_of
from .past import hints, last_words, past_words, points_words

A_PAGE = 200


def _shown(o: OfficialRow, every: list[int]) -> dict[str, object]:
    return {
        "row": o,
        "sex": sex_words(o.person.sex),
        "age": age_words(o.age_band),
        "phases": phases_words(o.phases, every),
        "leads": yes_no(o.can_lead),
        "night": yes_no(o.night_ok),
        "heavy": yes_no(o.heavy_ok),
        "roles": roles_words(o.roles),
        "placed": placed_words(o),
        "last": last_words(o),
        "points": points_words(o),
    }


@require_GET
@asks(Action.SEE_PROGRAMME)
def listed(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The roster, filtered as the address says; ?export=xlsx is the same rows as a workbook."""
    wanted = Wanted.of(request.GET)
    everybody = queries.officials(programme_id, scope=scope_of(request))
    rows, every = wanted.keep(everybody), _phase_numbers(programme_id)
    if request.GET.get("export") == "xlsx":
        # An import reads the sheet again, and that in Chinese.
        with translation.override("zh-hans"):
            return workbook(name=_("名单"), heads=HEADS, rows=[sheet_row(o, every) for o in rows])
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [_shown(o, every) for o in page],
        "page": page,
        "wanted": wanted,
        "count": len(rows),
        "women_count": sum(o.person.sex == "女" for o in rows),
        "has_anybody": bool(everybody),
        "units": sorted({o.person.unit for o in everybody if o.person.unit}),
        "phases": queries.phases(programme_id),
        "gaps": GAPS.items(),
        "fill": FillForm(),
        "may_edit": policy.may(scope_of(request), Action.EDIT_PROGRAMME),
    }
    return render(request, "desk/people/officials.html", context)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def fill(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Set one thing for the officials that were ticked, or for all that the list shows."""
    form = FillForm(request.POST)
    back = f"{reverse('plan-officials', args=[programme_id])}?{request.POST.get('query', '')}"
    rows = Wanted.of(request.GET).keep(queries.officials(programme_id))
    ticked = {int(pk) for pk in request.POST.getlist("ids") if pk.isdecimal()}
    chosen = [o.id for o in rows if "all" in request.POST or o.id in ticked]
    if not chosen:
        messages.error(request, _("先勾几个人，或者点“列出来的都填”"))
        return redirect(back)
    if not form.is_valid():
        messages.error(request, _("课题要写在旁边的格子里"))
        return redirect(back)
    filling = form.filling()
    before = services.set_for(
        programme_id=programme_id,
        official_ids=chosen,
        filling=filling,
        by=scope_of(request).by,
        at=timezone.now(),
    )
    if not before:
        messages.info(request, _("这几位都写过了，一个也没动"))
        return redirect(back)
    request.session["filled"] = {"programme": programme_id, "column": filling.column, "before": before}
    words = ngettext("补上了 %(n)s 人", "补上了 %(n)s 人", len(before)) % {"n": len(before)}
    undo = reverse("plan-officials-unfill", args=[programme_id])
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect(back)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def unfill(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Take the last filling of this session back."""
    filled = request.session.pop("filled", None)
    if filled is None or filled["programme"] != programme_id:
        messages.error(request, _("没有可撤销的了"))
        return redirect("plan-officials", programme_id)
    before = {int(pk): value for pk, value in filled["before"].items()}
    services.put_back(
        programme_id=programme_id,
        column=filled["column"],
        before=before,
        by=scope_of(request).by,
        at=timezone.now(),
    )
    messages.success(request, _("撤销了，和刚才一样"))
    return redirect("plan-officials", programme_id)


FAULTS = (
    registry.NameMissing,
    registry.PersonExists,
    registry.SameIdNumber,
    services.OfficialExists,
    registry.StillUsed,
)


def _form_page(
    request: HttpRequest, programme_id: int, form: OfficialForm, official: OfficialRow | None
) -> HttpResponse:
    context: dict[str, object] = {"form": form, "official": official, "units": registry_queries.units()}
    if official:
        form.say_defaults(hints(official))
        context["past"] = past_words(official, _unseen(request, programme_id, official))
    return render(request, "desk/people/official.html", context, status=422 if form.errors else 200)


def _unseen(request: HttpRequest, programme_id: int, official: OfficialRow) -> list[SeasonRow]:
    """His earlier seasons that are left out since somebody else may not open them; only those that the asker may."""
    scope, first = scope_of(request), queries.day_one(programme_id)
    seasons = queries.left_out(programme_id, person_id=official.person.id, before=first)
    return [season for season in seasons if scope.sees_programme(season.programme_id)]


def _phase_numbers(programme_id: int) -> list[int]:
    return [phase.number for phase in queries.phases(programme_id)]


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_PROGRAMME)
def new(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Write a new official by hand."""
    form = OfficialForm(request.POST or None, phases=_phase_numbers(programme_id))
    if request.method == "POST" and form.is_valid():
        by, at = scope_of(request).by, timezone.now()
        try:
            with transaction.atomic(), undoable(request, programme_id) as change:
                person_id = registry.meet_or_add_person(facts=form.person_facts(), by=by, at=at)
                official_id = services.add_official(
                    programme_id=programme_id, person_id=person_id, facts=form.official_facts(), by=by, at=at
                )
                change.made = (("programme.Official", official_id),)
                change.words = _("加好了：%(name)s") % {"name": form.cleaned_data["name"]}
        except FAULTS as fault:
            form.add_error(None, words_of(fault))
            return _form_page(request, programme_id, form, None)
        return redirect("plan-officials", programme_id)
    return _form_page(request, programme_id, form, None)


def _official(official_id: int, programme_id: int) -> OfficialRow:
    try:
        return queries.official(official_id, programme_id=programme_id)
    except ObjectDoesNotExist as fault:
        raise Http404 from fault


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_PROGRAMME)
def edit(request: HttpRequest, programme_id: int, official_id: int) -> HttpResponse:
    """Change an official, or complete a speaker of the article."""
    official = _official(official_id, programme_id)
    numbers = _phase_numbers(programme_id)
    if request.method == "GET":
        return _form_page(request, programme_id, OfficialForm(initial=initial_of(official), phases=numbers), official)
    form = OfficialForm(request.POST, phases=numbers)
    if not form.is_valid():
        return _form_page(request, programme_id, form, official)
    by, at = scope_of(request).by, timezone.now()
    try:
        rows = (("registry.Person", official.person.id), ("programme.Official", official_id))
        with transaction.atomic(), undoable(request, programme_id, *rows) as change:
            registry.change_person(person_id=official.person.id, facts=form.person_facts(), by=by, at=at)
            services.change_official(official_id=official_id, facts=form.official_facts(), by=by, at=at)
            change.words = _("改好了：%(name)s") % {"name": form.cleaned_data["name"]}
    except FAULTS as fault:
        form.add_error(None, words_of(fault))
        return _form_page(request, programme_id, form, official)
    return redirect("plan-officials", programme_id)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def remove(request: HttpRequest, programme_id: int, official_id: int) -> HttpResponse:
    """Take an official off the roster; the person stays in the registry."""
    official = _official(official_id, programme_id)
    try:
        with undoable(request, programme_id, ("programme.Official", official_id)) as change:
            services.remove_official(official_id=official_id, by=scope_of(request).by, at=timezone.now())
            change.words = _("从名单里拿掉了：%(name)s") % {"name": official.person.name}
    except registry.StillUsed as fault:
        messages.error(request, words_of(fault))
        return redirect("plan-official", programme_id, official_id)
    return redirect("plan-officials", programme_id)
