"""The planning problem of a programme, built from its rows; ids are "o41", "g12", "e9", "p3".

What nobody has said is taken at its worst (cannot lead, no night, no heavy work), and the page names who it is
about. An unknown age counts in no band; somebody without a sex cannot be given a bed and is left out.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from dundian.engines.planning import problem as planning
from dundian.engines.planning.problem import AGE_BANDS, MAN, SENIORITY_BANDS, WOMAN, Problem
from dundian.features.registry.models import Enterprise

from ..models import Placement
from .groups import GroupRow, groups
from .history import PastGroup, mates_key
from .officials import OfficialRow, officials
from .programmes import PhaseRow, phases

_NUMERALS = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
_SEX = {"女": WOMAN, "男": MAN}


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """Where an official sits now."""

    official_id: int
    group_id: int
    is_leader: bool
    is_locked: bool
    lock: str


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """Everything a plan of one programme is built from; officials are those on the roster."""

    phases: list[PhaseRow]
    groups: dict[int, GroupRow]
    officials: dict[int, OfficialRow]
    seats: dict[int, SeatRow]
    enterprises: dict[str, int]
    # When an enterprise takes guests, by its id; those that are always open are missing.
    open_times: dict[int, list[list[str]]]

    def group_label(self, group_id: int) -> str:
        """第 6 组; where numbers start again in each phase, 二期 2 组."""
        group = self.groups[group_id]
        if len({each.number for each in self.groups.values()}) == len(self.groups):
            return f"第 {group.number} 组"
        return place_words(group.phase_number, group.number)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the organiser asks of a plan. `for_solving` shuts locked groups; `keeps_groups` changes as few as it can."""

    off: Collection[str] = ()
    weights: Mapping[str, Any] = field(default_factory=dict)
    for_solving: bool = False
    keeps_groups: bool = False


def phase_words(number: int) -> str:
    """一期, 二期 … 十期, 11 期."""
    return f"{_NUMERALS[number]}期" if number < len(_NUMERALS) else f"{number} 期"


def place_words(phase_number: int, group_number: int) -> str:
    """一期 3 组: where somebody is, wherever it is said."""
    return f"{phase_words(phase_number)} {group_number} 组"


def plan_facts(programme_id: int) -> PlanFacts:
    """Read what a plan is built from, in eight queries whatever the size, ten where seasons went before."""
    seats = Placement.objects.filter(official__programme_id=programme_id)
    hosts = list(Enterprise.objects.only("name", "available"))
    return PlanFacts(
        phases=phases(programme_id),
        groups={g.id: g for g in groups(programme_id)},
        officials={o.id: o for o in officials(programme_id) if o.is_in_roster},
        seats={
            s.official_id: SeatRow(
                official_id=s.official_id,
                group_id=s.group_id,
                is_leader=s.is_leader,
                is_locked=s.is_locked,
                lock=s.lock,
            )
            for s in seats
        },
        enterprises={e.name: e.pk for e in hosts},
        open_times={e.pk: e.available for e in hosts if e.available},
    )


def build_problem(facts: PlanFacts, asked: Asked | None = None) -> Problem:
    """Return the planning problem; groups without an enterprise and officials without a sex are left out of it."""
    asked = asked or Asked()
    people = [o for o in facts.officials.values() if o.person.sex in _SEX]
    members = Counter(s.group_id for s in facts.seats.values())
    hosts = [g for g in facts.groups.values() if g.enterprise_id is not None]
    if asked.for_solving:
        hosts = [g for g in hosts if not g.is_locked or members[g.id]]
    targets = _targets(people, hosts)
    open_ids = {g.id for g in hosts}
    return Problem(
        phases=tuple(planning.Phase(f"p{p.id}", p.start_on, p.end_on) for p in facts.phases),
        officials=tuple(_official(o, facts, open_ids) for o in people),
        postings=tuple(_posting(g, targets[g.id], asked, members[g.id]) for g in hosts),
        off=frozenset(asked.off),
        weights=planning.Weights(**asked.weights),
        previous=current_assignment(facts) if asked.keeps_groups else None,
        labels=_labels(facts),
    )


def current_assignment(facts: PlanFacts) -> dict[str, str | None]:
    """Where everybody is now, in the ids of the problem."""
    open_ids = {g.id for g in facts.groups.values() if g.enterprise_id is not None}
    found: dict[str, str | None] = {}
    for o in facts.officials.values():
        if o.person.sex in _SEX:
            seat = facts.seats.get(o.id)
            found[f"o{o.id}"] = f"g{seat.group_id}" if seat and seat.group_id in open_ids else None
    return found


def hash_of(problem: Problem) -> str:
    """SHA-256 of everything that decides a plan, as 64 hex digits; what things are called does not."""
    page = asdict(replace(problem, labels={}))
    text = json.dumps(page, sort_keys=True, default=lambda v: sorted(v) if isinstance(v, frozenset) else str(v))
    return hashlib.sha256(text.encode()).hexdigest()


def can_come(official: OfficialRow, phase: PhaseRow) -> bool:
    """Whether somebody may go in this phase: by its number, and by his free days where he gave any."""
    if official.phases is not None and phase.number not in official.phases:
        return False
    if not official.available:
        return True
    return covers(official.available, phase)


def covers(available: Sequence[Sequence[str]], phase: PhaseRow) -> bool:
    """Whether every day of a phase lies in one of these spans ([[first, last]] in ISO, ends included)."""
    free = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in available]
    days = (phase.start_on + timedelta(days=n) for n in range((phase.end_on - phase.start_on).days + 1))
    return all(any(first <= day <= last for first, last in free) for day in days)


