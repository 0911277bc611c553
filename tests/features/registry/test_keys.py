"""Keys and roles: whoever hands one out stands in the ledger, the key itself never."""

import pytest

from dundian.features.ledger.models import Entry
from dundian.features.programme import services as programme
from dundian.features.registry import services as registry
from tests.actors import NOW, organiser

pytestmark = pytest.mark.django_db


def test_an_account_its_link_and_its_roles_are_on_record_with_who_gave_them() -> None:
    giver = organiser()
    page = giver.client.post("/setup/accounts/", {"name": "周某", "username": "zhou", "place": "ORGANISER|"})
    token = page.content.decode().split("/enter/")[1].split("/")[0]
    lines = list(Entry.objects.filter(by=f"account:{giver.account_id}"))
    assert [line.step for line in lines] == ["OPEN_ACCOUNT", "GRANT", "ISSUE_LINK"]
    assert len({line.subject for line in lines}) == 1
    assert token not in str([line.facts for line in lines])


def test_an_invite_is_on_record() -> None:
    person_id = registry.add_person(facts={"name": "某人"}, by="x", at=NOW)
    giver = organiser()
    giver.client.post(f"/setup/people/{person_id}/invite/")
    assert Entry.objects.get(step="ISSUE_INVITE").by == f"account:{giver.account_id}"


def test_a_role_given_twice_is_given_once() -> None:
    account_id = registry.open_account(username="a", name="甲", at=NOW)
    for _ in range(2):
        programme.give(account_id=account_id, role="ORGANISER", place={}, by="x", at=NOW)
    assert Entry.objects.filter(step="GRANT").count() == 1
