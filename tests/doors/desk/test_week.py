"""The page of a week: for every actor, from asking for it to the enterprise's yes, the papers and the notice."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO
from urllib.parse import quote

import pypdfium2
import pytest
from django.utils import timezone
from openpyxl import load_workbook
from procrastinate import testing
from procrastinate.contrib.django import app

from dundian.doors.clock.weeks import work_out
from dundian.features.programme import services as programme
from dundian.features.programme.models import GroupWeek, WeekRun, WeekSlot
from dundian.features.programme.queries import weeks
from dundian.features.programme.queries.problem import plan_facts
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.programme.services import change_group, week_slots
from dundian.features.programme.services import weeks as steps
from dundian.features.registry import services as registry
from tests import actors
from tests.actors import NOW
from tests.features.programme.season import BY, Season, job_time, season, solved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job runs inside the test's transaction, whose connection it must not close."""
    monkeypatch.setattr("dundian.doors.clock.weeks.close_old_connections", lambda: None)


@pytest.fixture
def of() -> Season:
    """One group of four at a works with one shift and a break."""
    found = season(groups_a_phase=1, phases=1)
    facts = registry.EnterpriseFacts(
        name="试验1厂",
        shifts=[{"name": "早班", "start": "07:30", "end": "16:30"}],
        breaks=[{"team": None, "start": "11:30", "end": "12:30"}],
        posts=[{"name": "装配", "count": 4, "night": False, "heavy": False}],
    )
    registry.change_enterprise(enterprise_id=found.enterprises[0], facts=facts, by=BY, at=NOW)
    solved(found)
    return found


@pytest.fixture
def made(of: Season) -> Season:
    """The same with its week laid out."""
    run_id = steps.start_week_run(programme_id=of.programme_id, groups=None, by=BY, at=NOW)
    steps.work_weeks_out(run_id=run_id, time=job_time(4), processes=1)
    return of


def at(of: Season, part: str = "") -> str:
    return f"/p/{of.programme_id}/plan/week/{part}"


def elsewhere() -> int:
    """A group of another programme."""
    programme_id = programme.start_programme(name="别处的活动", at=NOW, by=BY)
    days = {"start_on": date(2021, 5, 10), "end_on": date(2021, 5, 14)}
    phase_id = programme.add_phase(programme_id=programme_id, number=1, **days, by=BY, at=NOW)
    return programme.add_group(phase_id=phase_id, facts={}, by=BY, at=NOW)


def row_of(of: Season) -> weeks.GroupWeekRow:
    with in_scope(clockwork()):
        return weeks.group_week(plan_facts(of.programme_id), of.groups[0])


def test_asking_defers_a_job_that_lays_the_week_out_and_the_page_shows_it(of: Season) -> None:
    client = actors.organiser().client
    assert "还没有课表" in client.get(at(of)).content.decode()
    with app.replace_connector(testing.InMemoryConnector()) as inner:
        client.post(at(of, "run/"), {"group": of.groups[0]})
        jobs = list(inner.connector.jobs.values())  # type: ignore[attr-defined]
        assert [job["task_name"] for job in jobs] == ["week.work_out"]
        run = WeekRun.objects.get()
        assert "排着队" in client.get(at(of)).content.decode()
        assert "排着队" in client.get(at(of, f"runs/{run.pk}/")).content.decode()
        again = client.post(at(of, "run/"), {"every": "1"}, follow=True).content.decode()
        assert "课表已经在排了" in again
    work_out(run.pk)
    assert client.get(at(of, f"runs/{run.pk}/"), headers={"HX-Request": "true"}).headers["HX-Redirect"] == at(of)
    page = client.get(at(of)).content.decode()
    assert all(words in page for words in ("生产时间，不占工友", "跟早班", "谁跟哪个班", "一条条看", "段还没请企业看"))
    assert "没填宣讲的场地" in page
    assert page.count('class="production x') >= 10
    one = client.get(at(of), {"who": f"o{of.officials[0]}"}).content.decode()
    assert one.count('class="act labour') < page.count('class="act labour') * 4


