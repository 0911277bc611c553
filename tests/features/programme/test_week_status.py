"""How the weeks of groups stand: every state that a card of the grouping page says, and at what price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dundian.features.programme.models import Placement, WeekRun
from dundian.features.programme.queries import weeks
from dundian.features.programme.queries.problem import plan_facts
from dundian.features.programme.queries.week_status import WeekStatus, statuses
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.programme.services import week_slots
from dundian.features.programme.services import weeks as steps
from dundian.features.programme.services.week_slots import Answer
from dundian.features.registry import services as registry
from tests.actors import NOW
from tests.features.programme.season import BY, SIZE, Season, job_time, season

pytestmark = pytest.mark.django_db
WHO = {"by": BY, "at": NOW}
BREAK = [{"team": None, "start": "11:30", "end": "12:30"}]


@pytest.fixture(autouse=True)
def _opened() -> Iterator[None]:
    with in_scope(clockwork()):
        yield


def peopled(groups_a_phase: int) -> Season:
    """Groups of four, with a break in their shift."""
    of = season(groups_a_phase=groups_a_phase, phases=1)
    for host in of.enterprises:
        registry.change_enterprise(enterprise_id=host, facts=registry.EnterpriseFacts(breaks=BREAK), **WHO)
    seats = zip(of.officials, (group for group in of.groups for _ in range(SIZE)), strict=True)
    Placement.objects.bulk_create(Placement(official_id=who, group_id=group, is_leader=False) for who, group in seats)
    return of


def laid_out(of: Season, *groups: int) -> None:
    run_id = steps.start_week_run(programme_id=of.programme_id, groups=groups or None, **WHO)
    steps.work_weeks_out(run_id=run_id, time=job_time(4), processes=1)


def stands(of: Season, number: int = 0, *, at: datetime = NOW) -> WeekStatus:
    return statuses(plan_facts(of.programme_id), at=at)[of.groups[number]]


def test_a_group_in_hand_a_group_that_failed_and_a_group_that_was_left_out() -> None:
    of = peopled(3)
    assert stands(of) == WeekStatus(state="NONE")
    run_id = steps.start_week_run(programme_id=of.programme_id, groups=of.groups[:2], **WHO)
    assert [stands(of, n).state for n in range(3)] == ["LAYING", "LAYING", "NONE"]
    assert stands(of, at=NOW + timedelta(hours=1)).state == "NONE"
    WeekRun.objects.filter(pk=run_id).update(state="DONE", failed={str(of.groups[0]): "时间到了"})
    assert [stands(of, n).state for n in range(3)] == ["FAILED", "NONE", "NONE"]
    assert stands(of).is_open


def test_what_failed_is_told_until_it_is_tried_again() -> None:
    of = peopled(2)
    failed = {str(of.groups[0]): "时间到了"}
    WeekRun.objects.create(
        programme_id=of.programme_id, by=BY, asked_at=NOW, state="DONE", groups=of.groups[:1], failed=failed
    )
    laid_out(of, of.groups[1])
    assert [stands(of, n).state for n in range(2)] == ["FAILED", "WAITING"]
    laid_out(of, of.groups[0])
    assert stands(of).state == "WAITING"


def test_the_enterprise_agrees_slot_by_slot() -> None:
    of = peopled(1)
    laid_out(of)
    slots = [slot.id for slot in weeks.group_week(plan_facts(of.programme_id), of.groups[0]).slots]
    before = stands(of)
    assert (before.state, before.waiting, before.agreed, before.is_asked) == ("WAITING", len(slots), 0, False)
    week_slots.ask_enterprise(group_id=of.groups[0], **WHO)
    yes = Answer(slot_ids=tuple(slots[:2]), is_yes=True)
    week_slots.answer_slots(group_id=of.groups[0], answer=yes, **WHO)
    after = stands(of)
    assert (after.waiting, after.agreed, after.slots, after.is_asked) == (len(slots) - 2, 2, len(slots), True)
    week_slots.answer_slots(group_id=of.groups[0], answer=Answer(slot_ids=None, is_yes=True), **WHO)
    assert stands(of).state == "AGREED"


def test_what_found_no_place_is_counted() -> None:
    of = peopled(1)
    laid_out(of)
    assert stands(of).given_up == 0
    steps.say_terms(group_ids=of.groups, terms={"visits": 9}, **WHO)
    laid_out(of)
    assert stands(of).given_up > 0


def test_many_groups_cost_no_more_queries_than_one() -> None:
    of, counts = peopled(6), []
    facts = plan_facts(of.programme_id)
    for only in (of.groups[:1], of.groups):
        with CaptureQueriesContext(connection) as asked:
            assert len(statuses(facts, at=NOW, only=only)) == len(only)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
