"""What every visitor of the house does, and what no page may do."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A browser complains of what a journey does on purpose: it cuts the network, and it asks for what is refused.
MEANT = ("ERR_INTERNET_DISCONNECTED", "responded with a status of 4")


class Watch:
    """Everything that the pages of one browser do wrong: faults in their scripts, requests to a third host."""

    def __init__(self, context: BrowserContext, *, own: tuple[str, ...]) -> None:
        self.context, self.faults, self._own = context, list[str](), own
        context.on("console", self._heard)
        context.on("weberror", lambda fault: self.faults.append(str(fault.error)))
        context.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(words in message.text for words in MEANT):
            self.faults.append(message.text)

    def _asked(self, request: Request) -> None:
        is_own = any(request.url.startswith(f"{origin}/") for origin in self._own)
        if not is_own and not request.url.startswith(("data:", "blob:")):
            self.faults.append(f"a third host: {request.url}")


def come_in(page: Page, link: str) -> None:
    """Use a sign-in link up."""
    page.goto(link.strip())
    page.get_by_role("button", name="进去").click()
    page.wait_for_url(lambda address: "/enter/" not in address)
    page.wait_for_load_state()


def stand_on_sample(page: Page) -> None:
    """Go to the sample's overview, whatever other programmes there are."""
    page.goto(urljoin(page.url, "/programmes/"))
    page.get_by_role("link", name="春季蹲点（示例）").click()
    expect(page.get_by_role("heading", level=1, name="春季蹲点（示例）")).to_be_visible()


def begin(page: Page, name: str) -> None:
    """Begin an empty programme and stand on its overview."""
    page.goto(urljoin(page.url, "/programmes/new/"))
    page.get_by_label("活动叫什么").fill(name)
    page.get_by_role("button", name="建好").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def plan_by_one_button(page: Page) -> None:
    """From anywhere in a programme: have everybody placed, and wait for the plan."""
    page.locator("nav.side").get_by_role("link", name="排期").click()
    page.get_by_role("link", name="排一排").click()
    page.get_by_role("button", name="开始算").click()
    expect(page.get_by_role("link", name="下一步，排课表")).to_be_visible(timeout=180_000)


def enrol(page: Page, invite: str) -> None:
    """Take a phone into use, and wait until it could do without a network."""
    page.goto(invite.strip())
    page.get_by_test_id("enrol-use").click()
    expect(page.get_by_test_id("write")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def axe(page: Page) -> list[str]:
    """What axe finds on the page as it stands: each violation with the places where it is."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "async (rules) => (await axe.run(document, {runOnly: rules})).violations"
        ".map(({id, nodes}) => ({id, places: nodes.map((node) => node.target.join(' '))}))",
        RULES,
    )
    return [f"{fault['id']}: {', '.join(fault['places'][:5])}" for fault in found]
