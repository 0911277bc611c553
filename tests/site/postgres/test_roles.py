"""The app's role passes no wall, nobody comes in without the password, and nothing that loses data is accepted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest

from dundian.site.postgres import Database, acquire, roles
from dundian.site.postgres.cluster import SUPERUSER
from dundian.site.postgres.errors import AddressMissing, DatabaseTrouble, UnsafeServer


@contextmanager
def by(url: str) -> Iterator[psycopg.Connection]:
    """A connection whose every statement stands at once."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def superuser(database: Database) -> str:
    return roles.url(database.cluster.places, SUPERUSER)


@pytest.fixture
def table(calm: Database) -> Iterator[str]:
    """A table under row-level security, made by the owner as a migration makes it."""
    calm.renew_grants()
    with by(calm.owner_url) as owner:
        owner.execute("create table heard (id int primary key, programme int)")
        owner.execute("alter table heard enable row level security")
        owner.execute("alter table heard force row level security")
        owner.execute(
            "create policy scope on heard using (programme = nullif(current_setting('dd.scope', true), '')::int)"
        )
        yield "heard"
        owner.execute("drop table heard")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
        ("password_encryption", "scram-sha-256"),
    ],
)
def test_the_server_is_set_to_keep_what_it_accepts(calm: Database, name: str, value: str) -> None:
    with by(calm.app_url) as app:
        assert app.execute(f"show {name}").fetchone() == (value,)


def test_the_servers_log_quotes_nothing_that_was_said(calm: Database) -> None:
    with by(calm.owner_url) as owner:
        owner.execute("create table short (word text primary key check (length(word) < 5))")
        for word in ("鸬鹚", "鸬鹚", "鸬鹚，鸬鹚，鸬鹚"):
            with suppress(psycopg.errors.IntegrityError):
                owner.execute(f"insert into short values ('{word}')")  # noqa: S608 – as Django binds
        owner.execute("drop table short")
    written = "".join(log.read_text() for log in calm.cluster.places.log.glob("*.log"))
    assert 'violates check constraint "short_word_check"' in written
    assert "鸬鹚" not in written


def test_chinese_words_have_trigrams(calm: Database) -> None:
    with by(calm.owner_url) as owner:
        owner.execute("create extension if not exists pg_trgm")
        assert len(owner.execute("select show_trgm('食堂伙食')").fetchone()[0]) == 5
        locale = "select datlocprovider, datlocale from pg_database where datname = current_database()"
        assert owner.execute(locale).fetchone() == ("b", "C.UTF-8")


def test_no_line_of_the_server_trusts_anybody(calm: Database) -> None:
    with by(superuser(calm)) as server:
        methods = {method for (method,) in server.execute("select auth_method from pg_hba_file_rules")}
    assert methods == {"scram-sha-256"}


def test_a_wrong_password_is_refused(calm: Database) -> None:
    password = json.loads(calm.cluster.places.roles.read_text())[roles.APP]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(calm.app_url.replace(password, "wrong"))


