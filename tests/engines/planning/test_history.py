"""Hardship points and mates of past seasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dundian.engines.planning.history import NONE, YEARS, History, NotYetPast, PastPlacement, histories

DAY_ONE = date(2021, 5, 10)


def was(person: str, year: int, *, at: str = "甲厂", group: str = "1", hardness: int = 0) -> PastPlacement:
    return PastPlacement(
        person=person,
        season=f"{year}",
        began_on=date(year, 5, 4),
        enterprise=at,
        group=f"{year}-{group}",
        hardness=hardness,
    )


def test_the_last_three_years_count_the_hardness_of_each_posting() -> None:
    past = [
        was("a", 2020, at="甲厂", hardness=2),
        was("a", 2019, at="乙厂", hardness=1),
        was("a", 2018, at="丙厂", hardness=2),
        was("a", 2017, at="丁厂", hardness=2),
        was("b", 2019, at="乙厂", hardness=1),
    ]
    found = histories(past, day_one=DAY_ONE)
    assert (found["a"].hardship, found["a"].last_enterprise, found["a"].season_count) == (5, "甲厂", 4)
    assert [each.enterprise for each in found["a"].counted] == ["甲厂", "乙厂", "丙厂"]
    assert (found["b"].hardship, found["b"].last_enterprise, found["b"].season_count) == (1, "乙厂", 1)


def test_who_stayed_at_home_for_three_years_has_only_the_count_of_his_seasons() -> None:
    found = histories([was("a", 2017, hardness=2), was("a", 2016, hardness=2)], day_one=DAY_ONE)
    assert found["a"] == History(season_count=2)


@pytest.mark.parametrize("day_one", [date(2021, 1, 1), date(2021, 3, 1), date(2021, 12, 31)])
def test_a_season_that_begins_earlier_or_later_in_the_year_remembers_the_same_years(day_one: date) -> None:
    found = histories([was("a", 2018, hardness=2), was("a", 2017, hardness=1)], day_one=day_one)
    assert found["a"].hardship == 2


def test_a_spring_season_counts_in_autumn() -> None:
    assert histories([was("a", 2021, hardness=2)], day_one=date(2021, 10, 11))["a"].hardship == 2


def test_mates_of_last_time_share_a_key_and_nobody_else_does() -> None:
    past = [was("a", 2020), was("b", 2020), was("c", 2020, group="2"), was("d", 2019)]
    found = histories(past, day_one=DAY_ONE)
    assert found["a"].last_group == found["b"].last_group
    assert len({found[who].last_group for who in "acd"}) == 3


def test_of_two_postings_in_one_season_the_later_is_the_last_and_both_count() -> None:
    early = was("a", 2020, at="甲厂", hardness=1)
    late = replace(early, began_on=early.began_on + timedelta(weeks=1), enterprise="乙厂", group="2020-2", hardness=2)
    found = histories([late, early], day_one=DAY_ONE)["a"]
    assert (found.hardship, found.last_enterprise, found.last_group, found.season_count) == (3, "乙厂", "2020-2", 1)


def test_what_is_not_past_is_refused() -> None:
    with pytest.raises(NotYetPast):
        histories([replace(was("a", 2021), began_on=DAY_ONE)], day_one=DAY_ONE)


def test_nobody_without_a_past_has_points() -> None:
    assert histories([], day_one=DAY_ONE) == {}
    assert (NONE.hardship, NONE.last_enterprise, NONE.last_group, NONE.season_count) == (0, None, None, 0)


PLACES = st.builds(
    was,
    st.sampled_from("abc"),
    st.integers(2014, 2021),
    at=st.sampled_from(["甲厂", "乙厂"]),
    group=st.sampled_from("12"),
    hardness=st.integers(0, 2),
)
PASTS = st.lists(PLACES, max_size=12, unique_by=lambda each: (each.person, each.season))


@given(PASTS, st.randoms(use_true_random=False))
def test_the_order_in_which_the_past_is_told_does_not_matter(past: list[PastPlacement], chance: Random) -> None:
    told = list(past)
    chance.shuffle(told)
    assert histories(told, day_one=DAY_ONE) == histories(past, day_one=DAY_ONE)


@given(PASTS, st.integers(2014, 2021), st.integers(2014, 2021), st.integers(0, 2))
def test_an_older_posting_never_weighs_more_than_a_newer_one(
    past: list[PastPlacement], one: int, other: int, hardness: int
) -> None:
    rest = [each for each in past if each.person != "a"]
    recent = histories([*rest, was("a", max(one, other), hardness=hardness)], day_one=DAY_ONE)["a"]
    long_ago = histories([*rest, was("a", min(one, other), hardness=hardness)], day_one=DAY_ONE)["a"]
    assert long_ago.hardship <= recent.hardship <= hardness


@given(PASTS)
def test_points_are_what_can_be_counted_on_the_fingers(past: list[PastPlacement]) -> None:
    for person, found in histories(past, day_one=DAY_ONE).items():
        theirs = [each for each in past if each.person == person and each.began_on.year >= 2021 - YEARS]
        assert found.hardship == sum(each.hardness for each in theirs)
        assert (found.last_enterprise is None) == (not theirs)


@given(PASTS)
def test_nobodys_past_touches_anybody_elses(past: list[PastPlacement]) -> None:
    together = histories(past, day_one=DAY_ONE)
    assert together.keys() == {each.person for each in past}
    for person, found in together.items():
        alone = [each for each in past if each.person == person]
        assert histories(alone, day_one=DAY_ONE) == {person: found}


@given(PASTS, st.integers(0, 2))
def test_a_new_posting_adds_exactly_its_hardness(past: list[PastPlacement], hardness: int) -> None:
    before = [each for each in past if each.season != "2021"]
    then = histories(before, day_one=DAY_ONE).get("a", NONE)
    now = histories([*before, was("a", 2021, hardness=hardness)], day_one=DAY_ONE)["a"]
    assert (now.hardship, now.season_count) == (then.hardship + hardness, then.season_count + 1)
