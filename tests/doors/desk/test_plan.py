"""The grouping page, its moves, and what is sent out: for every actor."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook
from procrastinate import testing
from procrastinate.contrib.django import app

from dundian.doors.clock.plans import work_out
from dundian.features.programme.models import Grant, Official, PlanRun
from dundian.features.programme.queries import notices, places, plans, runs
from dundian.features.programme.services import change_group, change_official, moves, remove_official, seats
from dundian.features.registry import services as registry
from dundian.features.registry.models import Account
from tests import actors
from tests.actors import CHINA, DESK, NOW, PHONE
from tests.features.programme.season import BY, Season, season, solved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job runs inside the test's transaction, whose connection it must not close."""
    monkeypatch.setattr("dundian.doors.clock.plans.close_old_connections", lambda: None)


def at(of: Season, part: str = "") -> str:
    return f"/p/{of.programme_id}/plan/{part}"


def where(of: Season, official_id: int) -> int:
    seat = seats.seats_of(of.programme_id)[official_id]
    return seat["group"] if seat else 0


def move(client: Client, of: Season, who: int, to: int, *, seen: int | None = None) -> str:
    step = f"{who}:{where(of, who) if seen is None else seen}:{to}"
    return client.post(at(of, "move/"), {"step": step}, follow=True).content.decode()


def send(client: Client, of: Season) -> str:
    return client.post(at(of, "send/now/"), follow=True).content.decode()


def test_only_organisers_plan_leaders_see_their_group_and_others_nothing() -> None:
    of = season()
    solved(of)
    organiser, leader = actors.organiser(), actors.leader(group_id=of.groups[0])
    assert organiser.client.get(at(of)).status_code == 200
    page = leader.client.get(at(of)).content.decode()
    assert f"group={of.groups[0]}" in page
    assert f"group={of.groups[1]}" not in page
    assert "重新排" not in page
    for part in ("run/", "runs/", "send/", f"who/{of.officials[0]}/", f"send/{of.officials[0]}/"):
        assert leader.client.get(at(of, part)).status_code == 403, part
    for part in ("move/", "run/", "send/now/", f"who/{of.officials[0]}/lock/", f"group/{of.groups[0]}/lock/"):
        assert leader.client.post(at(of, part)).status_code == 403, part
    for actor in (actors.newcomer(), actors.enterprise_account(enterprise_id=of.enterprises[0])):
        assert actor.client.get(at(of)).status_code in {403, 404}
    assert actors.stranger().get(at(of)).status_code == 302
    assert actors.worker().get(at(of)).status_code == 404


def test_an_organiser_of_another_programme_finds_nothing() -> None:
    of, other = season(), season(phases=0)
    stranger = actors.organiser(programme_id=other.programme_id)
    assert stranger.client.get(at(of)).status_code == 404
    assert stranger.client.post(at(of, "move/"), {"step": "1:0:1"}).status_code == 404


@pytest.mark.parametrize("step", ["", "x", "1:2", "1:0:1:1", "a:b:c", "1:0:x"])
def test_a_move_that_is_no_move_is_refused(step: str) -> None:
    of = season()
    assert actors.organiser().client.post(at(of, "move/"), {"step": step}).status_code == 400


def test_wrong_ids_are_not_found() -> None:
    of = season()
    client = actors.organiser().client
    for part in ("who/999999/", "runs/999999/", "send/999999/"):
        assert client.get(at(of, part)).status_code == 404, part
    wrong = ("undo/999999/", "who/999999/lock/", "who/999999/lead/", "group/999999/lock/", "runs/999999/apply/")
    for part in (*wrong, "relax/placed/", "who/999999/reserve/"):
        assert client.post(at(of, part)).status_code == 404, part
    assert client.post(at(of, "move/"), {"step": f"{of.officials[0]}:0:999999"}).status_code == 404


def test_a_programme_with_nothing_says_what_is_missing_with_links() -> None:
    of = season(phases=0)
    page = actors.organiser().client.get(at(of)).content.decode()
    assert "还排不了，差这几样" in page
    assert f"/p/{of.programme_id}/officials/" in page
    assert f"/p/{of.programme_id}/phases/" in page


