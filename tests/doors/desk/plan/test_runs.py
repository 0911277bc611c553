"""Plans that are worked out: asked for, watched, weighed, compared and taken again."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from procrastinate import testing
from procrastinate.contrib.django import app

from dundian.doors.clock.plans import work_out
from dundian.features.programme.models import PlanRun
from dundian.features.programme.queries import plans
from dundian.features.programme.services import change_group, change_official
from tests import actors
from tests.actors import NOW
from tests.doors.desk.plan.pages import at, move, where
from tests.features.programme.season import BY, season, solved

pytestmark = pytest.mark.django_db


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
    assert re.search(r"用 \d+/\d+ \d+:\d\d 那一版", page)
    assert "两版把每个人都放在同一组" in client.get(at(of, f"compare/?run={first}&run={first}")).content.decode()
    assert "还没选要比的" in client.get(at(of, "compare/")).content.decode()
    assert client.get(at(of, "compare/?run=999999")).status_code == 404


def test_a_programme_with_nothing_says_what_is_missing_with_links() -> None:
    of = season(phases=0)
    page = actors.organiser().client.get(at(of)).content.decode()
    assert "还排不了，差这几样" in page
    assert f"/p/{of.programme_id}/officials/" in page
    assert f"/p/{of.programme_id}/phases/" in page


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


def test_a_group_without_an_enterprise_is_named_and_left_out() -> None:
    of = season()
    change_group(group_id=of.groups[0], facts={"enterprise_id": None}, by=BY, at=NOW)
    page = actors.organiser().client.get(at(of)).content.decode()
    assert "这些组还没定企业，先不排人" in page
    assert date(2021, 5, 10) == plans.plan(of.programme_id).facts.phases[0].start_on
