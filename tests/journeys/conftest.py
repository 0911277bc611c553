"""A whole house, started as everybody starts it, and a browser to walk through it.

Where there is no Chromium the journeys are skipped, and the run says how many.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dundian.site.resetting import reset

from .visitors import Watch

HOUSE = Path(__file__).parents[2]
CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]
SCREENS = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "portal": {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True},
}
# What moves is put where it is going at once: a picture or a measure is never taken half way.
STILL = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
PATIENCE = 60_000
"""Milliseconds that a page may take: nothing waits longer than it must, and a busy machine is given its time."""
expect.set_options(timeout=PATIENCE)
COMMAND = [sys.executable, "-m", "dundian.site.cli"]
Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mine = [item for item in items if Path(__file__).parent in Path(item.path).parents]
    for item in mine:
        item.add_marker(pytest.mark.journey)
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason=f"no Chromium: {len(mine)} journeys skipped; apt install chromium"))


def outside() -> dict[str, str]:
    """The environment without what the tests set for themselves: this house has a server of its own."""
    mine = {"DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in mine}


@dataclass(frozen=True)
class Running:
    """A house that is up: its three addresses, and the command on it."""

    desk: str
    phone: str
    portal: str
    home: Path

    def dundian(self, *words: str) -> str:
        """Run a command on this house and return what it prints."""
        origins = f"desk={self.desk} phone={self.phone} portal={self.portal}"
        env = {**outside(), "DUNDIAN_HOME": str(self.home), "DUNDIAN_ORIGINS": origins}
        ran = subprocess.run([*COMMAND, *words], capture_output=True, text=True, env=env, timeout=600, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def written(self) -> str:
        """Everything that this house has written down outside its database."""
        return "".join(
            file.read_text(errors="replace") for file in [*self.home.glob("*.txt"), *self.home.glob("log/*")]
        )


def started(home: Path) -> Iterator[Running]:
    """`dundian up` on free ports in this folder, with nothing in it; stopped and cleared away at the end."""
    command = [*COMMAND, "up", "--bare", "--json", "--ports", "0", "0", "0"]
    env = {**outside(), "DUNDIAN_HOME": str(home)}
    with (home / "up.txt").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=env)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("{"), (home / "up.txt").read_text()
        said = json.loads(line)
        yield Running(desk=said["desk"], phone=said["phone"], portal=said["portal"], home=home)
        process.terminate()
        process.wait(timeout=120)
        process.stdout.close()
    reset(home)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A house of the session's own."""
    home = tmp_path_factory.mktemp("house")
    home.chmod(0o755)
    yield from started(home)


# Not for the whole session: while Playwright runs, Django takes the thread for an asynchronous one and
# would refuse the database to the tests of other folders that come in between.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


def visiting(browser: Browser, house: Running, watches: list[Watch]) -> Visit:
    """A way to open a page at one of the three doors, in a browser of its own."""

    def visit(door: str, **wishes: Any) -> Page:
        page = browser.new_context(**{**STILL, **SCREENS[door], **wishes}).new_page()
        page.set_default_timeout(PATIENCE)
        watches.append(Watch(page.context, own=(house.desk, house.phone, house.portal)))
        return page

    return visit


@pytest.fixture
def visit(browser: Browser, house: Running) -> Iterator[Visit]:
    """Open pages; at the end no page may have complained or asked a third host, and nothing have broken."""
    watches: list[Watch] = []
    broken = house.written().count("Traceback")
    yield visiting(browser, house, watches)
    for watch in watches:
        watch.context.close()
    written = house.written()
    assert written.count("Traceback") == broken, written[-4000:]
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture(scope="session")
def sample(house: Running) -> dict[str, str]:
    """The sample programme and an organiser of the whole house; the names of its actors by their roles."""
    house.dundian("account", "organiser", "--name", "甲活动办", "--organiser")
    lines = house.dundian("sample").splitlines()
    return dict(line.removeprefix("示例 ").split("：", 1) for line in lines)
