"""The grouping page and its moves: for every actor, by menu, by remedy, by undo and by lock."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dundian.features.programme.models import Official
from dundian.features.programme.queries import plans, runs
from dundian.features.programme.services import change_official, seats
from tests import actors
from tests.actors import NOW
from tests.doors.desk.plan.pages import at, move, where
from tests.features.programme.season import BY, Season, season, solved

pytestmark = pytest.mark.django_db


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


def test_a_lock_can_hold_the_phase_or_the_mates_only() -> None:
    of = season()
    solved(of)
    client = actors.organiser().client
    who = of.officials[0]
    assert "锁在这一期" in client.get(at(of, f"who/{who}/")).content.decode()
    said = client.post(at(of, f"who/{who}/lock/"), {"on": "1", "what": "PHASE"}, follow=True).content.decode()
    assert "只在这一期里换" in said
    assert client.post(at(of, f"who/{who}/lock/"), {"on": "1", "what": "WEEK"}).status_code == 404
