"""期和组: the phases of a programme and the groups in each, written by hand or laid out at once."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said, words_of
from dundian.doors.desk.undoing import undoable
from dundian.features.programme import queries, services
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import GroupRow
from dundian.features.programme.queries.problem import phase_words
from dundian.features.registry import queries as registry
from dundian.features.registry.services import StillUsed

from .editing import day_field

FAULTS = (
    services.PhaseExists,
    services.PhaseEndsEarly,
    services.GroupExists,
    services.WrongSize,
    StillUsed,
)


def _number(label: Any, least: int, most: int, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required)


class PhaseForm(forms.Form):
    """One phase."""

    number = _number(gettext_lazy("第几期"), 1, 99)
    start_on = day_field(gettext_lazy("哪天到厂"))
    end_on = day_field(gettext_lazy("哪天离厂"))

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["start_on"].required = self.fields["end_on"].required = True


class LayoutForm(forms.Form):
    """Phases and groups at once, for a programme that has none."""

    first_on = day_field(gettext_lazy("第一期哪天到厂"))
    phase_count = _number(gettext_lazy("分几期"), 1, 20)
    group_count = _number(gettext_lazy("每期几个组"), 1, 100)
    size_min = _number(gettext_lazy("每组最少几人"), 1, 100)
    size_max = _number(gettext_lazy("每组最多几人"), 1, 100)

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["first_on"].required = True

    def clean(self) -> dict[str, Any]:
        """The least is not more than the most."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("size_min", 0) > data.get("size_max", 100):
            self.add_error("size_max", _("最多不能比最少还少"))
        return data


def _place(name: str, township: str | None) -> str:
    return _("%(name)s（%(more)s）") % {"name": name, "more": township} if township else name


def _hosts() -> list[tuple[str, str]]:
    return [("", str(_("还没定"))), *((str(e.id), _place(e.name, e.township)) for e in registry.enterprises())]


class GroupForm(forms.Form):
    """One group, as one line of a table."""

    number = _number(gettext_lazy("组号"), 1, 999)
    enterprise_id = forms.TypedChoiceField(
        label=gettext_lazy("企业"), choices=_hosts, coerce=int, empty_value=None, required=False
    )
    size_min = _number(gettext_lazy("最少"), 1, 200)
    size_max = _number(gettext_lazy("最多"), 1, 200)
    beds_male = _number(gettext_lazy("男床"), 0, 999, required=False)
    beds_female = _number(gettext_lazy("女床"), 0, 999, required=False)
    is_night = forms.BooleanField(label=gettext_lazy("夜班"), required=False)
    is_heavy = forms.BooleanField(label=gettext_lazy("重活"), required=False)
    hardness = forms.TypedChoiceField(
        label=gettext_lazy("辛苦"),
        choices=((0, gettext_lazy("一般")), (1, gettext_lazy("较苦")), (2, gettext_lazy("很苦"))),
        coerce=int,
        empty_value=None,
        required=False,
    )
    dialect = forms.CharField(label=gettext_lazy("要会方言"), required=False, max_length=40)
    topic = forms.CharField(label=gettext_lazy("课题"), required=False, max_length=80)

    def facts(self) -> services.GroupFacts:
        """What goes to the group."""
        data = self.cleaned_data
        return cast(
            "services.GroupFacts",
            data
            | {"dialect": data["dialect"] or None, "topic": data["topic"] or None, "hardness": data["hardness"] or 0},
        )


def _line(g: GroupRow, data: Any = None) -> GroupForm:
    own = {"beds_male": g.own_beds_male, "beds_female": g.own_beds_female}
    initial = {name: getattr(g, name, None) for name in GroupForm.base_fields} | own
    initial |= {"enterprise_id": str(g.enterprise_id or ""), "hardness": str(g.hardness)}
    form = GroupForm(data, initial=initial, prefix=f"g{g.id}")
    for name in ("beds_male", "beds_female"):
        beds = getattr(g, name)
        if beds is not None:
            form.fields[name].widget.attrs["placeholder"] = str(beds)
    return form


def _page(
    request: HttpRequest, programme_id: int, *, forms_of: dict[int, GroupForm] | None = None, **more: Any
) -> HttpResponse:
    groups = queries.groups(programme_id)
    lines = forms_of or {}
    phases = [
        {
            "row": phase,
            "form": PhaseForm(
                initial={"number": phase.number, "start_on": phase.start_on, "end_on": phase.end_on},
                prefix=f"p{phase.id}",
            ),
            "groups": [(g, lines.get(g.id) or _line(g)) for g in groups if g.phase_id == phase.id],
        }
        for phase in queries.phases(programme_id)
    ]
    context = {
        "phases": phases,
        "group_count": len(groups),
        "layout": LayoutForm(initial={"phase_count": 3, "group_count": 4, "size_min": 8, "size_max": 10}),
        "new_phase": PhaseForm(prefix="new", initial={"number": len(phases) + 1}),
        **more,
    }
    return render(request, "desk/programmes/phases.html", context, status=422 if more or forms_of else 200)


