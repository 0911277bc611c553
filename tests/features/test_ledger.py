"""The chain of steps."""

import pytest
from django.db import DatabaseError, connection, transaction

from dundian.features.ledger import queries, services
from tests.actors import NOW

pytestmark = pytest.mark.django_db


def test_each_line_follows_from_the_one_before() -> None:
    for step in ("A", "B", "C"):
        services.record(step=step, subject="case:1", by="x", at=NOW, facts={"step": step})
    assert [line.step for line in queries.lines_about("case:1")] == ["A", "B", "C"]
    assert queries.first_broken() is None


@pytest.mark.parametrize("statement", ["update ledger_entry set step = 'B'", "delete from ledger_entry"])
def test_a_line_can_be_neither_changed_nor_removed(statement: str) -> None:
    services.record(step="A", subject="case:1", by="x", at=NOW)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_digest_changes_with_every_column() -> None:
    line = {"number": 1, "at": NOW, "by": "x", "step": "A", "subject": "s", "facts": {}, "previous": "0"}
    other = {"number": 2, "by": "y", "step": "B", "subject": "t", "facts": {"a": 1}, "previous": "1"}
    digests = {services.digest_of({**line, key: value}) for key, value in other.items()}
    assert len(digests | {services.digest_of(line)}) == len(other) + 1
