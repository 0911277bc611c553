"""Weeks of groups: from what the enterprise says to a timetable, its changes, a yes to it, and the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from dundian.engines.planning.week.check import judge
from dundian.engines.planning.week.problem import INTERVIEW, LABOUR, TALK
from dundian.features.programme.models import CalendarEvent, GroupWeek, WeekSlot
from dundian.features.programme.queries import notices, weeks
from dundian.features.programme.queries.problem import plan_facts
from dundian.features.programme.scope import Scope, clockwork, in_scope
from dundian.features.programme.services import (
    OfficialFacts,
    change_group,
    change_official,
    publishing,
    remove_programme,
    seats,
    week_changes,
    week_slots,
)
from dundian.features.programme.services import weeks as steps
from dundian.features.programme.services.week_slots import Answer
from dundian.features.registry import services as registry
from tests.actors import NOW
from tests.features.programme.season import BY, Season, job_time, season, solved

pytestmark = pytest.mark.django_db
WHO = {"by": BY, "at": NOW}


@pytest.fixture(autouse=True)
def _opened() -> Iterator[None]:
    with in_scope(clockwork()):
        yield


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
    registry.change_enterprise(enterprise_id=found.enterprises[0], facts=facts, **WHO)
    solved(found)
    return found


def laid_out(of: Season, *, groups: tuple[int, ...] | None = None) -> int:
    run_id = steps.start_week_run(programme_id=of.programme_id, groups=groups, **WHO)
    steps.work_weeks_out(run_id=run_id, time=job_time(4), processes=1)
    return run_id


def row_of(of: Season) -> weeks.GroupWeekRow:
    return weeks.group_week(plan_facts(of.programme_id), of.groups[0])


def yes(of: Season, **answer: object) -> int:
    said = Answer(**{"slot_ids": None, "is_yes": True, **answer})
    return week_slots.answer_slots(group_id=of.groups[0], answer=said, **WHO)


def key_of(row: weeks.GroupWeekRow, kind: str) -> str:
    return next(slot.key for slot in row.slots if f"|{kind}|" in slot.key)


def test_a_week_is_laid_out_legally_and_asks_for_every_talk_and_interview(of: Season) -> None:
    assert row_of(of).status.state == "NONE"
    run = weeks.week_run(laid_out(of), programme_id=of.programme_id)
    assert (run.state, run.done, run.failed) == ("DONE", 1, {})
    row = row_of(of)
    assert row.week
    assert row.timetable
    assert judge(row.week, row.timetable).is_legal
    asked = [each for each in row.timetable.entries if each.kind in (TALK, INTERVIEW)]
    assert len(row.slots) == len(asked) > 0
    assert row.status.state == "WAITING"
    assert row.status.waiting == len(asked)


def test_what_nobody_said_is_named() -> None:
    found = season(groups_a_phase=1, phases=1)
    solved(found)
    kinds = {(each.kind, each.at) for each in row_of(found).draft.assumed}
    assert {("breaks", "host"), ("posts", "host"), ("rooms", "terms"), ("travel", "terms")} <= kinds
    assert row_of(found).draft.week.team("T1").posts


def test_a_group_without_people_or_host_is_blocked(of: Season) -> None:
    change_group(group_id=of.groups[0], facts={"enterprise_id": None}, **WHO)
    assert row_of(of).draft.blocked == "host"
    with pytest.raises(steps.NoWeekToPlan):
        steps.start_week_run(programme_id=of.programme_id, groups=None, **WHO)


def test_one_run_at_a_time_until_it_died(of: Season) -> None:
    steps.start_week_run(programme_id=of.programme_id, groups=None, **WHO)
    with pytest.raises(steps.WeekRunGoesOn):
        steps.start_week_run(programme_id=of.programme_id, groups=None, **WHO)
    late = NOW + timedelta(hours=1)
    assert steps.start_week_run(programme_id=of.programme_id, groups=None, by=BY, at=late)


def test_a_run_that_is_stopped_keeps_what_it_has(of: Season) -> None:
    run_id = steps.start_week_run(programme_id=of.programme_id, groups=None, **WHO)
    steps.stop_week_run(programme_id=of.programme_id, run_id=run_id)
    steps.work_weeks_out(run_id=run_id, time=job_time(4), processes=1)
    assert weeks.week_run(run_id, programme_id=of.programme_id).state == "STOPPED"
    assert row_of(of).timetable is None


def test_only_what_is_missing_or_old_is_laid_out_again(of: Season) -> None:
    laid_out(of)
    with pytest.raises(steps.NoWeekToPlan):
        laid_out(of)
    facts = registry.EnterpriseFacts(name="试验1厂", breaks=[{"team": None, "start": "12:00", "end": "13:00"}])
    registry.change_enterprise(enterprise_id=of.enterprises[0], facts=facts, **WHO)
    assert row_of(of).status.state == "OLD"
    laid_out(of)
    assert row_of(of).status.state == "WAITING"


def test_an_act_moves_where_it_may_and_comes_back(of: Season) -> None:
    laid_out(of)
    before = row_of(of)
    assert before.week
    assert before.timetable
    key = key_of(before, INTERVIEW)
    group = of.groups[0]
    with pytest.raises(week_changes.CannotGoThere, match="占了 早班 7:30–11:30 的生产时间") as refused:
        week_changes.move_entry(group_id=group, key=key, to=(0, 9 * 60), **WHO)
    assert refused.value.rule == "production_time"
    with pytest.raises(week_changes.CannotGoThere) as refused:
        week_changes.move_entry(group_id=group, key=key, to=(9, 9 * 60), **WHO)
    assert refused.value.rule == ""
    with pytest.raises(week_changes.EntryGone):
        week_changes.move_entry(group_id=group, key="nothing", to=(0, 1), **WHO)
    change = None
    for to in weeks.starts_of(before, key):
        try:
            change = week_changes.move_entry(group_id=group, key=key, to=to, **WHO)
            break
        except week_changes.CannotGoThere:
            continue
    assert change
    after = row_of(of)
    assert after.week
    assert after.timetable
    assert judge(after.week, after.timetable).is_legal
    assert [slot.key for slot in after.slots] != [slot.key for slot in before.slots]
    week_changes.undo_week_change(programme_id=of.programme_id, change_id=change, **WHO)
    assert row_of(of).timetable == before.timetable
    with pytest.raises(week_changes.WeekAlreadyUndone):
        week_changes.undo_week_change(programme_id=of.programme_id, change_id=change, **WHO)


def test_an_interview_goes_and_another_comes(of: Season) -> None:
    laid_out(of)
    row = row_of(of)
    week_changes.remove_entry(group_id=of.groups[0], key=key_of(row, INTERVIEW), **WHO)
    fewer = row_of(of)
    assert len(fewer.slots) == len(row.slots) - 1
    for entry in weeks.more_interviews(fewer, "T1"):
        try:
            week_changes.add_interview(group_id=of.groups[0], team="T1", to=(entry.day, entry.start), **WHO)
            break
        except week_changes.CannotGoThere:
            continue
    assert len(row_of(of).slots) == len(row.slots)
    labour = next(k for k, e in weeks.keyed_entries(row).items() if e.kind == LABOUR)
    with pytest.raises(week_changes.CannotGoThere):
        week_changes.remove_entry(group_id=of.groups[0], key=labour, **WHO)


def test_an_hour_at_which_nobody_can_ask_is_refused_with_why(of: Season) -> None:
    laid_out(of)
    with pytest.raises(week_changes.CannotGoThere, match="占了 早班"):
        week_changes.add_interview(group_id=of.groups[0], team="T1", to=(0, 9 * 60), **WHO)
    with pytest.raises(week_changes.CannotGoThere):
        week_changes.add_interview(group_id=of.groups[0], team="T1", to=(40, 9 * 60), **WHO)
    for who in of.officials:
        change_official(official_id=who, facts=OfficialFacts(roles=["publicist"]), **WHO)
    laid_out(of)
    with pytest.raises(week_changes.NobodyToAsk):
        week_changes.add_interview(group_id=of.groups[0], team="T1", to=(0, 18 * 60), **WHO)


def test_answers_stay_with_their_slots(of: Season) -> None:
    laid_out(of)
    row = row_of(of)
    first, *rest = [slot.id for slot in row.slots]
    yes(of, slot_ids=(first,))
    with pytest.raises(week_slots.WordMissing):
        yes(of, slot_ids=tuple(rest[:1]), is_yes=False)
    yes(of, slot_ids=tuple(rest[:1]), is_yes=False, word="换到周四晚上")
    with pytest.raises(week_slots.SlotNotFound):
        yes(of, slot_ids=(0,))
    laid_out(of, groups=(of.groups[0],))
    again = {slot.key: slot for slot in row_of(of).slots}
    assert again[row.slots[0].key].state == "AGREED"
    assert again[row.slots[1].key].word == "换到周四晚上"
    assert row_of(of).status.others == 1


def test_on_behalf_says_who_said_so(of: Season) -> None:
    laid_out(of)
    with pytest.raises(week_slots.WhoSaidSo):
        week_slots.answer_on_behalf(group_id=of.groups[0], answer=Answer(slot_ids=None, is_yes=True), **WHO)
    answer = Answer(slot_ids=None, is_yes=True, said_by="办公室某主任，电话里")
    assert week_slots.answer_on_behalf(group_id=of.groups[0], answer=answer, **WHO) == len(row_of(of).slots)
    assert {slot.said_by for slot in row_of(of).slots} == {"办公室某主任，电话里"}
    assert row_of(of).status.state == "AGREED"


def test_the_clock_asks_a_week_ahead_and_reminds_once(of: Season) -> None:
    laid_out(of)
    monday = row_of(of).group.start_on
    early, ahead, late = (monday - timedelta(days=n) for n in (8, 7, 2))
    moments = [NOW.replace(month=day.month, day=day.day) for day in (early, ahead, late)]
    asked = [week_slots.ask_ahead(today=at.date(), at=at) for at in (*moments, moments[2])]
    assert asked == [0, 1, 1, 0]
    yes(of)
    assert row_of(of).asked_at


def test_an_enterprise_sees_and_answers_only_its_own(of: Season) -> None:
    laid_out(of)
    week_slots.ask_enterprise(group_id=of.groups[0], **WHO)
    mine, other = of.enterprises[0], of.enterprises[0] + 1000
    for enterprise, count in ((mine, 1), (other, 0)):
        scope = Scope(by="account:9", tokens=frozenset({f"e:{enterprise}"}), programme_ids=None)
        with in_scope(scope):
            assert len(weeks.asked_weeks(scope, programme_id=of.programme_id)) == count
            assert bool(WeekSlot.objects.count()) is bool(count)
            slot_id = row_of(of).slots[0].id if count else 1
            if not count:
                with pytest.raises(week_slots.SlotNotFound), transaction.atomic():
                    yes(of, slot_ids=(slot_id,))


def test_an_agreed_week_reaches_notice_and_calendar_and_follows_its_changes(of: Season) -> None:
    laid_out(of)
    publishing.publish(programme_id=of.programme_id, **WHO)
    assert not CalendarEvent.objects.filter(kind="SLOT").exists()
    yes(of)
    publishing.publish(programme_id=of.programme_id, **WHO)
    first = {(e.official_id, e.slot): (e.uid, e.sequence) for e in CalendarEvent.objects.filter(kind="SLOT")}
    assert len({who for who, _ in first}) == 4
    who = next(iter(notices.notices_now(of.programme_id).values()))
    assert {"上工", "碰头会"} <= {line["what"] for line in who["week"]}
    row = row_of(of)
    week_changes.remove_entry(group_id=of.groups[0], key=key_of(row, INTERVIEW), **WHO)
    publishing.publish(programme_id=of.programme_id, **WHO)
    events = CalendarEvent.objects.filter(kind="SLOT")
    assert all(first[e.official_id, e.slot][0] == e.uid for e in events if (e.official_id, e.slot) in first)
    gone = events.get(is_cancelled=True)
    assert "interview" in gone.slot
    assert gone.sequence == 1


def test_another_host_makes_the_week_old_and_answers_wait(of: Season) -> None:
    laid_out(of)
    other = registry.add_enterprise(facts=registry.EnterpriseFacts(name="别的厂"), **WHO)
    change_group(group_id=of.groups[0], facts={"enterprise_id": other}, **WHO)
    assert row_of(of).status.state == "OLD"
    with pytest.raises(week_slots.WeekOld):
        yes(of)
    assert GroupWeek.objects.get().agreed == {}


def test_a_moved_official_makes_both_weeks_old(of: Season) -> None:
    laid_out(of)
    seat = seats.seat_in(of.groups[0])
    seats.hold(of.programme_id)
    out = seats.Rows(seats={of.officials[0]: None})
    seats.change(programme_id=of.programme_id, kind=seats.Kind.OUT, wanted=out, **WHO)
    assert row_of(of).status.state == "OLD"
    back = seats.Rows(seats={of.officials[0]: seat})
    seats.change(programme_id=of.programme_id, kind=seats.Kind.MOVE, wanted=back, **WHO)
    assert row_of(of).status.state == "WAITING"


def test_a_programme_goes_with_its_weeks(of: Season) -> None:
    laid_out(of)
    scope = Scope(by="account:1", tokens=frozenset({f"p:{of.programme_id}"}), programme_ids=None)
    with in_scope(scope):
        remove_programme(programme_id=of.programme_id, name_typed="春季蹲点（试）", **WHO)
    assert not GroupWeek.objects.exists()
    assert not WeekSlot.objects.exists()
