"""`make tour`: a picture of every screen in .dundian/tour/, to be held beside the mock-ups.

It starts a house of its own, first with nothing in it and then with the sample, so that no other data is shown.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys import screens
from tests.journeys.conftest import CHROMIUM, HOUSE, PATIENCE, QUIET, SCREENS, STILL, Running, started
from tests.journeys.visitors import axe, begin, come_in, stand_on_sample

FOLDER = HOUSE / ".dundian" / "tour"


class Camera:
    """Takes pictures and counts what axe has against them."""

    def __init__(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob("*.png"):
            old.unlink()
        self.count = self.fault_count = 0

    def take(self, page: Page, name: str) -> None:
        """Keep the page as it stands under this name, and print the name."""
        page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
        found = axe(page)
        self.count += 1
        self.fault_count += len(found)
        sys.stdout.write(f"{name}.png {'; '.join(found)}\n")


def open_page(browser: Browser, door: str) -> Page:
    """A page of its own at one of the three doors."""
    page = browser.new_context(**STILL, **SCREENS[door]).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def tour_desk(browser: Browser, house: Running, camera: Camera) -> None:
    """The desk with nothing in it, then with the sample, then with what can go wrong."""
    page = open_page(browser, "desk")
    house.dundian("account", "organiser", "--name", "林秋", "--organiser")
    come_in(page, house.dundian("link", "organiser"))
    camera.take(page, "desk-0-nothing-yet")
    begin(page, "秋季蹲点")
    for name in screens.desk_pages(page, page.url, only=urlsplit(page.url).path):
        camera.take(page, name.replace("desk-", "desk-0-empty-", 1))
    house.dundian("sample")
    stand_on_sample(page)
    start = page.url
    for name in screens.desk_pages(page, start):
        camera.take(page, name)
    errors = chain(screens.desk_faults(page, start), screens.step_faults(page, urljoin(start, "cases/")))
    for name in errors:
        camera.take(page, name)
    for name in screens.entrance_pages(nobody := open_page(browser, "desk"), house.desk):
        camera.take(nobody, name)
    for who in ("leader", "handler", "enterprise"):
        come_in(other := open_page(browser, "desk"), house.dundian("link", f"sample-{who}"))
        camera.take(other, f"desk-as-{who}")
        other.locator("nav.side").get_by_role("link", name="办事").click()
        other.locator(".k h3 a").first.click()
        camera.take(other, f"desk-as-{who}-case")


def tour_phone_and_portal(browser: Browser, house: Running, camera: Camera) -> None:
    """The phone in the light and in the dark, and the worker's page at the end of it."""
    lines = dict(line.removeprefix("示例 ").split("：", 1) for line in house.dundian("sample").splitlines())
    phone, code = open_page(browser, "phone"), ""
    for name in screens.phone_screens(phone, house.dundian("link", lines["组长"], "--phone").strip()):
        camera.take(phone, name)
        phone.emulate_media(color_scheme="dark")
        camera.take(phone, f"{name}-dark")
        phone.emulate_media(color_scheme="light")
        if name == "phone-receipt":
            code = phone.get_by_test_id("receipt-code").get_attribute("data-code") or ""
    portal = open_page(browser, "portal")
    for name in screens.portal_pages(portal, house.portal, code):
        camera.take(portal, name)


@contextmanager
def house_of_the_tour() -> Iterator[Running]:
    """A house that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dundian-tour-") as home:
        Path(home).chmod(0o755)
        yield from started(Path(home))


def main() -> int:
    """Walk, print what was seen; 1 where there is no browser or axe found something."""
    if CHROMIUM is None:
        sys.stderr.write("没有 chromium：apt-get install -y chromium fonts-noto-cjk\n")
        return 1
    began, camera = time.monotonic(), Camera()
    with house_of_the_tour() as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        tour_desk(browser, house, camera)
        tour_phone_and_portal(browser, house, camera)
        browser.close()
    seconds = time.monotonic() - began
    sys.stdout.write(f"{camera.count} 张，在 {FOLDER}，{seconds:.0f} 秒，axe 说了 {camera.fault_count} 处\n")
    return 1 if camera.fault_count else 0


if __name__ == "__main__":
    sys.exit(main())
