"""From a scrambled newspaper page to pledges that a person has confirmed and proved."""

from __future__ import annotations

import random

from playwright.sync_api import Locator, Page, expect

from tests.engines.reading.pages import set_page

from .conftest import Running, Visit
from .visitors import axe, begin, come_in

# The speeches are invented; the opening of the second stands at its end, as a page cut into columns has it.
PAGE = set_page(random.Random(7), faults=[(), ("head_after_tail",), ("split_sentence",)])  # noqa: S311 – no secret


def hand_in(page: Page, text: str) -> None:
    """Let a page of speeches be read, as the file that the newspaper sent."""
    page.locator("nav.side").get_by_role("link", name="承诺").click()
    page.get_by_role("link", name="读一篇发言稿").click()
    page.get_by_label("文件").set_input_files({"name": "版面.txt", "mimeType": "text/plain", "buffer": text.encode()})
    page.get_by_role("button", name="读一读").click()
    expect(page.get_by_role("heading", name="登出来的样子")).to_be_visible()


def speech_of(page: Page, name: str) -> Locator:
    return page.locator(".speech").filter(has=page.get_by_role("heading", name=name))


def test_a_page_of_speeches_becomes_confirmed_and_proved_pledges(
    house: Running, sample: dict[str, str], visit: Visit
) -> None:
    desk = visit("desk")
    come_in(desk, house.dundian("link", "organiser"))
    begin(desk, "读稿的活动")
    hand_in(desk, PAGE.text)
    assert axe(desk) == []

    moved = PAGE.speeches[1]
    restored = speech_of(desk, moved.written.name)
    expect(restored.get_by_text("段落还原过")).to_be_visible()
    shown = restored.locator(".restored").inner_text()
    assert [part for part in moved.truth if part[:12] not in shown] == []
    expect(desk.locator(".print mark.guess").first).to_be_visible()

    speech = speech_of(desk, PAGE.speeches[0].written.name)
    first = speech.locator(".pledge").first
    expect(first.get_by_text("机器建议")).to_be_visible()
    address = first.get_attribute("id") or ""
    first.get_by_role("link", name="改").click()
    form = desk.locator(f"#{address} form")
    words = form.get_by_label("原文").input_value()
    form.get_by_label("原文").fill(words[:-3])
    form.get_by_label("能否核验").select_option("countable")
    assert axe(desk) == []
    form.get_by_role("button", name="就这样").click()
    expect(desk.locator(f"#{address} .words")).to_have_text(words[:-3])
    expect(desk.locator(f"#{address}").get_by_text("认过了")).to_be_visible()

    speech.get_by_role("button", name="这篇都对").click()
    expect(speech.locator(".pledge.guess")).to_have_count(0)
    dropped = speech.locator(".pledge").last
    dropped.get_by_role("button", name="不算").click()
    expect(dropped.get_by_text("不算承诺")).to_be_visible()
    dropped.get_by_role("button", name="放回来").click()
    expect(dropped.get_by_text("不算承诺")).to_have_count(0)

    desk.get_by_role("link", name="看承诺").click()
    row = desk.locator(f"tr#{address}")
    expect(row).to_contain_text(words[:-3])
    row.get_by_text("添一条证据").click()
    row.get_by_label("在哪儿能看到").fill("组里的劳动日志，第 3 页")
    row.get_by_role("button", name="记上").click()
    expect(row).to_contain_text("组里的劳动日志，第 3 页")
    assert axe(desk) == []
