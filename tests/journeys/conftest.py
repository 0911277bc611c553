"""A whole house, started as everybody starts it, and a browser to walk through it.

Where there is no Chromium the journeys are skipped, and the run says how many.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = HOUSE / "web" / "node_modules" / "axe-core" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mine = [item for item in items if Path(__file__).parent in Path(item.path).parents]
    for item in mine:
        item.add_marker(pytest.mark.journey)
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason=f"no Chromium: {len(mine)} journeys skipped; apt install chromium"))


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
        env = {**os.environ, "DUNDIAN_HOME": str(self.home), "DUNDIAN_ORIGINS": origins}
        ran = subprocess.run([*COMMAND, *words], capture_output=True, text=True, env=env, timeout=180)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout


COMMAND = [sys.executable, "-m", "dundian.site.cli"]


def outside() -> dict[str, str]:
    """The environment without what the tests set for themselves: this house has a server of its own."""
    mine = {"DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in mine}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`dundian up` on free ports in a folder of its own, with nothing in it."""
    home = tmp_path_factory.mktemp("house")
    home.chmod(0o755)
    command = [*COMMAND, "up", "--bare", "--json", "--ports", "0", "0", "0"]
    env = {**outside(), "DUNDIAN_HOME": str(home)}
    log = (home / "up.txt").open("w")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=env)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("{"), (home / "up.txt").read_text()
    said = json.loads(line)
    yield Running(desk=said["desk"], phone=said["phone"], portal=said["portal"], home=home)
    process.terminate()
    process.wait(timeout=60)
    process.stdout.close()
    log.close()
