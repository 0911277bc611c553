"""换到…组: every group for one official with what it would cost; and the other ways to mend a broken rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dundian.doors.desk.frame import asks
from dundian.engines.planning.explain import Choice
from dundian.engines.planning.rules import Fault
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import plans
from dundian.features.programme.queries.plans import PlanView

from . import words
from .page import moves_of, wrapper

# What earlier seasons say against each group, by its id in the problem.
Past = Mapping[str, tuple[Fault, ...]]


def _choice(choice: Choice, past: Past, view: PlanView, step: tuple[int, int]) -> dict[str, Any]:
    who, here = step
    there = words.id_of(choice.posting)
    swap = choice.swap if here else None
    best = words.id_of(swap.partner) if swap else 0
    return {
        "card": view.cards[there],
        "is_closed": bool(choice.closed_by),
        "is_clean": not choice.breaks,
        "against": words.against(choice),
        "past": _("；").join(words.past_words(past.get(choice.posting, ()), view.problem, f"o{who}")),
        "cost": words.cost_words(choice.difference),
        "rank": (bool(choice.closed_by), choice.difference.hard, choice.difference.cost),
        "step": f"{who}:{here}:{there}",
        "swap": swap
        and {
            "name": view.problem.label(swap.partner),
            "cost": words.cost_words(swap.difference),
            "is_clean": swap.difference.hard <= 0,
            "partners": [
                (f"{m.official.id}:{there}:{here}", m.official.person.name, m.official.id == best)
                for m in view.cards[there].members
                if not m.seat.is_locked
            ],
        },
    }


@require_GET
@asks(Action.EDIT_PROGRAMME)
def choices(request: HttpRequest, programme_id: int, official_id: int) -> HttpResponse:
    """Every other group for somebody, the fitting ones first."""
    view = plans.plan(programme_id)
    official = view.facts.officials.get(official_id)
    if official is None:
        raise Http404
    seat = view.facts.seats.get(official_id)
    here = seat.group_id if seat else 0
    found = view.choices(official_id) if official.person.sex else ()
    past = view.past_against(official_id) if found else {}
    rows = [
        _choice(c, past, view, (official_id, here))
        for c in found
        if not view.cards[words.id_of(c.posting)].group.is_locked
    ]
    context = {
        "wrapper": wrapper(request),
        "official": official,
        "seat": seat,
        "here": view.cards.get(here),
        "is_fixed": bool(seat and (seat.is_locked or view.facts.groups[here].is_locked)),
        "rows": sorted(rows, key=lambda row: row["rank"]),
        "out": f"{official_id}:{here}:0",
    }
    return render(request, "desk/plan/choices.html", context)


@require_GET
@asks(Action.EDIT_PROGRAMME)
def remedies(request: HttpRequest, programme_id: int, key: str) -> HttpResponse:
    """The best ways to mend one broken rule."""
    view = plans.plan(programme_id)
    fault = next((f for f in view.open_faults() if plans.fault_key(f) == key), None)
    if fault is None:
        return render(request, "desk/plan/remedies.html", {"fault": None, "wrapper": wrapper(request)})
    rows = [{"words": words.remedy_words(r, view), "steps": moves_of(r, view)} for r in view.remedies(fault, count=6)]
    group_id = words.id_of(fault.postings[0]) if fault.postings else None
    context = {
        "wrapper": wrapper(request),
        "fault": fault,
        "title": words.title(fault, view),
        "rows": rows,
        "group_id": group_id,
    }
    return render(request, "desk/plan/remedies.html", context)
