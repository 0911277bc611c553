"""What is sent out of a plan: notices, calendars, and who is let in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from dundian.features.programme.models import Grant, Official
from dundian.features.programme.queries import notices, places, plans
from dundian.features.programme.services import change_official, moves, remove_official, seats
from dundian.features.registry import services as registry
from dundian.features.registry.models import Account
from tests import actors
from tests.actors import CHINA, DESK, NOW, PHONE
from tests.doors.desk.plan.pages import at, move, send, where
from tests.features.programme.season import BY, Season, season, solved

pytestmark = pytest.mark.django_db


def test_sending_tells_everybody_once_and_shows_what_changed_since() -> None:
    of = season()
    client = actors.organiser().client
    assert "还没有人分好组" in send(client, of)
    solved(of)
    assert "还没发过" in client.get(at(of, "send/")).content.decode()
    assert "16 人有新通知" in send(client, of)
    assert "没有新的可发" in send(client, of)
    who = of.officials[0]
    move(client, of, who, 0)
    count = sum(row.state != "SENT" for row in notices.notice_rows(of.programme_id))
    assert f"改了 {count} 处，还没发" in client.get(at(of)).content.decode()
    assert "不去了，还没告诉" in client.get(at(of, "send/")).content.decode()
    assert f"{count} 人有新通知" in send(client, of)


def _bar(page: str) -> list[tuple[str, str]]:
    """The steps of the bar: class and words."""
    bar = page.partition('<ol class="steps">')[2].partition("</ol>")[0]
    found = re.findall(r'<li class="(.*?)".*?</span>(.*?)(?:<small>|</a>|</li>)', bar, re.DOTALL)
    return [(tone, words) for tone, words in found if tone != "end"]


def test_the_bar_of_steps_says_the_same_on_every_page() -> None:
    of = season()
    client = actors.organiser().client
    pages = {
        "名单": "officials/",
        "企业": "enterprises/",
        "分组": "plan/",
        "一周课表": "plan/week/",
        "发通知": "plan/send/",
    }

    def bars() -> list[list[tuple[str, str]]]:
        return [_bar(client.get(f"/p/{of.programme_id}/{page}").content.decode()) for page in pages.values()]

    def expected(*done: str) -> list[list[tuple[str, str]]]:
        return [[("on" if s == here else "ok" if s in done else "", s) for s in pages] for here in pages]

    assert bars() == expected("名单", "企业")
    solved(of)
    assert bars() == expected("名单", "企业", "分组")
    send(client, of)
    assert bars() == expected("名单", "企业", "分组", "发通知")
    move(client, of, of.officials[0], 0)
    assert bars() == expected("名单", "企业", "分组")
    for page in pages.values():
        assert "处，还没发" in client.get(f"/p/{of.programme_id}/{page}").content.decode()


def test_a_notice_says_where_when_with_whom_and_in_the_organisers_own_words() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    words = {
        "report_time": "08:30",
        "report_place": "正门",
        "bring": "被褥",
        "rules": "不影响生产",
        "contact": "办公室",
    }
    client.post(at(of, "send/words/"), words)
    draft = client.get(at(of, f"send/{of.officials[0]}/")).content.decode()
    assert "还没发，先看看样子" in draft
    send(client, of)
    page = client.get(at(of, f"send/{of.officials[0]}/")).content.decode()
    host = plans.plan(of.programme_id).cards[where(of, of.officials[0])].group.enterprise_name
    for word in (*words.values(), host, "19900001234", "早班 07:30–16:30", "厂里有男床 4 张", "组长", "/calendar/"):
        assert word in page, word
    assert client.get(at(of, "send/print/")).content.decode().count("<article") == len(of.officials)


def test_where_somebody_is_is_said_in_the_same_words_everywhere() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    send(client, of)
    who = next(pk for pk in of.officials if where(of, pk) == of.groups[2])
    feed = Client(HTTP_HOST=PHONE).get(_feed(client, of, who)).content.decode().replace("\r\n ", "")
    pages = {
        part: client.get(f"/p/{of.programme_id}/{part}").content.decode()
        for part in ("officials/", "plan/send/", f"plan/send/{who}/", "plan/")
    }
    setup = " ".join(place.words for place in places())
    for text in (feed, pages["officials/"], pages["plan/send/"], setup):
        assert "二期 3 组" in text
    assert "参加二期蹲点，在 3 组" in pages[f"plan/send/{who}/"]
    for part, text in {"feed": feed, **pages}.items():
        assert not re.search(r"第 ?2 期|[^\d]2 期[^，]", text), part


def test_the_stored_notice_holds_no_telephone_in_clear() -> None:
    of = season()
    solved(of)
    send(actors.organiser().client, of)
    stored = Official.objects.get(pk=of.officials[0]).notice.facts
    assert stored["enterprise"]["contact_phone"] == "199****1234"


def _feed(client: Client, of: Season, who: int) -> str:
    page = client.get(at(of, f"send/{who}/")).content.decode()
    found = re.search(r'value="http://localhost:8001(/calendar/[\w-]+\.ics)"', page)
    assert found is not None
    return found[1]


def _read(address: str) -> dict[str, dict[str, object]]:
    response = Client(HTTP_HOST=PHONE).get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/calendar")
    book = Calendar.from_ical(response.content)
    return {
        str(e["uid"]): {
            "sequence": int(e["sequence"]),
            "status": str(e["status"]),
            "start": e.start,
            "end": e["dtend"].dt,
            "stamp": e["dtstamp"].dt,
            "is_day": not isinstance(e.start, datetime),
        }
        for e in book.walk("VEVENT")
    }


def test_a_calendar_is_read_without_signing_in_and_its_times_are_those_of_shanghai() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    client.post(at(of, "send/words/"), {"report_time": "08:30", "report_place": "正门"})
    send(client, of)
    who = of.officials[0]
    start = plans.plan(of.programme_id).cards[where(of, who)].group.start_on
    address = _feed(client, of, who)
    raw = Client(HTTP_HOST=PHONE).get(address)
    book = Calendar.from_ical(raw.content)
    assert [str(zone["tzid"]) for zone in book.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert b"\r\n" in raw.content
    assert max(len(line) for line in raw.content.split(b"\r\n")) <= 75
    days, moment = sorted(_read(address).values(), key=lambda e: not e["is_day"])
    assert (days["start"], days["end"]) == (start, start + timedelta(days=5))
    assert isinstance(moment["start"], datetime)
    assert moment["start"].astimezone(CHINA) == datetime.combine(start, datetime.min.time(), CHINA) + timedelta(
        hours=8, minutes=30
    )
    assert all(e["sequence"] == 0 and e["status"] == "CONFIRMED" for e in (days, moment))


def test_sending_again_keeps_uids_raises_sequences_and_cancels_what_is_gone() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    client.post(at(of, "send/words/"), {"report_time": "08:30"})
    send(client, of)
    view = plans.plan(of.programme_id)
    who = next(pk for pk in of.officials if view.cards[where(of, pk)].group.phase_id == of.phases[0])
    same = next(pk for pk in of.officials if view.cards[where(of, pk)].group.phase_id == of.phases[1])
    address, quiet = _feed(client, of, who), _feed(client, of, same)
    first = _read(address)
    empty = next(g for g in of.groups if view.cards[g].group.phase_id == of.phases[1] and g != where(of, same))
    calm = _read(quiet)
    move(client, of, who, empty)
    send(client, of)
    second = _read(address)
    assert second.keys() == first.keys()
    assert all(second[uid]["sequence"] == 1 for uid in first)
    assert all(second[uid]["start"] != first[uid]["start"] for uid in first)
    assert _read(quiet) == calm
    move(client, of, who, 0)
    send(client, of)
    third = _read(address)
    assert {(e["status"], e["sequence"]) for e in third.values()} == {("CANCELLED", 2)}
    move(client, of, who, empty)
    send(client, of)
    assert {(e["status"], e["sequence"]) for e in _read(address).values()} == {("CONFIRMED", 3)}
    client.post(at(of, "send/words/"), {"report_time": ""})
    send(client, of)
    assert sorted(str(e["status"]) for e in _read(address).values()) == ["CANCELLED", "CONFIRMED"]


def test_a_new_calendar_address_ends_the_old_one_and_guesses_find_nothing() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    send(client, of)
    who = of.officials[0]
    old = _feed(client, of, who)
    client.post(at(of, f"send/{who}/renew/"))
    new = _feed(client, of, who)
    assert new != old
    nobody = Client(HTTP_HOST=PHONE)
    assert nobody.get(old).status_code == 404
    assert nobody.get(new).status_code == 200
    assert nobody.get("/calendar/x.ics").status_code == 404
    assert nobody.post(new).status_code == 405
    assert Client(HTTP_HOST=DESK).get(new).status_code == 404
    kept = Official.objects.get(pk=who).calendar
    secret = new.removeprefix("/calendar/").removesuffix(".ics").encode()
    assert secret not in bytes(kept.secret_sealed)
    assert secret not in bytes(kept.secret_hash)


def test_whoever_was_taken_out_keeps_a_page_with_what_he_was_told_and_his_calendar_can_be_ended() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    send(client, of)
    who = of.officials[0]
    address = _feed(client, of, who)
    move(client, of, who, 0)
    assert at(of, f"send/{who}/") in client.get(at(of, "send/")).content.decode()
    before = client.get(at(of, f"send/{who}/")).content.decode()
    assert "现在没排到组里，还没告诉他" in before
    assert "同志：" in before
    send(client, of)
    page = client.get(at(of, f"send/{who}/"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "已经告诉他不去了" in text
    assert "蹲点：" in text
    assert at(of, f"send/{who}/") in client.get(at(of, "send/")).content.decode()
    assert "作废了" in client.post(at(of, f"send/{who}/revoke/"), follow=True).content.decode()
    assert Client(HTTP_HOST=PHONE).get(address).status_code == 404
    assert at(of, f"send/{who}/") not in client.get(at(of, "send/")).content.decode()
    assert "没有日历地址" in client.post(at(of, f"send/{who}/revoke/"), follow=True).content.decode()
    move(client, of, who, of.groups[0])
    send(client, of)
    assert _feed(client, of, who) != address


def test_sending_lets_the_leaders_account_in_and_a_new_leader_takes_its_place() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    leader = next(pk for pk, seat in seats.seats_of(of.programme_id).items() if seat and seat["leader"])
    person = Official.objects.get(pk=leader).person_id
    registry.open_account(username="led", name="组长", at=NOW, person_id=person)
    by_hand = actors.leader(group_id=where(of, leader))
    send(client, of)
    account = Account.objects.get(username="led")
    assert Grant.objects.filter(account=account, role="LEADER", group_id=where(of, leader)).exists()
    other = next(pk for pk in of.officials if where(of, pk) == where(of, leader) and pk != leader)
    change_official(official_id=other, facts={"can_lead": True}, by=BY, at=NOW)
    moves.set_leader(programme_id=of.programme_id, official_id=other, by=BY, at=NOW)
    send(client, of)
    assert not Grant.objects.filter(account=account).exists()
    assert Grant.objects.filter(account_id=by_hand.account_id).exists()


def test_somebody_who_was_told_is_held_until_he_is_told_that_he_does_not_go() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    send(client, of)
    who = of.officials[0]
    move(client, of, who, 0)
    with pytest.raises(registry.StillUsed, match="发出的通知"):
        remove_official(official_id=who, by=BY, at=NOW)
    address = _feed(client, of, who)
    send(client, of)
    remove_official(official_id=who, by=BY, at=NOW)
    assert Client(HTTP_HOST=PHONE).get(address).status_code == 404
