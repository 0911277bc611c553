"""Layouts that are easily mistaken: forms, bare heads, pages, posts and their numbers, lists under other heads."""

import pytest

from .books import column_of, places, read, xls, xlsx


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        (
            "roster",
            [
                ["干部登记表"],
                ["姓名", "测试甲", "性别", "男"],
                ["出生年月", "1985.07", "民族", "汉"],
                ["单位", "办公室", "职务", "主任"],
            ],
        ),
        (
            "enterprises",
            [
                ["企业名称", "测试甲公司", "县区", "甲区"],
                ["职工人数", 1200, "联系人", "测试乙"],
                ["床位", "男4女2", "联系电话", "13800138000"],
            ],
        ),
    ],
)
def test_a_form_for_one_is_no_list(kind, rows):
    reading = read(xlsx(rows), kind)
    assert (reading.status, reading.rows) == ("refused", ())
    assert "登记表" in reading.message


def test_a_bare_number_beside_the_posts_counts_them():
    rows = [["企业名称", "岗位", "人数"], ["测试甲公司", "包装", 3], [None, "质检", 2], ["测试乙公司", "装配", 4]]
    reading = read(xlsx(rows, merge=["A2:A3"]), "enterprises")
    assert reading.status == "ok"
    assert column_of(reading, "workers") == [None, None]
    assert column_of(reading, "posts") == [
        [{"name": "包装", "count": 3}, {"name": "质检", "count": 2}],
        [{"name": "装配", "count": 4}],
    ]


def test_a_bare_number_beside_the_name_is_the_size_of_the_firm():
    reading = read(xlsx([["企业名称", "人数", "岗位"], ["测试甲公司", 300, "包装"]]), "enterprises")
    assert column_of(reading, "workers") == [300]


def test_recommended_firms_are_firms():
    rows = [["县（市、区）", "推荐企业", "所属镇街", "接收人数"], ["甲市", "测试甲有限公司", "乙街道", 6]]
    reading = read(xls(rows), "enterprises", filename="名单.xls")
    assert column_of(reading, "name") == ["测试甲有限公司"]
    assert column_of(reading, "township") == ["乙街道"]


def test_a_directory_of_unions_may_call_them_units():
    rows = [["所属县", "单位", "姓名", "电话"], ["甲县", "乙街道总工会", "测试甲", "13800138000"]]
    reading = read(xlsx(rows), "townships")
    assert column_of(reading, "union") == ["乙街道总工会"]
    assert column_of(reading, "chair") == ["测试甲"]


def test_page_numbers_and_counts_of_men_and_women_are_no_people():
    rows = [["姓名", "性别"], ["测试甲", "男"], ["— 第1页 —"], ["测试乙", "女"], ["男1人，女1人"], ["第 2 页 共 2 页"]]
    reading = read(xlsx(rows))
    assert column_of(reading, "name") == ["测试甲", "测试乙"]
    assert reading.status == "ok"


def test_the_same_name_in_the_same_unit_with_another_phone_is_one_person():
    head = ["姓名", "性别", "单位", "职务", "手机"]
    first = ["测试甲", "男", "办公室", "主任", "13800138000"]
    again = ["测试甲", "男", "办公室", None, "13900139000"]
    namesake = ["测试甲", "男", "办公室", "科员", "13700137000"]
    reading = read(xlsx([head, first, again, namesake]))
    assert [row.row for row in reading.rows] == [2, 4]
    assert places(reading) == [(3, "姓名")]
    assert "第 2 行和第 3 行" in reading.errors[0].message


def test_the_mobile_is_preferred_to_the_office_telephone_beside_it():
    rows = [
        ["姓名", "性别", "联系方式", None],
        [None, None, "手机", "办公电话"],
        ["测试甲", "男", "13800138000", "87051234"],
    ]
    reading = read(xlsx(rows, merge=["A1:A2", "B1:B2", "C1:D1"]))
    assert column_of(reading, "phone") == ["13800138000"]
    assert reading.ignored_columns == ("办公电话",)
