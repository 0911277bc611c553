"""Nothing that a phone was promised is lost, doubled or silently changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from dundian.features.field.models import Record
from dundian.features.inbox import queries, services
from dundian.features.inbox.models import Branch, Parcel
from dundian.features.ledger.models import Entry
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.registry import services as registry
from tests.actors import NOW
from tests.week import OPENERS, a_week, parcel, phone_of, record_body, send, voice_body

LATER = NOW + timedelta(hours=1)


def keep(phone, parcel_id, payload, at=NOW):
    return services.keep(parcel_id=parcel_id, payload=payload, sender=phone.sender, at=at)


@pytest.mark.django_db
def test_the_same_bytes_again_bring_the_same_receipt() -> None:
    week, parcel_id = a_week(), uuid4()
    first = keep(week.phone, parcel_id, b"{}")
    again = keep(week.phone, parcel_id, b"{}", at=LATER)
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.seq, again.kept_at, again.sha256) == (first.seq, first.kept_at, first.sha256)
    assert Entry.objects.filter(subject=f"parcel:{parcel_id}").count() == 1


@pytest.mark.django_db
def test_other_bytes_under_one_id_are_a_branch_that_a_person_sees_once() -> None:
    week, parcel_id = a_week(), uuid4()
    keep(week.phone, parcel_id, b"one")
    branch = keep(week.phone, parcel_id, "二".encode(), at=LATER)
    again = keep(week.phone, parcel_id, "二".encode(), at=LATER + timedelta(hours=1))
    assert branch.is_branch
    assert branch.is_new
    assert (again.is_branch, again.is_new, again.seq) == (True, False, branch.seq)
    with in_scope(week.organiser):
        assert bytes(Parcel.objects.get(pk=parcel_id).payload) == b"one"
        (shown,) = [o for o in queries.oddities(week.organiser, programme_id=week.programme_id) if o.is_branch]
        assert shown.text == "二"
    with in_scope(week.phone.scope):
        assert [f.branch_count for f in queries.followed(week.phone.scope, since=0)] == [1]


@pytest.mark.django_db
def test_a_phone_in_another_hand_gets_the_receipt_of_bytes_sent_before_and_sees_no_more() -> None:
    week, parcel_id = a_week(), uuid4()
    first = keep(week.phone, parcel_id, b"same")
    assert keep(week.other_phone, parcel_id, b"same").seq == first.seq
    keep(week.other_phone, parcel_id, b"other")
    with in_scope(week.other_phone.scope):
        assert not Parcel.objects.exists()
        assert [bytes(b.payload) for b in Branch.objects.all()] == [b"other"]


@pytest.mark.django_db
def test_a_parcel_too_large_is_refused() -> None:
    week = a_week()
    keep(week.phone, uuid4(), b"x" * services.LIMIT)
    with pytest.raises(services.TooLarge):
        keep(week.phone, uuid4(), b"x" * (services.LIMIT + 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{",
        b"[" * 100_000,
        b'{"v":2,"kind":"record","said_at":"2021-05-12T22:20:00+08:00","body":{}}',
        b'{"v":1,"kind":"record","said_at":"yesterday","body":{}}',
        b'{"v":1,"kind":"record","said_at":"2021-05-12T22:20:00","body":{}}',
        parcel("poem", {}),
        parcel("record", record_body(kind="dance")),
        parcel("record", record_body(text=7)),
        parcel("voice", voice_body(consent=False)),
        parcel("voice", voice_body(consent="yes")),
        parcel("voice", voice_body(text="  ")),
        parcel("voice", voice_body(lookup="zz")),
        parcel("voice", voice_body(lookup="00")),
        parcel("voice", voice_body(speaker="boss")),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_fault(payload: bytes) -> None:
    week = a_week()
    parcel_id = send(week.phone, payload)
    with in_scope(clockwork()):
        row = Parcel.objects.get(pk=parcel_id)
        assert (row.state, bytes(row.payload)) == ("FAULTY", payload)
        assert row.fault
        assert queries.unopened(at=LATER, limit=9) == []


@pytest.mark.django_db
def test_a_fault_of_ours_keeps_the_parcel_and_is_tried_again_by_the_next_release(monkeypatch, caplog) -> None:
    week, parcel_id = a_week(), uuid4()

    def broken(*, parcel, at):
        raise ZeroDivisionError(parcel.body["text"])

    keep(week.phone, parcel_id, parcel("record", record_body()))
    services.open_parcel(parcel_id=parcel_id, openers={"record": broken}, at=NOW)
    with in_scope(clockwork()):
        assert Parcel.objects.get(pk=parcel_id).fault == "ZeroDivisionError"
        assert queries.unopened(at=LATER, limit=9) == []
        assert "热饭" not in caplog.text
        monkeypatch.setattr("dundian.__version__", "99.0")
        assert queries.unopened(at=LATER, limit=9) == [parcel_id]
    services.open_parcel(parcel_id=parcel_id, openers=OPENERS, at=LATER)
    with in_scope(clockwork()):
        assert Parcel.objects.get(pk=parcel_id).state == "OPENED"
        assert Record.objects.filter(pk=parcel_id).exists()


@pytest.mark.django_db
def test_what_somebody_sends_who_is_in_no_programme_waits_for_his_placement() -> None:
    week = a_week()
    phone = phone_of(registry.add_person(facts={"name": "许某"}, by="x", at=NOW))
    parcel_id = send(phone, parcel("record", record_body()))
    with in_scope(clockwork()):
        assert Parcel.objects.get(pk=parcel_id).state == "KEPT"
        assert queries.unopened(at=LATER, limit=9) == [parcel_id]
    with in_scope(phone.scope):
        assert [f.id for f in queries.followed(phone.scope, since=0)] == [parcel_id]
    with in_scope(week.organiser):
        assert not Parcel.objects.exists()


@pytest.mark.django_db
def test_the_words_of_a_voice_leave_the_inbox_once_it_is_opened() -> None:
    week = a_week()
    body = parcel("voice", voice_body())
    voice, record = send(week.phone, body), send(week.phone, parcel("record", record_body()))
    with in_scope(clockwork()):
        assert bytes(Parcel.objects.get(pk=voice).payload) == b""
        assert bytes(Parcel.objects.get(pk=record).payload) != b""
    assert not keep(week.phone, voice, body, at=LATER).is_branch


@pytest.mark.django_db
def test_opening_twice_is_opening_once() -> None:
    week = a_week()
    parcel_id = send(week.phone, parcel("record", record_body()))
    services.open_parcel(parcel_id=parcel_id, openers=OPENERS, at=LATER)
    with in_scope(clockwork()):
        assert Record.objects.count() == 1


@pytest.mark.django_db
def test_a_record_belongs_to_the_group_of_the_day_on_which_it_was_said() -> None:
    week = a_week()
    parcel_id = send(week.phone, parcel("record", record_body()), at=NOW + timedelta(days=90))
    with in_scope(clockwork()):
        row = Record.objects.get(pk=parcel_id)
        assert row.group_id == week.group_id
        assert row.at.isoformat() == "2021-05-12T14:20:00+00:00"
        assert row.kept_at == NOW + timedelta(days=90)


def race(count, work):
    """Run `work(n)` on as many connections at once."""
    start = Barrier(count)

    def run(n):
        try:
            start.wait(timeout=60)
            return work(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_six_connections_with_the_same_bytes_get_one_receipt(committed: None) -> None:
    week, parcel_id = a_week(), uuid4()
    sender = week.phone.sender
    receipts = race(6, lambda _n: services.keep(parcel_id=parcel_id, payload=b"x", sender=sender, at=NOW))
    assert len({r.seq for r in receipts}) == 1
    assert sum(r.is_new for r in receipts) == 1


def test_six_connections_with_other_bytes_lose_none(committed: None) -> None:
    week, parcel_id = a_week(), uuid4()
    sender = week.phone.sender
    receipts = race(6, lambda n: services.keep(parcel_id=parcel_id, payload=b"%d" % (n % 3), sender=sender, at=NOW))
    assert len({r.sha256 for r in receipts}) == 3
    assert len({r.seq for r in receipts}) == 3
    with in_scope(clockwork()):
        assert (Parcel.objects.count(), Branch.objects.count()) == (1, 2)


def test_a_parcel_opened_on_four_connections_is_opened_once(committed: None) -> None:
    week = a_week()
    parcel_id = uuid4()
    keep(week.phone, parcel_id, parcel("voice", voice_body()))
    race(4, lambda _n: services.open_parcel(parcel_id=parcel_id, openers=OPENERS, at=NOW))
    with in_scope(clockwork()):
        row = Parcel.objects.get(pk=parcel_id)
        assert (row.state, row.fault) == ("OPENED", "")
