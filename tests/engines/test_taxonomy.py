"""The classes of demands as they travel in the package."""

import pytest

from dundian.engines.casework import first_level
from dundian.engines.text.taxonomy import OTHER, UnknownLeaf, leaf, taxonomy


def test_the_taxonomy_has_its_classes_and_every_code_once() -> None:
    codes = [each.code for each in taxonomy().leaves()]
    assert len(taxonomy().classes) == 14
    assert len(codes) == len(set(codes)) == 82
    assert codes[-1] == OTHER


def test_a_leaf_carries_who_answers_and_when() -> None:
    arrears = leaf("PAY.01")
    assert (arrears.zh, arrears.en) == ("拖欠工资", "wage arrears")
    assert (arrears.first_level, arrears.escalate_to, arrears.lead_dept) == ("TWN", "CTY", "LDJC")
    assert arrears.default_reply_workdays == 5
    assert arrears.red_flags == ("RF_ARREARS_GROUP",)
    assert "欠薪" in arrears.keywords
    assert arrears.tier == "core"


def test_every_leaf_speaks_words_the_file_explains() -> None:
    page = taxonomy()
    for each in page.leaves():
        assert first_level(each.first_level)
        assert each.first_level is None or each.first_level in page.levels
        assert each.lead_dept is None or each.lead_dept in page.departments
        assert set(each.red_flags) <= set(page.red_flags)


def test_other_is_left_to_a_person() -> None:
    other = leaf(OTHER)
    assert other.zh == "其他/待人工"
    assert other.default_reply_workdays is None


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownLeaf):
        leaf("PAY.99")
