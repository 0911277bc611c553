"""比一比: two plans side by side, what each costs and who is somewhere else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dundian.doors.desk.frame import asks
from dundian.doors.desk.said import said
from dundian.engines.planning.rules import RULES
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import plans
from dundian.features.programme.queries.comparison import Compared, Side, compare


@require_GET
@asks(Action.EDIT_PROGRAMME)
def shown(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The runs ?run=&run=; with one of them the other side is the plan as it stands."""
    chosen = [int(each) for each in request.GET.getlist("run") if each.isdecimal()][:2]
    view = plans.plan(programme_id)
    if not chosen or view.is_empty:
        return render(request, "desk/plan/compare.html", {"found": None})
    runs = {row.id: row for row in view.runs}
    if not set(chosen) <= runs.keys():
        raise Http404
    found = compare(programme_id, view, *chosen)
    names = [_named(runs[each].asked_at) for each in chosen]
    context = {
        "found": found,
        "heads": names if len(names) == 2 else [_("现在的分组"), *names],
        "rows": _rows(found),
        "moves": [_move(each, view) for each in found.moved],
        "takes": list(zip(chosen, names, strict=True)),
    }
    return render(request, "desk/plan/compare.html", context)


def _named(moment: datetime) -> str:
    return _("%(when)s 那一版") % {"when": date_format(localtime(moment), "n/j H:i")}


def _rows(found: Compared) -> list[dict[str, Any]]:
    rules = [rule for rule in RULES.values() if any(side.has(rule.id) for side in found.sides)]
    return [
        {
            "name": said(rule.name),
            "is_hard": rule.is_hard,
            "cells": [_cell(rule.id, side, found.sides[1 - i]) for i, side in enumerate(found.sides)],
        }
        for rule in rules
    ]


def _cell(rule: str, side: Side, other: Side) -> dict[str, Any]:
    n, its = side.of(rule), other.of(rule)
    return {"n": n, "is_better": n < its}


def _move(moved: tuple[int, int | None, int | None], view: plans.PlanView) -> dict[str, Any]:
    who, here, there = moved
    official = view.facts.officials[who]
    return {"official": official, "places": [_place(each, view) for each in (here, there)]}


def _place(group_id: int | None, view: plans.PlanView) -> str:
    if group_id is None:
        return _("没分组")
    card = view.cards.get(group_id)
    return said(card.label) if card else _("已经删掉的组")
