"""One week as the tests need it: two groups at two firms, the unions above them, officials with phones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from dundian.features.cases import services as cases
from dundian.features.field import services as field
from dundian.features.inbox import services as inbox
from dundian.features.inbox.services import Sender
from dundian.features.programme import policy
from dundian.features.programme import queries as programmes
from dundian.features.programme import services as programme
from dundian.features.programme.models import Placement
from dundian.features.programme.scope import Scope, clockwork, in_scope
from dundian.features.registry import queries as registered
from dundian.features.registry import services as registry
from tests.actors import NOW

OPENERS = {"record": field.open_record, "voice": cases.open_voice}
DESK = "account:1"


@dataclass(frozen=True)
class Phone:
    """An official with an enrolled phone."""

    person_id: int
    device_id: int
    token: str

    @property
    def scope(self) -> Scope:
        scope = policy.scope_of_device(token=self.token, at=NOW)
        assert scope is not None
        return scope

    @property
    def sender(self) -> Sender:
        return Sender(
            device_id=self.device_id, placement=programmes.placement_of(person_id=self.person_id, on=NOW.date())
        )


@dataclass(frozen=True)
class Week:
    """The ids of everything, and the scope of everybody."""

    programme_id: int
    township_id: int
    county_id: int
    enterprise_id: int
    other_enterprise_id: int
    group_id: int
    other_group_id: int
    phone: Phone
    other_phone: Phone

    @property
    def organiser(self) -> Scope:
        return _scope("ORGANISER", f"p:{self.programme_id}")

    @property
    def leader(self) -> Scope:
        return _scope("LEADER", f"g:{self.group_id}")

    @property
    def other_leader(self) -> Scope:
        return _scope("LEADER", f"g:{self.other_group_id}")

    @property
    def township(self) -> Scope:
        return _scope("HANDLER", f"u:{self.township_id}")

    @property
    def county(self) -> Scope:
        return _scope("HANDLER", f"u:{self.county_id}")

    @property
    def firm(self) -> Scope:
        return _scope("ENTERPRISE", f"e:{self.enterprise_id}")


def _scope(role: str, token: str) -> Scope:
    return Scope(by=f"account:{role}", roles=frozenset({role}), tokens=frozenset({token}), programme_ids=None)


def _official(programme_id: int, name: str, group_id: int | None) -> Phone:
    person_id = registry.add_person(facts={"name": name}, by=DESK, at=NOW)
    official_id = programme.add_official(programme_id=programme_id, person_id=person_id, facts={}, by=DESK, at=NOW)
    if group_id is not None:
        Placement.objects.create(official_id=official_id, group_id=group_id, is_leader=True, workshop="包装线")
    return phone_of(person_id)


def phone_of(person_id: int) -> Phone:
    """Enrol a phone for somebody."""
    invite = registry.issue_invite(person_id=person_id, at=NOW)
    token, _ = registry.enrol(invite=invite, device_name="测试手机", at=NOW)
    device = registered.device(token=token)
    assert device is not None
    return Phone(person_id=person_id, device_id=device.id, token=token)


def a_week() -> Week:
    """Make the week: the phase runs from 10 to 16 May 2021, and NOW is its third day."""
    county = registry.add_union(facts={"name": "临江县总工会", "level": "COUNTY"}, by=DESK, at=NOW)
    facts = {"name": "河东街道总工会", "level": "TOWNSHIP", "parent_id": county}
    township = registry.add_union(facts=facts, by=DESK, at=NOW)
    firms = [
        registry.add_enterprise(facts={"name": name, "union_id": township}, by=DESK, at=NOW)
        for name in ("春江渔具", "远山机械")
    ]
    programme_id = programme.start_programme(name="测试活动", at=NOW, by=DESK)
    phase = programme.add_phase(
        programme_id=programme_id, number=1, start_on=date(2021, 5, 10), end_on=date(2021, 5, 16)
    )
    groups = [programme.add_group(phase_id=phase, facts={"enterprise_id": firm}, by=DESK, at=NOW) for firm in firms]
    return Week(
        programme_id=programme_id,
        township_id=township,
        county_id=county,
        enterprise_id=firms[0],
        other_enterprise_id=firms[1],
        group_id=groups[0],
        other_group_id=groups[1],
        phone=_official(programme_id, "陈某", groups[0]),
        other_phone=_official(programme_id, "吴某", groups[1]),
    )


def record_body(**changes: object) -> dict[str, object]:
    """The body of a record as the phone writes it."""
    return {
        "kind": "interview",
        "who": "工友",
        "who_post": "包装工",
        "text": "夜里吃不上热饭。",
        "at": "2021-05-12T22:20:00+08:00",
        **changes,
    }


def voice_body(**changes: object) -> dict[str, object]:
    """The body of a voice as the phone writes it, with a receipt that nobody else has."""
    return {
        "record_id": str(uuid4()),
        "lookup": uuid4().hex + uuid4().hex,
        "text": "夜班吃不上热饭，食堂十点就关。不是要补贴，是想有口热的。",
        "speaker": "worker",
        "class_code": "LIVING.01",
        "scope": "site",
        "consent": True,
        **changes,
    }


def parcel(kind: str, body: dict[str, object], said_at: str = "2021-05-12T22:20:00+08:00") -> bytes:
    """The bytes of one parcel."""
    return json.dumps({"v": 1, "kind": kind, "said_at": said_at, "body": body}, ensure_ascii=False).encode()


def send(phone: Phone, payload: bytes, *, parcel_id: UUID | None = None, at: datetime = NOW) -> UUID:
    """What the phone's door does: keep, then open."""
    parcel_id = parcel_id or uuid4()
    inbox.keep(parcel_id=parcel_id, payload=payload, sender=phone.sender, at=at)
    inbox.open_parcel(parcel_id=parcel_id, openers=OPENERS, at=at)
    return parcel_id


@dataclass(frozen=True)
class Heard:
    """A case that came from one voice."""

    case_id: UUID
    voice_id: UUID
    lookup: bytes


def a_case(phone: Phone, at: datetime = NOW, **changes: object) -> Heard:
    """Hear a voice and return the case it led to."""
    from dundian.features.cases.models import Case

    body = voice_body(**changes)
    voice_id = send(phone, parcel("voice", body), at=at)
    with in_scope(clockwork()):
        case_id = Case.objects.get(voices=voice_id).pk
    return Heard(case_id=case_id, voice_id=voice_id, lookup=bytes.fromhex(str(body["lookup"])))
