"""分组: the page that shows a plan, and what the organiser has to decide about it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from dundian.doors.desk.excel import workbook
from dundian.doors.desk.frame import asks, scope_of
from dundian.doors.desk.said import said
from dundian.doors.desk.week.words import status_words
from dundian.engines.planning.problem import ROLES
from dundian.engines.planning.remedy import Remedy
from dundian.engines.planning.rules import Fault
from dundian.engines.planning.solve import Budget
from dundian.features.programme import policy
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import plans, runs
from dundian.features.programme.queries.blanks import blanks
from dundian.features.programme.queries.plans import Card, PlanView
from dundian.features.programme.queries.problem import phase_words
from dundian.features.programme.queries.runs import RunRow
from dundian.features.programme.queries.week_status import WeekStatus, statuses
from dundian.features.programme.scope import EVERYTHING, Scope
from dundian.features.programme.services.plans import longest

from . import words

# Remedies are searched for this many; the others show theirs when asked.
SEARCHED = 3
REPAIR_SECONDS = 0.5
PATIENCE = timedelta(seconds=15)


def visible(view: PlanView, scope: Scope, programme_id: int) -> list[Card]:
    """The groups that a scope opens: all to the programme's organisers, to a leader his own."""
    if scope.tokens & {EVERYTHING, f"p:{programme_id}"}:
        return list(view.cards.values())
    return [card for pk, card in view.cards.items() if f"g:{pk}" in scope.tokens]


def wrapper(request: HttpRequest) -> str:
    """The frame of a page that is also a sheet: alone when htmx asks for it into #sheet."""
    is_sheet = request.headers.get("HX-Target") == "sheet"
    return "desk/plan/in_sheet.html" if is_sheet else "desk/plan/in_page.html"


def moves_of(remedy: Remedy, view: PlanView) -> list[str]:
    """A remedy as the values of a form: official:seen:to, 0 for not placed."""
    return [f"{words.id_of(who)}:{_pk(view.assignment[who])}:{_pk(to)}" for who, to in remedy.moves]


def _pk(name: str | None) -> int:
    return words.id_of(name) if name else 0


def decision(fault: Fault, view: PlanView, *, search: bool) -> dict[str, Any]:
    """One thing to decide about a broken rule, with its best remedy."""
    found = view.remedies(fault, count=1) if search else ()
    return {
        "key": plans.fault_key(fault),
        "group_id": words.id_of(fault.postings[0]) if fault.postings else None,
        "title": words.title(fault, view),
        "text": said(fault.message),
        "is_searched": search,
        "is_locked": any(view.facts.groups[words.id_of(each)].is_locked for each in fault.postings),
        "remedy": words.remedy_words(found[0], view) if found else "",
        "steps": moves_of(found[0], view) if found else [],
        "is_hard": True,
    }


def _all_at_once(view: PlanView) -> list[dict[str, Any]]:
    """What one or two steps do not mend, mended by the fewest changes that do."""
    remedy = view.repaired(Budget(REPAIR_SECONDS, time.monotonic))
    if remedy is None:
        return []
    title = ngettext("动 %(n)s 个人就都守住了", "动 %(n)s 个人就都守住了", len(remedy.moves)) % {"n": len(remedy.moves)}
    steps = moves_of(remedy, view)
    return [
        {"key": "all", "title": title, "text": words.moves_words(remedy, view), "steps": steps, "is_searched": True}
    ]


def _leaderless(card: Card) -> dict[str, Any]:
    able = card.able_to_lead[0]
    return {
        "group_id": card.group.id,
        "title": _("%(group)s还没定组长") % {"group": said(card.label)},
        "text": _("%(name)s能当组长，就定这一位？") % {"name": able.official.person.name},
        "leader_id": able.official.id,
        "is_hard": False,
    }


def decisions(view: PlanView) -> list[dict[str, Any]]:
    """Everything that waits for a person: broken rules first, then groups without a leader."""
    faults = view.open_faults()
    found = [decision(fault, view, search=i < SEARCHED) for i, fault in enumerate(faults)]
    if any(each["is_searched"] and not each["steps"] for each in found):
        found = [*_all_at_once(view), *found]
    found += [
        _leaderless(card)
        for card in view.cards.values()
        if card.members and not card.has_leader and card.able_to_lead and not card.group.is_locked
    ]
    return found


def _shown(card: Card, weeks: Mapping[int, WeekStatus]) -> dict[str, Any]:
    tone, icon, said = words.status(card)
    week = status_words(weeks[card.group.id]) if card.members else None
    return {"card": card, "tone": tone, "icon": icon, "status": said, "week": week}


