"""What an organiser reads of an official's earlier seasons, and where each number came from."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from dundian.doors.desk.said import said
from dundian.features.programme import services as programme
from dundian.features.programme.models import Official, Placement
from dundian.features.programme.queries.officials import official as official_row
from tests import actors
from tests.actors import NOW
from tests.features.programme.test_history import BY, House

pytestmark = pytest.mark.django_db


def official_of(of: House, person_id: int) -> int:
    return Official.objects.get(programme_id=of.now, person_id=person_id).pk


def read(client, address: str) -> str:  # type: ignore[no-untyped-def]
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def test_the_form_says_where_somebody_went_and_how_his_points_add_up() -> None:
    of = House()
    page = read(actors.organiser().client, f"/p/{of.now}/officials/{official_of(of, of.a)}/")
    assert "2020 年试验：二厂（2020 年一期 1 组，辛苦 1 点）" in page
    assert "2019 年试验：一厂（2019 年一期 1 组，辛苦 2 点）" in page
    assert "合计 3 点：今年和前 3 年去的点，苦几点记几点，加起来。" in page
    said = "辛苦 3 点（记着的），上回企业：二厂（记着的），上回小组：2020 年一期 1 组（记着的），蹲过 2 季（记着的）"
    assert said in page
    assert "空着就按记着的：3" in page


def test_what_was_written_is_told_from_what_is_remembered_and_an_empty_field_gives_it_back() -> None:
    of = House()
    client, pk = actors.organiser().client, official_of(of, of.a)
    programme.change_official(official_id=pk, facts={"hardship": 0, "last_enterprise": "老厂"}, by=BY, at=NOW)
    page = read(client, f"/p/{of.now}/officials/{pk}/")
    assert "辛苦 0 点（名单上填的），上回企业：老厂（名单上填的），上回小组：2020 年一期 1 组（记着的）" in page
    assert "合计 3 点" in page
    form = {"name": "测试甲", "sex": "女", "hardship": "", "last_enterprise": ""}
    assert client.post(f"/p/{of.now}/officials/{pk}/", form).status_code == 302
    assert official_row(pk, programme_id=of.now).hardship_points == 3
    client.post(f"/p/{of.now}/officials/{pk}/", {**form, "hardship": "0"})
    assert official_row(pk, programme_id=of.now).hardship_points == 0


def test_the_list_marks_what_is_remembered() -> None:
    of = House()
    programme.change_official(official_id=official_of(of, of.b), facts={"last_enterprise": "老厂"}, by=BY, at=NOW)
    page = read(actors.organiser().client, f"/p/{of.now}/officials/")
    assert "二厂（记着的） 辛苦 3 点" in page
    assert "老厂 辛苦 2 点" in page


def test_a_leader_and_an_organiser_of_this_season_alone_read_nothing_of_other_seasons() -> None:
    of = House()
    house = actors.organiser().client
    narrow = actors.signed_in("narrow", "只管今年")
    programme.grant(account_id=narrow.account_id, role="ORGANISER", programme_id=of.now)
    pk = official_of(of, of.a)
    for address in (f"/p/{of.now}/officials/", f"/p/{of.now}/officials/{pk}/", f"/p/{of.now}/plan/"):
        page = read(narrow.client, address)
        assert not any(word in page for word in ("2020 年试验", "2019 年试验", "2020 年一期", "三厂"))
    # Whoever may open them is told why they are left out, and what to do.
    page = read(house, f"/p/{of.now}/officials/{pk}/")
    assert "2020 年试验没算进来：只管今年也管这次活动，看不了那一季。" in page
    assert "辛苦" not in read(house, f"/p/{of.now}/officials/")
    group = Placement.objects.get(official_id=pk).group_id
    assert "记着的" not in read(actors.leader(group_id=group).client, f"/p/{of.now}/officials/")


def test_why_not_there_names_hard_work_the_same_enterprise_and_the_mates_of_last_time() -> None:
    of = House()
    third = programme.add_group(
        phase_id=Placement.objects.filter(official__programme_id=of.now)[0].group.phase_id,
        facts=programme.GroupFacts(enterprise_id=of.three, hardness=0, size_min=1, size_max=9),
        by=BY,
        at=NOW,
    )
    pk = official_of(of, of.b)
    Placement.objects.filter(official_id=official_of(of, of.a)).update(group_id=third)
    client = actors.organiser().client
    page = read(client, f"/p/{of.now}/plan/who/{pk}/")
    assert "往年已有 2 点辛苦，这里又苦（2 点）" in page
    assert "上回就在这家" in page
    assert "上回就在一组" not in page
    same = dict.fromkeys((pk, official_of(of, of.a)), "上季第1组")
    for who, words in same.items():
        programme.change_official(official_id=who, facts={"last_group": words}, by=BY, at=NOW)
    assert "上回就在这家；和测试甲上回就在一组" in read(client, f"/p/{of.now}/plan/who/{pk}/")


def test_an_enterprise_says_whom_it_took_in_before_and_how_many_of_them_would_come_again() -> None:
    of = House()
    Official.objects.get(programme_id=of.now, person_id=of.b).delete()
    client = actors.organiser().client
    assert "2019 年试验：2019 年一期 1 组，2 人，辛苦 2 点；这次名单里有 1 位来过" in read(
        client, f"/p/{of.now}/enterprises/{of.one}/"
    )
    page = read(client, f"/p/{of.now}/enterprises/{of.three}/")
    assert "2020 年试验：2020 年一期 2 组，1 人，辛苦 0 点" in page
    assert "来过" not in page
    assert "以前接待过" not in read(client, f"/p/{of.y2019}/enterprises/{of.one}/")
    narrow = actors.signed_in("narrow", "只管今年")
    programme.grant(account_id=narrow.account_id, role="ORGANISER", programme_id=of.now)
    assert "以前接待过" not in read(narrow.client, f"/p/{of.now}/enterprises/{of.one}/")


def test_a_group_of_another_year_is_said_in_the_readers_language_whole() -> None:
    with translation.override("en"):
        assert said("2020 年一期 3 组") == "Phase 1 2020, group 3"
        assert said("第 2 组有 2 人上回就在一组（2020 年一期 3 组）。") == (
            "Group 2 has 2 people who shared a group last time (Phase 1 2020, group 3)."
        )


def test_before_there_are_phases_nothing_went_before() -> None:
    of = House()
    bare = programme.start_programme(name="还没有期的试验", at=NOW, by=BY)
    who = programme.add_official(programme_id=bare, person_id=of.a, facts={}, by=BY, at=NOW)
    client = actors.organiser().client
    for address in (f"/p/{bare}/enterprises/{of.one}/", f"/p/{bare}/officials/{who}/", f"/p/{bare}/officials/"):
        assert "2020 年试验" not in read(client, address)
