"""Every page of people and places for every actor, and what their forms do."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from dundian.features.programme import queries as programme
from dundian.features.registry import queries as registry
from dundian.features.registry import services
from tests import actors
from tests.doors.desk.stage import BY, official, stage

pytestmark = pytest.mark.django_db

PAGES = (
    *("officials/", "officials/new/", "officials/{official}/", "enterprises/", "enterprises/new/"),
    *("enterprises/{enterprise}/", "unions/", "unions/new/", "unions/{union}/", "units/", "phases/", "facts/"),
    *("remove/", "imports/", "imports/roster/", "imports/enterprises/", "imports/townships/"),
)


def address(page: str, s: Any) -> str:
    page = page.format(official=s.official_ids[0], enterprise=s.enterprise_id, union=s.union_id)
    return f"/p/{s.programme_id}/{page}"


@pytest.mark.parametrize("page", PAGES)
def test_the_organiser_sees_it(page: str) -> None:
    s = stage()
    answer = actors.organiser().client.get(address(page, s))
    assert answer.status_code == 200
    assert "13800138000" not in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_sees_it_unless_it_is_the_roster_of_his_own_group(page: str) -> None:
    s = stage()
    others = [
        actors.leader(group_id=s.group_id),
        actors.handler(union_id=s.union_id),
        actors.enterprise_account(enterprise_id=s.enterprise_id),
        actors.newcomer(),
    ]
    for other in others:
        answer = other.client.get(address(page, s))
        if page == "officials/" and other is others[0]:
            assert answer.status_code == 200
            assert "测试甲" not in answer.content.decode()
        else:
            assert answer.status_code in {403, 404}, other.name


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_sign_in(page: str) -> None:
    answer = actors.stranger().get(address(page, stage()))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/")


def test_an_organiser_of_another_programme_finds_nothing_here() -> None:
    s, other = stage(), official
    elsewhere = programme_of_his_own()
    client = actors.organiser(programme_id=elsewhere).client
    assert other is official
    assert client.get(address("officials/", s)).status_code == 404


def programme_of_his_own() -> int:
    from dundian.features.programme import services as programme_services

    return programme_services.start_programme(name="别的季", at=actors.NOW, by=BY)


def test_the_list_keeps_what_the_address_asks_for_and_exports_just_that() -> None:
    s = stage()
    client = actors.organiser().client
    page = client.get(address("officials/", s), {"sex": "女"}).content.decode()
    assert "测试乙" in page
    assert "测试甲" not in page
    answer = client.get(address("officials/", s), {"sex": "女", "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["测试乙"]


def test_what_begins_like_a_formula_is_exported_as_text_and_numbers_are_masked() -> None:
    s = stage()
    official(s.programme_id, "=HYPERLINK(1)", "男")
    answer = actors.organiser().client.get(address("officials/", s), {"export": "xlsx"})
    cells = [cell for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=HYPERLINK(1)"] == ["s"]
    assert "138****8000" in {cell.value for cell in cells}
    assert "13800138000" not in {cell.value for cell in cells}


def test_one_thing_is_filled_in_for_many_and_taken_back() -> None:
    s = stage()
    client = actors.organiser().client
    fill = f"/p/{s.programme_id}/officials/fill/"
    answer = client.post(fill, {"what": "night-yes", "only_blank": "on", "all": "1"}, follow=True)
    assert "补上了 2 人" in answer.content.decode()
    assert [o.night_ok for o in programme.officials(s.programme_id)] == [True, True]
    client.post(f"/p/{s.programme_id}/officials/unfill/")
    assert [o.night_ok for o in programme.officials(s.programme_id)] == [None, None]


def test_what_somebody_has_written_is_not_overwritten_unless_it_is_meant() -> None:
    s = stage()
    client, first = actors.organiser().client, str(s.official_ids[0])
    fill = f"/p/{s.programme_id}/officials/fill/"
    client.post(fill, {"what": "heavy-no", "ids": [first]})
    client.post(fill, {"what": "heavy-yes", "only_blank": "on", "all": "1"})
    assert [o.heavy_ok for o in programme.officials(s.programme_id)] == [False, True]
    client.post(fill, {"what": "heavy-yes", "all": "1"})
    assert [o.heavy_ok for o in programme.officials(s.programme_id)] == [True, True]


@pytest.mark.parametrize("post", [{}, {"what": "nonsense", "all": "1"}, {"what": "topic", "all": "1"}])
def test_a_filling_that_says_nothing_changes_nothing(post: dict[str, str]) -> None:
    s = stage()
    answer = actors.organiser().client.post(f"/p/{s.programme_id}/officials/fill/", post, follow=True)
    assert answer.status_code == 200
    assert {o.topic for o in programme.officials(s.programme_id)} == {None}


NEW = {
    "name": "测试丙",
    "sex": "男",
    "birth": "1985-07",
    "unit": "报社",
    "phone": "13900139000",
    "phases": ["1"],
    "can_lead": "yes",
    "roles": ["publicist"],
    "dialects": "澄川话、云岫话",
}


def test_an_official_is_written_changed_and_taken_off_the_list_by_hand() -> None:
    s = stage()
    client = actors.organiser().client
    client.post(address("officials/new/", s), NEW)
    row = programme.officials(s.programme_id)[-1]
    assert (row.person.name, row.person.phone_mask, row.phases) == ("测试丙", "139****9000", [1])
    assert (row.can_lead, row.dialects, row.age_band) == (True, ["澄川话", "云岫话"], 0)
    client.post(f"/p/{s.programme_id}/officials/{row.id}/", {**NEW, "phone": "", "post": "主编", "can_lead": ""})
    row = programme.official(row.id, programme_id=s.programme_id)
    assert (row.person.post, row.person.phone_mask, row.can_lead) == ("主编", "139****9000", None)
    client.post(f"/p/{s.programme_id}/officials/{row.id}/remove/")
    assert len(programme.officials(s.programme_id)) == 2
    assert registry.people_named("测试丙")


def test_an_entry_with_a_fault_comes_back_with_the_fault_beside_it() -> None:
    s = stage()
    answer = actors.organiser().client.post(address("officials/new/", s), {**NEW, "birth": "1985.7", "name": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "写成 1985-07 或 1985-07-12" in page
    assert len(programme.officials(s.programme_id)) == 2


HOST = {
    "name": "测试包装",
    "township": "甲街道",
    "beds_male": "6",
    "ownership": "PRIVATE",
    **{f"{table}-{key}": value for table in ("shifts", "posts", "breaks") for key, value in
       {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0"}.items()},
    "shifts-0-name": "夜班",
    "shifts-0-start": "20:00",
    "shifts-0-end": "08:00",
    "posts-0-name": "锻压",
    "posts-0-count": "3",
    "posts-0-heavy": "on",
    "breaks-0-team": "一班",
    "breaks-0-start": "12:00",
    "breaks-0-end": "12:40",
}  # fmt: skip


def test_an_enterprise_is_written_with_its_shifts_posts_and_breaks() -> None:
    s = stage()
    client = actors.organiser().client
    assert client.post(address("enterprises/new/", s), HOST).status_code == 302
    firm = next(e for e in registry.enterprises() if e.name == "测试包装")
    assert firm.shifts == [{"name": "夜班", "start": "20:00", "end": "08:00"}]
    assert firm.posts == [{"name": "锻压", "count": 3, "heavy": True}]
    assert firm.breaks == [{"team": "一班", "start": "12:00", "end": "12:40"}]
    assert (firm.union_name, firm.has_heavy, firm.has_night) == ("甲街道总工会", True, False)
    shown = client.get(f"/p/{s.programme_id}/enterprises/{firm.id}/").content.decode()
    assert "20:00" in shown


def test_half_a_shift_is_asked_for_in_full_and_a_second_firm_of_the_name_is_refused() -> None:
    s = stage()
    client = actors.organiser().client
    assert client.post(address("enterprises/new/", s), {**HOST, "shifts-0-end": ""}).status_code == 422
    answer = client.post(address("enterprises/new/", s), {**HOST, "name": "测试渔具"})
    assert "已经有了" in answer.content.decode()
    assert len(registry.enterprises()) == 1


def test_an_enterprise_that_hosts_a_group_is_not_removed_and_the_page_says_why() -> None:
    s = stage()
    client = actors.organiser().client
    answer = client.post(f"/p/{s.programme_id}/enterprises/{s.enterprise_id}/remove/", follow=True)
    assert "小组" in answer.content.decode()
    assert len(registry.enterprises()) == 1


def test_the_default_unions_are_planted_once_and_only_where_there_is_none() -> None:
    s = stage()
    client = actors.organiser().client
    client.post(address("unions/plant/", s))
    assert len(registry.unions()) == 1
    enterprise = registry.enterprise(s.enterprise_id)
    services.change_enterprise(enterprise_id=enterprise.id, facts={"union_id": None}, by=BY, at=actors.NOW)


def test_a_union_cannot_stand_above_itself() -> None:
    s = stage()
    client = actors.organiser().client
    county = services.add_union(facts={"name": "甲区总工会", "level": "COUNTY"}, by=BY, at=actors.NOW)
    ok = {"name": "甲街道总工会", "level": "TOWNSHIP", "parent_id": str(county)}
    assert client.post(address("unions/{union}/", s), ok).status_code == 302
    answer = client.post(f"/p/{s.programme_id}/unions/{county}/", {"name": "甲区总工会", "level": "TOWNSHIP"})
    assert answer.status_code == 422
    assert "上级要比它高" in answer.content.decode()


def test_a_unit_is_named_sorted_and_removed_when_nobody_comes_from_it() -> None:
    s = stage()
    client = actors.organiser().client
    client.post(address("units/", s), {"name": "报社", "kind": "AFFILIATE"})
    empty = next(u for u in registry.units() if u.name == "报社")
    used = next(u for u in registry.units() if u.name == "办公室")
    client.post(f"/p/{s.programme_id}/units/{used.id}/", {"name": "综合办", "kind": "HEADQUARTERS"})
    client.post(f"/p/{s.programme_id}/units/{used.id}/", {"name": "综合办", "remove": "1"})
    client.post(f"/p/{s.programme_id}/units/{empty.id}/", {"name": "报社", "remove": "1"})
    assert [(u.name, u.kind) for u in registry.units()] == [("综合办", "HEADQUARTERS")]


def test_a_list_costs_the_same_number_of_questions_however_long_it_is(django_assert_max_num_queries: Any) -> None:
    s = stage()
    client: Client = actors.organiser().client
    for n in range(20):
        official(s.programme_id, f"测试{n}")
    for page in ("officials/", "enterprises/", "unions/", "units/"):
        with django_assert_max_num_queries(30):
            client.get(address(page, s))


# --------------------------------------------------------------------------- taking one change back


def test_a_changed_official_is_put_back_with_his_number() -> None:
    s = stage()
    client, here = actors.organiser().client, stage_address(s)
    first = s.official_ids[0]
    client.post(f"{here}officials/{first}/", {**NEW, "phone": "13900139000"})
    assert programme.official(first, programme_id=s.programme_id).person.phone_mask == "139****9000"
    client.post(f"{here}take-back/")
    row = programme.official(first, programme_id=s.programme_id)
    assert (row.person.name, row.person.phone_mask, row.can_lead) == ("测试甲", "138****8000", None)


def stage_address(s: Any) -> str:
    return f"/p/{s.programme_id}/"


def test_somebody_taken_off_the_list_comes_back_under_his_old_id() -> None:
    s = stage()
    client, here = actors.organiser().client, stage_address(s)
    first = s.official_ids[0]
    page = client.post(f"{here}officials/{first}/remove/", follow=True).content.decode()
    assert "take-back" in page
    client.post(f"{here}take-back/")
    assert [o.id for o in programme.officials(s.programme_id)] == list(s.official_ids)


def test_what_was_added_goes_again() -> None:
    s = stage()
    client, here = actors.organiser().client, stage_address(s)
    for path, post in (("officials/new/", NEW), ("enterprises/new/", HOST)):
        client.post(here + path, post)
        client.post(f"{here}take-back/")
    assert len(programme.officials(s.programme_id)) == 2
    assert len(registry.enterprises()) == 1


def test_what_somebody_else_changed_since_is_not_overwritten() -> None:
    s = stage()
    client, here = actors.organiser().client, stage_address(s)
    client.post(f"{here}unions/{s.union_id}/", {"name": "甲街道工会", "level": "TOWNSHIP"})
    services.change_union(union_id=s.union_id, facts={"chair": "庚主席"}, by=BY, at=actors.NOW)
    page = client.post(f"{here}take-back/", follow=True).content.decode()
    assert "后来又改过" in page
    assert registry.union(s.union_id).name == "甲街道工会"


def test_a_step_is_taken_back_once() -> None:
    s = stage()
    client, here = actors.organiser().client, stage_address(s)
    client.post(f"{here}phases/{s.phase_id}/", {"more": "1"})
    client.post(f"{here}take-back/")
    assert len(programme.groups(s.programme_id)) == 1
    assert "没有可撤销的" in client.post(f"{here}take-back/", follow=True).content.decode()
