"""The phone's door."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from dundian.doors.phone import api
from dundian.features.cases.models import Case
from dundian.features.field.models import Record
from dundian.features.inbox import services as inbox
from dundian.features.inbox.models import Parcel
from dundian.features.programme.models import Notice, Official, Publication
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.registry import services as registry
from dundian.features.registry.models import Device
from tests.actors import NOW, PHONE
from tests.week import Phone, Week, a_week, parcel, record_body, voice_body


def client_of(phone: Phone) -> Client:
    return Client(HTTP_HOST=PHONE, HTTP_AUTHORIZATION=f"Bearer {phone.token}")


def put(client: Client, payload: bytes, parcel_id=None):
    return client.put(f"/api/parcels/{parcel_id or uuid4()}", payload, content_type="application/json")


@pytest.fixture
def week(db: None) -> Week:
    return a_week()


def test_an_invite_enrols_one_phone_once(week: Week) -> None:
    from django.utils import timezone

    invite = registry.issue_invite(person_id=week.phone.person_id, at=timezone.now())
    client = Client(HTTP_HOST=PHONE)
    body = {"invite": invite, "device_name": "红米"}
    answer = client.post("/api/enrol", body, content_type="application/json")
    assert answer.status_code == 200
    page = answer.json()
    assert page["official"] == {"id": str(week.phone.person_id), "name": "陈某"}
    own = Client(HTTP_HOST=PHONE, HTTP_AUTHORIZATION=f"Bearer {page['device_token']}")
    assert own.get("/api/today").status_code == 200
    again = client.post("/api/enrol", body, content_type="application/json")
    assert (again.status_code, again.json()["detail"]) == (410, "这个链接用过了，或者过期了。找活动办再要一个。")
    assert not client.cookies


def test_an_expired_invite_enrols_nobody(week: Week) -> None:
    invite = registry.issue_invite(person_id=week.phone.person_id, at=NOW)
    answer = Client(HTTP_HOST=PHONE).post("/api/enrol", {"invite": invite}, content_type="application/json")
    assert answer.status_code == 410


def test_today_says_who_where_and_what_to_choose_from(week: Week) -> None:
    answer = client_of(week.phone).get("/api/today")
    page = answer.json()
    assert page["official"] == {"id": str(week.phone.person_id), "name": "陈某"}
    assert page["programme"] == {"id": str(week.programme_id), "name": "测试活动"}
    assert page["group"] == {
        "id": str(week.group_id),
        "number": 1,
        "name": "第 1 组",
        "phase_no": 1,
        "start_on": "2021-05-10",
        "end_on": "2021-05-16",
        "leader": "陈某",
    }
    assert (page["enterprise"]["name"], page["enterprise"]["workshop"]) == ("春江渔具", "包装线")
    assert [(day["date"], day["label"]) for day in page["week"]][:2] == [
        ("2021-05-10", "周一"),
        ("2021-05-11", "周二"),
    ]
    assert {"code": "labour", "zh": "上工", "en": "Labour"} in page["kinds"]
    assert len(page["classes"]) == 14
    assert page["portal_origin"].endswith(":8002")
    assert Device.objects.get(pk=week.phone.device_id).last_seen_at is not None


def test_the_days_carry_what_the_notice_told_of_the_week(week: Week) -> None:
    line = {"slot": "2021-05-11 talk 0", "day": "2021-05-11", "start": 990, "end": 1020, "kind": "talk"}
    told = {"week": [{**line, "what": "班组宣讲", "with": "早班", "place": "培训室"}]}
    publication = Publication.objects.create(
        programme_id=week.programme_id, at=NOW, by="account:1", notice_count=1, changed_count=1
    )
    official = Official.objects.get(person_id=week.phone.person_id)
    Notice.objects.create(official=official, publication=publication, facts=told)
    days = client_of(week.phone).get("/api/today").json()["week"]
    slot = {"kind": "talk", "start": "16:30", "end": "17:00", "what": "班组宣讲", "where": "早班，培训室"}
    assert [day["slots"] for day in days][:3] == [[], [slot], []]


def test_today_is_sent_again_only_when_it_changed(week: Week) -> None:
    client = client_of(week.phone)
    tag = client.get("/api/today")["ETag"]
    same = client.get("/api/today", HTTP_IF_NONE_MATCH=tag)
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert client_of(week.other_phone).get("/api/today", HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_today_of_somebody_in_no_programme_is_empty_and_right(db: None) -> None:
    from tests.week import phone_of

    phone = phone_of(registry.add_person(facts={"name": "许某"}, by="x", at=NOW))
    page = client_of(phone).get("/api/today").json()
    assert (page["programme"], page["group"], page["enterprise"], page["week"]) == (None, None, None, [])


@pytest.mark.parametrize("path", ["/api/today", "/api/parcels"])
def test_a_phone_that_was_stopped_is_told_so(week: Week, path: str) -> None:
    client = client_of(week.phone)
    registry.revoke(device_id=week.phone.device_id, by="x", at=NOW)
    answer = client.get(path)
    assert (answer.status_code, answer.json()["detail"]) == (401, api.STOPPED)
    assert put(client, b"{}").status_code == 401
    assert Client(HTTP_HOST=PHONE).get(path).status_code == 401


def test_a_record_with_a_demand_becomes_a_record_and_a_case(week: Week) -> None:
    client, record_id = client_of(week.phone), uuid4()
    assert put(client, parcel("record", record_body()), record_id).status_code == 201
    answer = put(client, parcel("voice", voice_body(record_id=str(record_id))))
    assert answer.status_code == 201
    receipt = answer.json()
    assert set(receipt) == {"id", "sha256", "kept_at", "seq"}
    with in_scope(clockwork()):
        assert Record.objects.get().pk == record_id
        assert Case.objects.get().voices.get().record_id == record_id
    rows = client.get("/api/parcels?since=0").json()["parcels"]
    assert [(row["state"], row["branches"]) for row in rows] == [("opened", 0), ("opened", 0)]
    assert client.get(f"/api/parcels?since={receipt['seq']}").json()["parcels"] == []


def test_the_answer_to_bytes_says_whether_they_are_new_known_or_other(week: Week) -> None:
    client, parcel_id = client_of(week.phone), uuid4()
    first = put(client, parcel("record", record_body()), parcel_id)
    same = put(client, parcel("record", record_body()), parcel_id)
    other = put(client, parcel("record", record_body(text="改过")), parcel_id)
    assert [r.status_code for r in (first, same, other)] == [201, 200, 202]
    assert first.json() == same.json()
    assert other.json()["branch"] is True
    assert other.json()["sha256"] != first.json()["sha256"]
    with in_scope(clockwork()):
        assert Record.objects.get().text == "夜里吃不上热饭。"
    (row,) = client.get("/api/parcels?since=0").json()["parcels"]
    assert row["branches"] == 1


def test_what_cannot_be_read_is_kept_and_the_phone_never_hears_of_it(week: Week) -> None:
    client = client_of(week.phone)
    assert put(client, b"\x00\xff").status_code == 201
    (row,) = client.get("/api/parcels?since=0").json()["parcels"]
    assert row["state"] == "faulty"


def test_a_parcel_too_large_is_refused_with_a_sentence(week: Week) -> None:
    answer = put(client_of(week.phone), b"x" * (inbox.LIMIT + 1))
    assert (answer.status_code, answer.json()["detail"]) == (413, "这一份太大了，收不下。")
    with in_scope(clockwork()):
        assert not Parcel.objects.exists()


def test_one_phone_follows_only_its_own_parcels(week: Week) -> None:
    put(client_of(week.phone), parcel("record", record_body()))
    assert client_of(week.other_phone).get("/api/parcels?since=0").json()["parcels"] == []


def test_a_fault_in_opening_leaves_the_parcel_kept_on_another_connection(committed: None, monkeypatch) -> None:
    week, parcel_id = a_week(), uuid4()

    def broken(*, parcel, at):
        Record.objects.create(
            id=parcel.id,
            programme_id=parcel.placement.programme_id,
            official_id=parcel.placement.official_id,
            kind="labour",
            at=at,
            kept_at=at,
        )
        raise ZeroDivisionError

    monkeypatch.setitem(api.OPENERS, "record", broken)
    assert put(client_of(week.phone), parcel("record", record_body()), parcel_id).status_code == 201
    with in_scope(clockwork()):
        assert Parcel.objects.get(pk=parcel_id).state == "FAULTY"
        assert not Record.objects.exists()


def test_a_receipt_holds_even_if_the_server_dies_while_opening(committed: None, monkeypatch) -> None:
    week, parcel_id = a_week(), uuid4()

    def killed(**_facts):
        raise SystemExit

    monkeypatch.setattr(inbox, "open_parcel", killed)
    with pytest.raises(SystemExit):
        put(client_of(week.phone), parcel("record", record_body()), parcel_id)
    with in_scope(clockwork()):
        assert Parcel.objects.get(pk=parcel_id).state == "KEPT"


def test_an_address_that_is_none_is_not_answered_by_the_application(db: None) -> None:
    client = Client(HTTP_HOST=PHONE)
    for path in ("/api/", "/api/nope", "/api/docs", "/api/openapi.json", "/api/parcels/not-a-uuid"):
        assert client.get(path).status_code == 404, path


def test_the_moment_of_speaking_and_of_keeping_are_two(week: Week) -> None:
    put(client_of(week.phone), parcel("record", record_body()))
    with in_scope(clockwork()):
        row = Record.objects.get()
    assert row.kept_at - row.at > timedelta(days=365)
    assert json.dumps(row.at.isoformat()) == '"2021-05-12T14:20:00+00:00"'