def test_every_group_says_how_its_week_stands(made: Season) -> None:
    client, group = actors.organiser().client, made.groups[0]
    cards, week = f"/p/{made.programme_id}/plan/", at(made)
    slots = [slot.id for slot in row_of(made).slots]

    def both() -> tuple[str, str]:
        card = re.search(r'<span class="wk.*?</svg>(.*?)</span>', client.get(cards).content.decode(), re.DOTALL)
        option = re.search(r"<option.*?>(.*?)</option>", client.get(week).content.decode(), re.DOTALL)
        assert card
        assert option
        return card[1], option[1].rpartition("厂，")[2]

    said = f"{len(slots)} 段还没请企业看"
    assert both() == (said, said)
    client.post(at(made, f"{group}/ask/"))
    assert both()[0] == f"{len(slots)} 段等企业点头"
    client.post(at(made, f"{group}/answer/"), {"slot": slots[0], "answer": "yes", "said_by": "某主任"})
    said = f"企业点了 1 / {len(slots)} 段"
    assert both() == (said, said)
    steps.start_week_run(programme_id=made.programme_id, groups=[group], by=BY, at=timezone.now())
    assert both() == ("正在排课表", "正在排课表")
    WeekRun.objects.filter(state="WAITING").update(asked_at=NOW)
    assert both() == (said, said)
    page = client.get(week).content.decode()
    assert "后台任务中途停了" in page
    assert "重排这一组" in page


def test_a_run_can_be_stopped(of: Season) -> None:
    client = actors.organiser().client
    run_id = steps.start_week_run(programme_id=of.programme_id, groups=None, by=BY, at=NOW)
    client.post(at(of, f"runs/{run_id}/stop/"), {"group": of.groups[0]})
    assert WeekRun.objects.get().is_stop_asked


def test_no_group_and_no_host_say_what_to_do(of: Season) -> None:
    client = actors.organiser().client
    change_group(group_id=of.groups[0], facts={"enterprise_id": None}, by=BY, at=NOW)
    assert "这一组还没定企业" in client.get(at(of)).content.decode()
    empty = season(phases=0)
    assert "还没有组" in client.get(at(empty)).content.decode()
    assert "没有能排课表的组" in client.post(at(empty, "run/"), follow=True).content.decode()


def test_an_entry_moves_by_its_menu_and_is_undone(made: Season) -> None:
    client, group = actors.organiser().client, made.groups[0]
    row = row_of(made)
    key = next(slot.key for slot in row.slots if "interview" in slot.key)
    sheet = client.get(at(made, f"{group}/entry/?entry={quote(key)}")).content.decode()
    starts = re.findall(r'<option value="(\d+:\d+)"', sheet)
    assert starts
    for to in starts:
        said = client.post(at(made, f"{group}/move/"), {"entry": key, "to": to}, follow=True).content.decode()
        if "换好了" in said:
            break
    assert row_of(made).timetable != row.timetable
    change = row_of(made).changes[0]
    assert "撤回来了" in client.post(at(made, f"undo/{change.id}/"), follow=True).content.decode()
    assert row_of(made).timetable == row.timetable
    wrong = client.post(at(made, f"{group}/move/"), {"entry": key, "to": "0:540"}, follow=True).content.decode()
    assert "没动。周一 9:00 开始的 早班 访谈占了 早班 7:30–11:30 的生产时间。换到他们不上班的钟点。" in wrong
    in_english = {"headers": {"Accept-Language": "en"}, "follow": True}
    said = client.post(at(made, f"{group}/move/"), {"entry": key, "to": "0:540"}, **in_english).content.decode()
    assert "Nothing was changed. Interview with 早班, Monday 9:00, takes production time of 早班, 7:30–11:30." in said
    assert (
        "那个时间放不下。从列出来的钟点里挑一个。"
        in client.post(at(made, f"{group}/move/"), {"entry": key, "to": "40:540"}, follow=True).content.decode()
    )
    assert client.post(at(made, f"{group}/move/"), {"entry": key, "to": "x"}).status_code == 400
    assert client.get(at(made, f"{group}/entry/?entry=gone")).status_code == 410


def test_an_interview_is_taken_out_and_another_added(made: Season) -> None:
    client, group = actors.organiser().client, made.groups[0]
    key = next(slot.key for slot in row_of(made).slots if "interview" in slot.key)
    assert "去掉了" in client.post(at(made, f"{group}/remove/"), {"entry": key}, follow=True).content.decode()
    sheet = client.get(at(made, f"{group}/add/")).content.decode()
    for to in re.findall(r'<option value="(\d+:\d+)"', sheet):
        said = client.post(at(made, f"{group}/add/"), {"team": "T1", "to": to}, follow=True).content.decode()
        if "加好了" in said:
            return
    pytest.fail("no hour was taken")


def test_what_is_said_of_the_week_makes_it_old(made: Season) -> None:
    client, group = actors.organiser().client, made.groups[0]
    terms = {"rooms": "培训室、食堂", "office_hours": "9:00-12:00", "travel": "30", "talks": "on", "for_all": "on"}
    page = client.post(at(made, f"{group}/terms/"), terms, follow=True).content.decode()
    assert "旧了，重排" in page
    assert "没填宣讲的场地" not in page
    assert GroupWeek.objects.get().terms == {
        "rooms": ["培训室", "食堂"], "office_hours": [["09:00", "12:00"]], "travel": 30
    }  # fmt: skip
    assert client.post(at(made, f"{group}/terms/"), {"office_hours": "早上"}).status_code == 422


