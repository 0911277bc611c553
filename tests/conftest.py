"""PostgreSQL for the tests: migrated as the owner, used as the app, exactly as in the product.

DATABASE_URL and DATABASE_OWNER_URL in the environment name a server to use; without them the embedded
one is started for the session in a folder of its own.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.utils import translation

from dundian.site.resetting import reset

HOUSE = ExitStack()
SHARED = Path(__file__).parents[2] / "shared"


def pytest_configure(config: pytest.Config) -> None:
    """Give the settings a home of their own before Django reads them."""
    if "DUNDIAN_TEST_HOME" not in os.environ:
        home = HOUSE.enter_context(tempfile.TemporaryDirectory(prefix="dundian-tests-"))
        Path(home).chmod(0o755)
        os.environ["DUNDIAN_TEST_HOME"] = home
        HOUSE.callback(reset, Path(home))  # root's cluster lies elsewhere and would stay
    _compile_words()
    os.environ["DUNDIAN_HOME"] = os.environ["DUNDIAN_TEST_HOME"]


def _compile_words() -> None:
    """Compile the catalogue where `make` has not done so since it was changed; Django reads it once."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in (Path(__file__).parents[1] / "dundian" / "locale").glob("*/LC_MESSAGES/django.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            fresh = source.with_suffix(f".{os.getpid()}")
            with source.open("rb") as words, fresh.open("wb") as file:
                write_mo(file, read_po(words, locale=source.parts[-3]))
            fresh.replace(compiled)


def pytest_unconfigure(config: pytest.Config) -> None:
    HOUSE.close()


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """A page that was asked for in English leaves the thread in English: not for the next test."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of designs and data beside the repository; what needs it says that it was skipped."""
    if not SHARED.is_dir():
        pytest.skip("the shared data is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def database_urls() -> Iterator[tuple[str, str]]:
    """(app, owner) addresses of a server with nobody else's data in it."""
    app, owner = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    if app and owner:
        yield app, owner
        return
    from dundian.site.postgres import acquire

    held = acquire(Path(os.environ["DUNDIAN_HOME"]))
    yield held.app_url, held.owner_url
    held.release()


def _other_database(url: str, name: str) -> str:
    parts = urlsplit(url)
    return url.replace(f"{parts.path}?", f"/{name}?", 1) if parts.query else url.replace(parts.path, f"/{name}", 1)


@pytest.fixture(scope="session")
def owner_url(database_urls: tuple[str, str]) -> Iterator[str]:
    """The owner's address of an empty database made for this session."""
    _, owner = database_urls
    name = f"test_{os.getpid()}"
    with psycopg.connect(owner, autocommit=True) as server:
        server.execute(f"drop database if exists {name}")
        server.execute(f"create database {name}")
        yield _other_database(owner, name)
        server.execute(f"drop database {name}")


@pytest.fixture(scope="session")
def django_db_setup(owner_url: str, database_urls: tuple[str, str], django_db_blocker: object) -> Iterator[None]:
    """Migrate as the owner, grant, and go on as the app."""
    from django.core.management import call_command
    from django.db import connections

    from dundian.site.settings import database

    def become(url: str) -> None:
        connections["default"].close()
        connections["default"].settings_dict.update(database(url), CONN_MAX_AGE=0)

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        become(owner_url)
        call_command("migrate", verbosity=0)
        app_url = _other_database(database_urls[0], urlsplit(owner_url).path.lstrip("/"))
        with psycopg.connect(owner_url, autocommit=True) as server:
            app = urlsplit(app_url).username
            server.execute(f"grant select, insert, update, delete on all tables in schema public to {app}")
            server.execute(f"grant usage on all sequences in schema public to {app}")
        become(app_url)
        yield
        connections["default"].close()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: object, owner_url: str) -> Iterator[None]:
    """A database in which transactions really end: for races and for what must be seen from two connections."""
    from django.db import connection

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        connection.close()
        with psycopg.connect(owner_url, autocommit=True) as server:
            rows = server.execute(
                "select quote_ident(tablename) from pg_tables where schemaname = 'public'"
                " and tablename not in ('django_migrations', 'django_content_type')"
            ).fetchall()
            server.execute(f"truncate {', '.join(name for (name,) in rows)} restart identity cascade")
