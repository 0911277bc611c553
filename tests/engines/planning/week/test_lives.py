"""What a shift leaves of a day, by hand, and bit masks against minutes counted one by one."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dundian.engines.planning.week.lives import Life, in_a_row
from dundian.engines.planning.week.model import patterns
from dundian.engines.planning.week.problem import DAY, Week
from dundian.engines.planning.week.windows import mask_of, overlaps
from tests.engines.planning.week.made_up import EARLY, NIGHT, week_of

SPANS = st.builds(lambda start, length: (start, start + length), st.integers(-DAY, 5 * DAY), st.integers(1, 700))


@given(SPANS, st.lists(SPANS, max_size=4))
def test_masks_overlap_where_minutes_do(one: tuple[int, int], others: list[tuple[int, int]]) -> None:
    assert bool(mask_of((one,)) & mask_of(tuple(others))) == overlaps(one, others)


@given(st.lists(SPANS, max_size=7))
def test_nothing_fits_in_a_row_that_overlaps(spans: list[tuple[int, int]]) -> None:
    def longest(left: list[tuple[int, int]]) -> int:
        if not left:
            return 0
        first, *rest = left
        return max(longest(rest), 1 + longest([each for each in rest if not overlaps(each, (first,))]))

    assert in_a_row(spans) == longest(spans)


def life(week: Week, shift: str) -> Life:
    """How the pattern of this shift is lived."""
    return Life(week, next(each for each in patterns(week) if each.teams[0].shift == shift))


def three_shifts() -> Week:
    """A week of an early, a late and a night shift, five days."""
    week = next(each for each in map(week_of, range(60)) if len(each.shifts) == 3)
    return replace(week, days=week.days[:5], teams=tuple(replace(each, days_off=frozenset()) for each in week.teams))


def test_the_early_shift_has_the_afternoon_and_must_sleep_by_seven() -> None:
    lived = life(three_shifts(), EARLY.id)
    meetings = lived.meetings(1)
    assert meetings[0] == (DAY + 870, DAY + 900)  # 14:30: off at 14:00, and lunch first
    assert meetings[-1] == (DAY + 1110, DAY + 1140)  # 18:30: in bed by 19:00, eleven hours before 6:00
    away = (DAY + 1000, DAY + 1060)
    assert lived.meetings(1, away) == [each for each in meetings if not overlaps(each, (away,))]


def test_a_review_at_noon_costs_the_night_shift_its_morning() -> None:
    lived = life(three_shifts(), NIGHT.id)
    mornings = tuple((DAY + start, DAY + start + 60) for start in (420, 480, 540))
    room = lived.room(1, mornings)
    assert room.free == 3  # awake after the shift until 10:00, asleep from then to 21:00
    beside = dict(room.by_review)
    assert beside[DAY + 1020] == 0  # 17:00: who meets then has to be in bed at 6:00
    assert room.most == max(beside.values())
