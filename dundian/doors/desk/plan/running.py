"""排一排: asking for a run, watching it, and the runs there were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from procrastinate.contrib.django import app

from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said, words_of
from dundian.engines.planning.problem import Weights
from dundian.engines.planning.rules import RULES
from dundian.features.programme import policy
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import plans as plan_queries
from dundian.features.programme.queries import runs
from dundian.features.programme.queries.runs import RunRow
from dundian.features.programme.services import plans

from . import words
from .acts import REFUSALS, back, done
from .page import is_late, wrapper


def _relaxable() -> list[tuple[str, str]]:
    return [(rule, said(RULES[rule].name)) for rule in words.RELAXABLE]


class RunForm(forms.Form):
    """What a run is asked."""

    keeps_groups = forms.TypedChoiceField(
        label=gettext_lazy("怎么排"),
        choices=((1, gettext_lazy("尽量少动现在的分组")), (0, gettext_lazy("从头排一版"))),
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        required=False,
        empty_value="",
    )
    off = forms.MultipleChoiceField(
        label=gettext_lazy("放宽哪几条"), choices=_relaxable, widget=forms.CheckboxSelectMultiple, required=False
    )
    seconds = forms.TypedChoiceField(
        label=gettext_lazy("算多久"),
        choices=(
            (10, gettext_lazy("10 秒，平常够了")),
            (60, gettext_lazy("1 分钟")),
            (300, gettext_lazy("5 分钟，人多的时候")),
        ),
        coerce=int,
        initial=10,
        required=False,
        empty_value="10",
        help_text=gettext_lazy("算的时候随时能停，留住到那时最好的一版"),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("第几种排法"),
        min_value=1,
        max_value=99999,
        initial=1,
        required=False,
        help_text=gettext_lazy("换个数，同样好的排法里会换一种"),
    )


class WeightsForm(forms.Form):
    """What matters how much: the wishes of a plan and what a miss costs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = asdict(Weights())
        for wish, label in words.WEIGHTS.items():
            field = forms.IntegerField(
                label=label, min_value=0, max_value=int(plans.MOST_WEIGHT), required=False, initial=usual[wish]
            )
            field.widget.attrs["placeholder"] = usual[wish]
            self.fields[wish] = field

    def wished(self) -> dict[str, int]:
        """The weights that somebody wrote; what was left empty is as usual."""
        return {wish: n for wish, n in self.cleaned_data.items() if n is not None}

    @property
    def is_usual(self) -> bool:
        """Whether everything stands as it usually does."""
        usual = asdict(Weights())
        return all(self.initial.get(wish, usual[wish]) == usual[wish] for wish in words.WEIGHTS)


