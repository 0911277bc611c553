"""Coming in: links that are spent once, passwords that are not enough, pages that are not for everybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dundian.features.programme import services as programme
from dundian.features.registry import services as registry
from tests import actors

pytestmark = pytest.mark.django_db


def link(lifetime: timedelta = timedelta(days=3)) -> str:
    now = timezone.now()
    account_id = registry.open_account(username="lin", name="林某", at=now, password="rice-and-noodles-7")
    programme.grant(account_id=account_id, role="ORGANISER")
    return registry.issue_link(account_id=account_id, at=now, lifetime=lifetime)


def test_looking_at_a_link_does_not_spend_it() -> None:
    token, visitor = link(), actors.stranger()
    assert visitor.get(f"/enter/{token}/").status_code == 200
    assert visitor.post(f"/enter/{token}/").url == "/"
    assert visitor.get("/me/").status_code == 200


def test_a_link_opens_once() -> None:
    token = link()
    actors.stranger().post(f"/enter/{token}/")
    late = actors.stranger()
    assert late.post(f"/enter/{token}/").status_code == 410
    assert late.get("/me/").status_code == 302


def test_a_link_expires() -> None:
    token = link(timedelta(seconds=-1))
    assert actors.stranger().post(f"/enter/{token}/").status_code == 410


def test_a_link_does_not_open_for_an_unknown_token() -> None:
    assert actors.stranger().post("/enter/nothing/").status_code == 410


def test_a_password_alone_leads_to_the_second_factor_and_no_further() -> None:
    link()
    visitor = actors.stranger()
    page = visitor.post("/sign-in/", {"login": "lin", "password": "rice-and-noodles-7", "remember": "on"})
    assert page.status_code == 302, page.content.decode()
    refused = visitor.get("/setup/")
    assert refused.url == "/me/"


def test_a_wrong_password_says_so_and_opens_nothing() -> None:
    link()
    visitor = actors.stranger()
    page = visitor.post("/sign-in/", {"login": "lin", "password": "wrong-wrong-wrong"})
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()
    assert visitor.get("/me/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/account/password/set/",
        "/account/mfa/totp/activate/",
        "/account/mfa/webauthn/add/",
    ],
)
def test_somebody_who_came_by_link_can_set_a_password_and_a_second_factor(path: str) -> None:
    assert actors.newcomer().client.get(path).status_code == 200


def test_nobody_signs_up() -> None:
    page = actors.stranger().get("/account/signup/")
    assert "账号由活动办开" in page.content.decode()


def test_settings_are_for_organisers() -> None:
    assert actors.organiser().client.get("/setup/").status_code == 200
    assert actors.newcomer().client.get("/setup/").status_code == 403
    assert actors.stranger().get("/setup/").status_code == 302


def test_an_organiser_opens_an_account_with_a_role_and_hands_its_link_over() -> None:
    client = actors.organiser().client
    page = client.post("/setup/accounts/", {"name": "周某", "username": "zhou", "place": "ORGANISER|"})
    words = page.content.decode()
    token = words.split("/enter/")[1].split("/")[0]
    visitor = actors.stranger()
    visitor.post(f"/enter/{token}/")
    assert visitor.get("/setup/").status_code == 200


def test_an_account_name_that_is_taken_is_said_at_the_field() -> None:
    client = actors.organiser().client
    page = client.post("/setup/accounts/", {"name": "周某", "username": "Organiser", "place": "ORGANISER|"})
    assert page.status_code == 422
    assert "换一个" in page.content.decode()


def test_the_last_organiser_stays() -> None:
    from dundian.features.programme.queries import grants

    client = actors.organiser().client
    client.post(f"/setup/grants/{grants()[0].id}/withdraw/")
    assert client.get("/setup/").status_code == 200


def test_every_page_of_the_desk_refuses_a_form_without_its_token() -> None:
    client = Client(HTTP_HOST=actors.DESK, enforce_csrf_checks=True)
    assert client.post("/sign-in/", {"login": "a", "password": "b"}).status_code == 403
