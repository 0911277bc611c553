"""A small programme to open pages on: one phase, one group, one host, one union, two officials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dundian.features.programme import services as programme
from dundian.features.registry import services as registry
from tests.actors import NOW

BY = "account:1"


@dataclass(frozen=True)
class Stage:
    """The ids of everything on the stage."""

    programme_id: int
    phase_id: int
    group_id: int
    enterprise_id: int
    union_id: int
    official_ids: tuple[int, int]


def stage() -> Stage:
    """Set the stage by the services that set it in life."""
    here = programme.start_programme(name="试验季", at=NOW, by=BY)
    facts = registry.UnionFacts(name="甲街道总工会", level="TOWNSHIP", county="甲区", township="甲街道")
    union = registry.add_union(facts=facts, by=BY, at=NOW)
    host = registry.EnterpriseFacts(name="测试渔具", county="甲区", township="甲街道", beds_male=5, beds_female=4)
    enterprise = registry.add_enterprise(facts=host, by=BY, at=NOW)
    day = date(2021, 5, 10)
    phase = programme.add_phase(programme_id=here, number=1, start_on=day, end_on=date(2021, 5, 14), by=BY, at=NOW)
    group_facts = programme.GroupFacts(number=1, enterprise_id=enterprise, size_min=1, size_max=4)
    group = programme.add_group(phase_id=phase, facts=group_facts, by=BY, at=NOW)
    first, second = (official(here, name, sex) for name, sex in (("测试甲", "男"), ("测试乙", "女")))
    return Stage(here, phase, group, enterprise, union, (first, second))


def official(programme_id: int, name: str, sex: str = "男", unit: str = "办公室") -> int:
    """One more official."""
    facts = registry.PersonFacts(name=name, sex=sex, unit=unit, phone="13800138000")
    person = registry.add_person(facts=facts, by=BY, at=NOW)
    return programme.add_official(programme_id=programme_id, person_id=person, facts={}, by=BY, at=NOW)
