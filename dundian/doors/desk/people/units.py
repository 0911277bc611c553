"""来源单位: the units officials come from, headquarters or affiliate."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dundian.doors.desk.excel import workbook
from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import words_of
from dundian.doors.desk.undoing import undoable
from dundian.features.programme.policy import Action
from dundian.features.registry import queries, services

KINDS = (
    ("", gettext_lazy("还没写")),
    ("HEADQUARTERS", gettext_lazy("机关")),
    ("AFFILIATE", gettext_lazy("直属单位")),
)


class UnitForm(forms.Form):
    """One unit."""

    name = forms.CharField(label=gettext_lazy("单位"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("是机关还是直属单位"), choices=KINDS, required=False)


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_REGISTRY)
def listed(request: HttpRequest, programme_id: int) -> HttpResponse:
    """All units with how many people come from each; POST adds one."""
    form = UnitForm(request.POST or None, auto_id="new_%s")
    if request.method == "POST" and form.is_valid():
        name, kind = form.cleaned_data["name"], form.cleaned_data["kind"] or None
        try:
            services.add_unit(name=name, kind=kind, by=scope_of(request).by, at=timezone.now())
        except services.UnitExists as fault:
            form.add_error("name", words_of(fault))
        else:
            messages.success(request, _("加好了：%(name)s") % {"name": name})
            return redirect("plan-units", programme_id)
    rows = queries.units()
    if request.GET.get("export") == "xlsx":
        words = {kind: str(label) for kind, label in KINDS if kind}
        lines = [(u.name, words.get(u.kind or ""), u.people_count) for u in rows]
        return workbook(name=_("来源单位"), heads=("单位", "类别", "人数"), rows=lines)
    context = {"rows": rows, "form": form, "kinds": KINDS}
    return render(request, "desk/people/units.html", context, status=422 if form.errors else 200)


@require_POST
@asks(Action.EDIT_REGISTRY)
def edit(request: HttpRequest, programme_id: int, unit_id: int) -> HttpResponse:
    """Rename a unit, say its kind, or (with `remove`) remove it."""
    by, at = scope_of(request).by, timezone.now()
    form = UnitForm(request.POST)
    try:
        if "remove" in request.POST:
            with undoable(request, programme_id, ("registry.HomeUnit", unit_id)) as change:
                services.remove_unit(unit_id=unit_id, by=by, at=at)
                change.back, change.words = "plan-units", _("删了")
        elif form.is_valid():
            kind = form.cleaned_data["kind"] or None
            with undoable(request, programme_id, ("registry.HomeUnit", unit_id)) as change:
                services.change_unit(unit_id=unit_id, name=form.cleaned_data["name"], kind=kind, by=by, at=at)
                change.back = "plan-units"
                change.words = _("改好了：%(name)s") % {"name": form.cleaned_data["name"]}
        else:
            messages.error(request, _("单位的名字不能空着"))
    except ObjectDoesNotExist as fault:
        raise Http404 from fault
    except (services.StillUsed, services.UnitExists) as fault:
        messages.error(request, words_of(fault))
    return redirect("plan-units", programme_id)
