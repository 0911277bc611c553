"""Passwords, second factors and sessions against whoever tries them out."""

from __future__ import annotations

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import caches
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone

from dundian.doors.desk.frame import frame
from dundian.features.ledger.models import Entry
from dundian.features.programme import policy
from dundian.features.programme import services as programme
from dundian.features.programme.scope import Scope
from dundian.features.registry import services as registry
from dundian.features.registry.models import Account
from tests import actors
from tests.features.programme.season import season

pytestmark = pytest.mark.django_db
PASSWORD = "rice-and-noodles-7"
SECRET = "JBSWY3DPEHPK3PXP"
ADDRESS = "203.0.113.77"


@pytest.fixture
def lin() -> Account:
    now = timezone.now()
    account_id = registry.open_account(username="lin", name="林某", at=now, password=PASSWORD)
    programme.grant(account_id=account_id, role="ORGANISER")
    return Account.objects.get(pk=account_id)


def try_with(password: str, client: Client | None = None, name: str = "lin"):
    visitor = client or Client(HTTP_HOST=actors.DESK, REMOTE_ADDR=ADDRESS)
    return visitor.post("/sign-in/", {"login": name, "password": password})


def test_after_five_wrong_passwords_the_right_one_waits_too(lin: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("lin", "LIN", "Lin", "lin", "lIn"):
        assert try_with("wrong-wrong-wrong", name=name).status_code == 200
    visitor = actors.stranger()
    assert try_with(PASSWORD, visitor).status_code == 200
    assert visitor.get("/me/").url.startswith("/sign-in/")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 301)
    assert try_with(PASSWORD).status_code == 302


def test_who_is_locked_out_locks_nobody_else_out_and_a_link_still_opens(lin: Account) -> None:
    registry.open_account(username="wu", name="吴某", at=timezone.now(), password=PASSWORD)
    for _ in range(6):
        try_with("wrong-wrong-wrong")
    assert try_with(PASSWORD, name="wu").status_code == 302
    token = registry.issue_link(account_id=lin.pk, at=timezone.now())
    visitor = actors.stranger()
    visitor.post(f"/enter/{token}/")
    assert visitor.get("/setup/").status_code == 200


def test_tries_are_counted_for_all_processes_and_without_anybodys_address(lin: Account) -> None:
    try_with("wrong-wrong-wrong")
    assert type(caches["default"]).__name__ == "DatabaseCache"
    with connection.cursor() as cursor:
        cursor.execute("select cache_key, value from sign_in_tries")
        kept = str(cursor.fetchall())
    assert "login_failed" in kept
    assert ADDRESS not in kept
    assert "lin" not in kept.replace("login", "")


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of codes stands, so that none ends while the test runs."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def test_a_password_with_an_authenticator_opens_and_a_code_opens_once(lin: Account, still: None) -> None:
    TOTP.activate(lin, SECRET)
    first, code = actors.stranger(), code_now()
    assert try_with(PASSWORD, first).url.startswith("/account/mfa/authenticate/")
    assert first.get("/setup/").url.startswith("/sign-in/")
    first.post("/account/mfa/authenticate/", {"code": code})
    assert first.get("/setup/").status_code == 200
    second = actors.stranger()
    try_with(PASSWORD, second)
    assert second.post("/account/mfa/authenticate/", {"code": code}).status_code == 200
    assert second.get("/setup/").status_code == 302


def test_codes_of_an_authenticator_cannot_be_tried_through(lin: Account, still: None) -> None:
    TOTP.activate(lin, SECRET)
    visitor = actors.stranger()
    try_with(PASSWORD, visitor)
    for _ in range(6):
        visitor.post("/account/mfa/authenticate/", {"code": "000000"})
    visitor.post("/account/mfa/authenticate/", {"code": code_now()})
    assert visitor.get("/setup/").status_code == 302


def test_who_gives_the_authenticator_up_is_outside_again(lin: Account, still: None) -> None:
    TOTP.activate(lin, SECRET)
    visitor = actors.stranger()
    try_with(PASSWORD, visitor)
    visitor.post("/account/mfa/authenticate/", {"code": code_now()})
    Authenticator.objects.filter(user=lin).delete()
    assert visitor.get("/setup/").url == "/me/"


def test_the_list_of_passkeys_and_the_question_for_one_open(lin: Account) -> None:
    visitor = actors.stranger()
    visitor.force_login(lin)
    assert visitor.get("/account/mfa/webauthn/").status_code == 200
    asked = actors.stranger().get("/account/mfa/webauthn/login/", HTTP_ACCEPT="application/json")
    assert asked.json()["request_options"]["publicKey"]["userVerification"] in {"required", "preferred"}
    wrong = actors.stranger().post("/account/mfa/webauthn/login/", {"credential": "{}"})
    assert wrong.status_code in {200, 302, 400}