def columns(view: PlanView, cards: list[Card], weeks: Mapping[int, WeekStatus]) -> list[dict[str, Any]]:
    """The phases with their groups, and how the week of each stands."""
    return [
        {
            "words": said(phase_words(phase.number)),
            "days": words.days(phase.start_on, phase.end_on),
            "count": sum(len(c.members) for c in cards if c.group.phase_id == phase.id),
            "cards": [_shown(c, weeks) for c in cards if c.group.phase_id == phase.id],
        }
        for phase in view.facts.phases
        if len(cards) == len(view.cards) or any(c.group.phase_id == phase.id for c in cards)
    ]


def _selected(
    request: HttpRequest, cards: list[Card], view: PlanView, weeks: Mapping[int, WeekStatus]
) -> dict[str, Any] | None:
    wanted = request.GET.get("group", "")
    card = next((c for c in cards if str(c.group.id) == wanted), None)
    if card is None:
        worst = [c for c in cards if c.faults and c.members] or [c for c in cards if c.members]
        card = worst[0] if worst else None
    if card is None:
        return None
    rows = [
        {
            "member": m,
            "roles": [said(name) for key, name in ROLES.items() if key in m.official.roles],
            "reasons": words.reasons(m, card, view),
            "worries": [said(f.message) for f in (*m.faults, *m.wishes)],
        }
        for m in card.members
    ]
    return {**_shown(card, weeks), "rows": rows}


@require_GET
@asks(Action.SEE_PROGRAMME)
def shown(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The plan; ?group= chooses the group whose people are listed."""
    scope = scope_of(request)
    view = plans.plan(programme_id)
    cards = visible(view, scope, programme_id)
    may_edit = policy.may(scope, Action.EDIT_PROGRAMME)
    unsaid = [words.blank_words(b) for b in blanks(view)]
    waiting = decisions(view) if may_edit else []
    run, applied = view.last_run, view.applied_run
    weeks = statuses(view.facts, at=timezone.now(), only=[c.group.id for c in cards])
    context = {
        "view": view,
        "columns": columns(view, cards, weeks),
        "selected": _selected(request, cards, view, weeks),
        "decisions": waiting,
        "measures": [] if view.is_empty else [words.measure_words(m) for m in view.measures()],
        "blanks": [b for b in unsaid if not b["blocks"]],
        "missing": [b for b in unsaid if b["blocks"]],
        "run": run,
        "is_stuck": run is not None and run.state == "IMPOSSIBLE" and view.is_about_now(run),
        "applied": applied,
        "is_stale": applied is not None and not view.is_about_now(applied),
        "hand_changes": _since(programme_id, view),
        "off": words.rule_names(view.rules_off),
        "relaxable": _relaxable(view),
        "last_change": runs.last_change(programme_id),
        "host_count": len({c.group.enterprise_id for c in cards if c.group.enterprise_id}),
        "may_edit": may_edit,
        "is_late": run is not None and is_late(run),
    }
    return render(request, "desk/plan/plan.html", context)


def _relaxable(view: PlanView) -> list[tuple[str, str]]:
    """The rules of the last conflict that can be given up."""
    if view.last_run is None:
        return []
    stuck = dict.fromkeys(row["rule"] for row in view.last_run.conflict)
    rules = [rule for rule in stuck if rule in words.RELAXABLE and rule not in view.rules_off]
    return list(zip(rules, words.rule_names(rules), strict=True))


def is_late(run: RunRow) -> bool:
    """Whether a run waits, or goes on, so long that nobody seems to be working."""
    return timezone.now() - run.asked_at > (PATIENCE if run.state == "WAITING" else longest(run.seconds_asked))


def _since(programme_id: int, view: PlanView) -> int:
    """How many changes by hand came after the run that was taken over."""
    applied = view.applied_run
    if applied is None or applied.ended_at is None:
        return 0
    after = [c for c in runs.changes(programme_id) if not c.is_undone and c.at > applied.ended_at]
    return sum(c.kind in {"MOVE", "SWAP", "OUT", "RESERVE"} for c in after)


@require_GET
@asks(Action.SEE_PROGRAMME)
def export(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The groups as Excel: one line an official."""
    view = plans.plan(programme_id)
    heads = (
        _("期"), _("开始"), _("结束"), _("组"), _("企业"), _("镇街"), _("姓名"), _("性别"), _("单位"), _("职务"),
        _("组长"), _("三员"), _("锁住"),
    )  # fmt: skip
    rows = [
        (
            said(phase_words(c.group.phase_number)), c.group.start_on, c.group.end_on, c.group.number,
            c.group.enterprise_name, c.group.township, m.official.person.name, m.official.person.sex,
            m.official.person.unit, m.official.person.post, _("组长") if m.seat.is_leader else None,
            _("、").join(said(name) for key, name in ROLES.items() if key in m.official.roles) or None,
            _("锁住") if m.seat.is_locked or c.group.is_locked else None,
        )
        for c in visible(view, scope_of(request), programme_id)
        for m in c.members
    ]  # fmt: skip
    return workbook(name=_("分组"), heads=heads, rows=rows)
