"""What nobody has said yet, by name, and what planning makes of it until somebody does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from .groups import GroupRow
from .plans import PlanView
from .problem import PlanFacts, covers


@dataclass(frozen=True, kw_only=True)
class Blank:
    """Something the roster, the enterprises or the groups do not say yet. `blocks`: no plan can be made without it."""

    kind: str
    count: int
    names: tuple[str, ...]
    blocks: bool = False


def blanks(view: PlanView) -> list[Blank]:
    """What is missing before, or makes worse, a plan."""
    facts = view.facts
    people, groups = list(facts.officials.values()), list(facts.groups.values())
    blocking = [
        Blank(kind=kind, count=0, names=(), blocks=True)
        for kind, rows in (("officials", people), ("phases", facts.phases), ("groups", groups))
        if not rows
    ]
    labels = {g.id: facts.group_label(g.id) for g in groups}
    named = {
        "hosts": [labels[g.id] for g in groups if g.enterprise_id is None],
        "sex": [o.person.name for o in people if o.person.sex is None],
        "can_lead": [o.person.name for o in people if o.can_lead is None],
        "night_ok": [o.person.name for o in people if o.night_ok is None],
        "heavy_ok": [o.person.name for o in people if o.heavy_ok is None],
        "roles": [o.person.name for o in people if not o.roles],
        "birth": [o.person.name for o in people if o.age_band is None],
        "beds": [labels[g.id] for g in groups if g.enterprise_id and None in (g.beds_female, g.beds_male)],
        "closed": [labels[g.id] for g in groups if _is_closed(g, facts)],
        "barred": sorted({n for o in people for n in o.barred_enterprises if n not in facts.enterprises}),
    }
    # One of each role a group is enough: who has none is no gap as long as there are plenty.
    if Counter(r for o in people for r in o.roles).total() >= 3 * len(groups):
        named.pop("roles")
    is_pointless = {"night_ok": not any(g.is_night for g in groups), "heavy_ok": not any(g.is_heavy for g in groups)}
    return blocking + [
        Blank(kind=kind, count=len(names), names=tuple(names), blocks=kind == "hosts" and len(names) == len(groups))
        for kind, names in named.items()
        if names and not is_pointless.get(kind)
    ]


def _is_closed(group: GroupRow, facts: PlanFacts) -> bool:
    """Whether the host says that it takes nobody in the days of this group's phase."""
    times = facts.open_times.get(group.enterprise_id or 0)
    phase = next(p for p in facts.phases if p.id == group.phase_id)
    return bool(times) and not covers(times or [], phase)
