"""The sample with everything that happened in it goes when its name is typed, and leaves nothing but the ledger."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.test import Client

from dundian.features.programme import queries
from dundian.features.programme.scope import EVERYTHING, Scope, clockwork, in_scope
from dundian.features.registry import services as registry
from dundian.site.commands import sample
from tests import actors

pytestmark = pytest.mark.django_db
# What outlives a programme: steps, accounts with their links, and what an import once did.
STAYS = {"Account", "Entry", "Grant", "SignInLink", "ImportBatch", "ImportedRow"}
OURS = ("registry", "programme", "inbox", "voices", "field", "cases", "pledges", "reports")


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sample, "SECONDS", 0.5)
    result = CliRunner().invoke(sample.command, [], catch_exceptions=False)
    assert result.exit_code == 0
    return queries.programmes(clockwork())[0].id


def left() -> dict[str, int]:
    with in_scope(Scope(by="test", tokens=frozenset({EVERYTHING}))):
        counts = {
            model.__name__: model._default_manager.count()
            for label in OURS
            for model in apps.get_app_config(label).get_models()
            if model.__name__ not in STAYS
        }
    return {name: count for name, count in counts.items() if count}


def test_the_whole_sample_goes(house: int) -> None:
    client: Client = actors.organiser().client
    official = next(o for o in queries.officials(house) if o.is_in_roster)
    invite = registry.issue_invite(person_id=official.person.id, at=actors.NOW)
    registry.enrol(invite=invite, device_name="试用的手机", at=actors.NOW)
    name = queries.programmes(clockwork())[0].name
    answer = client.post(f"/p/{house}/remove/", {"name": name})
    assert answer.status_code == 302
    assert left() == {}


def test_the_organiser_of_one_programme_does_not_delete_it(house: int) -> None:
    client: Client = actors.organiser(programme_id=house).client
    name = queries.programmes(clockwork())[0].name
    assert client.post(f"/p/{house}/remove/", {"name": name}).status_code == 403
    assert "删掉这个活动" not in client.get(f"/p/{house}/facts/").content.decode()
