"""The board without a mouse: J and K walk, Enter opens, Escape closes, Control+Z takes the last step back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Running, Visit
from .visitors import come_in, stand_on_sample

FOCUSED = "document.activeElement.innerText"


def titles(page: Page) -> list[str]:
    return page.locator(".k h3 a, .tabled td a").all_inner_texts()


def test_the_board_and_the_list_are_walked_by_keys(house: Running, sample: dict[str, str], visit: Visit) -> None:
    page = visit("desk")
    come_in(page, house.dundian("link", "organiser"))
    stand_on_sample(page)
    page.locator("nav.side").get_by_role("link", name="办事").click()
    expect(page.locator(".board")).to_be_visible()
    for shape in ("看板", "列表"):
        if shape == "列表":
            page.get_by_role("link", name="列表").click()
            expect(page.locator(".tabled")).to_be_visible()
        all_titles = titles(page)
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert page.evaluate(FOCUSED) == all_titles[1]
        page.keyboard.press("Enter")
        expect(page.locator(".peek h2")).to_have_text(all_titles[1])
        # From the open one onwards, and on from where the focus is.
        walked = []
        for key in "jjk":
            page.keyboard.press(key)
            walked.append(page.evaluate(FOCUSED))
        assert walked == [all_titles[2], all_titles[3], all_titles[2]]
        page.keyboard.press("Escape")
        expect(page.locator(".peek")).to_have_count(0)


def test_a_step_is_taken_and_taken_back_by_keys(house: Running, sample: dict[str, str], visit: Visit) -> None:
    page = visit("desk")
    come_in(page, house.dundian("link", "organiser"))
    stand_on_sample(page)
    page.locator("nav.side").get_by_role("link", name="办事").click()
    waiting = page.locator("section[aria-labelledby=col-heard] .k h3 a")
    count = waiting.count()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".peek")).to_be_visible()
    page.keyboard.press("v")
    sheet = page.locator("dialog#sheet")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    expect(page.locator(".peek")).to_be_visible()
    page.keyboard.press("v")
    expect(sheet).to_be_visible()
    sheet.get_by_label("看到什么").fill("去看过，属实。")
    sheet.get_by_role("button", name="核实受理").click()
    expect(waiting).to_have_count(count - 1)
    page.keyboard.press("Control+z")
    expect(waiting).to_have_count(count)
    page.keyboard.press("Control+k")
    expect(page.get_by_label("找事")).to_be_focused()