@require_GET
@asks(Action.EDIT_PROGRAMME)
def shown(request: HttpRequest, programme_id: int) -> HttpResponse:
    """All phases and their groups."""
    return _page(request, programme_id)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def lay_out(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Make phases and groups at once."""
    form = LayoutForm(request.POST)
    if not form.is_valid():
        return _page(request, programme_id, layout=form)
    layout = services.Layout(**form.cleaned_data)
    try:
        services.lay_out(programme_id=programme_id, layout=layout, by=scope_of(request).by, at=timezone.now())
    except services.PhaseExists as fault:
        messages.error(request, words_of(fault))
    else:
        messages.success(request, _("排好了期和组，下面给每组挑企业"))
    return redirect("plan-phases", programme_id)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def add(request: HttpRequest, programme_id: int) -> HttpResponse:
    """One more phase."""
    form = PhaseForm(request.POST, prefix="new")
    if not form.is_valid():
        return _page(request, programme_id, new_phase=form)
    try:
        with undoable(request, programme_id) as step:
            by, at = scope_of(request).by, timezone.now()
            made = services.add_phase(programme_id=programme_id, **form.cleaned_data, by=by, at=at)
            step.made = (("programme.Phase", made),)
            phase = said(phase_words(form.cleaned_data["number"]))
            step.back, step.words = "plan-phases", _("加了%(phase)s") % {"phase": phase}
    except FAULTS as fault:
        form.add_error(None, words_of(fault))
        return _page(request, programme_id, new_phase=form)
    return redirect("plan-phases", programme_id)


def _mine(programme_id: int, phase_id: int) -> None:
    if phase_id not in {phase.id for phase in queries.phases(programme_id)}:
        raise Http404


@require_POST
@asks(Action.EDIT_PROGRAMME)
def change(request: HttpRequest, programme_id: int, phase_id: int) -> HttpResponse:
    """Number and days of a phase; with `remove` it goes, with `more` it gets one more group."""
    _mine(programme_id, phase_id)
    by, at = scope_of(request).by, timezone.now()
    try:
        if "remove" in request.POST:
            with undoable(request, programme_id, ("programme.Phase", phase_id)) as step:
                services.remove_phase(phase_id=phase_id, by=by, at=at)
                step.back, step.words = "plan-phases", _("删了这一期")
        elif "more" in request.POST:
            with undoable(request, programme_id) as step:
                made = services.add_group(phase_id=phase_id, facts=services.GroupFacts(), by=by, at=at)
                step.made = (("programme.Group", made),)
                step.back, step.words = "plan-phases", _("加了一个组")
        else:
            _change(request, programme_id, phase_id)
    except FAULTS as fault:
        messages.error(request, words_of(fault))
    return redirect("plan-phases", programme_id)


def _change(request: HttpRequest, programme_id: int, phase_id: int) -> None:
    form = PhaseForm(request.POST, prefix=f"p{phase_id}")
    if not form.is_valid():
        messages.error(request, _("期号和两个日子都要写"))
        return
    with undoable(request, programme_id, ("programme.Phase", phase_id)) as step:
        by, at = scope_of(request).by, timezone.now()
        services.change_phase(phase_id=phase_id, **form.cleaned_data, by=by, at=at)
        step.back, step.words = "plan-phases", _("改好了")


@require_POST
@asks(Action.EDIT_PROGRAMME)
def groups(request: HttpRequest, programme_id: int, phase_id: int) -> HttpResponse:
    """All lines of one phase at once."""
    _mine(programme_id, phase_id)
    forms_of = {g.id: _line(g, request.POST) for g in queries.groups(programme_id) if g.phase_id == phase_id}
    checked = [form.is_valid() for form in forms_of.values()]
    if not all(checked):
        return _page(request, programme_id, forms_of=forms_of)
    facts_of = {pk: form.facts() for pk, form in forms_of.items() if form.has_changed()}
    try:
        with undoable(request, programme_id, *(("programme.Group", pk) for pk in facts_of)) as step:
            services.change_groups(facts_of=facts_of, by=scope_of(request).by, at=timezone.now())
            step.back, step.words = "plan-phases", _("存下了 %(n)s 个组的改动") % {"n": len(facts_of)}
    except FAULTS as fault:
        messages.error(request, words_of(fault))
        return _page(request, programme_id, forms_of=forms_of)
    return redirect("plan-phases", programme_id)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def remove_group(request: HttpRequest, programme_id: int, group_id: int) -> HttpResponse:
    """Remove a group nobody is in."""
    try:
        group = queries.group(group_id)
    except ObjectDoesNotExist as fault:
        raise Http404 from fault
    _mine(programme_id, group.phase_id)
    try:
        with undoable(request, programme_id, ("programme.Group", group_id)) as step:
            services.remove_group(group_id=group_id, by=scope_of(request).by, at=timezone.now())
            step.back, step.words = "plan-phases", _("删了第 %(n)s 组") % {"n": group.number}
    except StillUsed as fault:
        messages.error(request, words_of(fault))
    return redirect("plan-phases", programme_id)
