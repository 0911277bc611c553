"""When something may begin: hand-made factories, and a minute-by-minute look at random ones."""

import random
from datetime import date

import pytest

from dundian.engines.planning.week.problem import DAY, Shift, Team, Township, Week, Wishes
from dundian.engines.planning.week.windows import (
    interview_starts,
    review_starts,
    talk_starts,
    turns,
    visit_starts,
    without,
)
from tests.engines.planning.week.made_up import EARLY, LATE, MONDAY, NIGHT, week_of

SATURDAY = date(2021, 5, 15)


def factory(*shifts: Shift, days: tuple[date, ...] = (MONDAY,), **team: object) -> Week:
    teams = tuple(Team(each.id, each.id, **team) for each in shifts)  # type: ignore[arg-type]
    return Week(days, shifts, teams, (), Wishes(), township=Township("镇总工会", ((510, 720),), 20))


def clocks(starts: tuple[int, ...]) -> list[str]:
    return [f"{each // 60:02d}:{each % 60:02d}" for each in starts]


def test_talks_lie_before_between_and_after_an_odd_shift_to_the_minute() -> None:
    week = factory(Shift("白班", 465, 1005, ((705, 750),)))  # 7:45–16:45, break 11:45–12:30
    assert clocks(talk_starts(week, week.teams[0])) == [
        "06:45", "07:00", "07:15", "11:45", "12:00", "16:45", "17:00", "17:30", "17:45",
    ]  # fmt: skip


def test_a_night_shift_of_the_eve_is_production_on_the_first_morning() -> None:
    week = factory(NIGHT)
    assert clocks(talk_starts(week, week.teams[0])) == ["06:00", "06:30", "07:00", "21:00", "21:30"]
    assert not [each for each in interview_starts(week, week.teams[0]) if each < 6 * 60]


def test_who_worked_the_night_is_not_asked_while_asleep() -> None:
    week = factory(NIGHT)
    assert clocks(interview_starts(week, week.teams[0]))[:2] == ["15:30", "16:00"]


def test_a_day_off_is_open_all_day() -> None:
    week = factory(EARLY, days=(SATURDAY,), days_off=frozenset({SATURDAY}))
    assert clocks(interview_starts(week, week.teams[0]))[:2] == ["07:00", "07:30"]
    assert talk_starts(week, week.teams[0]) == ()
    assert clocks(review_starts(week, 0))[0] == "09:00"


def test_a_rota_moves_the_production_time() -> None:
    week = factory(EARLY, LATE, days=(MONDAY,))
    moved = Team("T", EARLY.id, rota={MONDAY: LATE.id})
    assert [each.shift.id for each in turns(week, moved)] == [EARLY.id, LATE.id]


@pytest.mark.parametrize(("day", "expected"), [(MONDAY, ["08:10", "08:40", "09:10", "09:40", "10:10"]), (SATURDAY, [])])
def test_officials_set_out_so_that_the_office_is_open(day: date, expected: list[str]) -> None:
    assert clocks(visit_starts(factory(EARLY, days=(day,)), 0)) == expected


def test_halves_part_at_the_longest_break() -> None:
    week = factory(Shift("白班", 480, 1050, ((600, 610), (720, 780))))
    morning, afternoon = turns(week, week.teams[0])[-1].halves
    assert (morning, afternoon) == (((480, 600), (610, 720)), ((780, 1050),))


def test_what_is_left_of_a_span() -> None:
    assert without((0, 10), [(0, 2), (4, 6), (9, 12)]) == ((2, 4), (6, 9))
    assert without((0, 10), [(0, 12)]) == ()


def test_no_begin_of_a_talk_or_an_interview_lies_in_production_time() -> None:
    dice = random.Random(1)  # noqa: S311
    for seed in range(30):
        week = week_of(seed)
        for team in week.teams:
            talks = [(each, week.lengths.talk) for each in talk_starts(week, team)]
            asks = [(each, week.lengths.interview) for each in interview_starts(week, team)]
            for start, length in dice.sample(talks + asks, 40):
                moment = start + dice.randrange(length)
                assert not is_at_work(week, team, moment)


def is_at_work(week: Week, team: Team, moment: int) -> bool:
    """Say it anew: on which day, which shift, in a break or not."""
    for offset in (0, 1):  # a shift of today, or one that began yesterday
        number = moment // DAY - offset
        day = date.fromordinal(week.days[0].toordinal() + number)
        shift = team.shift_on(day)
        if shift is None:
            continue
        found, clock = week.shift(shift), moment - number * DAY
        if found.start <= clock < found.end and not any(a <= clock < b for a, b in found.breaks):
            return True
    return False
