"""The overview, new programmes, their facts, phases and groups, and their end."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from dundian.features.programme import queries as programme
from dundian.features.programme import services
from dundian.features.registry import queries as registry
from tests import actors
from tests.doors.desk.stage import BY, stage

pytestmark = pytest.mark.django_db


def test_without_a_programme_the_desk_says_how_to_begin() -> None:
    page = actors.organiser().client.get("/").content.decode()
    assert "还没有活动" in page
    assert "用示例看看" in page


def test_somebody_without_a_grant_is_told_whom_to_ask() -> None:
    answer = actors.newcomer().client.get("/")
    assert answer.status_code == 403
    assert "活动办" in answer.content.decode()


def test_the_sample_is_loaded_from_the_desk_and_says_that_it_is_invented() -> None:
    client = actors.organiser().client
    page = client.post("/programmes/sample/", follow=True).content.decode()
    assert "示例活动，人名、企业都是编的" in page
    assert "108" in page


def test_a_new_programme_starts_empty_and_shows_the_three_beginnings() -> None:
    client = actors.organiser().client
    answer = client.post("/programmes/new/", {"name": "春季蹲点"}, follow=True)
    page = answer.content.decode()
    assert "这个活动还是空的" in page
    assert client.post("/programmes/new/", {"name": " "}).status_code == 422


@pytest.mark.parametrize("who", ["leader", "handler", "enterprise_account"])
def test_others_see_the_overview_as_far_as_they_reach_and_start_no_programme(who: str) -> None:
    s = stage()
    where = {"leader": {"group_id": s.group_id}, "handler": {"union_id": s.union_id}}
    actor = getattr(actors, who)(**where.get(who, {"enterprise_id": s.enterprise_id}))
    answer = actor.client.get(f"/p/{s.programme_id}/")
    assert answer.status_code in {200, 404}
    if answer.status_code == 200:
        assert "活动情况</a>" not in answer.content.decode()
    assert actor.client.post("/programmes/new/", {"name": "x"}).status_code == 403
    assert actor.client.post("/programmes/sample/").status_code == 403
    assert actor.client.post(f"/p/{s.programme_id}/facts/", {"name": "x"}).status_code in {403, 404}


def test_every_number_of_the_overview_leads_to_its_rows() -> None:
    s = stage()
    client = actors.organiser().client
    answer = client.get(f"/p/{s.programme_id}/")
    figures = answer.context["figures"]
    assert len(figures) == 5
    for figure in figures:
        assert client.get(figure.address).status_code == 200


def test_what_is_missing_is_said_with_the_way_to_mend_it() -> None:
    s = stage()
    client = actors.organiser().client
    gaps = client.get(f"/p/{s.programme_id}/").context["gaps"]
    words = {gap["words"] for gap in gaps}
    assert {"2 人没写能不能当组长", "能当组长的少 1 人，一共要 1 位"} <= words
    assert gaps[0]["is_red"]
    for gap in gaps:
        assert client.get(gap["address"]).status_code == 200


def test_facts_are_written_and_a_task_keeps_its_category() -> None:
    s = stage()
    tasks = [{"text": "宣讲政策", "category": "publicity"}]
    services.change_programme(programme_id=s.programme_id, facts={"tasks": tasks}, by=BY, at=actors.NOW)
    client = actors.organiser().client
    post = {"name": "试验季", "host": "某总工会", "start_on": "2021-05-10", "end_on": "2021-05-28"}
    client.post(f"/p/{s.programme_id}/facts/", {**post, "tasks": "宣讲政策\n听心声", "mandates": "某通知"})
    row = programme.programme(s.programme_id)
    assert (row.host, row.mandates) == ("某总工会", ["某通知"])
    assert row.tasks == [*tasks, {"text": "听心声", "category": ""}]
    wrong = client.post(f"/p/{s.programme_id}/facts/", {**post, "end_on": "2021-05-01"})
    assert wrong.status_code == 422
    assert "写反了" in wrong.content.decode()


def test_phases_and_groups_are_laid_out_at_once_then_changed_and_removed() -> None:
    here = services.start_programme(name="新季", at=actors.NOW, by=BY)
    client = actors.organiser().client
    layout = {"first_on": "2021-05-12", "phase_count": 3, "group_count": 4, "size_min": 8, "size_max": 10}
    client.post(f"/p/{here}/phases/lay-out/", layout)
    groups, phases = programme.groups(here), programme.phases(here)
    assert [str(p.start_on) for p in phases] == ["2021-05-10", "2021-05-17", "2021-05-24"]
    assert [(g.phase_number, g.number) for g in groups] == [(p, n) for p in (1, 2, 3) for n in (1, 2, 3, 4)]
    lines = {
        f"g{g.id}-{k}": v for g in groups[:4] for k, v in {"number": g.number, "size_min": 7, "size_max": 9}.items()
    }
    client.post(f"/p/{here}/phases/{phases[0].id}/groups/", lines)
    assert {g.size_min for g in programme.groups(here)[:4]} == {7}
    client.post(f"/p/{here}/groups/{groups[0].id}/remove/")
    client.post(f"/p/{here}/phases/{phases[2].id}/", {"remove": "1"})
    assert len(programme.groups(here)) == 11
    assert len(programme.phases(here)) == 3


def test_two_groups_of_one_phase_cannot_have_one_number_and_nothing_is_half_written() -> None:
    s = stage()
    client = actors.organiser().client
    client.post(f"/p/{s.programme_id}/phases/{s.phase_id}/", {"more": "1"})
    first, second = programme.groups(s.programme_id)
    lines = {f"g{g.id}-{k}": v for g in (first, second) for k, v in {"number": 1, "size_min": 2, "size_max": 3}.items()}
    answer = client.post(f"/p/{s.programme_id}/phases/{s.phase_id}/groups/", lines)
    assert answer.status_code == 422
    assert [(g.number, g.size_min) for g in programme.groups(s.programme_id)] == [(1, 1), (2, 8)]


def test_the_phase_of_another_programme_is_not_touched_from_here() -> None:
    s = stage()
    other = services.start_programme(name="别的季", at=actors.NOW, by=BY)
    client = actors.organiser().client
    assert client.post(f"/p/{other}/phases/{s.phase_id}/", {"remove": "1"}).status_code == 404
    assert client.post(f"/p/{other}/groups/{s.group_id}/remove/").status_code == 404


def test_a_programme_is_deleted_only_when_its_name_is_copied() -> None:
    s = stage()
    client = actors.organiser().client
    wrong = client.post(f"/p/{s.programme_id}/remove/", {"name": "试验"})
    assert wrong.status_code == 422
    assert "对不上" in wrong.content.decode()
    client.post(f"/p/{s.programme_id}/remove/", {"name": "试验季"})
    assert client.get(f"/p/{s.programme_id}/").status_code == 404
    # The people and the enterprise of a real programme stay in the registry.
    assert len(registry.people_named("测试")) == 2
    assert len(registry.enterprises()) == 1


def test_the_list_of_programmes_is_exported_with_real_days() -> None:
    s = stage()
    facts = services.ProgrammeFacts(start_on=date(2021, 5, 10), end_on=date(2021, 5, 28))
    services.change_programme(programme_id=s.programme_id, facts=facts, by=BY, at=actors.NOW)
    answer = actors.organiser().client.get("/programmes/", {"export": "xlsx"})
    (row,) = load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2, values_only=True)
    assert (row[0], row[3].date(), row[5]) == ("试验季", date(2021, 5, 10), 2)


def test_a_phase_is_called_the_same_on_every_page() -> None:
    s = stage()
    client = actors.organiser().client
    for page in ("", "officials/", "plan/"):
        text = client.get(f"/p/{s.programme_id}/{page}", follow=True).content.decode()
        assert "一期" in text, page
        assert "1 期</h" not in text
        assert "能去 1 期" not in text
