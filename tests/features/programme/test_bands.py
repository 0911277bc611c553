"""Bands of age and seniority."""

from datetime import date

import pytest

from dundian.features.programme.bands import age_band, age_on, seniority_band

DAY_ONE = date(2021, 5, 10)


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        ("1985-05-11", 0),
        ("1985-05-10", 1),
        ("1985-05", 1),
        ("1985-06", 0),
        ("1975-05-10", 2),
        ("1975-05-11", 1),
        ("1965-05-10", 3),
        ("1965-05-11", 2),
        (None, None),
    ],
)
def test_a_band_changes_on_the_birthday_itself(birth: str | None, band: int | None) -> None:
    assert age_band(birth, day_one=DAY_ONE) == band


def test_somebody_born_on_the_29th_of_february_has_his_birthday_on_the_first_of_march() -> None:
    assert age_on("1984-02-29", date(2021, 2, 28)) == 36
    assert age_on("1984-02-29", date(2021, 3, 1)) == 37


@pytest.mark.parametrize(("seasons", "band"), [(None, 0), (0, 0), (1, 1), (2, 2), (7, 2)])
def test_two_seasons_and_more_are_one_band(seasons: int | None, band: int) -> None:
    assert seniority_band(seasons) == band
