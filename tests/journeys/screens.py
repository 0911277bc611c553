"""Every screen of the house, one after the other: what the tour photographs and the tests look at.

Each walk yields the name of a screen while its page stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

from playwright.sync_api import Page, expect

from .visitors import enrol

# Files, and what ends a walk.
NO_PAGES = re.compile(r"\.(xlsx|docx|pdf|ics)(\?|$)|/(export|poster)/|[?&]export=|/sign-out/|^/account/")
# One page with many kinds of rows: the first of each family is enough.
FAMILY = re.compile(r"(?<=/reports/rows/)(\w+)[\w-]*")
MANY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+|(?<=/enter/)[\w-]+")
# Of these every value is a page of its own, alone or with a case beside it.
CHOICES = ("view", "only", "gap")
# With more in one address than this, pages are the same ones over again.
MOST_WISHES = 2
CODE_THAT_IS_NONE = "1234 5678 9012 3456 7890"


def kind_of(address: str) -> str:
    """The name of a page: its path, with “one” for the number of a thing, and what its address asks for."""
    parts = urlsplit(address)
    path = MANY.sub("one", FAMILY.sub(r"\1", parts.path))
    words = [word for word in path.removeprefix("/p/one").split("/") if word]
    asked = parse_qs(parts.query)
    shown = asked if len(asked) == 1 or "case" in asked else ()
    wishes = sorted(f"{name}-{asked[name][0]}" if name in CHOICES and name in shown else name for name in asked)
    return "-".join([*words, *wishes]) or "overview"


def desk_pages(page: Page, start: str, *, only: str = "/", wishes: int = MOST_WISHES) -> Iterator[str]:
    """Every page of the desk that links lead to from `start`, one of each kind.

    `only` those under a path; `wishes` that an address may carry at most, 0 for bare paths.
    """
    seen, waiting = {kind_of(start)}, [start]
    while waiting:
        address = waiting.pop(0)
        page.goto(address)
        yield f"desk-{kind_of(address)}"
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        for found in (urljoin(address, link).split("#")[0] for link in links):
            path = found.removeprefix(urljoin(start, "/").rstrip("/"))
            is_page = (
                path.startswith(only) and not NO_PAGES.search(path) and len(parse_qs(urlsplit(found).query)) <= wishes
            )
            if is_page and kind_of(found) not in seen:
                seen.add(kind_of(found))
                waiting.append(found)


def _send(page: Page, button: str) -> None:
    """Send a form as it stands, although the browser would have it filled first."""
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.get_by_role("button", name=button).first.click()
    page.wait_for_load_state()
    expect(page.locator("[role=alert], .error, .errorlist").first).to_be_visible()


def desk_faults(page: Page, programme: str) -> Iterator[str]:
    """The desk's pages when something was left out or is wrong; `programme` is the address of an overview."""
    for place, button in (
        ("/programmes/new/", "建好"),
        ("officials/new/", "存下"),
        ("enterprises/new/", "存下"),
        ("unions/new/", "存下"),
        ("articles/", "读一读"),
        ("remove/", "删掉，找不回来"),
        ("/setup/", "开账号，给链接"),
    ):
        page.goto(urljoin(programme, place))
        _send(page, button)
        yield f"desk-error-{place.strip('/').replace('/', '-')}"
    page.goto(urljoin(programme, "imports/roster/"))
    wrong = {"name": "名册.xlsx", "mimeType": "text/plain", "buffer": "不是表".encode()}
    page.locator("input[type=file]").set_input_files(wrong)
    _send(page, "交上去看看")
    yield "desk-error-import"
    page.goto(urljoin(programme, "nowhere/"))
    yield "desk-error-not-there"


def step_faults(page: Page, board: str) -> Iterator[str]:
    """A step with a case that was sent without what it asks for."""
    page.goto(board)
    page.locator(".k h3 a").first.click()
    expect(page.locator(".peek")).to_be_visible()
    link = page.locator(".peek .act a").first
    page.goto(urljoin(page.url, re.sub(r"/[a-z-]+/\?", "/due/?", link.get_attribute("href") or "")))
    page.get_by_label("为什么").fill("")
    _send(page, "改期限")
    yield "desk-error-step"