def test_the_button_defers_one_job_whose_work_places_everybody() -> None:
    of = season()
    client = actors.organiser().client
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector):
        client.post(at(of, "run/"), {"seed": "3"})
        refused = client.post(at(of, "run/"), {"seed": "3"}, follow=True).content.decode()
    assert "已经在算了" in refused
    (job,) = connector.jobs.values()
    assert job["task_name"] == "plan.work_out"
    assert "排着队" in client.get(at(of)).content.decode()
    work_out(**job["args"])
    page = client.get(at(of)).content.decode()
    assert "没有要你定的" in page
    assert page.count("排好") == len(of.groups)


def test_progress_is_shown_until_the_run_ends_and_then_the_page_is_fetched_again() -> None:
    of = season()
    client = actors.organiser().client
    with app.replace_connector(testing.InMemoryConnector()):
        client.post(at(of, "run/"), {})
    run = PlanRun.objects.get()
    PlanRun.objects.update(state="RUNNING", progress={"seconds": 1.2, "hard": 0, "cost": 40, "bound": 30})
    shown = client.get(at(of, f"runs/{run.pk}/"), headers={"HX-Request": "true"}).content.decode()
    assert "已经有一版能用的" in shown
    assert "先用这版" in shown
    client.post(at(of, f"runs/{run.pk}/stop/"))
    assert PlanRun.objects.get().is_stop_asked
    PlanRun.objects.update(state="BROKEN")
    ended = client.get(at(of, f"runs/{run.pk}/"), headers={"HX-Request": "true"})
    assert ended.headers["HX-Redirect"] == at(of)
    assert "上一次没算完" in client.get(at(of)).content.decode()


def test_an_impossible_plan_says_what_collides_and_one_click_relaxes_a_rule() -> None:
    of = season(women_beds=1)
    client = actors.organiser().client
    solved(of)
    page = client.get(at(of)).content.decode()
    assert "排不出来，卡在这几条" in page
    assert "干部02" in page
    assert "放宽“男女床位”" in page
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector):
        client.post(at(of, "relax/beds/"))
    (job,) = connector.jobs.values()
    work_out(**job["args"])
    assert "放宽着：男女床位" in client.get(at(of)).content.decode()


def test_a_move_that_breaks_a_rule_is_red_with_a_remedy_that_one_click_makes() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    woman = next(
        pk for pk in of.officials[1::2] if where(of, pk) == of.groups[0] and not Official.objects.get(pk=pk).can_lead
    )
    page = move(client, of, woman, of.groups[1])
    assert "换好了" in page
    assert "第 2 组少 1 张女床位" in page
    assert "少 1 床" in page
    remedy = page[page.index("第 2 组少 1 张女床位") :]
    steps = re.findall(r'name="step" value="([\d:]+)"', remedy[: remedy.index("就这么换")])
    others = client.get(at(of, f"mend/{_key(of)}/")).content.decode()
    assert "就这么换" in others
    assert "少 1 床" not in client.post(at(of, "move/"), {"step": steps}, follow=True).content.decode()


def test_what_short_steps_do_not_mend_is_mended_by_one_click_on_the_fewest_moves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    woman = next(
        pk for pk in of.officials[1::2] if where(of, pk) == of.groups[0] and not Official.objects.get(pk=pk).can_lead
    )
    move(client, of, woman, of.groups[1])
    monkeypatch.setattr(plans.PlanView, "remedies", lambda *_, **__: ())
    page = client.get(at(of)).content.decode()
    assert "个人就都守住了" in page
    remedy = page[page.index("个人就都守住了") :]
    steps = re.findall(r'name="step" value="([\d:]+)"', remedy[: remedy.index("就这么换")])
    assert 1 <= len(steps) <= 2
    client.post(at(of, "move/"), {"step": steps})
    assert plans.plan(of.programme_id).score.is_legal


def _key(of: Season) -> str:
    view = plans.plan(of.programme_id)
    return next(plans.fault_key(f) for f in view.open_faults() if f.rule == "beds")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"phases": [9]}, "这一期去不了"),
        ({"barred_enterprises": ["甲厂"]}, "要回避这家企业"),
    ],
)
def test_what_is_wrong_with_somebody_is_said_in_words(facts: dict[str, list[Any]], words: str) -> None:
    of = season()
    solved(of)
    who = of.officials[0]
    host = plans.plan(of.programme_id).facts.groups[where(of, who)].enterprise_name
    if "barred_enterprises" in facts:
        facts = {"barred_enterprises": [host]}
    change_official(official_id=who, facts=facts, by=BY, at=NOW)
    name = Official.objects.get(pk=who).person.name
    page = actors.organiser().client.get(at(of)).content.decode()
    assert f"{name}{words}" in page
    assert f"{name}：" not in page


