"""The second wall: every row that holds what people said is seen only under a scope.

A scope is a set of tokens ("p:3" a programme, "g:12" a group, "o:41" an official, "u:7" a union,
"e:9" an enterprise's own cases, "d:5" a phone, "c:<uuid>" a case, "r:<hex>" a receipt, "*" everything).
Each protected row carries the tokens that open it; PostgreSQL compares the two (`protect`). Without a scope
it raises, so that a download is never silently empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.db import connection, transaction
from django.db.migrations import RunSQL

EVERYTHING = "*"
# A scope that opens nothing is still a scope: an empty setting would mean that nobody set one.
NOTHING = "-"

DD_SCOPE = """
create function dd_scope() returns text[] language plpgsql stable as $$
declare words text := coalesce(current_setting('dundian.scope', true), '');
begin
  if words = '' then
    raise exception 'no scope is set: these rows are seen only inside in_scope()'
      using errcode = 'insufficient_privilege';
  end if;
  return string_to_array(words, ' ');
end $$;
"""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Who asks, and the tokens that open rows to him. `by` is how the ledger names him."""

    by: str
    tokens: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    # (role, programme) as granted; a null programme means all of them.
    held: frozenset[tuple[str, int | None]] = frozenset()
    account_id: int | None = None
    person_id: int | None = None
    device_id: int | None = None
    name: str = ""
    # Programmes he may open; None = all of them.
    programme_ids: frozenset[int] | None = field(default_factory=frozenset)

    def sees_programme(self, programme_id: int) -> bool:
        """Whether pages of this programme are open to him."""
        return self.programme_ids is None or programme_id in self.programme_ids

    def within(self, programme_id: int) -> Scope:
        """The same asker in one programme: roles that he holds elsewhere do not count here."""
        return replace(self, roles=frozenset(role for role, where in self.held if where in {None, programme_id}))


def clockwork() -> Scope:
    """The scope of the machine's own sweeps."""
    return Scope(by="clock", tokens=frozenset({EVERYTHING}), programme_ids=None)


@contextmanager
def in_scope(scope: Scope) -> Iterator[Scope]:
    """Open a transaction (or savepoint) whose first statement sets the scope; give the old one back at the end."""
    words = " ".join(sorted(scope.tokens)) or NOTHING
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select current_setting('dundian.scope', true), set_config('dundian.scope', %s, true)", [words])
        before = cursor.fetchone()[0] or ""
        yield scope
        # Inside a longer transaction a released savepoint keeps the setting. After a failed statement the
        # savepoint's own rollback restores it, and only then is the connection unable to run this.
        if not connection.needs_rollback:
            cursor.execute("select set_config('dundian.scope', %s, true)", [before])


def tokens_now() -> frozenset[str]:
    """The tokens of the scope in force; the database raises where none is set."""
    with connection.cursor() as cursor:
        cursor.execute("select dd_scope()")
        return frozenset(cursor.fetchone()[0])


def scoped_stream(scope: Scope, rows: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of a streaming response, made under a scope of their own: the request's has ended by then."""
    with in_scope(scope):
        yield from rows


def protect(table: str, *tokens: str) -> RunSQL:
    """Migration step: rows of `table` are seen and written only under one of `tokens` (SQL text expressions)."""
    opened = f"(select dd_scope()) && array['{EVERYTHING}', {', '.join(tokens)}]"
    return RunSQL(
        f"alter table {table} enable row level security; alter table {table} force row level security;"
        f"create policy scope on {table} using ({opened}) with check ({opened});",
        f"drop policy scope on {table}; alter table {table} no force row level security;"
        f"alter table {table} disable row level security;",
    )


def protect_through(table: str, column: str, parent: str) -> RunSQL:
    """Migration step: a row of `table` is seen and written by whoever sees the row of `parent` that `column` names.

    The parent's own policy answers, since the question is put to it by the same role under the same scope.
    """
    opened = f"exists (select from {parent} parent where parent.id = {table}.{column})"
    return RunSQL(
        f"alter table {table} enable row level security; alter table {table} force row level security;"
        f"create policy scope on {table} using ({opened}) with check ({opened});",
        f"drop policy scope on {table}; alter table {table} no force row level security;"
        f"alter table {table} disable row level security;",
    )