def entrance_pages(page: Page, desk: str) -> Iterator[str]:
    """What somebody sees who is not in yet."""
    page.goto(f"{desk}/sign-in/")
    yield "desk-sign-in"
    page.locator("input[name=login]").fill("nobody")
    page.locator("input[type=password]").fill("wrong-password")
    page.locator("form button").first.click()
    expect(page.locator("[role=alert], .error, .errorlist").first).to_be_visible()
    yield "desk-error-sign-in"
    page.goto(f"{desk}/enter/no-such-link/")
    yield "desk-enter"
    page.get_by_role("button", name="进去").click()
    expect(page.get_by_role("heading", name="这个链接进不去了")).to_be_visible()
    yield "desk-error-enter"


def phone_screens(page: Page, invite: str) -> Iterator[str]:
    """The phone from its first minute to a record that was sent."""
    phone = urljoin(invite, "/")
    page.goto(phone)
    expect(page.get_by_test_id("enrol-paste")).to_be_visible()
    yield "phone-enrol-empty"
    page.get_by_test_id("enrol-paste").fill("hello")
    page.get_by_test_id("enrol-paste-go").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    yield "phone-enrol-error"
    page.goto(invite)
    expect(page.get_by_test_id("enrol-use")).to_be_visible()
    yield "phone-enrol"
    enrol(page, invite)
    yield "phone-today-empty"
    page.get_by_test_id("tab-records").click()
    expect(page.get_by_test_id("empty")).to_be_visible()
    yield "phone-records-empty"
    page.get_by_test_id("tab-me").click()
    expect(page.get_by_test_id("me-unsent")).to_be_visible()
    yield "phone-me-empty"
    page.get_by_test_id("tab-today").click()
    yield from _write(page)
    page.get_by_test_id("tab-records").click()
    expect(page.locator("[data-state=waiting]")).to_have_count(1)
    yield "phone-records"
    page.get_by_test_id("tab-me").click()
    expect(page.get_by_test_id("leave-first")).to_be_visible()
    yield "phone-me-unsent"
    page.context.set_offline(False)
    page.get_by_test_id("send-now").click()
    page.get_by_test_id("tab-records").click()
    page.get_by_test_id("item").first.click()
    expect(page.get_by_test_id("where")).to_contain_text("收到")
    yield "phone-item"


def _write(page: Page) -> Iterator[str]:
    page.get_by_test_id("write").click()
    expect(page.get_by_test_id("text")).to_be_visible()
    yield "phone-write-empty"
    page.get_by_test_id("done").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    yield "phone-write-error"
    page.get_by_test_id("who").click()
    expect(page.get_by_test_id("who-post")).to_be_visible()
    yield "phone-write-who"
    page.get_by_test_id("who-master").click()
    page.get_by_test_id("who-post").fill("注塑车间，来厂 6 年")
    page.get_by_test_id("who-done").click()
    page.get_by_test_id("text").fill("模具间夏天四十多度，只有一台风扇对着机器吹。师傅说不图凉快，怕人中暑。")
    page.get_by_test_id("demand").click()
    page.get_by_test_id("finer").click()
    yield "phone-write"
    page.context.set_offline(True)
    page.get_by_test_id("consent").check()
    page.get_by_test_id("done").click()
    expect(page.get_by_test_id("receipt-qr")).to_be_visible()
    yield "phone-receipt"
    page.get_by_test_id("receipt-given").click()
    if (sure := page.get_by_test_id("ask-yes")).is_visible():
        sure.click()
    expect(page.get_by_test_id("notice-offline")).to_be_visible()
    expect(page.get_by_test_id("said")).to_be_empty()  # what was said aloud goes by itself
    yield "phone-today-offline"


def portal_pages(page: Page, portal: str, code: str) -> Iterator[str]:
    """The worker's pages, with the code of a voice that was heard."""
    page.goto(portal)
    yield "portal-code"
    page.get_by_label("你的回执码").fill(CODE_THAT_IS_NONE)
    page.get_by_role("button", name="看回话").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "portal-code-error"
    page.get_by_label("你的回执码").fill(code)
    page.get_by_role("button", name="看回话").click()
    expect(page.locator("ol.way")).to_be_visible()
    yield "portal-heard"
    page.goto(urljoin(portal, "/who-sees/"))
    yield "portal-who-sees"
    page.goto(urljoin(portal, "/nowhere/"))
    yield "portal-not-there"