def test_the_menu_names_every_other_group_with_its_cost_or_what_closes_it() -> None:
    of = season()
    solved(of)
    who = of.officials[0]
    change_official(official_id=who, facts={"barred_enterprises": ["试验2厂"]}, by=BY, at=NOW)
    signed = actors.organiser()
    page = signed.client.get(at(of, f"who/{who}/")).content.decode()
    assert page.count("<li") - page.count("<li class") >= 2
    here = where(of, who)
    if here != of.groups[1]:
        assert "要回避试验2厂" in page
    assert "搭配" in page
    there = next(g for g in of.groups if re.search(rf"{who}:{here}:{g}", page) and f":{g}:{here}" in page)
    one, other = re.search(rf'value="({who}:{here}:{there})"', page), re.search(rf'value="(\d+:{there}:{here})"', page)
    assert one
    assert other
    assert "换好了" in signed.client.post(at(of, "move/"), {"step": [one[1], other[1]]}, follow=True).content.decode()
    assert (where(of, who), where(of, int(other[1].split(":")[0]))) == (there, here)


def test_two_organisers_who_saw_the_same_page_do_not_overwrite_each_other() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    who = of.officials[0]
    here = where(of, who)
    first, second = [g for g in of.groups if g != here][:2]
    move(client, of, who, first)
    assert "刚才有别人动过这个人" in move(client, of, who, second, seen=here)
    assert where(of, who) == first


def test_undo_takes_a_move_back_and_is_refused_with_a_sentence_after_somebody_elses_change() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    who, here = of.officials[0], where(of, of.officials[0])
    first, second = [g for g in of.groups if g != here][:2]
    page = move(client, of, who, first)
    mine = re.search(r'action="([^"]+/undo/\d+/)"', page[page.index('id="toasts"') :])
    assert mine is not None
    move(client, of, who, second)
    refused = client.post(mine[1], follow=True).content.decode()
    assert "后来又有人动过，撤不了了" in refused
    assert where(of, who) == second
    latest = runs.last_change(of.programme_id)
    assert latest is not None
    assert "撤回来了" in client.post(at(of, f"undo/{latest.id}/"), follow=True).content.decode()
    assert where(of, who) == first


def test_locking_leading_and_reserve_say_what_they_did_and_locked_people_do_not_move() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    who = of.officials[0]
    said = client.post(at(of, f"who/{who}/lock/"), {"on": "1"}, follow=True).content.decode()
    assert "锁住了，重排时不动" in said
    there = next(g for g in of.groups if g != where(of, who))
    assert "锁住了，先解锁再动" in move(client, of, who, there)
    client.post(at(of, f"who/{who}/lock/"), {"on": "0"})
    assert "组长定了" in client.post(at(of, f"who/{who}/lead/"), follow=True).content.decode() or (
        seats.seats_of(of.programme_id)[who] or {}
    ).get("leader")
    assert "留作后备了" in client.post(at(of, f"who/{who}/reserve/"), {"on": "1"}, follow=True).content.decode()
    assert "后备 1 人" in client.get(at(of)).content.decode()
    said = client.post(at(of, f"group/{of.groups[1]}/lock/"), {"on": "1"}, follow=True).content.decode()
    assert "这一组锁住了" in said


def test_a_group_without_a_leader_offers_one_who_can() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    leader = next(pk for pk, seat in seats.seats_of(of.programme_id).items() if seat and seat["leader"])
    group = where(of, leader)
    other = next(pk for pk in of.officials if where(of, pk) == group and pk != leader)
    change_official(official_id=other, facts={"can_lead": True}, by=BY, at=NOW)
    page = move(client, of, leader, next(g for g in of.groups if g != group))
    assert "没定组长" in page
    assert "就定这一位" in page
    client.post(at(of, f"who/{other}/lead/"))
    assert "没定组长" not in client.get(at(of)).content.decode()


