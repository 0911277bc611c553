"""Two programmes side by side, with one of everything that an address of the desk can name in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone

from dundian.features.inbox import services as inbox
from dundian.features.inbox.models import Parcel
from dundian.features.pledges.models import Article, Pledge, Proof, Speech
from dundian.features.programme import services as programme
from dundian.features.programme.models import (
    Grant,
    GroupWeek,
    Official,
    Placement,
    PlanChange,
    PlanRun,
    WeekChange,
    WeekRun,
)
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.registry import services as registry
from dundian.features.registry.models import HomeUnit, ImportBatch
from tests import actors
from tests.actors import NOW
from tests.week import OPENERS, Phone, Week, a_case, a_week, phone_of

BY = "account:0"


@dataclass(frozen=True)
class House:
    """Everybody, and what the addresses of each programme may name."""

    week: Week
    people: dict[str, Any]
    mine: dict[str, Any]
    theirs: dict[str, Any]


def names_of(programme_id: int, phone: Phone, case_id: object) -> dict[str, Any]:
    """One of everything in one programme, by the names of the addresses."""
    official = Official.objects.select_related("placement__group").get(
        programme_id=programme_id, person_id=phone.person_id
    )
    article = Article.objects.create(
        programme_id=programme_id, file_name="稿.txt", text="我们承诺。", digest=str(programme_id), read_at=NOW
    )
    parts = [{"text": "我们承诺。", "spans": [[1, 0, 5]]}]
    speech = Speech.objects.create(article=article, official=official, number=1, name="某", paragraphs=parts, notes=[])
    codes = {"category": "labour", "verifiability": "countable", "actor": "group"}
    pledge = Pledge.objects.create(speech=speech, paragraph=0, start=0, end=4, **codes)
    proof = Proof.objects.create(pledge=pledge, kind="visit", where="墙上", added_by=BY, added_at=NOW)
    batch = ImportBatch.objects.create(
        kind="ROSTER", programme_number=programme_id, file_name="表.xlsx", digest="x", at=NOW
    )
    run = PlanRun.objects.create(programme_id=programme_id, state="DONE", by=BY, asked_at=NOW, seed=1)
    nothing = {"seats": {}, "reserves": {}, "locked": {}}
    change = PlanChange.objects.create(
        programme_id=programme_id, kind="LOCK", by=BY, at=NOW, before=nothing, after=nothing
    )
    group = official.placement.group
    return {
        "programme_id": programme_id,
        "phase_id": group.phase_id,
        "group_id": group.pk,
        "official_id": official.pk,
        "case_id": case_id,
        "article_id": article.pk,
        "speech_id": speech.pk,
        "pledge_id": pledge.pk,
        "proof_id": proof.pk,
        "batch_id": batch.pk,
        "run_id": run.pk,
        "change_id": change.pk,
        "week_run_id": WeekRun.objects.create(
            programme_id=programme_id, state="DONE", groups=[], by=BY, asked_at=NOW
        ).pk,
        "week_change_id": WeekChange.objects.create(
            week=GroupWeek.objects.create(group=group), kind="ADD", by=BY, at=NOW, before={}, after={}
        ).pk,
        "seq": _odd_parcel(phone, official),
        "person_id": phone.person_id,
        "device_id": phone.device_id,
    }


def _odd_parcel(phone: Phone, official: Official) -> int:
    parcel_id = uuid4()
    receipt = inbox.keep(parcel_id=parcel_id, payload=str(parcel_id).encode(), sender=phone.sender, at=NOW)
    inbox.open_parcel(parcel_id=parcel_id, openers=OPENERS, at=NOW)
    with in_scope(clockwork()):
        assert Parcel.objects.get(pk=parcel_id).programme_id == official.programme_id
    return receipt.seq


def _another_programme(week: Week) -> tuple[int, Phone]:
    other = programme.start_programme(name="别处的活动", at=NOW, by=BY)
    phase = programme.add_phase(
        programme_id=other, number=1, start_on=date(2021, 5, 10), end_on=date(2021, 5, 16), by=BY, at=NOW
    )
    group = programme.add_group(phase_id=phase, facts={"enterprise_id": week.other_enterprise_id}, by=BY, at=NOW)
    person_id = registry.add_person(facts={"name": "别处的人"}, by=BY, at=NOW)
    official = programme.add_official(programme_id=other, person_id=person_id, facts={}, by=BY, at=NOW)
    Placement.objects.create(official_id=official, group_id=group, is_leader=True)
    return other, phone_of(person_id)


def a_house() -> House:
    """Build it, with everybody signed in at the desk."""
    week = a_week()
    other_id, other_phone = _another_programme(week)
    mine = names_of(week.programme_id, week.phone, a_case(week.phone).case_id)
    theirs = names_of(other_id, other_phone, a_case(other_phone).case_id)
    people = {"organiser": actors.organiser(programme_id=week.programme_id)}
    people |= _others(week, other_id)
    account_id = people["organiser"].account_id
    draft = {
        "account_id": account_id,
        "kind": "ROSTER",
        "file_name": "表.csv",
        "content": "姓名,性别\n甲,男\n".encode(),
    }
    shared = {
        "enterprise_id": week.enterprise_id,
        "union_id": week.township_id,
        "unit_id": HomeUnit.objects.create(name="某单位").pk,
        "account_id": people["newcomer"].account_id,
        "grant_id": Grant.objects.get(account_id=people["leader"].account_id).pk,
        "kind": "roster",
        "rule": "night",
        "section": "PRACTICE",
        "token": "nothing",
        "pk": 1,
    }

    def complete(names: dict[str, Any]) -> dict[str, Any]:
        kept = registry.keep_draft(**draft, programme_number=names["programme_id"], at=timezone.now())
        return names | shared | {"draft_id": kept}

    return House(week=week, people=people, mine=complete(mine), theirs=complete(theirs))


def _others(week: Week, other_id: int) -> dict[str, Any]:
    other = actors.signed_in("other-organiser", "己活动办")
    programme.grant(account_id=other.account_id, role="ORGANISER", programme_id=other_id)
    house = actors.signed_in("house", "庚总办")
    programme.grant(account_id=house.account_id, role="ORGANISER")
    return {
        "house": house,
        "other organiser": other,
        "leader": actors.leader(group_id=week.group_id),
        "other leader": actors.leader(group_id=week.other_group_id),
        "handler": actors.handler(union_id=week.township_id),
        "enterprise": actors.enterprise_account(enterprise_id=week.enterprise_id),
        "newcomer": actors.newcomer(),
    }