def test_an_enterprise_answers_its_own_slots_and_sees_no_other(made: Season) -> None:
    other = registry.add_enterprise(facts=registry.EnterpriseFacts(name="别的厂"), by=BY, at=NOW)
    mine = actors.enterprise_account(enterprise_id=made.enterprises[0]).client
    theirs = actors.enterprise_account(enterprise_id=other).client
    address = f"/p/{made.programme_id}/slots/"
    assert "现在没有要您点头的" in mine.get(address).content.decode()
    organiser = actors.organiser().client
    organiser.post(at(made, f"{made.groups[0]}/ask/"))
    assert "全部同意" in mine.get(address).content.decode()
    assert "现在没有要您点头的" in theirs.get(address).content.decode()
    first, *rest = [slot.id for slot in row_of(made).slots]
    group = {"group": made.groups[0]}
    assert (
        "已经不在课表上"
        in theirs.post(f"{address}answer/", {**group, "slot": first, "answer": "yes"}, follow=True).content.decode()
    )
    said = mine.post(f"{address}answer/", {**group, "slot": rest[0], "answer": "other", "word": "周四"}, follow=True)
    assert "记下了" in said.content.decode()
    assert "企业说：周四" in organiser.get(at(made)).content.decode()
    assert (
        "写一句"
        in mine.post(f"{address}answer/", {**group, "slot": rest[1], "answer": "other"}, follow=True).content.decode()
    )
    mine.post(f"{address}answer/", {**group, "slot": "all", "answer": "yes"})
    mine.post(f"{address}answer/", {**group, "slot": rest[0], "answer": "yes"})
    assert "企业同意了" in organiser.get(at(made)).content.decode()
    assert "现在没有要您点头的" in organiser.get(address).content.decode()
    assert "点头" not in organiser.get(at(made)).content.decode().partition("</nav>")[0]
    with in_scope(clockwork()):
        assert set(WeekSlot.objects.values_list("state", flat=True)) == {"AGREED"}


def test_the_organiser_answers_on_behalf_with_who_said_so(made: Season) -> None:
    client, group = actors.organiser().client, made.groups[0]
    assert "听谁说的" in client.get(at(made, f"{group}/answering/?slot=all")).content.decode()
    assert (
        "写一下是企业哪位"
        in client.post(at(made, f"{group}/answer/"), {"slot": "all", "answer": "yes"}, follow=True).content.decode()
    )
    said = {"slot": "all", "answer": "yes", "said_by": "某主任"}
    assert "听 某主任 说的" in client.post(at(made, f"{group}/answer/"), said, follow=True).content.decode()


def test_a_leader_sees_his_week_and_changes_nothing(made: Season) -> None:
    client, group = actors.leader(group_id=made.groups[0]).client, made.groups[0]
    page = client.get(at(made)).content.decode()
    assert "跟早班" in page
    assert "重排这一组" not in page
    for part in ("run/", f"{group}/move/", f"{group}/answer/", f"{group}/ask/"):
        assert client.post(at(made, part)).status_code == 403, part
    other = actors.leader(group_id=elsewhere()).client
    assert other.get(at(made)).status_code == 404


def test_a_group_of_another_programme_is_not_there(made: Season) -> None:
    client, other = actors.organiser().client, elsewhere()
    for part in ("entry/", "add/", "terms/", "answering/"):
        assert client.get(at(made, f"{other}/{part}")).status_code == 404, part
    assert client.post(at(made, "run/"), {"group": other}).status_code == 404


def test_the_papers_hold_the_week(made: Season) -> None:
    client = actors.organiser().client
    book = load_workbook(BytesIO(client.get(at(made, "export/")).content))
    assert len(book.worksheets) == 1
    words = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert all(each in words for each in ("干部01", "上工", "碰头会", "午饭", "早班 装配"))
    pdf = pypdfium2.PdfDocument(client.get(at(made, "poster/"), {"group": made.groups[0]}).content)
    assert len(pdf) == 1
    text = pdf[0].get_textpage().get_text_bounded()
    assert "聊聊" in text
    assert "干部" not in text.replace("工会干部", "")


def test_an_agreed_week_stands_in_the_notice(made: Season) -> None:
    client = actors.organiser().client
    answer = week_slots.Answer(slot_ids=None, is_yes=True)
    with in_scope(clockwork()):
        week_slots.answer_slots(group_id=made.groups[0], answer=answer, by=BY, at=NOW)
    page = unescape(client.get(f"/p/{made.programme_id}/plan/send/{made.officials[0]}/").content.decode())
    assert "这一周" in page
    assert "上工" in page
    assert "7:30–11:30" in page