def test_what_the_roster_leaves_open_is_listed_with_a_link_to_mend_it() -> None:
    of = season()
    change_official(official_id=of.officials[0], facts={"can_lead": None}, by=BY, at=NOW)
    page = actors.organiser().client.get(at(of)).content.decode()
    assert "没写能不能当组长，按不能算" in page
    assert f"/p/{of.programme_id}/officials/?gap=can_lead" in page


def test_the_export_has_one_line_for_everybody_who_is_placed_and_is_not_empty() -> None:
    of = season()
    solved(of)
    response = actors.organiser().client.get(at(of, "export/"))
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    assert sheet.max_row == len(of.officials) + 1
    assert [sheet.cell(1, n).value for n in (1, 4, 7)] == ["期", "组", "姓名"]


def test_the_history_lists_runs_and_changes_and_an_old_run_can_be_taken_again() -> None:
    of = season()
    run_id = solved(of)
    client = actors.organiser().client
    planned = where(of, of.officials[0])
    move(client, of, of.officials[0], 0)
    page = client.get(at(of, "runs/")).content.decode()
    assert "用这一版" in page
    assert "干部01" in page
    client.post(at(of, f"runs/{run_id}/apply/"))
    assert where(of, of.officials[0]) == planned


def test_runs_on_the_same_data_say_so_in_words() -> None:
    of = season()
    for _ in range(2):
        solved(of)
    change_official(official_id=of.officials[0], facts={"phases": [2]}, by=BY, at=NOW)
    solved(of)
    page = actors.organiser().client.get(at(of, "runs/")).content.decode()
    chips = re.findall(r'<span class="chip" title="([0-9a-f]{64})">(.*?)</span>', page)
    assert sorted(words for _, words in chips) == ["数据 1", "数据 1", "数据 2"]
    assert len({title for title, words in chips if words == "数据 1"}) == 1
    assert "<code>" not in page


def test_experts_weigh_what_matters_and_a_wrong_weight_is_shown_at_its_field() -> None:
    of = season()
    client = actors.organiser().client
    form = client.get(at(of, "run/")).content.decode()
    assert "看重什么" in form
    assert "课题对不上，每人" in form
    wrong = client.post(at(of, "run/"), {"topic": "-3"})
    assert wrong.status_code == 422
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector):
        client.post(at(of, "run/"), {"topic": "0", "seconds": "60"})
    run = plans.plan(of.programme_id).last_run
    assert run is not None
    assert (run.weights["topic"], run.weights["same_unit"], run.seconds_asked) == (0, 10, 60)
    assert "课题对不上，每人 0 分" in client.get(at(of, "runs/")).content.decode()


def test_a_lock_can_hold_the_phase_or_the_mates_only() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    who = of.officials[0]
    assert "锁在这一期" in client.get(at(of, f"who/{who}/")).content.decode()
    said = client.post(at(of, f"who/{who}/lock/"), {"on": "1", "what": "PHASE"}, follow=True).content.decode()
    assert "只在这一期里换" in said
    assert client.post(at(of, f"who/{who}/lock/"), {"on": "1", "what": "WEEK"}).status_code == 404


def test_two_plans_stand_side_by_side_and_either_can_be_taken() -> None:
    of = season()
    first = solved(of, seed=1)
    client = actors.organiser().client
    here = where(of, of.officials[0])
    move(client, of, of.officials[0], next(g for g in of.groups if g != here))
    page = client.get(at(of, f"compare/?run={first}")).content.decode()
    assert "现在的分组" in page
    assert "1 人不在一处" in page
    assert "干部01" in page
    assert "用第 2 版" in page
    assert "两版把每个人都放在同一组" in client.get(at(of, f"compare/?run={first}&run={first}")).content.decode()
    assert "还没选要比的" in client.get(at(of, "compare/")).content.decode()
    assert client.get(at(of, "compare/?run=999999")).status_code == 404


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


def test_a_group_without_an_enterprise_is_named_and_left_out() -> None:
    of = season()
    change_group(group_id=of.groups[0], facts={"enterprise_id": None}, by=BY, at=NOW)
    page = actors.organiser().client.get(at(of)).content.decode()
    assert "这些组还没定企业，先不排人" in page
    assert date(2021, 5, 10) == plans.plan(of.programme_id).facts.phases[0].start_on


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
