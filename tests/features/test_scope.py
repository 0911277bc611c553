"""The second wall."""

import pytest
from django.db import DatabaseError, connection, transaction

from dundian.features.programme.scope import Scope, in_scope, scoped_stream

pytestmark = pytest.mark.django_db


def current() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select dd_scope()")
        return " ".join(cursor.fetchone()[0])


def test_without_a_scope_the_database_raises_instead_of_showing_nothing() -> None:
    with pytest.raises(DatabaseError, match="no scope is set"), transaction.atomic():
        current()


def test_a_scope_inside_a_scope_gives_the_outer_one_back() -> None:
    with in_scope(Scope(by="x", tokens=frozenset({"p:1"}))):
        with in_scope(Scope(by="y", tokens=frozenset({"r:2"}))):
            assert current() == "r:2"
        assert current() == "p:1"


def test_a_scope_that_opens_nothing_is_still_set() -> None:
    with in_scope(Scope(by="x")):
        assert current() == "-"


def test_a_failed_statement_inside_does_not_leak_the_inner_scope() -> None:
    with in_scope(Scope(by="x", tokens=frozenset({"p:1"}))):
        with pytest.raises(DatabaseError), in_scope(Scope(by="y", tokens=frozenset({"p:2"}))):
            connection.cursor().execute("select 1/0")
        assert current() == "p:1"


def test_a_stream_opens_a_scope_of_its_own() -> None:
    def rows():
        yield current().encode()

    assert list(scoped_stream(Scope(by="x", tokens=frozenset({"p:7"})), rows())) == [b"p:7"]


def test_the_app_may_neither_pass_nor_lift_the_wall() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)
    for statement in ("truncate ledger_entry", "set role dd_owner", "create table mine (a int)"):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)
