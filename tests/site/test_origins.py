"""Three doors in one house: which one answers, what it knows of a visitor, and what every answer carries."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client

from dundian.site.log import Discreet
from tests.actors import DESK, PHONE, PORTAL

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.77"
WORDS = "夜班吃不上热饭"


def broken(*_: object, **__: object) -> None:
    raise ValueError(WORDS)


@pytest.fixture
def own_sockets(settings) -> None:
    settings.SOCKETS = {"8000": "desk", "8001": "phone", "8002": "portal"}


@pytest.mark.parametrize("host", [DESK, PHONE, "127.0.0.1:8000", "localhost", ""])
def test_who_comes_by_the_socket_of_the_portal_gets_no_other_door(own_sockets: None, host: str) -> None:
    client = Client(HTTP_HOST=host or "localhost")
    assert "你的回执码" in client.get("/", SERVER_PORT="8002").content.decode()
    for path in ("/sign-in/", "/setup/", "/api/today", "/enter/x/", "/p/1/cases/"):
        assert client.get(path, SERVER_PORT="8002").status_code == 404


def test_a_page_of_the_portal_is_not_at_the_desk(own_sockets: None) -> None:
    client = Client(HTTP_HOST=PORTAL)
    assert client.get("/who-sees/", SERVER_PORT="8000").status_code == 404
    assert client.get("/sign-in/", SERVER_PORT="8000").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8002", "localhost:99999", "localhost:abc", "[", "a b"])
@pytest.mark.parametrize("port", ["8000", "8002", "9999"])
def test_an_unknown_host_is_refused_and_never_breaks(own_sockets: None, host: str, port: str) -> None:
    answer = Client(HTTP_HOST=host, raise_request_exception=False).get("/sign-in/", SERVER_PORT=port)
    assert answer.status_code in ({200, 404} if host == "localhost:99999" else {400})
    assert "evil" not in answer.content.decode()


@pytest.mark.parametrize("name", ["X_FORWARDED_HOST", "X_FORWARDED_PORT", "X_FORWARDED_SERVER", "FORWARDED", "X_HOST"])
def test_what_a_request_says_of_a_proxy_changes_nothing(name: str) -> None:
    page = Client(HTTP_HOST=DESK, **{f"HTTP_{name}": "evil.example"}).get("/setup/")
    assert page.url == "/sign-in/?next=/setup/"


def portal_answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, HttpResponse]:
    visitor = Client(
        HTTP_HOST=PORTAL, HTTP_COOKIE="dundian_session=x; django_language=en", raise_request_exception=False
    )
    answers = {
        "page": visitor.get("/"),
        "head": visitor.head("/"),
        "options": visitor.options("/"),
        "other method": visitor.delete("/"),
        "nowhere": visitor.get("/nowhere/"),
        "nowhere by post": visitor.post("/nowhere/", {"code": "1"}),
        "without its slash": visitor.get("/who-sees"),
        "file": visitor.get("/static/portal/portal.css"),
        "no file": visitor.get("/static/portal/nothing.css"),
        "climbing": visitor.get("/static/../settings.py"),
        "too large": visitor.post("/", {"code": "1" * 70_000}),
        "torn": visitor.generic("POST", "/", b"x", content_type="multipart/form-data; boundary=y"),
        "another site": visitor.post("/", {"code": "1"}, HTTP_ORIGIN="https://evil.example"),
        "host": visitor.get("/", HTTP_HOST="evil.example:8002"),
    }
    monkeypatch.setattr("dundian.doors.portal.views.digits_of", broken)
    return answers | {"broken": visitor.post("/", {"code": "1"})}


def test_every_answer_of_the_portal_forgets_the_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = portal_answers(monkeypatch)
    answers["file"].close()
    for name, answer in answers.items():
        assert not answer.cookies, name
        assert answer["Referrer-Policy"] == "no-referrer", name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert "geolocation=()" in answer["Permissions-Policy"], name
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], name
        assert answer["X-Frame-Options"] == "DENY", name
        if name != "file":
            assert answer["Cache-Control"] == "no-store", name
    codes = {name: answer.status_code for name, answer in answers.items()}
    assert codes == {
        "page": 200,
        "head": 200,
        "options": 405,
        "other method": 405,
        "nowhere": 404,
        "nowhere by post": 404,
        "without its slash": 301,
        "file": 200,
        "no file": 404,
        "climbing": 404,
        "too large": 413,
        "torn": 200,
        "another site": 403,
        "host": 400,
        "broken": 500,
    }
    page = answers["broken"].content.decode()
    assert "是我们的错" in page
    assert WORDS not in page


def test_nothing_behind_the_first_middleware_can_tell_who_visits(monkeypatch: pytest.MonkeyPatch) -> None:
    telltales = {
        "REMOTE_ADDR": ADDRESS,
        "HTTP_USER_AGENT": "SpyPhone",
        "HTTP_COOKIE": "a=SpyPhone",
        "HTTP_REFERER": "https://example.org/SpyPhone",
        "HTTP_X_FORWARDED_FOR": ADDRESS,
        "HTTP_CF_CONNECTING_IP": ADDRESS,
        "HTTP_TRUE_CLIENT_IP": ADDRESS,
        "HTTP_X_WECHAT_OPENID": "SpyPhone",
        "HTTP_SEC_CH_UA_MODEL": "SpyPhone",
    }
    seen = str(Client(HTTP_HOST=PORTAL, **telltales).get("/").wsgi_request.META)
    assert ADDRESS not in seen
    assert "SpyPhone" not in seen


@pytest.mark.parametrize(("host", "path"), [(DESK, "/sign-in/"), (PHONE, "/api/enrol"), (PORTAL, "/")])
def test_a_body_beyond_all_measure_is_not_even_read(host: str, path: str) -> None:
    answer = Client(HTTP_HOST=host).post(path, {"a": "b"}, CONTENT_LENGTH=str(10**9))
    assert answer.status_code == 413


def test_pages_of_the_desk_are_kept_by_no_browser_and_no_proxy() -> None:
    from tests.actors import organiser

    client = organiser().client
    for path in ("/setup/", "/", "/programmes/", "/nowhere/"):
        answer = client.get(path)
        assert "no-store" in answer["Cache-Control"], path
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
    file = client.get("/static/desk/desk.css")
    file.close()
    assert "max-age" in file["Cache-Control"]


def test_a_fault_is_logged_by_its_place_and_never_by_what_somebody_said() -> None:
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", ("/p/1/",), None
    )
    try:
        try:
            broken()
        except ValueError as fault:
            raise DatabaseError(f"Failing row contains ({WORDS})") from fault
    except DatabaseError as fault:
        record.exc_info = (type(fault), fault, fault.__traceback__)
    text = Discreet("{message}", style="{").format(record)
    assert WORDS not in text.replace(f'WORDS = "{WORDS}"', "")
    assert "DatabaseError" in text
    assert "ValueError" in text
    assert "in broken" in text


@pytest.mark.parametrize("path", ["/enter/AbC-_123/", "/calendar/AbC-_123.ics"])
def test_an_address_that_is_a_key_is_not_logged(path: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, "Forbidden: %s", (path,), None)
    text = Discreet("{message}", style="{").format(record)
    assert "AbC" not in text


def test_under_https_cookies_are_held_to_this_very_host_and_to_https() -> None:
    origins = "desk=https://dd.example:8000 phone=https://dd.example:8001 portal=https://dd.example:8002"
    asked = (
        "from dundian.site import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_HSTS_SECONDS > 0, s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)"
    )
    env = {**os.environ, "DUNDIAN_ORIGINS": origins}
    said = subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["__Host-dundian_session", "__Host-dundian_csrf", "True", "True", "True", "False"]
