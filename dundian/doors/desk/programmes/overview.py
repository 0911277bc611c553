"""总览: is the week healthy. Five numbers with their rows, what needs somebody, and how each phase stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from dundian.doors.desk.frame import asks, scope_of
from dundian.engines.survey.intervals import wilson
from dundian.features.cases import queries as cases
from dundian.features.programme import policy, queries
from dundian.features.programme.policy import Action
from dundian.features.programme.queries import Gap, GroupRow, OfficialRow
from dundian.features.programme.scope import Scope

# Below this many a share says nothing.
FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number, what it is of, and where its rows are."""

    words: str
    value: int
    of: int | None = None
    note: str = ""
    address: str = ""
    tone: str = ""


# What is missing → words with %(n)s and %(of)s, where one mends it, and the filter of that page.
GAPS = {
    "sex": (gettext_noop("%(n)s 人没写性别，床位排不了"), "plan-officials", "?gap=sex"),
    "can_lead": (gettext_noop("%(n)s 人没写能不能当组长"), "plan-officials", "?gap=can_lead"),
    "night_ok": (gettext_noop("%(n)s 人没写能不能上夜班"), "plan-officials", "?gap=night_ok"),
    "heavy_ok": (gettext_noop("%(n)s 人没写能不能干重活"), "plan-officials", "?gap=heavy_ok"),
    "birth": (gettext_noop("%(n)s 人没写出生年月，年龄搭配不准"), "plan-officials", "?gap=birth"),
    "speakers": (gettext_noop("%(n)s 位发言人还不在名册里"), "plan-officials", "?gap=outside"),
    "groups": (gettext_noop("有名单了，还没分期和组"), "plan-phases", ""),
    "people": (gettext_noop("名单少 %(n)s 人，各组至少要 %(of)s 人"), "plan-officials", ""),
    "room": (gettext_noop("各组最多还装不下 %(n)s 人"), "plan-phases", ""),
    "leaders": (gettext_noop("能当组长的少 %(n)s 人，一共要 %(of)s 位"), "plan-officials", ""),
    "hosts": (gettext_noop("%(n)s 个组还没有企业"), "plan-phases", ""),
    "beds": (gettext_noop("%(n)s 个组的企业没写床位"), "plan-enterprises", ""),
    "beds_female": (gettext_noop("女床位少 %(n)s 张"), "plan-enterprises", ""),
    "beds_male": (gettext_noop("男床位少 %(n)s 张"), "plan-enterprises", ""),
}


def _gap(gap: Gap, programme_id: int) -> dict[str, Any]:
    words, address, query = GAPS[gap.kind]
    return {
        "words": _(words) % {"n": gap.count, "of": gap.of},
        "address": reverse(address, args=[programme_id]) + query,
        "is_red": gap.is_red,
    }


def _people_figures(programme_id: int, people: list[OfficialRow], groups: list[GroupRow]) -> list[Figure]:
    roster = [o for o in people if o.is_in_roster]
    placed = sum(o.group_id is not None for o in roster)
    women = sum(o.person.sex == "女" for o in roster)
    listed = reverse("plan-officials", args=[programme_id])
    hosts = len({g.enterprise_id for g in groups if g.enterprise_id})
    return [
        Figure(words=_("名单"), value=len(roster), note=_("人，女 %(women)s 人") % {"women": women}, address=listed),
        Figure(
            words=_("分好组"),
            value=placed,
            of=len(roster),
            note=_("%(groups)s 个组，%(hosts)s 家企业") % {"groups": len(groups), "hosts": hosts},
            address=reverse("plan", args=[programme_id]),
        ),
    ]


def _case_figures(scope: Scope, programme_id: int, today: date) -> list[Figure]:
    counts = cases.counts(scope, programme_id=programme_id, today=today)
    board = reverse("cases", args=[programme_id])
    return [
        Figure(
            words=_("在办"),
            value=counts.open,
            note=_("三天内到期 %(n)s 件") % {"n": counts.soon},
            address=board,
        ),
        Figure(
            words=_("已超期"),
            value=counts.overdue,
            note=_("都按时") if counts.overdue == 0 else _("先办这几件"),
            address=f"{board}?view=overdue",
            tone="bad" if counts.overdue else "",
        ),
        Figure(
            words=_("近 7 天工友点头"),
            value=counts.confirmed_this_week,
            of=counts.closed_this_week,
            note=_share(counts.confirmed_this_week, counts.closed_this_week),
            address=f"{board}?view=waiting",
        ),
    ]


def _share(hits: int, n: int) -> str:
    """The share with its interval; nothing below FEWEST."""
    if n < FEWEST:
        return _("办结不到 %(n)s 件，不算比例") % {"n": FEWEST}
    low, high = wilson(hits, n)
    return _("点头率 %(share).0f%%（%(low).0f–%(high).0f%%）") % {
        "share": 100 * hits / n,
        "low": 100 * low,
        "high": 100 * high,
    }


def _phases(programme_id: int, groups: list[GroupRow], today: date) -> list[dict[str, Any]]:
    rows = []
    for phase in queries.phases(programme_id):
        mine = [g for g in groups if g.phase_id == phase.id]
        state = _("还没开始") if today < phase.start_on else _("已经结束") if today > phase.end_on else _("正在蹲点")
        rows.append({"phase": phase, "groups": mine, "state": state, "is_on": phase.start_on <= today <= phase.end_on})
    return rows


@require_GET
@asks(Action.SEE_CASES)
def overview(request: HttpRequest, programme_id: int) -> HttpResponse:
    """The overview, as far as the asker's scope reaches."""
    scope, today = scope_of(request), timezone.localdate()
    figures = _case_figures(scope, programme_id, today)
    context: dict[str, Any] = {"figures": figures, "today": today}
    if policy.may(scope, Action.SEE_PROGRAMME):
        people = queries.officials(programme_id, scope=scope)
        groups = queries.groups(programme_id)
        is_whole = policy.may(scope, Action.EDIT_PROGRAMME)
        if not is_whole:
            groups = [g for g in groups if f"g:{g.id}" in scope.tokens]
        context |= {
            "figures": [*_people_figures(programme_id, people, groups), *figures],
            "gaps": [_gap(gap, programme_id) for gap in queries.gaps(people, groups)] if is_whole else [],
            "phases": [p for p in _phases(programme_id, groups, today) if is_whole or p["groups"]],
            "is_whole": is_whole,
            "is_new": is_whole and not people and not groups,
        }
    return render(request, "desk/programmes/overview.html", context)


@require_GET
@asks(Action.SEE_CASES)
def home(request: HttpRequest) -> HttpResponse:
    """The newest programme open to the asker; without one, how to begin."""
    rows = queries.programmes(scope_of(request))
    if rows:
        return redirect("overview", rows[0].id)
    return render(request, "desk/programmes/begin.html")