@require_http_methods(["GET", "POST"])
@asks(Action.EDIT_PROGRAMME)
def run(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The choices for a run, and asking for it."""
    view = plan_queries.plan(programme_id)
    first = {"keeps_groups": 0 if view.is_empty else 1, "off": view.rules_off, "seed": 1}
    posted = request.POST if request.method == "POST" else None
    form = RunForm(posted, initial=first)
    weights = WeightsForm(posted, initial=view.last_run.weights if view.last_run else {})
    if posted is None or not (form.is_valid() and weights.is_valid()):
        context = {"form": form, "weights": weights, "is_empty": view.is_empty, "wrapper": wrapper(request)}
        return render(request, "desk/plan/run.html", context, status=422 if form.errors or weights.errors else 200)
    wish = plans.Wish(
        off=tuple(form.cleaned_data["off"]),
        keeps_groups=bool(form.cleaned_data["keeps_groups"]),
        seed=form.cleaned_data["seed"] or plans.SEED,
        weights=weights.wished(),
        seconds=float(form.cleaned_data["seconds"]),
    )
    try:
        run_id = plans.start_run(programme_id=programme_id, wish=wish, by=scope_of(request).by, at=timezone.now())
    except REFUSALS as fault:
        messages.error(request, words_of(fault))
    else:
        # In this response's transaction: the job and the run it names appear together or not at all.
        app.configure_task("plan.work_out", queue="plans").defer(run_id=run_id)
    return back(request, programme_id)


@require_POST
@asks(Action.EDIT_PROGRAMME)
def stop(request: HttpRequest, programme_id: int, run_id: int) -> HttpResponse:
    """先用这版."""
    plans.stop_run(programme_id=programme_id, run_id=run_id)
    return back(request, programme_id)


@require_GET
@asks(Action.SEE_PROGRAMME)
def progress(request: HttpRequest, programme_id: int, run_id: int) -> HttpResponse:
    """How far a run is; when it has ended the whole page is fetched again."""
    try:
        row = runs.run(run_id, programme_id=programme_id)
    except ObjectDoesNotExist as fault:
        raise Http404 from fault
    may_edit = policy.may(scope_of(request), Action.EDIT_PROGRAMME)
    if row.is_going:
        return render(request, "desk/plan/progress.html", {"run": row, "is_late": is_late(row), "may_edit": may_edit})
    address = reverse("plan", kwargs={"programme_id": programme_id})
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(address)
    return HttpResponse(headers={"HX-Redirect": address})


@require_GET
@asks(Action.EDIT_PROGRAMME)
def history(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The runs and the changes there were."""
    view = plan_queries.plan(programme_id)
    names = {o.id: o.person.name for o in view.facts.officials.values()}
    labels = {pk: view.facts.group_label(pk) for pk in view.facts.groups}
    changes = [
        {
            "row": c,
            "who": _("、").join(
                [names.get(pk, "") for pk in c.official_ids[:4]] + [said(labels.get(g, "")) for g in c.group_ids]
            ),
            "more": max(0, len(c.official_ids) - 4),
        }
        for c in runs.changes(programme_id)
    ]
    facts = _data_numbers(view.runs)
    rows = [
        {
            "row": r,
            "off": words.rule_names(r.off),
            "weights": words.weight_words(r.weights),
            "data": facts.get(r.input_hash),
        }
        for r in view.runs
    ]
    context = {"runs": rows, "changes": changes}
    return render(request, "desk/plan/history.html", context)


def _data_numbers(rows: Sequence[RunRow]) -> dict[str, int]:
    """The data of the runs, numbered from the oldest: the same number is the same data."""
    oldest_first = sorted(rows, key=lambda row: (row.asked_at, row.id))
    hashes = dict.fromkeys(row.input_hash for row in oldest_first if row.input_hash)
    return {each: number for number, each in enumerate(hashes, 1)}


@require_POST
@asks(Action.EDIT_PROGRAMME)
def apply(request: HttpRequest, programme_id: int, run_id: int) -> HttpResponse:
    """用这一版."""
    by, at = scope_of(request).by, timezone.now()
    return done(
        request,
        programme_id,
        lambda: plans.apply_run(programme_id=programme_id, run_id=run_id, by=by, at=at),
        _("换成那一版了"),
    )


@require_POST
@asks(Action.EDIT_PROGRAMME)
def relax(request: HttpRequest, programme_id: int, rule: str) -> HttpResponse:
    """放宽这一条，再排: one click from what collides to a new run."""
    view = plan_queries.plan(programme_id)
    if rule not in words.RELAXABLE:
        raise Http404
    last = view.last_run
    wish = plans.Wish(
        off=tuple({*view.rules_off, rule}),
        seed=last.seed if last else plans.SEED,
        weights={wish: n for wish, n in last.weights.items() if wish in words.WEIGHTS} if last else {},
        seconds=last.seconds_asked if last else plans.SECONDS,
    )
    try:
        run_id = plans.start_run(programme_id=programme_id, wish=wish, by=scope_of(request).by, at=timezone.now())
    except REFUSALS as fault:
        messages.error(request, words_of(fault))
    else:
        app.configure_task("plan.work_out", queue="plans").defer(run_id=run_id)
    return redirect("plan", programme_id)
