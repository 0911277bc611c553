"""Accounts and links from the shell."""

import pytest
from click.testing import CliRunner

from dundian.doors.shell import account, link
from dundian.features.programme import policy
from dundian.features.registry import queries
from dundian.features.registry import services as registry
from tests import actors
from tests.actors import NOW

pytestmark = pytest.mark.django_db


def run(command, *words: str):
    return CliRunner().invoke(command, list(words))


def test_the_first_account_opens_the_house() -> None:
    address = run(account.command, "lin", "--name", "林某", "--organiser").output.strip()
    visitor = actors.stranger()
    visitor.post(address.removeprefix("http://localhost:8000"))
    assert visitor.get("/setup/").status_code == 200


def test_an_account_without_a_role_opens_nothing() -> None:
    run(account.command, "zhou")
    scope = policy.scope_of_account(queries.accounts_named("zhou")[0].id, at=NOW)
    assert scope.tokens == frozenset()


def test_a_name_that_is_taken_is_one_sentence() -> None:
    run(account.command, "lin")
    again = run(account.command, "LIN")
    assert (again.exit_code, "换一个" in again.output) == (1, True)


def test_a_fresh_link_for_an_account_and_an_invite_for_an_official() -> None:
    run(account.command, "lin")
    assert "/enter/" in run(link.command, "lin").output
    registry.add_person(facts={"name": "王小明"}, by="x", at=NOW)
    assert "localhost:8001/enrol#" in run(link.command, "王小明", "--phone").output


def test_nobody_and_two_of_a_name_are_said() -> None:
    assert "没找到" in run(link.command, "没有这人").output
    for _ in range(2):
        registry.add_person(facts={"name": "王小明"}, by="x", at=NOW)
    assert "2 位" in run(link.command, "王小明", "--phone").output
