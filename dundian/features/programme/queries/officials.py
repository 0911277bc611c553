"""The roster of a programme as plain rows; numbers only as masks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from dundian.features.registry.queries import PersonRow, person_row

from ..bands import age_band, seniority_band
from ..models import Official, Phase, Placement
from ..scope import EVERYTHING, Scope
from .history import NO_PAST, Past, pasts

# The three roles of a group (宣传员、调查员、接线员) by their names in the planning problem.
ROLES = (("publicist", "宣传员"), ("researcher", "调查员"), ("connector", "接线员"))
AGE_BANDS = ("35 岁以下", "36–45 岁", "46–55 岁", "56 岁以上")
# What planning must know and a roster often leaves out.
NEEDED = ("can_lead", "night_ok", "heavy_ok")


@dataclass(frozen=True, kw_only=True)
class OfficialRow:
    """One official. `age_band` 0–3 on day one (≤ 35, 36–45, 46–55, ≥ 56) or None, `seniority_band` 0–2.

    `last_enterprise`, `last_group`, `past_season_count` and `hardship` are what somebody wrote; where nobody did (None)
    what the database remembers of earlier seasons stands in: `past`.
    """

    id: int
    person: PersonRow
    is_in_roster: bool
    is_reserve: bool
    phases: list[int] | None
    available: list[list[str]]
    can_lead: bool | None
    roles: list[str]
    dialects: list[str]
    night_ok: bool | None
    heavy_ok: bool | None
    barred_enterprises: list[str]
    last_enterprise: str | None
    last_group: str | None
    past_season_count: int | None
    topic: str | None
    hardship: int | None
    home: list[float] | str | None
    age_band: int | None
    seniority_band: int
    group_id: int | None
    group_number: int | None
    phase_number: int | None
    is_leader: bool
    past: Past = NO_PAST

    @property
    def hardship_points(self) -> int:
        """Hardship points of past seasons: as written, else as worked out."""
        return self.past.history.hardship if self.hardship is None else self.hardship

    @property
    def season_count(self) -> int:
        """Past seasons: as written, else those that the database remembers."""
        return self.past.history.season_count if self.past_season_count is None else self.past_season_count

    @property
    def blanks(self) -> list[str]:
        """The columns that planning needs and nobody has filled in yet."""
        return [name for name in NEEDED if getattr(self, name) is None]


def _row(o: Official, day_one: date | None, past: Past) -> OfficialRow:
    seasons = past.history.season_count if o.past_season_count is None else o.past_season_count
    placement: Placement | None = getattr(o, "placement", None)
    return OfficialRow(
        id=o.pk,
        person=person_row(o.person),
        is_in_roster=o.is_in_roster,
        is_reserve=o.is_reserve,
        phases=o.phases,
        available=o.available,
        can_lead=o.can_lead,
        roles=o.roles,
        dialects=o.dialects,
        night_ok=o.night_ok,
        heavy_ok=o.heavy_ok,
        barred_enterprises=o.barred_enterprises,
        last_enterprise=o.last_enterprise,
        last_group=o.last_group,
        past_season_count=o.past_season_count,
        topic=o.topic,
        hardship=o.hardship,
        home=o.home,
        age_band=age_band(o.person.birth, day_one=day_one) if day_one else None,
        seniority_band=seniority_band(seasons),
        group_id=placement.group_id if placement else None,
        group_number=placement.group.number if placement else None,
        phase_number=placement.group.phase.number if placement else None,
        is_leader=bool(placement and placement.is_leader),
        past=past,
    )


def _whole() -> QuerySet[Official]:
    return Official.objects.select_related("person__home_unit", "placement__group__phase")


def day_one(programme_id: int) -> date | None:
    """The first day of a programme's first phase, on which ages are counted; None without a phase."""
    first = Phase.objects.filter(programme_id=programme_id).order_by("start_on").first()
    return first.start_on if first else None


def officials(programme_id: int, *, scope: Scope | None = None) -> list[OfficialRow]:
    """Everybody on the roster and the speakers outside it, in the order of the roster.

    A scope that does not open the whole programme shows the people of its own groups, without where they were before.
    """
    start = day_one(programme_id)
    rows = _whole().filter(programme_id=programme_id).order_by("pk")
    if scope is not None and not scope.tokens & {EVERYTHING, f"p:{programme_id}"}:
        rows = rows.filter(placement__group__in=[int(t[2:]) for t in scope.tokens if t.startswith("g:")])
        return [_row(o, start, NO_PAST) for o in rows]
    past = pasts(programme_id, before=start)
    return [_row(o, start, past.get(o.person_id, NO_PAST)) for o in rows]


def official(official_id: int, *, programme_id: int) -> OfficialRow:
    """One official of a programme; raises Official.DoesNotExist."""
    start = day_one(programme_id)
    row = _whole().get(pk=official_id, programme_id=programme_id)
    return _row(row, start, pasts(programme_id, before=start).get(row.person_id, NO_PAST))


def usage_of_enterprises(programme_id: int) -> dict[int, list[tuple[int, int]]]:
    """Which (phase number, group number) of a programme each enterprise hosts."""
    hosted: dict[int, list[Any]] = {}
    rows = Phase.objects.filter(programme_id=programme_id, groups__enterprise__isnull=False)
    for phase, group, enterprise in rows.values_list("number", "groups__number", "groups__enterprise_id"):
        hosted.setdefault(enterprise, []).append((phase, group))
    return hosted
