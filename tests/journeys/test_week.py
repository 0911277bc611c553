"""A plan becomes weeks, the enterprise says yes on its own screen, and the notice carries the hours."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import Running, Visit
from .visitors import axe, come_in, stand_on_sample


def test_a_week_is_laid_out_agreed_to_and_told(house: Running, sample: dict[str, str], visit: Visit) -> None:
    page = visit("desk")
    come_in(page, house.dundian("link", "organiser"))
    stand_on_sample(page)
    page.locator("nav.side").get_by_role("link", name="排期").click()
    page.get_by_role("link", name="下一步，排课表").click()
    expect(page.get_by_role("heading", name="还没有课表")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="排课表", exact=True).click()
    expect(page.locator(".day")).to_have_count(5, timeout=120_000)
    expect(page.locator("#running")).to_have_count(0)
    expect(page.locator(".lane .production").first).to_be_visible()
    expect(page.get_by_role("heading", name="谁跟哪个班")).to_be_visible()
    assert axe(page) == []
    page.locator("a.act.interview").first.click()
    expect(page.get_by_label("换到什么时候")).to_be_focused()
    assert axe(page) == []
    page.get_by_role("link", name="不动").click()
    page.get_by_role("button", name="现在就请").click()
    expect(page.locator(".toasts")).to_contain_text("请了")
    host = re.sub(r"，跟.*", "", page.locator(".week h2 small").inner_text())
    _say_yes(house, visit, host)
    page.reload()
    expect(page.locator("#status")).to_contain_text("企业同意了")
    _is_told(page)


def _say_yes(house: Running, visit: Visit, host: str) -> None:
    """The enterprise: one slot at another time and then after all, the rest at once."""
    enterprise = visit("phone")
    come_in(enterprise, house.dundian("link", host))
    enterprise.get_by_role("link", name="点头", exact=True).click()
    assert axe(enterprise) == []
    slots = enterprise.locator(".asked li")
    slots.first.get_by_text("换个时间").click()
    slots.first.get_by_label("什么时候方便").fill("下班以后")
    slots.first.get_by_role("button", name="就这么说").click()
    expect(slots.first).to_contain_text("下班以后")
    enterprise.get_by_role("button", name="全部同意").click()
    expect(enterprise.get_by_role("button", name="全部同意")).to_have_count(0)
    slots.first.get_by_role("button", name="同意").click()
    expect(enterprise.locator(".hd")).to_contain_text("都答复了")


def _is_told(page: Page) -> None:
    """The hours of the week stand in the notice of somebody of the group."""
    name = page.locator(".whose a").nth(1).inner_text()
    page.get_by_role("link", name="下一步，发通知").click()
    page.locator("#send").click()
    expect(page.locator(".toasts")).to_contain_text("有新通知")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name="这一周")).to_be_visible()
    expect(page.locator(".days")).to_contain_text("上工")
    assert axe(page) == []
