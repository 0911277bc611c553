"""The hour."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from procrastinate import testing
from procrastinate.contrib.django import app

from dundian.doors.clock import sweeps, tasks
from dundian.engines.casework import Level
from dundian.features.cases import services
from dundian.features.cases.models import Case, CaseStep
from dundian.features.cases.services import Owner
from dundian.features.inbox import services as inbox
from dundian.features.inbox.models import Parcel
from dundian.features.programme.scope import clockwork, in_scope
from tests import actors
from tests.actors import NOW
from tests.features.cases.test_steps import step
from tests.week import a_case, a_week, parcel, record_body, voice_body

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
DAY = timedelta(days=1)


def states() -> list[str]:
    with in_scope(clockwork()):
        return list(Parcel.objects.order_by("seq").values_list("state", flat=True))


def test_what_was_kept_and_not_opened_is_opened() -> None:
    week = a_week()
    for payload in (parcel("record", record_body()), b"broken", parcel("voice", voice_body())):
        inbox.keep(parcel_id=uuid4(), payload=payload, sender=week.phone.sender, at=NOW)
    assert sweeps.open_parcels(at=NOW + timedelta(seconds=30)) == 0
    assert sweeps.open_parcels(at=LATER) == 3
    assert states() == ["OPENED", "FAULTY", "OPENED"]
    assert sweeps.open_parcels(at=LATER) == 0
    with in_scope(clockwork()):
        assert Case.objects.count() == 1


def test_one_parcel_that_fails_holds_no_other_back(monkeypatch: pytest.MonkeyPatch) -> None:
    week = a_week()

    def broken(**_facts):
        raise ZeroDivisionError

    monkeypatch.setitem(sweeps.OPENERS, "record", broken)
    for payload in (parcel("record", record_body()), parcel("voice", voice_body())):
        inbox.keep(parcel_id=uuid4(), payload=payload, sender=week.phone.sender, at=NOW)
    sweeps.open_parcels(at=LATER)
    assert states() == ["FAULTY", "OPENED"]


def test_deadlines_are_watched_day_by_day_and_each_step_is_written_once() -> None:
    week = a_week()
    heard = a_case(week.phone)
    step(week.organiser, "assign", heard, to=Owner(level=Level.TOWNSHIP, union_id=week.township_id))
    found = [sweeps.watch_deadlines(at=NOW + n * DAY / 2) for n in range(20)]
    assert sum(w.reminded for w in found) == 1
    assert sum(w.supervised for w in found) == 1
    with in_scope(clockwork()):
        steps = list(CaseStep.objects.filter(by="clock").values_list("step", flat=True))
    assert steps == ["REMIND", "SUPERVISE"]


def test_a_case_without_a_class_gets_a_proposal_that_a_person_confirms_or_changes() -> None:
    week = a_week()
    heard = a_case(week.phone, text="三月份的工资拖欠到现在还没发", class_code="")
    unclear = a_case(week.phone, text="今天天气不错。", class_code="")
    named = a_case(week.phone, text="三月份的工资拖欠到现在还没发", class_code="SAFETY.03")
    due = facts_of(named)[2], facts_of(heard)[2]
    assert sweeps.propose_classes(at=LATER) == 1
    assert facts_of(heard)[:2] == ("PAY.01", True)
    assert facts_of(unclear)[:2] == (None, False)
    assert facts_of(named)[1] is False
    assert (facts_of(named)[2], facts_of(heard)[2]) == due, "a proposal moves no deadline"
    assert sweeps.propose_classes(at=LATER) == 0
    with in_scope(clockwork()):
        assert CaseStep.objects.filter(case=heard.case_id).values_list("step", flat=True).last() == "PROPOSE"
    page = actors.organiser().client
    panel = page.get(f"/p/{week.programme_id}/cases/?case={heard.case_id}").content.decode()
    assert "机器建议" in panel
    assert "对，就是这类" in panel
    page.post(
        f"/p/{week.programme_id}/cases/{heard.case_id}/classify/", {"class_code": "PAY.01", "red_flag": "", "next": ""}
    )
    assert facts_of(heard)[:2] == ("PAY.01", False)


def test_what_a_person_verified_can_be_undone_after_the_clock_proposed() -> None:
    week = a_week()
    heard = a_case(week.phone, text="三月份的工资拖欠到现在还没发", class_code="")
    step(week.organiser, "verify", heard, text="去看了")
    sweeps.propose_classes(at=LATER)
    services.undo(case_id=heard.case_id, by=week.organiser.by, at=LATER)
    with in_scope(clockwork()):
        assert Case.objects.get(pk=heard.case_id).state == "HEARD"


def facts_of(heard) -> tuple[str | None, bool, object]:
    with in_scope(clockwork()):
        case = Case.objects.get(pk=heard.case_id)
    return case.class_code, case.is_machine_class, case.due_on


def test_the_sweeps_are_in_the_table_of_the_clock() -> None:
    crons = {p.task.name: p.cron for p in app.periodic_registry.periodic_tasks.values()}
    assert crons["open_parcels"] == "* * * * *"
    assert crons["watch_deadlines"] == "*/10 * * * *"
    for task in (tasks.open_parcels, tasks.watch_deadlines, tasks.ask_enterprises, tasks.propose_classes):
        assert task.queueing_lock == task.name


def test_a_worker_runs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(tasks, "_now", lambda sweep: ran.append(sweep.__name__))
    with app.replace_connector(testing.InMemoryConnector()) as inner:
        for task in (
            inner.tasks[name] for name in ("ask_enterprises", "open_parcels", "propose_classes", "watch_deadlines")
        ):
            task.defer(timestamp=0)
        asyncio.run(inner.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False))
    assert sorted(ran) == ["ask_enterprises", "open_parcels", "propose_classes", "watch_deadlines"]


def test_what_a_dead_worker_was_doing_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_now", lambda _sweep: None)
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector) as inner:
        left = inner.tasks["open_parcels"].defer(timestamp=0)
        connector.jobs[left] |= {"status": "doing", "worker_id": None}
        monkeypatch.setattr(tasks, "app", inner)
        asyncio.run(tasks.take_up_stalled(timestamp=0))
        assert connector.jobs[left]["status"] == "todo"
        asyncio.run(inner.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False))
    assert left not in connector.jobs, "done, and cleared away"
