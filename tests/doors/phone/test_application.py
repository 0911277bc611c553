"""The application as files."""

from pathlib import Path

import pytest
from django.test import Client

from dundian.doors.phone import application
from tests.actors import PHONE


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "app" / "assets").mkdir(parents=True)
    for name in ("index.html", "sw.js", "manifest.webmanifest", "assets/a-1.js", "assets/b-2.wasm"):
        (tmp_path / "app" / name).write_text(f"<{name}>")
    (tmp_path / "secret.html").write_text("secret")
    monkeypatch.setattr(application, "BUILT", tmp_path / "app")
    return tmp_path


def get(path: str, **headers: str):
    return Client(HTTP_HOST=PHONE).get(path, **headers)


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/records/4", "text/html; charset=utf-8", "no-cache"),
        ("/sw.js", "text/javascript", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/assets/a-1.js", "text/javascript", "public, max-age=31536000, immutable"),
        ("/assets/b-2.wasm", "application/wasm", "public, max-age=31536000, immutable"),
    ],
)
def test_each_file_has_its_type_and_its_lifetime(built: Path, path: str, kind: str, cache: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, kind, cache)


def test_the_service_worker_may_serve_the_whole_origin(built: Path) -> None:
    assert get("/sw.js")["Service-Worker-Allowed"] == "/"


def test_an_address_inside_the_application_is_its_page(built: Path) -> None:
    assert get("/records/4").content == b"<index.html>"


@pytest.mark.parametrize("path", ["/assets/gone.js", "/../secret.html", "/%2e%2e/secret.html", "/a%00b.html"])
def test_a_file_that_is_not_the_applications_is_not_there(built: Path, path: str) -> None:
    assert get(path).status_code == 404


def test_files_travel_packed_where_the_phone_unpacks_them(built: Path) -> None:
    (built / "app" / "assets" / "a-1.js").write_text("x" * 5000)
    answer = get("/assets/a-1.js", HTTP_ACCEPT_ENCODING="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 200


def test_where_it_was_not_built_one_plain_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "BUILT", tmp_path)
    answer = get("/")
    assert answer.status_code == 503
    assert "手机端还没装上" in answer.content.decode()


def test_no_cookie_is_ever_set(built: Path) -> None:
    client = Client(HTTP_HOST=PHONE)
    client.get("/")
    client.get("/sw.js")
    assert not client.cookies
