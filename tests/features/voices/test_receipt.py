"""The receipt code, counted the same on the phone and here."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dundian.features.voices.receipt import NotACode, check_digit, digits_of, in_groups, is_code, lookup_of

VECTORS = Path(__file__).parents[3] / "web/phone/src/seal/vectors.json"
DIGITS = st.text("0123456789", min_size=19, max_size=19)


def test_the_phone_and_the_server_count_the_same() -> None:
    if not VECTORS.exists():
        pytest.skip("the phone's vectors are not there")
    examples = json.loads(VECTORS.read_text(encoding="utf-8"))["examples"]
    assert examples
    for example in examples:
        assert lookup_of(example["code"]).hex() == example["lookup"]


def test_the_check_digit_is_that_of_the_published_example() -> None:
    # H. M. Damm: 572 takes the digit 4.
    assert check_digit("572") == "4"


@given(DIGITS, st.integers(0, 19), st.integers(1, 9))
def test_one_wrong_digit_is_found(digits: str, place: int, by: int) -> None:
    code = digits + check_digit(digits)
    wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    assert is_code(code)
    assert not is_code(wrong)


@given(DIGITS, st.integers(0, 18))
def test_two_neighbours_swapped_are_found(digits: str, place: int) -> None:
    code = digits + check_digit(digits)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_code(swapped) == (swapped == code)


@pytest.mark.parametrize("typed", ["3827 0941", "３８２７—０９４１", "回执码：3827-0941。", "3827\u00a00941\n"])
def test_digits_are_found_in_whatever_was_typed(typed: str) -> None:
    assert digits_of(typed) == "38270941"


@pytest.mark.parametrize("code", ["", "1" * 19, "0" * 21, "x" * 20, "٠" * 20])
def test_what_is_no_code_is_never_stretched(code: str) -> None:
    with pytest.raises(NotACode):
        lookup_of(code)


def test_a_code_is_read_in_five_groups() -> None:
    assert in_groups("38270941665027180000") == "3827 0941 6650 2718 0000"