def _official(o: OfficialRow, facts: PlanFacts, open_ids: set[int]) -> planning.Official:
    names = facts.enterprises
    history, typed = o.past.history, o.last_enterprise
    return planning.Official(
        id=f"o{o.id}",
        sex=_SEX[o.person.sex or ""],
        home_unit=o.person.unit or f"o{o.id}",
        age_band=-1 if o.age_band is None else o.age_band,
        seniority_band=o.seniority_band,
        phases=frozenset(f"p{p.id}" for p in facts.phases if can_come(o, p)),
        leader=bool(o.can_lead),
        roles=frozenset(o.roles) & frozenset(planning.ROLES),
        dialects=frozenset(o.dialects),
        night_ok=bool(o.night_ok),
        heavy_ok=bool(o.heavy_ok),
        barred_enterprises=frozenset(f"e{names[name]}" for name in o.barred_enterprises if name in names),
        last_enterprise=f"e{names[typed]}" if typed in names else typed or history.last_enterprise,
        last_group=o.last_group or history.last_group,
        topic=o.topic,
        hardship=o.hardship_points,
        home=(o.home[0], o.home[1]) if isinstance(o.home, list) else None,
        lock=_lock(facts.seats.get(o.id), facts, open_ids),
        reserve=o.is_reserve,
    )


def _lock(seat: SeatRow | None, facts: PlanFacts, open_ids: set[int]) -> planning.Lock:
    if seat is None or seat.group_id not in open_ids:
        return planning.Lock()
    group = facts.groups[seat.group_id]
    if group.is_locked or (seat.is_locked and seat.lock == Placement.Lock.GROUP):
        return planning.Lock(posting=f"g{group.id}")
    if not seat.is_locked:
        return planning.Lock()
    if seat.lock == Placement.Lock.PHASE:
        return planning.Lock(phase=f"p{group.phase_id}")
    return planning.Lock(mates=tuple(f"o{pk}" for pk in mates_of(seat, facts)))


def mates_of(seat: SeatRow, facts: PlanFacts) -> list[int]:
    """The officials from whom a lock of the kind MATES does not part this one."""
    return [
        other.official_id
        for other in facts.seats.values()
        if (other.group_id, other.is_locked, other.lock) == (seat.group_id, True, Placement.Lock.MATES)
        and other.official_id != seat.official_id
        and facts.officials[other.official_id].person.sex in _SEX
    ]


def _posting(g: GroupRow, target: planning.Target, asked: Asked, member_count: int) -> planning.Posting:
    is_shut = asked.for_solving and g.is_locked
    return planning.Posting(
        id=f"g{g.id}",
        enterprise=f"e{g.enterprise_id}",
        phase=f"p{g.phase_id}",
        smallest=member_count if is_shut else g.size_min,
        largest=member_count if is_shut else g.size_max,
        beds_women=g.size_max if g.beds_female is None else g.beds_female,
        beds_men=g.size_max if g.beds_male is None else g.beds_male,
        is_night=g.is_night,
        is_heavy=g.is_heavy,
        dialect=g.dialect or None,
        topic=g.topic or None,
        hardness=g.hardness,
        location=(g.location[0], g.location[1]) if g.location else None,
        target=target,
    )


def _targets(people: Sequence[OfficialRow], hosts: Sequence[GroupRow]) -> dict[int, planning.Target]:
    """The mix of the roster, cut to each group's size: women dealt out whole, bands to the whole numbers around."""
    if not people or not hosts:
        return {g.id: planning.Target() for g in hosts}
    going = [o for o in people if not o.is_reserve] or list(people)
    sizes = _dealt(len(going), [(g.size_min + g.size_max) / 2 for g in hosts])
    sizes = [min(max(n, g.size_min), g.size_max) for n, g in zip(sizes, hosts, strict=True)]
    women = _dealt(sum(o.person.sex == "女" for o in going), [float(n) for n in sizes])
    ages, seniorities = Counter(o.age_band for o in going), Counter(o.seniority_band for o in going)
    return {
        g.id: planning.Target(
            women=n if g.beds_female is None else min(n, g.beds_female),
            ages=_around(size, [ages[band] / len(going) for band in range(len(AGE_BANDS))]),
            seniorities=_around(size, [seniorities[band] / len(going) for band in range(len(SENIORITY_BANDS))]),
        )
        for g, size, n in zip(hosts, sizes, women, strict=True)
    }


def _dealt(total: int, weights: Sequence[float]) -> list[int]:
    """`total` dealt out in whole numbers in proportion to the weights, the largest remainders first."""
    exact = [total * weight / (sum(weights) or 1) for weight in weights]
    dealt = [math.floor(each) for each in exact]
    order = sorted(range(len(weights)), key=lambda i: dealt[i] - exact[i])
    for i in order[: total - sum(dealt)]:
        dealt[i] += 1
    return dealt


def _around(size: int, shares: Sequence[float]) -> tuple[tuple[int, int], ...]:
    means = [round(size * share, 6) for share in shares]
    return tuple((math.floor(mean), math.ceil(mean)) for mean in means)


def _labels(facts: PlanFacts) -> dict[str, str]:
    hosts = {f"e{pk}": name for name, pk in facts.enterprises.items()}
    return {
        **hosts,
        **{f"p{p.id}": phase_words(p.number) for p in facts.phases},
        **{f"g{group_id}": facts.group_label(group_id) for group_id in facts.groups},
        **{f"o{o.id}": o.person.name for o in facts.officials.values()},
        **{mates_key(row.group_id): past_group_words(row) for o in facts.officials.values() for row in o.past.rows[:1]},
    }


def past_group_words(row: PastGroup) -> str:
    """2020 年一期 3 组: one sentence of the catalogue, since in other languages the year stands elsewhere."""
    return f"{row.began_on.year} 年{phase_words(row.phase_number)} {row.group_number} 组"
