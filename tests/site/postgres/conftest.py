"""Homes of their own for the launcher's tests, taken away to the last folder afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dundian.site.postgres import Database, acquire
from dundian.site.postgres.cluster import Cluster
from dundian.site.postgres.places import look


def take_away(home: Path) -> None:
    """Stop and remove what a test left, however it went."""
    if places := look(home):
        Cluster(places).stop()
        shutil.rmtree(places.socket, ignore_errors=True)
        shutil.rmtree(places.state)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(autouse=True)
def _only_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nothing has been started yet."""
    yield tmp_path / "home"
    take_away(tmp_path / "home")


@pytest.fixture
def database(home: Path) -> Iterator[Database]:
    """A server of the test's own."""
    held = acquire(home)
    yield held
    held.release()


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One server for the tests that only ask questions."""
    home = tmp_path_factory.mktemp("calm") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        patch.delenv("DATABASE_OWNER_URL", raising=False)
        held = acquire(home)
    yield held
    held.release()
    take_away(home)
