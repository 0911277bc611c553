"""The phone's door against what no phone of ours would send: nothing breaks it, nothing poisons what comes after."""

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from dundian.doors.clock import sweeps
from dundian.features.cases.models import Case
from dundian.features.inbox import services as inbox
from dundian.features.inbox.models import Parcel
from dundian.features.programme.scope import clockwork, in_scope
from tests.actors import NOW, PHONE, organiser
from tests.doors.phone.test_api import client_of, put
from tests.week import Week, a_week, parcel, record_body, voice_body

DEEP = b"[" * 100_000


@pytest.fixture
def week(db: None) -> Week:
    return a_week()


def only_parcel() -> Parcel:
    with in_scope(clockwork()):
        return Parcel.objects.get()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{",
        DEEP,
        b'{"invite": 7}',
        b'{"invite": null}',
        b'{"invite": "\\ud800"}',
        b'{"invite": "\\u0000"}',
        b'{"invite": "x", "device_name": "\\u0000\\ud800"}',
        b'{"invite": "x", "device_name": {"a": 1}}',
        b'{"invite": "' + b"x" * 200_000 + b'"}',
    ],
    ids=range(13),
)
def test_no_body_of_an_invite_breaks_the_door(week: Week, body: bytes) -> None:
    answer = Client(HTTP_HOST=PHONE).post("/api/enrol", body, content_type="application/json")
    assert answer.status_code in {400, 410, 413, 422}


@pytest.mark.parametrize("name", ["\ud800", "a\0b", "", "长" * 500])
def test_any_name_of_a_phone_enrols_it(week: Week, name: str) -> None:
    from dundian.features.registry import services as registry

    invite = registry.issue_invite(person_id=week.phone.person_id, at=timezone.now())
    body = json.dumps({"invite": invite, "device_name": name})
    answer = Client(HTTP_HOST=PHONE).post("/api/enrol", body, content_type="application/json")
    assert answer.status_code == 200


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", "x/y; boundary=", ""])
def test_the_type_of_a_parcel_does_not_matter(week: Week, kind: str) -> None:
    payload = parcel("record", record_body())
    answer = client_of(week.phone).generic("PUT", f"/api/parcels/{uuid4()}", payload, content_type=kind)
    assert answer.status_code == 201
    assert only_parcel().state == "OPENED"


HOSTILE = {
    "deep": DEEP,
    "NUL in the time": parcel("record", record_body(), said_at="\0"),
    "surrogate in the time": parcel("record", record_body()).replace(b"2021-05-12T22:20:00+08:00", b"\\ud800", 1),
    "NUL in the kind": parcel("rec\0ord", record_body()),
    "surrogate in the kind": b'{"v":1,"kind":"\\ud800","said_at":"2021-05-12T22:20:00+08:00","body":{}}',
    "NUL in the kind of record": parcel("record", record_body(kind="\0x")),
    "surrogate in the kind of record": parcel("record", record_body(kind="KIND")).replace(b"KIND", b"\\udfff"),
    "surrogate in the words": parcel("record", record_body(text="TEXT")).replace(b"TEXT", b"\\ud800"),
    "surrogate in a voice": parcel("voice", voice_body(text="TEXT")).replace(b"TEXT", b"\\ud83d"),
    "NUL in a voice": parcel("voice", voice_body(text="a\0b", speaker="wor\0ker")),
    "year 9999": parcel("record", record_body(), said_at="9999-12-31T23:59:59-23:59"),
    "year 2000": parcel("record", record_body(), said_at="2000-01-01T00:00:00+23:59"),
    "far future": parcel("record", record_body(), said_at="9000-01-01T00:00:00Z"),
    "its own time": parcel("record", record_body(at="9999-12-31T23:59:59-23:59")),
    "not a time": parcel("record", record_body(at=["x"])),
    "a number for words": parcel("record", record_body(text=10**400)),
    "Infinity": b'{"v":1,"kind":"record","said_at":Infinity,"body":{}}',
    "a body that is a list": b'{"v":1,"kind":"record","said_at":"2021-05-12T22:20:00+08:00","body":[]}',
    "long digits": b'{"v":' + b"1" * 5000 + b"}",
    "lookup of another size": parcel("voice", voice_body(lookup="ab")),
    "lookup that is no hex": parcel("voice", voice_body(lookup="é" * 64)),
    "record id that is none": parcel("voice", voice_body(record_id="x")),
}


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_is_in_a_parcel_it_is_kept_and_poisons_nothing(week: Week, payload: bytes) -> None:
    client, parcel_id = client_of(week.phone), uuid4()
    assert put(client, payload, parcel_id).status_code == 201
    assert put(client, payload, parcel_id).status_code == 200
    row = only_parcel()
    assert row.state == "OPENED" or (bytes(row.payload) == payload and row.fault)
    assert client.get("/api/parcels?since=0").status_code == 200
    # What comes after it is opened all the same, by the door and by the clock.
    put(client, parcel("voice", voice_body()))
    sweeps.open_parcels(at=timezone.now() + timedelta(hours=1))
    with in_scope(clockwork()):
        assert Case.objects.exists()


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_desk_shows_what_could_not_be_read(week: Week, payload: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, client, parcel_id = organiser().client, client_of(week.phone), uuid4()
    # Sent in the week of the group: what is odd belongs to its programme then.
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: NOW.date())
    put(client, payload, parcel_id)
    put(client, payload + b" ", parcel_id)
    for page in ("inbox", "cases", ""):
        assert desk.get(f"/p/{week.programme_id}/{page}{'/' if page else ''}").status_code == 200


