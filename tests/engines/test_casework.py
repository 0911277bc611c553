"""Casework: steps, levels and days. The dates were counted by hand on the published calendars."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines import casework
from dundian.engines.casework import Level, Pace, State, Step, StepNotAllowed, after, due_on, steps_from

DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
COUNTS = st.integers(0, 40)


def test_a_voice_walks_to_the_workers_word() -> None:
    state = None
    for step in (Step.OPEN, Step.VERIFY, Step.ASSIGN, Step.ANSWER, Step.CONFIRM):
        state = after(state, step)
    assert state is State.CONFIRMED
    assert after(state, Step.REOPEN) is State.IN_HAND


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (None, Step.VERIFY),
        (State.HEARD, Step.OPEN),
        (State.HEARD, Step.ANSWER),
        (State.IN_HAND, Step.CONFIRM),
        (State.NOT_SOLVABLE_NOW, Step.CONFIRM),
    ],
)
def test_a_step_that_does_not_follow_is_refused_in_words(state: State | None, step: Step) -> None:
    with pytest.raises(StepNotAllowed, match=step.zh):
        after(state, step)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(Step), max_size=30))
def test_no_sequence_of_steps_leaves_the_states(steps: list[Step]) -> None:
    state = None
    for step in steps:
        if step in steps_from(state):
            state = after(state, step)
        assert state is None or (state in State and steps_from(state))


def test_every_closed_case_can_be_taken_up_again() -> None:
    for state in (each for each in State if each.is_closed):
        assert not after(state, Step.REOPEN).is_closed


def test_only_the_worker_makes_a_case_confirmed() -> None:
    leading = {step for state in (None, *State) for step in steps_from(state) if after(state, step) is State.CONFIRMED}
    assert leading == {Step.CONFIRM}


def test_a_state_a_step_and_a_level_have_their_words() -> None:
    assert State.ANSWERED.zh == "待职工确认"
    assert Step.ESCALATE.zh == "上报"
    assert [(level.zh, level.workdays) for level in Level] == [
        ("现场", 2),
        ("企业", 10),
        ("镇街", 10),
        ("县", 15),
        ("市", 20),
        ("省", 30),
    ]
    assert Step.SET_ASIDE.needs_reason
    assert not Step.CONFIRM.needs_reason


def test_levels_stand_on_each_other() -> None:
    assert Level.ENTERPRISE.above is Level.TOWNSHIP
    assert Level.PROVINCE.above is None


def test_the_first_level_follows_the_leaf_unless_a_red_flag_is_up() -> None:
    assert casework.first_level("EU") is casework.first_level("ENT") is Level.ENTERPRISE
    assert casework.first_level("EU", has_red_flag=True) is Level.COUNTY
    assert casework.first_level("PRV", has_red_flag=True) is Level.PROVINCE
    assert casework.first_level(None) is Level.ONSITE


@pytest.mark.parametrize(
    ("since", "workdays", "expected"),
    [
        # 2021: 劳动节 1 to 5 May off, 25 April (Sunday) and 8 May (Saturday) worked
        (date(2021, 4, 30), 1, date(2021, 5, 6)),
        (date(2021, 4, 30), 3, date(2021, 5, 8)),
        (date(2021, 4, 30), 4, date(2021, 5, 10)),
        (date(2021, 4, 23), 1, date(2021, 4, 25)),
        # 2021: 国庆 1 to 7 October off, 26 September (Sunday) and 9 October (Saturday) worked
        (date(2021, 9, 30), 1, date(2021, 10, 8)),
        (date(2021, 9, 30), 2, date(2021, 10, 9)),
        (date(2021, 9, 30), 3, date(2021, 10, 11)),
        (date(2021, 5, 14), 10, date(2021, 5, 28)),
        # no days: the same day, or the next one on which people work
        (date(2021, 5, 7), 0, date(2021, 5, 7)),
        (date(2021, 5, 9), 0, date(2021, 5, 10)),
    ],
)
def test_working_days_follow_the_published_calendar(since: date, workdays: int, expected: date) -> None:
    assert due_on(since=since, workdays=workdays) == casework.DueDay(expected, is_estimated=False)


def test_years_beyond_the_data_are_counted_monday_to_friday_and_said_to_be_estimated() -> None:
    # 29 September 2045 is a Friday; without data 2 October is an ordinary Monday
    assert due_on(since=date(2045, 9, 29), workdays=1) == casework.DueDay(date(2045, 10, 2), is_estimated=True)


def test_local_days_off_and_local_working_days_go_before_the_calendar() -> None:
    monday, saturday = date(2021, 5, 17), date(2021, 5, 15)
    friday = date(2021, 5, 14)
    assert due_on(since=friday, workdays=1, days_off=frozenset({monday})).day == date(2021, 5, 18)
    assert due_on(since=friday, workdays=1, extra_workdays=frozenset({saturday})).day == saturday


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="工作日数"):
        due_on(since=date(2021, 5, 7), workdays=-1)


@settings(deadline=None, max_examples=60)
@given(DAYS, COUNTS)
def test_a_due_day_is_a_working_day(since: date, workdays: int) -> None:
    due = due_on(since=since, workdays=workdays)
    assert casework.is_workday(due.day)
    assert due.day >= since


@settings(deadline=None, max_examples=60)
@given(DAYS, COUNTS)
def test_more_days_and_a_later_start_are_never_due_earlier(since: date, workdays: int) -> None:
    due = due_on(since=since, workdays=workdays).day
    assert due < due_on(since=since, workdays=workdays + 1).day or workdays == 0
    assert due <= due_on(since=since + timedelta(days=1), workdays=workdays).day


def test_the_first_level_has_the_days_of_the_leaf_and_the_next_its_own() -> None:
    since = date(2021, 5, 14)
    first = casework.due_after_assign(since=since, level=Level.ENTERPRISE, leaf_workdays=5, passed_up=False)
    assert (first.due.day, first.remind_on) == (date(2021, 5, 21), date(2021, 5, 20))
    passed = casework.due_after_assign(since=since, level=Level.TOWNSHIP, leaf_workdays=5, passed_up=True)
    assert (passed.due.day, passed.remind_on) == (date(2021, 5, 28), date(2021, 5, 26))
    unclassed = casework.due_after_assign(since=since, level=Level.ONSITE, leaf_workdays=None, passed_up=False)
    assert unclassed.due.day == date(2021, 5, 18)


def test_the_pace_turns_at_four_fifths_and_after_the_due_day() -> None:
    deadline = casework.due_after_assign(
        since=date(2021, 5, 14), level=Level.ENTERPRISE, leaf_workdays=5, passed_up=False
    )
    seen = [casework.pace(today=date(2021, 5, day), deadline=deadline) for day in (19, 20, 21, 22)]
    assert seen == [Pace.IN_TIME, Pace.REMIND, Pace.REMIND, Pace.OVERDUE]
