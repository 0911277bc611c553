"""A small programme ready to be planned: two phases of two groups, sixteen officials, all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic
from typing import Any

from dundian.features.programme import services as programme
from dundian.features.programme.services import plans
from dundian.features.programme.services.plans import Time, Wish
from dundian.features.registry import services as registry
from tests.actors import NOW

BY = "account:1"
MONDAY = date(2021, 5, 10)
SIZE = 4


@dataclass(frozen=True)
class Season:
    """Ids, in the order in which they were made."""

    programme_id: int
    phases: list[int]
    groups: list[int]
    officials: list[int]
    enterprises: list[int]


def season(*, women_beds: int = 2, groups_a_phase: int = 2, phases: int = 2) -> Season:
    """Each group takes four: half of the people are women, every fourth can lead, roles go round."""
    programme_id = programme.start_programme(name="春季蹲点（试）", at=NOW, by=BY)
    phase_ids = [_phase(programme_id, n) for n in range(1, phases + 1)]
    count = groups_a_phase * phases
    hosts = [_host(n, women_beds) for n in range(count)]
    groups = [
        programme.add_group(
            phase_id=phase_ids[n // groups_a_phase],
            facts=programme.GroupFacts(number=n + 1, enterprise_id=hosts[n], size_min=3, size_max=5),
            by=BY,
            at=NOW,
        )
        for n in range(count)
    ]
    officials = [official(programme_id, n) for n in range(SIZE * count)]
    return Season(programme_id, phase_ids, groups, officials, hosts)


def _phase(programme_id: int, number: int) -> int:
    start = MONDAY + timedelta(weeks=number - 1)
    return programme.add_phase(
        programme_id=programme_id, number=number, start_on=start, end_on=start + timedelta(days=4), by=BY, at=NOW
    )


def _host(number: int, women_beds: int) -> int:
    facts = registry.EnterpriseFacts(
        name=f"试验{number + 1}厂",
        county="某县",
        township=f"某{number + 1}镇",
        beds_male=4,
        beds_female=women_beds,
        contact="某主任",
        contact_phone="19900001234",
        shifts=[{"name": "早班", "start": "07:30", "end": "16:30"}],
    )
    return registry.add_enterprise(facts=facts, by=BY, at=NOW)


def official(programme_id: int, number: int, **facts: Any) -> int:
    """One official; `facts` replace what he would be by his number."""
    person = registry.PersonFacts(
        name=f"干部{number + 1:02}", sex="女" if number % 2 else "男", birth="1980-05", unit=f"单位{number % 5}"
    )
    person_id = registry.add_person(facts=person, by=BY, at=NOW)
    roles = [("publicist", "researcher", "connector")[number % 3], ("connector", "publicist", "researcher")[number % 3]]
    columns = {"can_lead": number % 4 == 0, "roles": roles, "night_ok": True, "heavy_ok": True, **facts}
    return programme.add_official(
        programme_id=programme_id, person_id=person_id, facts=programme.OfficialFacts(**columns), by=BY, at=NOW
    )


def job_time(seconds: float = 2.0) -> Time:
    """The time of a job in the tests: its moment stands still."""
    return Time(clock=monotonic, now=lambda: NOW, seconds=seconds)


def solved(of: Season, **wish: Any) -> int:
    """Run the solver for a season and return the run's id."""
    run_id = plans.start_run(programme_id=of.programme_id, wish=Wish(**wish), by=BY, at=NOW)
    plans.work_out(run_id=run_id, time=job_time())
    return run_id
