"""A class is proposed by the taxonomy's own words, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dundian.engines.text.proposing import Proposer, propose
from dundian.engines.text.taxonomy import Leaf, taxonomy

LEAVES = [leaf for each in taxonomy().classes for leaf in each.leaves]


@pytest.mark.parametrize("text", ["", "。。。", "今天天气不错", "ok", "hello 你好"])
def test_where_nothing_stands_out_nothing_is_proposed(text: str) -> None:
    assert propose(text) is None


@pytest.mark.parametrize(
    ("text", "code"), [("三月份的工资拖欠到现在还没发", "PAY.01"), ("厂里压工资，欠薪两个月了", "PAY.01")]
)
def test_plain_words_find_their_class(text: str, code: str) -> None:
    found = propose(text)
    assert found is not None
    assert found.code == code
    assert propose(text) == found


def _without(leaf: Leaf, example: str) -> Proposer:
    """A proposer that has not seen this example."""
    left = replace(leaf, examples=tuple(each for each in leaf.examples if each != example))
    return Proposer([left if each is leaf else each for each in LEAVES])


def test_on_examples_it_has_not_seen_it_is_mostly_right_and_says_nothing_to_a_third() -> None:
    cases = [(leaf, example) for leaf in LEAVES for example in leaf.examples]
    said = [(leaf.code, _without(leaf, example).propose(example)) for leaf, example in cases]
    proposed = [(code, found) for code, found in said if found]
    right = sum(code == found.code for code, found in proposed)
    assert len(proposed) >= 0.6 * len(cases)
    assert right >= 0.8 * len(proposed)