@pytest.mark.parametrize("since", ["-1", "9" * 40, "x", "1.5", "", "\ud800".encode("utf-8", "surrogatepass")])
def test_any_number_may_be_asked_from(week: Week, since: object) -> None:
    assert client_of(week.phone).get("/api/parcels", {"since": since}).status_code in {200, 422}


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer ", "Bearer é", "Bearer \x00", "Basic eDp5", "Bearer " + "x" * 9000]
)
def test_a_token_that_is_none_opens_nothing(week: Week, token: str) -> None:
    client = Client(HTTP_HOST=PHONE, HTTP_AUTHORIZATION=token)
    assert client.get("/api/today").status_code == 401
    assert put(client, parcel("record", record_body())).status_code == 401


@pytest.mark.parametrize("length", ["400", "", "many", "-1"])
def test_half_a_body_is_not_kept_as_if_it_were_whole(week: Week, length: str) -> None:
    whole, parcel_id, client = parcel("record", record_body()), uuid4(), client_of(week.phone)
    # As the web server hands it on when the network breaks off: the length that was announced, the bytes that came.
    arrived = {"CONTENT_LENGTH": length, "wsgi.input": BytesIO(whole[:60])}
    half = client.put(f"/api/parcels/{parcel_id}", whole, **arrived)
    assert (half.status_code, half.json()["detail"]) == (408, "没有收全，再送一次。")
    assert put(client, whole, parcel_id).status_code == 201
    assert only_parcel().state == "OPENED"


def test_a_phone_that_floods_one_id_is_slowed_down_and_what_was_kept_stays(week: Week) -> None:
    client, parcel_id = client_of(week.phone), uuid4()
    codes = [put(client, parcel("record", record_body(text=str(n))), parcel_id).status_code for n in range(25)]
    assert codes == [201, *[202] * inbox.MOST_BRANCHES, *[429] * 4]
    assert put(client, parcel("record", record_body(text="0")), parcel_id).status_code == 200
    assert put(client, parcel("record", record_body())).status_code == 201


def test_a_phone_that_floods_the_inbox_is_slowed_down_and_no_other(week: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "MOST_IN_AN_HOUR", 3)
    codes = [put(client_of(week.phone), parcel("record", record_body())).status_code for _ in range(5)]
    assert codes == [201, 201, 201, 429, 429]
    assert put(client_of(week.other_phone), parcel("record", record_body())).status_code == 201