def test_a_passkey_that_was_never_used_says_so_in_our_words(lin: Account) -> None:
    Authenticator.objects.create(user=lin, type=Authenticator.Type.WEBAUTHN, data={"name": "办公室电脑"})
    visitor = actors.stranger()
    visitor.force_login(lin)
    page = visitor.get("/account/mfa/webauthn/").content.decode()
    assert "办公室电脑" in page
    assert "还没用过" in page
    assert "Not used" not in page


def test_a_session_is_a_new_one_after_signing_in_and_nothing_after_signing_out(lin: Account) -> None:
    visitor = actors.stranger()
    visitor.get("/sign-in/")
    visitor.cookies["dundian_session"] = "chosen-by-somebody-else-00000000"
    token = registry.issue_link(account_id=lin.pk, at=timezone.now())
    visitor.post(f"/enter/{token}/")
    cookie = visitor.cookies["dundian_session"]
    assert cookie.value != "chosen-by-somebody-else-00000000"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    kept = cookie.value
    assert visitor.get("/sign-out/").status_code == 200
    assert visitor.get("/setup/").status_code == 200, "looking at the way out is not leaving"
    visitor.post("/sign-out/")
    thief = actors.stranger()
    thief.cookies["dundian_session"] = kept
    assert thief.get("/setup/").status_code == 302


def test_a_session_ends_for_an_account_that_is_stopped_and_for_an_old_password(lin: Account) -> None:
    visitor = actors.stranger()
    visitor.force_login(lin)
    lin.set_password("noodles-and-rice-8")
    lin.save()
    assert visitor.get("/setup/").status_code == 302
    visitor.force_login(lin)
    lin.is_active = False
    lin.save()
    assert visitor.get("/setup/").status_code == 302


def test_a_link_opens_only_what_it_is_for(lin: Account) -> None:
    now = timezone.now()
    person_id = registry.add_person(facts={"name": "某人"}, by="x", at=now)
    invite = registry.issue_invite(person_id=person_id, at=now)
    visitor = actors.stranger()
    assert visitor.post(f"/enter/{invite}/").status_code == 410
    late = registry.issue_link(account_id=lin.pk, at=now - timedelta(days=4))
    assert visitor.post(f"/enter/{late}/").status_code == 410
    link = registry.issue_link(account_id=lin.pk, at=now)
    phone = Client(HTTP_HOST=actors.PHONE)
    assert phone.post("/api/enrol", {"invite": link}, content_type="application/json").status_code == 410
    # Neither try has spent what the other door may still open.
    assert phone.post("/api/enrol", {"invite": invite}, content_type="application/json").status_code == 200
    assert visitor.post(f"/enter/{link}/").status_code == 302


def test_a_link_of_an_account_that_was_stopped_opens_nothing(lin: Account) -> None:
    token = registry.issue_link(account_id=lin.pk, at=timezone.now())
    Account.objects.filter(pk=lin.pk).update(is_active=False)
    assert actors.stranger().post(f"/enter/{token}/").status_code == 410


def test_who_signed_in_and_how_is_on_record_and_who_did_not_is_not(lin: Account, still: None) -> None:
    TOTP.activate(lin, SECRET)
    visitor = actors.stranger()
    try_with("wrong-wrong-wrong", visitor)
    try_with(PASSWORD, visitor)
    assert not Entry.objects.filter(step="SIGN_IN").exists()
    visitor.post("/account/mfa/authenticate/", {"code": code_now()})
    line = Entry.objects.get(step="SIGN_IN")
    assert (line.by, line.facts) == (f"account:{lin.pk}", {"how": "password+mfa"})


def test_a_new_password_is_on_record_and_is_not_in_it() -> None:
    client = actors.newcomer().client
    words = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/account/password/set/", words).status_code == 302
    assert PASSWORD not in str(Entry.objects.get(step="SET_PASSWORD").facts)


def test_a_message_rendered_after_the_transaction_counts_no_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    season()
    counted: list[int] = []

    def counts(_scope: Scope, *, programme_id: int, **_: object) -> SimpleNamespace:
        counted.append(programme_id)
        return SimpleNamespace(open=7)

    monkeypatch.setattr("dundian.doors.desk.frame.cases.counts", counts)
    request = RequestFactory().get("/me/")
    scope = policy.scope_of_account(actors.organiser().account_id, at=actors.NOW)
    request.META.update({"dundian.door": "desk", "dundian.scope": scope})
    request.resolver_match = resolve("/me/", urlconf="dundian.site.urls.desk")
    found = frame(request)  # the sign-in library does this on commit, where no scope is open
    assert found["programme"] is not None
    assert counted == []
    assert (found["open_cases"](), found["open_cases"]()) == (7, 7)
    assert len(counted) == 1