def test_only_its_owner_reads_the_passwords(calm: Database) -> None:
    assert calm.cluster.places.roles.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "statement",
    [
        "alter table heard disable row level security",
        "alter table heard no force row level security",
        "drop policy scope on heard",
        "truncate heard",
        "set role dundian_owner",
        "set session authorization dundian_owner",
        "create table mine (id int)",
        "alter role dundian_app bypassrls",
    ],
)
def test_the_app_may_not(calm: Database, table: str, statement: str) -> None:
    with by(calm.app_url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def test_the_app_sees_its_scope_only(calm: Database, table: str) -> None:
    with by(calm.owner_url) as owner:
        owner.execute("set dd.scope = '1'")  # FORCE binds the owner too
        owner.execute("insert into heard values (1, 1)")
    with by(calm.app_url) as app:
        assert app.execute("select count(*) from heard").fetchone() == (0,)
        app.execute("set dd.scope = '2'")
        assert app.execute("select count(*) from heard").fetchone() == (0,)
        app.execute("set dd.scope = '1'")
        assert app.execute("select count(*) from heard").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            app.execute("insert into heard values (2, 2)")


def test_renewing_reaches_what_has_no_grant_and_leaves_what_was_revoked(calm: Database) -> None:
    with by(calm.owner_url) as owner:
        for kind in ("tables", "sequences"):
            words = f"alter default privileges in schema public revoke all on {kind} from dundian_app"
            owner.execute(words)
        owner.execute("create table old (id serial primary key)")
        owner.execute("create table append_only (id int)")
        owner.execute("grant select, insert on append_only to dundian_app")
    calm.renew_grants()
    with by(calm.app_url) as app:
        app.execute("insert into old default values")
        app.execute("insert into append_only values (1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("delete from append_only")
    with by(calm.owner_url) as owner:
        owner.execute("drop table old, append_only")


@pytest.mark.parametrize("right", ["superuser", "bypassrls"])
def test_an_app_role_that_passes_policies_is_refused(home: object, database: Database, right: str) -> None:
    with by(superuser(database)) as server:
        server.execute(f"alter role dundian_app {right}")
    with pytest.raises(UnsafeServer, match="绕开按范围的隔离"):
        acquire(home)


def test_an_app_role_that_owns_a_protected_table_is_refused(home: object, database: Database) -> None:
    with by(superuser(database).replace("/postgres?", f"/{roles.DATABASE}?")) as server:
        server.execute("create table heard (id int)")
        server.execute("alter table heard owner to dundian_app")
        acquire(home).release()  # no wall on it
        server.execute("alter table heard enable row level security")
    with pytest.raises(UnsafeServer, match="dundian_app"):
        acquire(home)


def test_an_app_role_that_may_become_the_owner_is_refused(home: object, database: Database) -> None:
    with by(superuser(database)) as server:
        server.execute("grant dundian_owner to dundian_app")
    with pytest.raises(UnsafeServer, match="dundian_owner"):
        acquire(home)


@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_that_could_lose_a_record_is_refused(home: object, name: str) -> None:
    with pytest.raises(UnsafeServer, match=name):
        acquire(home, settings={name: "off"})


def test_commits_that_do_not_wait_are_refused_for_the_role_too(home: object, database: Database) -> None:
    with by(superuser(database)) as server:
        server.execute("alter role dundian_app set synchronous_commit = off")
    with pytest.raises(UnsafeServer, match="synchronous_commit"):
        acquire(home)


@pytest.mark.parametrize(
    ("given", "missing"), [("DATABASE_URL", "DATABASE_OWNER_URL"), ("DATABASE_OWNER_URL", "DATABASE_URL")]
)
def test_one_address_alone_names_the_other(monkeypatch: pytest.MonkeyPatch, given: str, missing: str) -> None:
    monkeypatch.setenv(given, "postgresql://somebody@/somewhere")
    with pytest.raises(AddressMissing, match=f"还少 {missing}"):
        acquire()


def test_two_addresses_mean_no_server_of_ours(
    calm: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("DATABASE_URL", calm.app_url)
    monkeypatch.setenv("DATABASE_OWNER_URL", calm.owner_url)
    held = acquire(tmp_path / "unused")
    assert (held.app_url, held.cluster, held.is_ready()) == (calm.app_url, None, True)
    held.release()
    assert calm.is_ready()
    assert not (tmp_path / "unused").exists()


def test_the_same_role_for_both_addresses_is_refused(calm: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", calm.owner_url)
    monkeypatch.setenv("DATABASE_OWNER_URL", calm.owner_url)
    with pytest.raises(UnsafeServer):
        acquire()


def test_an_address_that_is_none_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://somebody@somewhere/else")
    monkeypatch.setenv("DATABASE_OWNER_URL", "mysql://owner@somewhere/else")
    with pytest.raises(DatabaseTrouble, match="连不上 DATABASE_URL"):
        acquire()


def test_an_address_where_nobody_answers_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://somebody@/somewhere?host={tmp_path}")
    monkeypatch.setenv("DATABASE_OWNER_URL", f"postgresql://owner@/somewhere?host={tmp_path}")
    with pytest.raises(DatabaseTrouble, match="连不上 DATABASE_URL"):
        acquire()
