"""Building the sample programme: phases and groups by hand, people and places by import, accounts for each actor."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dundian.engines.reading.fields.context import Context, Phase
from dundian.engines.reading.tables import read_table
from dundian.features.registry import queries as registry_queries
from dundian.features.registry import services as registry
from dundian.features.registry.models import Union
from dundian.features.registry.services.imports import begin

from .. import queries as programme_queries
from .. import services as programme
from ..scope import clockwork, in_scope
from .invented import AFFILIATES, HEADQUARTERS, HOSTS, TOPICS
from .workbooks import workbooks

BY = "sample"
NAME = "春季蹲点（示例）"
HOST_UNION = "澄江省总工会"
THEME = "进百家企业、当一周工人、解一批难题"
PHASES, SIZE_MIN, SIZE_MAX = 3, 8, 10
KINDS = {"干部名册": "roster", "企业名单": "enterprises", "镇街工会": "townships"}
TASKS = (
    ("宣讲政策，讲到车间和班组", "publicity"),
    ("调研产业工人队伍建设改革、工会组建和技能提升", "research"),
    ("同镇街工会对接，帮基层把组织建起来", "liaison"),
    ("听职工心里话，办一批难事", "problem_solving"),
)


@dataclass(frozen=True, kw_only=True)
class SampleActor:
    """Somebody to try the house as: an account at the desk, or a person whose phone is invited."""

    role: str
    name: str
    account_id: int | None = None
    person_id: int | None = None


@transaction.atomic
def build_sample(*, at: datetime, first_on: date | None = None) -> int:
    """Build the sample programme unless there is one, and return its id.

    Phase 1 is the week of `first_on`, or of `at`; from a weekend, the next one.
    """
    with in_scope(clockwork()):
        mine = [p for p in programme_queries.programmes(clockwork()) if p.is_sample]
        return mine[0].id if mine else _build(at, first_on or at.date())


@transaction.atomic
def load_sample(*, at: datetime) -> list[SampleActor]:
    """Build the sample programme unless there is one, and return its actors."""
    with in_scope(clockwork()):
        return sample_actors(programme_id=build_sample(at=at), at=at)


def _build(at: datetime, first_on: date) -> int:
    programme_id = programme.start_programme(name=NAME, at=at, by=BY, is_sample=True, season=first_on.year)
    # On a weekend the week that matters is the next one.
    weekend = first_on.weekday() >= 5
    monday = first_on - timedelta(days=first_on.weekday()) + timedelta(weeks=int(weekend))
    phases = [
        Phase(n, monday + timedelta(weeks=n - 1), monday + timedelta(weeks=n - 1, days=4)) for n in range(1, PHASES + 1)
    ]
    facts = programme.ProgrammeFacts(
        host=HOST_UNION,
        theme=THEME,
        start_on=phases[0].start,
        end_on=phases[-1].end,
        mandates=[_("澄江省总工会关于机关干部赴基层蹲点的通知（虚构）")],
        tasks=[{"text": text, "category": category} for text, category in TASKS],
    )
    programme.change_programme(programme_id=programme_id, facts=facts, by=BY, at=at)
    phase_ids = [
        programme.add_phase(programme_id=programme_id, number=p.no, start_on=p.start, end_on=p.end, by=BY, at=at)
        for p in phases
    ]
    _plant_unions(programme_id, at)
    _take_workbooks(programme_id, phases, at)
    _make_groups(phase_ids, at)
    _say_kinds(at)
    return programme_id


def _take_workbooks(programme_id: int, phases: Sequence[Phase], at: datetime) -> None:
    folder = Path(settings.HOME) / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    context = Context(year=phases[0].start.year, today=phases[0].start, phases=tuple(phases))
    takers: dict[str, Callable[..., registry.Taken]] = {
        "roster": programme.take_roster,
        "enterprises": registry.take_enterprises,
        "townships": registry.take_townships,
    }
    for file_name, content in workbooks().items():
        (folder / file_name).write_bytes(content)
        kind = next(kind for title, kind in KINDS.items() if title in file_name)
        reading = read_table(content, filename=file_name, kind=kind, context=context)
        if reading.status != "ok":
            raise SampleUnreadable(reading.message)
        source = registry.Source(file_name=file_name, digest=hashlib.sha256(content).hexdigest(), by=BY, at=at)
        takers[kind](rows=registry.rows_to_take(reading), source=source, programme_id=programme_id)


def _plant_unions(programme_id: int, at: datetime) -> None:
    """The unions above the counties. They are noted as an import too, so that they go when the sample goes."""
    source = registry.Source(file_name=_("示例-上级工会"), digest="", by=BY, at=at)
    take = begin(kind="TOWNSHIPS", source=source, programme_id=programme_id)
    above: int | None = None
    for level, name in (("PROVINCE", HOST_UNION), ("CITY", _("澄江市总工会"))):
        union = Union.objects.filter(name=name).first() or Union.objects.create(name=name, level=level, parent_id=above)
        take.note({}, union, None)
        above = union.pk
    take.end()


class SampleUnreadable(Exception):
    """示例表读不通，这是我们的错。"""


def _make_groups(phase_ids: Sequence[int], at: datetime) -> None:
    known = {e.name: e.id for e in registry_queries.enterprises()}
    each = len(HOSTS) // len(phase_ids)
    for index, host in enumerate(HOSTS):
        facts = programme.GroupFacts(
            number=index % each + 1,
            enterprise_id=known[host.name],
            size_min=SIZE_MIN,
            size_max=SIZE_MAX,
            is_night=host.night,
            is_heavy=host.heavy,
            dialect=host.dialect,
            topic=TOPICS[host.topic],
            hardness=int(host.night) + int(host.heavy),
        )
        programme.add_group(phase_id=phase_ids[index // each], facts=facts, by=BY, at=at)


def _say_kinds(at: datetime) -> None:
    kinds = dict.fromkeys(HEADQUARTERS, "HEADQUARTERS") | dict.fromkeys(AFFILIATES, "AFFILIATE")
    for unit in registry_queries.units():
        if unit.name in kinds and unit.kind is None:
            registry.change_unit(unit_id=unit.id, name=unit.name, kind=kinds[unit.name], by=BY, at=at)


def sample_actors(*, programme_id: int, at: datetime) -> list[SampleActor]:
    """The actors of the sample: accounts are opened once, the official is somebody of the roster."""
    groups = programme_queries.groups(programme_id)
    first = groups[0]
    people = programme_queries.officials(programme_id)
    placed = [o for o in people if o.group_id == first.id]
    leader = next((o for o in placed if o.is_leader), next(o for o in people if o.can_lead))
    official = next((o for o in placed if o is not leader), next(o for o in people if o is not leader))
    union = next(u for u in registry_queries.unions() if u.township == first.township)
    return [
        _actor("organiser", _("组织方"), _("林秋（示例）"), at, role="ORGANISER"),
        _actor("leader", _("组长"), leader.person.name, at, role="LEADER", group_id=first.id),
        SampleActor(role=_("蹲点干部"), name=official.person.name, person_id=official.person.id),
        _actor(
            *("handler", _("镇街工会"), union.name, at), role="HANDLER", union_id=union.id, programme_id=programme_id
        ),
        _actor(
            *("enterprise", _("企业"), first.enterprise_name or "", at),
            role="ENTERPRISE",
            enterprise_id=first.enterprise_id,
            programme_id=programme_id,
        ),
    ]


def _actor(username: str, words: str, name: str, at: datetime, *, role: str, **where: int | None) -> SampleActor:
    wanted = f"sample-{username}"
    known = registry_queries.accounts_named(wanted)
    account_id = known[0].id if known else registry.open_account(username=wanted, name=name, at=at, by=BY)
    place = {name: number for name, number in where.items() if number is not None}
    programme.give(account_id=account_id, role=role, place=place, by=BY, at=at)
    return SampleActor(role=words, name=name, account_id=account_id)
