"""From the lists that an office sends to the notice and the calendar of each official."""

from __future__ import annotations

import io
import re
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from .conftest import Running, Visit
from .visitors import axe, begin, come_in, plan_by_one_button

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# All invented. A title above the head, columns under other names, and what offices do to cells.
ROSTER = [
    ["2026 年冬季蹲点人员（虚构）"],
    ["序号", "姓 名", "性別", "出生年月", "所在单位", "职务", "能否任组长", "三员", "可上夜班", "可干重活", "联系手机"],
    [1, "甲一帆", "男", "1985.07", "权益部", "处长", "是", "宣传员", "是", "是", "19900000001"],
    [2, "乙二宁", "1", "1990年3月", "", "干事", "否", "调查员", "是", "是", "19900000002"],
    [3, "丙三月", "F", "1979-11", "女工部", "副部长", "是", "接线员", "是", "是", "19900000003"],
    [4, "丁四海", "男性", "1982.13", "文化宫", "科员", "否", "宣传员", "是", "是", "19900000004"],
    [5, "戊五洲", "男", "1975.02", "组织部", "部长", "是", "调查员", "是", "是", "1990000"],
    [6, "己六合", "女", "1988.05", "财务部", "科员", "否", "接线员", "是", "是", "19900000006"],
    ["", "合计", "", "", "", "", "", "", "", "", "6 人"],
]
FIRMS = [
    ["企业名称", "县市区", "乡镇街道", "经济类型", "职工人数", "床位", "可接待人数", "班次"],
    ["虚构一号工厂", "临江县", "河东街道", "私营", "320", "男4女3", 7, "早班 6:00-14:00/中班14:00-22:00"],
    ["虚构二号工厂", "临江县", "河西街道", "私营", "180", "男4女3", 7, "白班 8:00-17:00"],
]

SEATING = """() => JSON.stringify([...document.querySelectorAll('[data-group] [data-official]')]
    .map((dot) => `${dot.dataset.official} in ${dot.closest('[data-group]').dataset.group}`).sort())"""


def book(rows: list[list[object]]) -> bytes:
    """The rows as an office would send them."""
    made, held = Workbook(), io.BytesIO()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(held)
    return held.getvalue()


def hand_in(page: Page, kind: str, rows: list[list[object]]) -> None:
    """The first two steps of the wizard: the file, and the columns as they were understood."""
    page.goto(re.sub(r"(/p/\d+/).*", rf"\1imports/{kind}/", page.url))
    file = {"name": f"{kind}.xlsx", "mimeType": XLSX, "buffer": book(rows)}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="交上去看看").click()
    expect(page.get_by_role("heading", level=1, name="对列名")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="下一步，逐行看").click()
    expect(page.get_by_role("heading", level=1, name="逐行看错")).to_be_visible()
    assert axe(page) == []


def mend(page: Page, right: dict[str, str]) -> None:
    """Take what is proposed, and write over the cells for which nothing is."""
    expect(page.locator("table.faults")).to_contain_text("和上一行一样吗")
    page.get_by_role("button", name="改成“权益部”").click()
    expect(page.locator("table.faults tbody tr")).to_have_count(len(right))
    for cell in page.locator("table.faults input[name=cell]").all():
        wrong = cell.input_value()
        cell.fill(right.get(wrong, wrong))
    page.get_by_role("button", name="存下改的").click()
    expect(page.locator("table.faults")).to_have_count(0)


def take(page: Page, count: int) -> None:
    page.get_by_role("button", name=f"导入 {count} 行").click()
    expect(page.locator(".results")).to_contain_text(f"{count}新加")


def lay_out(page: Page) -> None:
    """One phase of two groups, each with its enterprise."""
    page.goto(re.sub(r"(/p/\d+/).*", r"\1phases/", page.url))
    wishes = {
        "第一期哪天到厂": "2027-03-01",
        "分几期": "1",
        "每期几个组": "2",
        "每组最少几人": "3",
        "每组最多几人": "4",
    }
    for label, value in wishes.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="排好").click()
    hosts = page.locator("select[name$=enterprise_id]")
    expect(hosts).to_have_count(2)
    for at, firm in enumerate(row[0] for row in FIRMS[1:]):
        hosts.nth(at).select_option(
            label=next(o for o in hosts.nth(at).locator("option").all_inner_texts() if firm in o)
        )
    page.get_by_role("button", name="存下这一期的组").click()
    expect(page.locator(".toast").first).to_be_visible()


def move_somebody(page: Page) -> None:
    """Move somebody of the open group by the menu, and take it back."""
    before = page.evaluate(SEATING)
    page.locator("table.members a[id^=move-]").last.click()
    sheet = page.locator("dialog#sheet")
    expect(sheet.get_by_role("heading")).to_contain_text("换到哪一组")
    assert axe(page) == []
    sheet.get_by_role("button", name=re.compile("换过去|对换")).first.click()
    page.wait_for_function(f"before => ({SEATING})() !== before", arg=before)
    page.locator("#undo").click()
    page.wait_for_function(f"before => ({SEATING})() === before", arg=before)


def drag_somebody(page: Page) -> None:
    """Drag a dot from one group to the other, and take it back by the keyboard."""
    before = page.evaluate(SEATING)
    groups = page.locator(".g[data-group]")
    dot = groups.first.locator("i[data-official]:not(.l)").first.bounding_box()
    there = groups.nth(1).locator(".pp").bounding_box()
    assert dot
    assert there
    page.mouse.move(dot["x"] + 8, dot["y"] + 8)
    page.mouse.down()
    page.mouse.move(dot["x"] + 20, dot["y"] + 30, steps=5)
    page.mouse.move(there["x"] + 20, there["y"] + 8, steps=12)
    page.mouse.up()
    page.wait_for_function(f"before => ({SEATING})() !== before", arg=before)
    expect(page.locator(".toast").last).to_contain_text("换好了")
    page.keyboard.press("Control+z")
    page.wait_for_function(f"before => ({SEATING})() === before", arg=before)


def test_lists_become_a_plan_and_the_plan_becomes_notices(house: Running, sample: dict[str, str], visit: Visit) -> None:
    desk = visit("desk")
    come_in(desk, house.dundian("link", "organiser"))
    begin(desk, "冬季蹲点")
    hand_in(desk, "roster", ROSTER)
    mend(desk, {"1982.13": "1982.12", "1990000": "19900000005"})
    take(desk, 6)
    hand_in(desk, "enterprises", FIRMS)
    take(desk, 2)
    lay_out(desk)

    plan_by_one_button(desk)
    assert axe(desk) == []
    expect(desk.locator("[data-official]")).to_have_count(6)
    move_somebody(desk)
    drag_somebody(desk)

    desk.get_by_role("link", name="发通知", exact=True).click()
    desk.get_by_role("button", name="发布").click()
    expect(desk.get_by_text("都发了")).to_be_visible()
    desk.get_by_role("link", name="甲一帆").click()
    expect(desk.locator("article.paper")).to_contain_text("甲一帆同志")
    address = desk.get_by_label("日历地址").input_value()
    with urlopen(address) as answer:  # noqa: S310 – our own house
        calendar = Calendar.from_ical(answer.read())
    assert [str(event["status"]) for event in calendar.walk("VEVENT")] != []
    assert any("2027-03-01" in str(event["dtstart"].dt) for event in calendar.walk("VEVENT"))
    with pytest.raises(OSError, match="404"):
        urlopen(f"{address}x")  # noqa: S310 – our own house
