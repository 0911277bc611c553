"""Programmes: the list, a new one, their facts, and their end."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dundian.doors.desk.excel import workbook
from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import words_of
from dundian.features.programme import queries, services
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import ProgrammeRow
from dundian.features.programme.sample.loading import load_sample
from dundian.features.programme.scope import Scope
from dundian.features.registry.services import StillUsed

HEADS = ("活动", "主办", "主题", "开始", "结束", "人数", "期数", "组数")


class NameForm(forms.Form):
    """A new programme needs only a name."""

    name = forms.CharField(label=gettext_lazy("活动叫什么"), max_length=80)
    season = forms.IntegerField(
        label=gettext_lazy("哪一年"), required=False, min_value=1949, max_value=2999, help_text=gettext_lazy("不写也行")
    )


class LinesField(forms.CharField):
    """One thing a line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean(self, value: Any) -> list[str]:
        """The lines that hold something."""
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]


def day_field(label: Any) -> forms.DateField:
    """A day that may be left open."""
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class FactsForm(NameForm):
    """Everything a report says about the programme at its head."""

    field_order = ("name", "season", "host", "theme", "start_on", "end_on", "mandates", "tasks")
    host = forms.CharField(label=gettext_lazy("主办"), required=False, max_length=120)
    theme = forms.CharField(label=gettext_lazy("主题"), required=False, max_length=200)
    start_on = day_field(gettext_lazy("哪天开始"))
    end_on = day_field(gettext_lazy("哪天结束"))
    mandates = LinesField(
        label=gettext_lazy("依据哪些文件"), required=False, help_text=gettext_lazy("一行一份"), max_length=4000
    )
    tasks = LinesField(
        label=gettext_lazy("任务"),
        required=False,
        help_text=gettext_lazy("一行一条，类别照原来的留着"),
        max_length=8000,
    )

    def facts(self, before: ProgrammeRow) -> services.ProgrammeFacts:
        """What goes to the programme; a task that stays keeps its category."""
        data = dict(self.cleaned_data)
        known = {task["text"]: task.get("category", "") for task in before.tasks}
        data["tasks"] = [{"text": text, "category": known.get(text, "")} for text in data["tasks"]]
        return cast("services.ProgrammeFacts", data)


@require_GET
@asks(Action.SEE_CASES)
def listed(request: HttpRequest) -> HttpResponse:
    """All programmes open to the asker; ?export=xlsx gives the rows shown."""
    if request.GET.get("export") == "xlsx":
        lines = [
            (p.name, p.host, p.theme, p.start_on, p.end_on, p.people_count, p.phase_count, p.group_count)
            for p in queries.programmes(scope_of(request))
        ]
        return workbook(name=_("全部活动"), heads=HEADS, rows=lines)
    return render(request, "desk/programmes/list.html")


@require_http_methods(["GET", "POST"])
@asks(Action.SET_UP)
def new(request: HttpRequest) -> HttpResponse:
    """Begin an empty programme."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        programme_id = services.start_programme(**form.cleaned_data, by=scope_of(request).by, at=timezone.now())
        messages.success(request, _("建好了，先把名单导进来"))
        return redirect("overview", programme_id)
    return render(request, "desk/programmes/new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@asks(Action.SET_UP)
def sample(request: HttpRequest) -> HttpResponse:
    """Load the sample and go there."""
    load_sample(at=timezone.now())
    rows = [p for p in queries.programmes(scope_of(request)) if p.is_sample]
    return redirect("overview", rows[0].id) if rows else redirect("home")


def _programme(scope: Scope, programme_id: int) -> ProgrammeRow:
    rows = [p for p in queries.programmes(scope) if p.id == programme_id]
    if not rows:
        raise Http404
    return rows[0]


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_PROGRAMME)
def facts(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Host, dates, theme, documents and tasks."""
    row = _programme(scope_of(request), programme_id)
    if request.method == "GET":
        lines = {"mandates": "\n".join(row.mandates), "tasks": "\n".join(task["text"] for task in row.tasks)}
        initial = {name: getattr(row, name) for name in FactsForm.base_fields} | lines
        return render(request, "desk/programmes/facts.html", {"form": FactsForm(initial=initial)})
    form = FactsForm(request.POST)
    if form.is_valid():
        by, at = scope_of(request).by, timezone.now()
        try:
            services.change_programme(programme_id=programme_id, facts=form.facts(row), by=by, at=at)
        except (services.WrongDates, services.ProgrammeNameMissing) as fault:
            form.add_error("end_on", words_of(fault))
        else:
            messages.success(request, _("改好了"))
            return redirect("overview", programme_id)
    return render(request, "desk/programmes/facts.html", {"form": form}, status=422)


@require_http_methods(["GET", "POST"])
@asks(Action.SET_UP)
def remove(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Delete a programme with everything that hangs on it, once its name was typed."""
    row = _programme(scope_of(request), programme_id)
    fault_words = ""
    if request.method == "POST":
        typed, by, at = request.POST.get("name", ""), scope_of(request).by, timezone.now()
        try:
            services.remove_programme(programme_id=programme_id, name_typed=typed, by=by, at=at)
        except (services.NameNotTyped, StillUsed) as fault:
            fault_words = words_of(fault)
        else:
            messages.success(request, _("删了：%(name)s") % {"name": row.name})
            return redirect("home")
    context = {"row": row, "fault": fault_words}
    return render(request, "desk/programmes/remove.html", context, status=422 if fault_words else 200)
