"""From what the enterprise, the roster and the organiser say to the week of a group, as docs/formats.md has it.

What nobody has said is taken so that it can disturb no production, and `Assumed` names it for the page.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dundian.engines.planning.fields import BadProblem
from dundian.engines.planning.week.problem import Week
from dundian.engines.planning.week.week_file import read_week
from dundian.features.registry.models import Enterprise

from ..models import GroupWeek
from .groups import GroupRow
from .officials import ROLES, OfficialRow
from .problem import PlanFacts
from .week_shifts import DAY_SHIFT, Shifts, shifts_of

MOST_DAYS = 14
OFFICE_HOURS = [["08:30", "12:00"], ["14:00", "17:30"]]
TRAVEL, VISITS, INTERVIEWS = 20, 2, 8
ROOM = "企业定的地方"
_SEX = {"女": "F", "男": "M"}


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """Something that nobody has said and what is taken instead. `at` is where it can be said: host, terms, people."""

    kind: str
    at: str
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The week of a group as it would be laid out now; `blocked` says why it cannot be: host, people, long, bad."""

    page: dict[str, Any] | None
    assumed: tuple[Assumed, ...] = ()
    blocked: str = ""
    fault: str = ""

    @property
    def week(self) -> Week:
        """The week that the page says."""
        return read_week(json.dumps(self.page))

    @property
    def input_hash(self) -> str:
        """SHA-256 of the page, so that a week can be told from one of other facts."""
        words = json.dumps(self.page, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class WeekSources:
    """Everything that the weeks of a programme are built from."""

    groups: Mapping[int, GroupRow]
    labels: Mapping[int, str]
    members: Mapping[int, list[OfficialRow]]
    hosts: Mapping[int, Enterprise]
    terms: Mapping[int, dict[str, Any]]

    def draft(self, group_id: int) -> Draft:
        """Return the week of one group, or what stands in its way."""
        group = self.groups[group_id]
        host, people = self.hosts.get(group.enterprise_id or 0), self.members.get(group_id, [])
        if host is None or not people or (group.end_on - group.start_on).days >= MOST_DAYS:
            return Draft(page=None, blocked="host" if host is None else "long" if people else "people")
        found = _Building(group, self.labels[group_id], host, people, self.terms.get(group_id, {})).draft()
        try:
            _ = found.week
        except BadProblem as fault:
            return Draft(page=None, assumed=found.assumed, blocked="bad", fault=str(fault))
        return found


def week_sources(facts: PlanFacts, *, only: Collection[int] | None = None) -> WeekSources:
    """Return what the weeks of these groups, or of all, are built from: three queries beside the plan's own."""
    groups = {pk: g for pk, g in facts.groups.items() if only is None or pk in only}
    members: dict[int, list[OfficialRow]] = defaultdict(list)
    for pk, seat in facts.seats.items():
        if seat.group_id in groups and pk in facts.officials:
            members[seat.group_id].append(facts.officials[pk])
    host_ids = {g.enterprise_id for g in groups.values() if g.enterprise_id}
    terms = GroupWeek.objects.filter(group_id__in=groups).exclude(terms={})
    return WeekSources(
        groups=groups,
        labels={pk: facts.group_label(pk) for pk in groups},
        members={pk: sorted(rows, key=lambda o: o.id) for pk, rows in members.items()},
        hosts={e.pk: e for e in Enterprise.objects.select_related("union").filter(pk__in=host_ids)},
        terms=dict(terms.values_list("group_id", "terms")),
    )


class _Building:
    """The week of one group on its way."""

    def __init__(
        self, group: GroupRow, label: str, host: Enterprise, people: list[OfficialRow], terms: dict[str, Any]
    ) -> None:
        self.group, self.label, self.host, self.people, self.terms = group, label, host, people, terms
        self.assumed: list[Assumed] = []

    def draft(self) -> Draft:
        shifts = shifts_of(self.host, heads=len(self.people), is_heavy=self.group.is_heavy)
        self._suppose_of_host(shifts)
        days = (self.group.end_on - self.group.start_on).days + 1
        page: dict[str, Any] = {
            "group": self.label,
            "enterprise": self.host.name,
            "days": [(self.group.start_on + timedelta(days=n)).isoformat() for n in range(days)],
            "shifts": shifts.shifts,
            "teams": shifts.teams,
            "officials": [self._official(each) for each in self.people],
            "rooms": self._said("rooms", [ROOM]),
        }
        township = self._township()
        if township:
            page["township"] = township
        page["wishes"] = self._wishes([each["id"] for each in shifts.teams], has_township=bool(township))
        return Draft(page=page, assumed=tuple(self.assumed))

    def _suppose(self, kind: str, at: str, value: str = "") -> None:
        self.assumed.append(Assumed(kind=kind, at=at, value=value))

    def _suppose_of_host(self, shifts: Shifts) -> None:
        if not self.host.shifts:
            self._suppose("shifts", "host", "–".join(DAY_SHIFT))
        if shifts.without_breaks:
            self._suppose("breaks", "host", "、".join(shifts.without_breaks))
        if not self.host.posts:
            self._suppose("posts", "host", str(len(self.people)))
        elif len(shifts.teams) > 1:
            self._suppose("post_shifts", "host")
        if self.group.end_on.weekday() >= 5 or (self.group.end_on - self.group.start_on).days > 4:
            self._suppose("days_off", "host")
        unsaid = [o.person.name for o in self.people if o.night_ok is None]
        if unsaid and shifts.has_night:
            self._suppose("night_ok", "people", "、".join(unsaid))

    def _said(self, key: str, usual: Any) -> Any:
        """What the organiser says of the week, or the usual, which the page then names."""
        if key in self.terms:
            return self.terms[key]
        value = "、".join(usual) if key == "rooms" else str(usual)
        self._suppose(key, "terms", "、".join("–".join(each) for each in usual) if key == "office_hours" else value)
        return usual

    def _official(self, official: OfficialRow) -> dict[str, Any]:
        return {
            "id": f"o{official.id}",
            "name": official.person.name,
            "sex": _SEX.get(official.person.sex or "", "M"),
            "roles": [key for key, _ in ROLES if key in official.roles],
            "night_ok": bool(official.night_ok),
            "heavy_ok": bool(official.heavy_ok),
        }

    def _township(self) -> dict[str, Any] | None:
        union = self.host.union.name if self.host.union else None
        name = union or (f"{self.host.township}总工会" if self.host.township else None)
        if name is None:
            self._suppose("township", "host")
            return None
        return {
            "name": name,
            "office_hours": self._said("office_hours", OFFICE_HOURS),
            "travel": self._said("travel", TRAVEL),
        }

    def _wishes(self, teams: list[str], *, has_township: bool) -> dict[str, Any]:
        return {
            "talks": teams if self.terms.get("talks", True) else [],
            "interviews": dict.fromkeys(teams, self.terms.get("interviews", max(1, INTERVIEWS // len(teams)))),
            "visits": self.terms.get("visits", VISITS) if has_township else 0,
            "reviews": True,
        }
