"""The reference evaluator, held to a second one written from the words of the file format alone."""

from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dundian.engines.planning.evaluate import groups_of, score, wishes_unmet
from dundian.engines.planning.problem import AGE_BANDS, Assignment, Lock, Problem, Target, Weights
from dundian.engines.planning.rules import RULES
from dundian.engines.planning.rules.coverage import rooms_hold

from .naive import naive_score
from .rosters import problem, random_assignment, random_problem, with_official, with_posting

ALL_IN_G0 = {"u0": "G0", "u1": "G0", "u2": "G0", "u3": "G0"}
TWO_AND_TWO = {"u0": "G0", "u1": "G0", "u2": "G1", "u3": "G1"}


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 10**6))
def test_two_evaluators_agree_on_any_plan(seed: int) -> None:
    of = random_problem(seed)
    assignment = random_assignment(of, seed + 7)
    hard, soft = naive_score(of, assignment)
    found = score(of, assignment)
    assert found.hard == hard
    assert {rule: cost for rule, cost in found.soft.items() if cost} == soft
    assert found.cost == sum(found.soft.values())
    assert Counter(each.rule for each in found.faults) == Counter(found.hard)


def test_an_easy_plan_is_legal_and_free() -> None:
    found = score(problem(), TWO_AND_TWO)
    assert found.is_legal
    assert (found.cost, found.faults) == (0, ())
    assert set(found.soft) == {each.id for each in RULES.values() if not each.is_hard}


HARD_CASES: list[tuple[str, Problem, Assignment, str]] = [
    ("placed", problem(), {**TWO_AND_TWO, "u3": None}, "u3 没有分到组"),
    ("phase", with_posting(problem(), "G0", phase="P2"), TWO_AND_TWO, "u0 不能参加 P2"),
    ("barred", with_official(problem(), "u0", barred_enterprises=frozenset({"E0"})), TWO_AND_TWO, "回避 E0"),
    ("lock", with_official(problem(), "u0", lock=Lock(posting="G1")), TWO_AND_TWO, "锁定在 G1"),
    ("lock", with_official(problem(), "u0", lock=Lock(phase="P2")), TWO_AND_TWO, "锁定在 P2"),
    ("size", with_posting(problem(), "G0", largest=1), TWO_AND_TWO, "G0 要 0–1 人，排了 2 人"),
    ("beds", with_posting(problem(), "G0", beds_women=0), TWO_AND_TWO, "女床位 0 张，排了 1 人，少 1 张"),
    ("rooms", with_posting(problem(), "G0", rooms=(2,)), TWO_AND_TWO, "住不开女 1 人、男 1 人"),
    ("apart", with_official(problem(), "u0", apart=("u1",)), TWO_AND_TWO, "不能同组"),
    ("together", with_official(problem(), "u0", together=("u2",)), TWO_AND_TWO, "要同组"),
    ("lock_with", with_official(problem(), "u0", lock=Lock(mates=("u2",))), TWO_AND_TWO, "锁定在同一组"),
    ("open", problem(open_count=1), TWO_AND_TWO, "要用 1 个"),
    ("dialect", with_posting(problem(), "G0", dialect="d9"), TWO_AND_TWO, "会说 d9"),
]


@pytest.mark.parametrize(("rule", "of", "assignment", "words"), HARD_CASES)
def test_each_broken_rule_is_counted_and_named(rule: str, of: Problem, assignment: Assignment, words: str) -> None:
    found = score(of, assignment)
    assert rule in found.hard
    assert any(words in each.message for each in found.faults if each.rule == rule)
    assert score(replace(of, off=frozenset({rule})), assignment).hard.get(rule) is None


def test_night_and_heavy_posts_only_for_the_fit() -> None:
    of = with_posting(problem(), "G0", is_night=True, is_heavy=True)
    of = with_official(of, "u0", night_ok=False, heavy_ok=False)
    assert score(of, TWO_AND_TWO).hard == {"night": 1, "heavy": 1}


def test_an_empty_posting_lacks_everything_unless_postings_are_chosen() -> None:
    assert score(problem(), ALL_IN_G0).hard == {"leader": 1, "roles": 3}
    assert score(problem(open_count=1), ALL_IN_G0).is_legal


def test_a_reserve_may_stay_at_home() -> None:
    assert score(with_official(problem(), "u3", reserve=True), {**TWO_AND_TWO, "u3": None}).is_legal


def test_pairs_cost_n_times_n_minus_one_by_two() -> None:
    of = problem()
    of = replace(of, officials=tuple(replace(each, home_unit="same") for each in of.officials))
    assert score(replace(of, off=frozenset({"leader", "roles"})), ALL_IN_G0).soft["same_unit"] == 6 * 10


def test_weights_and_the_cap_of_travel_are_data() -> None:
    of = with_official(with_posting(problem(), "G0", location=(0.0, 0.0)), "u0", home=(3.0, 4.0))
    assert score(of, TWO_AND_TWO).soft["travel"] == 10
    assert score(replace(of, weights=Weights(travel_scale=1, travel_cap=9)), TWO_AND_TWO).soft["travel"] == 5


def test_wishes_that_are_not_met_are_said_in_words() -> None:
    of = with_posting(problem(), "G0", target=Target(women=2, ages=((2, 2), (0, 0), (0, 9), (0, 9))))
    of = replace(of, labels={"G0": "第 1 组"})
    messages = [each.message for each in wishes_unmet(of, TWO_AND_TWO)]
    assert messages == [
        "第 1 组想要女干部 2 人，排了 1 人。",
        f"第 1 组里“{AGE_BANDS[0]}”想要 2–2 人，排了 0 人。",
        f"第 1 组里“{AGE_BANDS[1]}”想要 0–0 人，排了 2 人。",
    ]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 5), max_size=6), st.integers(0, 9), st.integers(0, 9))
def test_rooms_of_one_sex_hold_what_some_deal_of_them_holds(rooms: list[int], women: int, men: int) -> None:
    deals: list[Any] = [sum(dealt) for n in range(len(rooms) + 1) for dealt in combinations(rooms, n)]
    expected = any(women <= beds and men <= sum(rooms) - beds for beds in deals)
    assert rooms_hold(tuple(rooms), women, men) == expected


def test_groups_keep_the_order_of_the_roster_and_empty_ones() -> None:
    groups = groups_of(problem(), {"u3": "G0", "u0": "G0"})
    assert [each.id for each in groups["G0"]] == ["u0", "u3"]
    assert groups["G1"] == []
