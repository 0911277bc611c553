"""各级工会 and 来源单位: the trees and lists people and enterprises belong to."""

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
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dundian.doors.desk.excel import workbook
from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said_lazy, words_of
from dundian.doors.desk.undoing import undoable
from dundian.features.programme.policy import Action
from dundian.features.registry import queries, services
from dundian.features.registry.queries import UnionRow

from .official_forms import check_phone

FAULTS = (services.NameMissing, services.UnionExists, services.WrongParent)
HEADS = (
    "县（市、区）",
    "乡镇（街道）",
    "工会名称",
    "级别",
    "上级工会",
    "工会主席",
    "联系电话",
    "会员数",
    "基层工会数",
    "企业数",
)


def _parents() -> list[tuple[str, str]]:
    rows = [u for u in queries.unions() if u.level != "TOWNSHIP"]
    return [("", str(_("没有"))), *((str(u.id), f"{'　' * u.depth}{u.name}") for u in rows)]


class UnionForm(forms.Form):
    """One union."""

    name = forms.CharField(label=gettext_lazy("工会名称"), max_length=80)
    level = forms.ChoiceField(
        label=gettext_lazy("级别"),
        choices=[(code, said_lazy(words)) for code, words in queries.LEVELS],
        initial="TOWNSHIP",
    )
    parent_id = forms.TypedChoiceField(
        label=gettext_lazy("上级工会"), choices=_parents, coerce=int, empty_value=None, required=False
    )
    county = forms.CharField(label=gettext_lazy("县（市、区）"), required=False, max_length=40)
    township = forms.CharField(label=gettext_lazy("乡镇（街道）"), required=False, max_length=40)
    chair = forms.CharField(label=gettext_lazy("工会主席"), required=False, max_length=40)
    phone = forms.CharField(label=gettext_lazy("联系电话"), required=False, validators=[check_phone])
    member_count = forms.IntegerField(label=gettext_lazy("会员数"), required=False, min_value=0, max_value=10_000_000)
    union_count = forms.IntegerField(label=gettext_lazy("基层工会数"), required=False, min_value=0, max_value=100_000)

    def facts(self) -> services.UnionFacts:
        """What goes to the registry; a phone left empty stays as it is."""
        data = dict(self.cleaned_data)
        data |= {name: data[name] or None for name in ("county", "township", "chair")}
        if not data["phone"]:
            data.pop("phone")
        return cast("services.UnionFacts", data)


@require_GET
@asks(Action.EDIT_REGISTRY)
def listed(request: HttpRequest, programme_id: int) -> HttpResponse:  # noqa: ARG001 – the rail needs it
    """All unions as a tree; ?export=xlsx gives the rows shown."""
    rows = queries.unions()
    if request.GET.get("export") == "xlsx":
        lines = [
            (
                *(u.county, u.township, u.name, u.level_words, u.parent_name, u.chair, u.phone_mask, u.member_count),
                *(u.union_count, u.enterprise_count),
            )
            for u in rows
        ]
        return workbook(name=_("各级工会"), heads=HEADS, rows=lines)
    return render(request, "desk/people/unions.html", {"rows": rows})


def _page(request: HttpRequest, form: UnionForm, union: UnionRow | None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "union": union}
    return render(request, "desk/people/union.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_REGISTRY)
def new(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Write a new union by hand."""
    form = UnionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with undoable(request, programme_id) as change:
                made = services.add_union(facts=form.facts(), by=scope_of(request).by, at=timezone.now())
                change.made = (("registry.Union", made),)
                change.back = "plan-unions"
                change.words = _("加好了：%(name)s") % {"name": form.cleaned_data["name"]}
        except FAULTS as fault:
            form.add_error(None, words_of(fault))
            return _page(request, form, None)
        return redirect("plan-unions", programme_id)
    return _page(request, form, None)


def _union(union_id: int) -> UnionRow:
    try:
        return queries.union(union_id)
    except ObjectDoesNotExist as fault:
        raise Http404 from fault


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_REGISTRY)
def edit(request: HttpRequest, programme_id: int, union_id: int) -> HttpResponse:
    """Change a union."""
    union = _union(union_id)
    if request.method == "GET":
        initial = {name: getattr(union, name, None) for name in UnionForm.base_fields if name != "phone"}
        return _page(request, UnionForm(initial=initial), union)
    form = UnionForm(request.POST)
    if not form.is_valid():
        return _page(request, form, union)
    try:
        with undoable(request, programme_id, ("registry.Union", union_id)) as change:
            services.change_union(union_id=union_id, facts=form.facts(), by=scope_of(request).by, at=timezone.now())
            change.back = "plan-unions"
            change.words = _("改好了：%(name)s") % {"name": form.cleaned_data["name"]}
    except FAULTS as fault:
        form.add_error(None, words_of(fault))
        return _page(request, form, union)
    return redirect("plan-unions", programme_id)


@require_POST
@asks(Action.EDIT_REGISTRY)
def remove(request: HttpRequest, programme_id: int, union_id: int) -> HttpResponse:
    """Remove a union nothing hangs on."""
    union = _union(union_id)
    try:
        with undoable(request, programme_id, ("registry.Union", union_id)) as change:
            services.remove_union(union_id=union_id, by=scope_of(request).by, at=timezone.now())
            change.back = "plan-unions"
            change.words = _("删了：%(name)s") % {"name": union.name}
    except services.StillUsed as fault:
        messages.error(request, words_of(fault))
        return redirect("plan-union", programme_id, union_id)
    return redirect("plan-unions", programme_id)


@require_POST
@asks(Action.EDIT_REGISTRY)
def plant(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Make the default tree: province, city, county."""
    if services.plant_unions(by=scope_of(request).by, at=timezone.now()):
        messages.success(request, _("搭好了省、市、县三级，名字点进去改"))
    return redirect("plan-unions", programme_id)
