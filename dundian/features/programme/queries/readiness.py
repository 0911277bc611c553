"""What still keeps a programme from being planned: counted from the roster and the groups, nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .groups import GroupRow
from .officials import OfficialRow


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One thing that is missing: `kind` names it, `count` says how many, `of` how many it takes (None = any)."""

    kind: str
    count: int
    of: int | None = None
    is_red: bool = False


def gaps(people: Sequence[OfficialRow], groups: Sequence[GroupRow]) -> list[Gap]:
    """The gaps of a programme, red ones (no legal plan can exist) first; none for an empty one."""
    roster = [o for o in people if o.is_in_roster and not o.is_reserve]
    if not roster and not groups:
        return []
    found = [*_of_people(roster), *_of_groups(roster, groups), *_of_beds(roster, groups)]
    speakers = sum(not o.is_in_roster for o in people)
    found.append(Gap(kind="speakers", count=speakers))
    return sorted((gap for gap in found if gap.count), key=lambda gap: not gap.is_red)


def _of_people(roster: Sequence[OfficialRow]) -> list[Gap]:
    named = {kind: sum(getattr(o, kind) is None for o in roster) for kind in ("can_lead", "night_ok", "heavy_ok")}
    births = sum(o.person.birth is None for o in roster)
    sexless = sum(o.person.sex is None for o in roster)
    return [
        Gap(kind="sex", count=sexless, is_red=True),
        *(Gap(kind=kind, count=count) for kind, count in named.items()),
        Gap(kind="birth", count=births),
    ]


def _of_groups(roster: Sequence[OfficialRow], groups: Sequence[GroupRow]) -> list[Gap]:
    leaders = sum(o.can_lead is True for o in roster)
    room = sum(g.size_max for g in groups)
    needed = sum(g.size_min for g in groups)
    return [
        Gap(kind="groups", count=int(bool(roster) and not groups), is_red=True),
        Gap(kind="people", count=max(0, needed - len(roster)), of=needed, is_red=True),
        Gap(kind="room", count=max(0, len(roster) - room) if groups else 0, of=len(roster), is_red=True),
        Gap(kind="leaders", count=max(0, len(groups) - leaders) if roster else 0, of=len(groups), is_red=True),
        Gap(kind="hosts", count=sum(g.enterprise_id is None for g in groups), is_red=True),
    ]


def _of_beds(roster: Sequence[OfficialRow], groups: Sequence[GroupRow]) -> list[Gap]:
    if not groups:
        return []
    unknown = sum(g.enterprise_id is not None and g.beds_male is None and g.beds_female is None for g in groups)
    women = sum(o.person.sex == "女" for o in roster)
    men = sum(o.person.sex == "男" for o in roster)
    lacking = {
        "beds_female": max(0, women - sum(g.beds_female or 0 for g in groups)),
        "beds_male": max(0, men - sum(g.beds_male or 0 for g in groups)),
    }
    known = not unknown and all(g.enterprise_id for g in groups)
    return [
        Gap(kind="beds", count=unknown),
        *(Gap(kind=kind, count=count if known else 0, is_red=True) for kind, count in lacking.items()),
    ]
