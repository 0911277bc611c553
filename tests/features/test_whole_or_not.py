"""Every step whole or not at all: the last thing each one does is its line in the ledger, and here that line fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest

from dundian.engines.casework import Level
from dundian.features.cases import services as cases
from dundian.features.cases.services import Owner
from dundian.features.inbox import services as inbox
from dundian.features.ledger import services as ledger
from dundian.features.pledges import services as pledges
from dundian.features.programme import services as programme
from dundian.features.programme.queries.problem import plan_facts
from dundian.features.programme.queries.weeks import group_week
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.programme.services import moves, publishing, week_changes, week_slots, weeks
from dundian.features.registry import services as registry
from dundian.features.reports import services as reports
from tests.actors import NOW, signed_in
from tests.doors.desk.test_every_door import fingerprint
from tests.doors.desk.two_programmes import names_of
from tests.features.programme.season import job_time
from tests.week import OPENERS, Week, a_case, a_week, parcel, voice_body

pytestmark = pytest.mark.django_db
BY = {"by": "account:1", "at": NOW}
Steps = dict[str, Callable[[], object]]


class Broken(Exception):
    """The disk is full."""


def of_cases(week: Week) -> Steps:
    one, two = a_case(week.phone).case_id, a_case(week.phone).case_id
    later = NOW.date() + timedelta(days=30)
    with in_scope(clockwork()):
        cases.assign(case_id=two, to=Owner(level=Level.ENTERPRISE), **BY)
    return {
        "verify": lambda: cases.verify(case_id=one, text="看过", class_code="LIVING", **BY),
        "assign": lambda: cases.assign(case_id=one, to=Owner(level=Level.TOWNSHIP, union_id=week.township_id), **BY),
        "refuse": lambda: cases.refuse(case_id=one, reason="不归这里", **BY),
        "answer": lambda: cases.answer(case_id=two, text="开窗口", **BY),
        "pass up": lambda: cases.pass_up(case_id=two, **BY),
        "hand back": lambda: cases.hand_back(case_id=two, reason="办不了", **BY),
        "set aside": lambda: cases.close_unsolved(case_id=two, reason="没钱", revisit_on=later, **BY),
        "due": lambda: cases.change_due(case_id=one, due_on=later, reason="等料", **BY),
        "rename": lambda: cases.rename(case_id=one, title="热饭", **BY),
        "classify": lambda: cases.reclassify(case_id=one, class_code="LIVING", **BY),
        "describe": lambda: cases.describe(case_id=one, method="开窗", affected="46", **BY),
        "merge": lambda: cases.merge(keep_id=one, merged_id=two, **BY),
        "undo": lambda: cases.undo(case_id=two, **BY),
        "remind": lambda: cases.supervise(today=NOW.date() + timedelta(days=90), at=NOW),
    }


def of_parcels(week: Week) -> Steps:
    fresh, kept = parcel("voice", voice_body()), uuid4()
    inbox.keep(parcel_id=kept, payload=fresh, sender=week.phone.sender, at=NOW)

    def opened() -> None:
        inbox._open(kept, OPENERS, NOW)

    return {
        "keep": lambda: inbox.keep(parcel_id=uuid4(), payload=fresh, sender=week.phone.sender, at=NOW),
        "branch": lambda: inbox.keep(parcel_id=kept, payload=b"other", sender=week.phone.sender, at=NOW),
        "open": opened,
    }


def of_the_rest(week: Week) -> Steps:
    names = names_of(week.programme_id, week.phone, None)
    here, account = {"programme_id": week.programme_id}, signed_in("a", "甲").account_id
    link = registry.issue_link(account_id=account, at=NOW)
    invite = registry.issue_invite(person_id=week.phone.person_id, at=NOW)
    programme.give(account_id=account, role="ORGANISER", place=here, **BY)
    grant = programme_grant(account)
    return {
        "settle": lambda: inbox.settle(**here, seq=names["seq"], **BY),
        "open account": lambda: registry.open_account(username="b", name="乙", at=NOW),
        "link": lambda: registry.issue_link(account_id=account, at=NOW),
        "use link": lambda: registry.use_link(token=link, at=NOW),
        "enrol": lambda: registry.enrol(invite=invite, device_name="x", at=NOW),
        "revoke": lambda: registry.revoke(device_id=week.phone.device_id, **BY),
        "person": lambda: registry.add_person(facts={"name": "丙"}, **BY),
        "enterprise": lambda: registry.add_enterprise(facts={"name": "丙厂"}, **BY),
        "union": lambda: registry.add_union(facts={"name": "丙会", "level": "COUNTY"}, **BY),
        "programme": lambda: programme.start_programme(name="丙", **BY),
        "phase": lambda: programme.add_phase(
            **here, number=7, start_on=date(2031, 1, 1), end_on=date(2031, 1, 5), **BY
        ),
        "group": lambda: programme.add_group(phase_id=names["phase_id"], facts={}, **BY),
        "give": lambda: programme.give(account_id=account, role="LEADER", place={"group_id": week.group_id}, **BY),
        "withdraw": lambda: programme.withdraw(grant_id=grant, **BY),
        "publish": lambda: publishing.publish(**here, **BY),
        "lock": lambda: moves.lock_group(**here, group_id=week.group_id, is_locked=True, **BY),
        "proof": lambda: pledges.add_proof(pledge_id=names["pledge_id"], kind="visit", where="墙上", **BY),
        "no proof": lambda: pledges.take_proof_away(pledge_id=names["pledge_id"], proof_id=names["proof_id"], **BY),
        "confirm": lambda: pledges.confirm_pledge(pledge_id=names["pledge_id"], **BY),
        "drop": lambda: pledges.drop_pledge(pledge_id=names["pledge_id"], **BY),
        "passage": lambda: reports.write_passage(**here, section="PRACTICE", text="做法", **BY),
    }


def of_weeks(week: Week) -> Steps:
    """The week of a group with a shift: somebody in it can talk to its workers and ask them."""
    shift = [{"name": "早班", "start": "08:00", "end": "16:00"}]
    registry.change_enterprise(enterprise_id=week.enterprise_id, facts={"name": "春江渔具", "shifts": shift}, **BY)
    official_id = names_of(week.programme_id, week.phone, None)["official_id"]
    programme.change_official(official_id=official_id, facts={"roles": ["publicist", "researcher"]}, **BY)
    here, mine = {"programme_id": week.programme_id}, {"group_id": week.group_id}
    run_id = weeks.start_week_run(**here, groups=(week.group_id,), **BY)
    weeks.work_weeks_out(run_id=run_id, time=job_time(2), processes=1)
    with in_scope(clockwork()):
        row = group_week(plan_facts(week.programme_id), week.group_id)
    yes = week_slots.Answer(slot_ids=None, is_yes=True)
    return {
        "week run": lambda: weeks.start_week_run(**here, groups=(week.group_id,), **BY),
        "week terms": lambda: weeks.say_terms(group_ids=[week.group_id], terms={"visits": 1}, **BY),
        "ask": lambda: week_slots.ask_enterprise(**mine, **BY),
        "ask ahead": lambda: week_slots.ask_ahead(today=date(2021, 5, 3), at=NOW),
        "yes": lambda: week_slots.answer_slots(**mine, answer=yes, **BY),
        "out of the week": lambda: week_changes.remove_entry(**mine, key=row.slots[0].key, **BY),
    }


def programme_grant(account_id: int) -> int:
    from dundian.features.programme.models import Grant

    return Grant.objects.get(account_id=account_id).pk


@pytest.mark.parametrize("part", [of_cases, of_parcels, of_the_rest, of_weeks], ids=lambda part: part.__name__)
def test_a_step_whose_last_line_fails_leaves_nothing(part: Callable[[Week], Steps], monkeypatch) -> None:
    steps = part(a_week())

    def broken(_line: object) -> str:
        raise Broken

    real = ledger.digest_of
    for name, step in steps.items():
        before = fingerprint()
        monkeypatch.setattr(ledger, "digest_of", broken)
        # Caught inside the scope, whose own transaction goes on: the step must have taken itself back.
        with in_scope(clockwork()), pytest.raises(Broken):
            step()
        monkeypatch.setattr(ledger, "digest_of", real)
        assert fingerprint() == before, name


def test_each_of_these_steps_does_something_when_nothing_fails() -> None:
    from django.db import transaction

    week = a_week()
    for part in (of_cases, of_parcels, of_the_rest, of_weeks):
        point = transaction.savepoint()
        for name, step in part(week).items():
            inner, before = transaction.savepoint(), fingerprint()
            with in_scope(clockwork()):
                step()
            assert fingerprint() != before, name
            transaction.savepoint_rollback(inner)
        transaction.savepoint_rollback(point)
