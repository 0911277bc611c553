"""Every screen, empty, filled and in error: nobody is shut out by it, and nothing of the machine shows through."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from . import screens
from .conftest import Running, Visit
from .visitors import axe, begin, come_in, stand_on_sample

# A value that was never turned into words: an empty one, an unfilled gap, a name out of the code, a template's tag.
RAW = re.compile(
    r"\bNone\b|\bundefined\b|\bNaN\b|\[object|%\(|\{[{%]|\b[a-z]+_[a-z_]+\b|\b(?!DUNDIAN)[A-Z]{2,}_[A-Z_]+\b"
)
ENGLISH = re.compile(r"\b[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}")


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    found = axe(page)
    page.mouse.move(0, 0)
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if width[0] > width[1]:
        found.append(f"scrolls sideways: {width[0]} of {width[1]}")
    words = page.locator("body").inner_text()
    return [*found, *(f"raw: {match}" for match in {*RAW.findall(words), *ENGLISH.findall(words)})]


@pytest.fixture
def desk(house: Running, sample: dict[str, str], visit: Visit) -> Page:
    """The desk, with an organiser at it who stands on the sample's overview."""
    page = visit("desk")
    come_in(page, house.dundian("link", "organiser"))
    stand_on_sample(page)
    return page


def test_every_page_of_the_desk_when_it_is_filled(desk: Page) -> None:
    found = {name: faults(desk) for name in screens.desk_pages(desk, desk.url)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len(found) > 30


def test_every_page_of_the_desk_when_it_is_empty(desk: Page) -> None:
    begin(desk, "还没有东西的活动")
    start = desk.url
    found = {name: faults(desk) for name in screens.desk_pages(desk, start, only=urlsplit(start).path, wishes=0)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len(found) > 10


def test_every_page_of_the_desk_in_error(house: Running, desk: Page, visit: Visit) -> None:
    start = desk.url
    found = {name: faults(desk) for name in screens.desk_faults(desk, start)}
    found |= {name: faults(desk) for name in screens.step_faults(desk, urljoin(start, "cases/"))}
    nobody = visit("desk")
    found |= {name: faults(nobody) for name in screens.entrance_pages(nobody, house.desk)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("who", ["sample-leader", "sample-handler", "sample-enterprise"])
def test_the_desk_of_those_who_see_less(house: Running, sample: dict[str, str], visit: Visit, who: str) -> None:
    page = visit("desk")
    come_in(page, house.dundian("link", who))
    page.locator("nav.side").get_by_role("link", name="办事").click()
    assert faults(page) == []
    page.goto(f"{house.desk}/setup/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert faults(page) == []


def test_every_screen_of_the_phone_and_the_portal(house: Running, sample: dict[str, str], visit: Visit) -> None:
    phone, found, code = visit("phone"), {}, ""
    for name in screens.phone_screens(phone, house.dundian("link", sample["组长"], "--phone").strip()):
        found[name] = faults(phone)
        phone.emulate_media(color_scheme="dark")
        found[f"{name}-dark"] = axe(phone)
        phone.emulate_media(color_scheme="light")
        if name == "phone-receipt":
            code = phone.get_by_test_id("receipt-code").get_attribute("data-code") or ""
    portal = visit("portal")
    found |= {name: faults(portal) for name in screens.portal_pages(portal, house.portal, code)}
    inside = visit("phone", user_agent="Mozilla/5.0 (Linux; Android 10) MicroMessenger/8.0")
    inside.goto(house.phone)
    expect(inside.get_by_test_id("wechat")).to_be_visible()
    found["phone-wechat"] = faults(inside)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
