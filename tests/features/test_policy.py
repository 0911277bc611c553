"""Roles, and where they hold."""

import pytest

from dundian.features.programme import policy
from dundian.features.programme import services as programme
from dundian.features.programme.policy import Action
from tests import actors
from tests.actors import NOW
from tests.week import a_week

pytestmark = pytest.mark.django_db


def scope(actor: actors.Actor):
    return policy.scope_of_account(actor.account_id, at=NOW)


def test_a_role_of_one_programme_does_not_count_in_another() -> None:
    mine, other = (programme.start_programme(name=name, at=NOW, by="x") for name in ("一", "二"))
    week = a_week()
    actor = actors.organiser(programme_id=mine)
    programme.grant(account_id=actor.account_id, role="HANDLER", union_id=week.township_id)
    assert policy.may(scope(actor).within(mine), Action.EDIT_PROGRAMME)
    assert not policy.may(scope(actor).within(other), Action.EDIT_PROGRAMME)
    assert policy.may(scope(actor).within(other), Action.HANDLE_CASES)
    assert actor.client.get(f"/p/{other}/articles/").status_code == 403


def test_settings_are_not_for_the_organiser_of_one_programme() -> None:
    mine = programme.start_programme(name="一", at=NOW, by="x")
    assert not policy.may(scope(actors.organiser(programme_id=mine)), Action.SET_UP)


def test_without_a_grant_a_scope_opens_nothing() -> None:
    found = scope(actors.newcomer())
    assert (found.tokens, found.roles, found.programme_ids) == (frozenset(), frozenset(), frozenset())


@pytest.mark.parametrize("action", list(Action))
def test_every_action_is_open_to_the_organiser_of_the_house(action: Action) -> None:
    assert policy.may(scope(actors.organiser()), action)
