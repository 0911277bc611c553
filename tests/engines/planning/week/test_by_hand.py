"""Changes by hand: what is offered is outside production time, what follows is put right, and the judge agrees."""

from __future__ import annotations

import pytest

from dundian.engines.planning.week.by_hand import MOVABLE, added, moved, possible_interviews, possible_starts, removed
from dundian.engines.planning.week.check import judge
from dundian.engines.planning.week.plan import plan_week
from dundian.engines.planning.week.problem import INTERVIEW, LABOUR, MEAL, TALK, VISIT
from dundian.engines.planning.week.windows import interview_starts, overlaps, talk_starts, turns
from tests.engines.planning.week.made_up import week_of

# What the list of starts leaves to the judge.
JUDGED = {"rest", "daily", "meals"}
WEEK = week_of(5)
PLAN = plan_week(WEEK, seconds=4, seed=1).timetable


@pytest.mark.parametrize("kind", MOVABLE)
def test_what_is_offered_breaks_nothing_but_rest_and_daily_hours(kind: str) -> None:
    tried = 0
    for entry in [each for each in PLAN.entries if each.kind == kind][:2]:
        for day, start in possible_starts(WEEK, PLAN, entry)[::40]:
            verdict = judge(WEEK, moved(WEEK, PLAN, entry, day=day, start=start))
            assert {fault.rule for fault in verdict.faults} <= JUDGED, verdict.faults
            tried += 1
    assert tried or not any(each.kind == kind for each in PLAN.entries)


def test_no_start_that_is_offered_lies_in_production_time() -> None:
    for entry in PLAN.entries:
        if entry.kind in (TALK, INTERVIEW):
            team = WEEK.team(entry.team or "")
            busy = [span for turn in turns(WEEK, team) for span in turn.production]
            length = entry.end - entry.start
            for day, start in possible_starts(WEEK, PLAN, entry):
                at = WEEK.starts[day] + start
                assert not overlaps((at, at + length), busy)
                assert at in (talk_starts if entry.kind == TALK else interview_starts)(WEEK, team)


def test_one_more_interview_and_away_again() -> None:
    team = WEEK.teams[0].id
    more = possible_interviews(WEEK, PLAN, team)
    assert len({(each.day, each.start) for each in more}) == len(more) > 0
    there = added(WEEK, PLAN, more[0])
    assert sum(each.kind == INTERVIEW for each in there.entries) == 1 + sum(
        each.kind == INTERVIEW for each in PLAN.entries
    )
    again = removed(WEEK, there, more[0])
    acts = [each for each in again.entries if each.kind != MEAL]
    assert acts == [each for each in PLAN.entries if each.kind != MEAL]


def test_who_gives_up_a_visit_works_that_half_again() -> None:
    visit = next(each for each in PLAN.entries if each.kind == VISIT)
    after = removed(WEEK, PLAN, visit)
    verdict = judge(WEEK, after)
    assert {fault.rule for fault in verdict.faults} <= JUDGED
    work = {who: sum(e.end - e.start for e in after.of(who) if e.kind == LABOUR) for who in visit.officials}
    before = {who: sum(e.end - e.start for e in PLAN.of(who) if e.kind == LABOUR) for who in visit.officials}
    assert all(work[who] >= before[who] for who in work)
