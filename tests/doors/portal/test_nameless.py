"""Nothing about a visitor of the portal is kept, told or left behind."""

import logging
import re
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from dundian.doors.portal import tries
from dundian.features.voices import receipt
from dundian.features.voices.receipt import lookup_of
from tests.actors import PORTAL
from tests.doors.portal.test_following import CODE, Heard, a_case, a_week, answered, look, say
from tests.site.patience import until

HERE = Path(__file__).parents[3] / "dundian/doors/portal"
ADDRESS, AGENT, COOKIE = "203.0.113.77", "MicroMessenger/8.0 SpyPhone", "tracker=77abc"
BANNED = ("提交", "请输入", "非法", "失败", "用户", "！")


@pytest.fixture
def heard(db: None) -> Heard:
    week = a_week()
    heard = a_case(week.phone, lookup=lookup_of(CODE).hex(), at=timezone.now())
    answered(week, heard)
    return heard


def visitor(**extra: str) -> Client:
    return Client(HTTP_HOST=PORTAL, REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT, HTTP_COOKIE=COOKIE, **extra)


def everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('dundian.scope', '*', true)")
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall() if name != "django_migrations"]
        rows = []
        for name in names:
            cursor.execute(f'select t::text from "{name}" t')  # noqa: S608 – names from the catalogue
            rows += [row for (row,) in cursor.fetchall()]
        cursor.execute("select set_config('dundian.scope', '', true)")
    return "\n".join(rows)


def test_nothing_of_a_visit_is_in_any_table_or_log(heard: Heard, caplog: pytest.LogCaptureFixture, capfd) -> None:
    caplog.set_level(logging.DEBUG)
    client = visitor(HTTP_REFERER="https://example.org/poster-77", HTTP_X_FORWARDED_FOR=ADDRESS)
    client.get("/")
    client.get("/nowhere/")
    client.post("/", {"code": CODE})
    client.post("/", {"code": "12345"})
    client.post("/word/", {"code": CODE, "word": "yes", "text": "吃上了"})
    kept = everything_in_the_database()
    assert "吃上了" in kept
    out, err = capfd.readouterr()
    # Only the log that leaves the process counts; the handlers drop what belongs to the portal.
    for telltale in (ADDRESS, AGENT, "77abc", "poster-77", CODE, CODE[:4] + " "):
        for place, text in (("database", kept), ("stdout", out), ("stderr", err)):
            assert telltale not in text, (telltale, place)
    assert "nowhere" not in err


def test_reading_writes_nothing(heard: Heard) -> None:
    before = everything_in_the_database()
    look()
    look(code="1")
    assert everything_in_the_database() == before


def test_no_page_sets_a_cookie_or_may_be_kept_or_names_where_it_came_from(heard: Heard) -> None:
    client = visitor()
    answers = [
        client.get("/"),
        client.get("/who-sees/"),
        client.get("/nowhere/"),
        client.post("/", {"code": CODE}),
        client.post("/", {"code": "1"}),
        client.post("/word/", {"code": CODE, "word": "yes"}),
        client.post("/", {"code": CODE}, HTTP_ORIGIN="https://evil.example"),
        client.get("/word/"),
    ]
    for answer in answers:
        assert not answer.cookies
        assert "Set-Cookie" not in answer.headers
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "Location" not in answer.headers
    policy = answers[0]["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert [a.status_code for a in answers[2:8]] == [404, 200, 200, 200, 403, 405]


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({}, True),
        ({"HTTP_ORIGIN": "null"}, True),
        ({"HTTP_ORIGIN": f"http://{PORTAL}"}, True),
        ({"HTTP_ORIGIN": "http://localhost:8000"}, False),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "null"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "null"}, True),
    ],
)
def test_only_this_origin_may_send(db: None, headers: dict, is_ours: bool) -> None:
    answer = Client(HTTP_HOST=PORTAL).post("/", {"code": "1"}, **headers)
    assert (answer.status_code == 200) == is_ours


def test_a_code_in_an_address_opens_nothing(heard: Heard) -> None:
    for path in (f"/?code={CODE}", f"/{CODE}", f"/word/?code={CODE}&word=yes"):
        assert "有回话了" not in Client(HTTP_HOST=PORTAL).get(path).content.decode()
    assert "没找到" in Client(HTTP_HOST=PORTAL).post(f"/?code={CODE}", {}).content.decode()


def test_a_desk_session_is_nobody_here(heard: Heard) -> None:
    from tests.actors import organiser

    client = organiser().client
    answer = client.get("/", HTTP_HOST=PORTAL)
    assert not answer.wsgi_request.user.is_authenticated


def test_the_bucket_runs_dry_and_fills_again() -> None:
    now = [0.0]
    bucket = tries.Bucket(size=2, per_second=0.5, clock=lambda: now[0])
    bucket.draw()
    assert not bucket.is_empty()
    bucket.draw()
    assert bucket.is_empty()
    now[0] = 2.0
    assert not bucket.is_empty()
    now[0] = 999.0
    for _ in range(2):
        bucket.draw()
    assert bucket.is_empty()


def test_when_the_bucket_is_dry_nobody_guesses(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dundian.doors.portal.views.BUCKET", tries.Bucket(size=0, per_second=0))
    for answer in (look(), say("yes")):
        assert answer.status_code == 429
        assert "这会儿人多" in answer.content.decode()
        assert "没找到" not in answer.content.decode()


def test_a_crowd_waits_in_a_short_line_and_leaves_the_house_a_thread(heard: Heard) -> None:
    with ExitStack() as crowd:
        for _ in range(3):
            crowd.enter_context(receipt.IN_LINE)
        for answer in (look(), say("yes", "吃上了")):
            assert answer.status_code == 429
            assert CODE in answer.content.decode(), "what was typed stays"
    assert "有回话了" in look().content.decode()


def test_the_memory_of_a_crowd_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most, outcomes = [0], [0], []

    def slow(code: str) -> bytes:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        assert gate.wait(90)
        at_once[0] -= 1
        return code.encode()

    def come() -> None:
        try:
            outcomes.append(lookup_of(CODE))
        except receipt.Crowded:
            outcomes.append(None)

    gate = Event()
    monkeypatch.setattr(receipt, "_stretched", slow)
    visitors = [Thread(target=come) for _ in range(12)]
    for visitor_ in visitors:
        visitor_.start()
    until(lambda: outcomes.count(None) == 9)  # whoever came too many has been told so
    gate.set()
    for visitor_ in visitors:
        visitor_.join()
    assert most[0] <= 2
    assert len([o for o in outcomes if o]) == 3
    assert len(outcomes) == 12


def test_ten_minutes_later_the_count_of_wrong_codes_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    field, now = tries.one_more(9), time.time()
    assert tries.wrong_so_far(field) == 10
    monkeypatch.setattr(time, "time", lambda: now + tries.REST_SECONDS + 2)
    assert tries.wrong_so_far(field) == 0
    assert tries.wrong_so_far("10") == 0


def sources() -> list[Path]:
    return [*HERE.rglob("*.html"), HERE / "words.py", HERE / "views.py", HERE / "nameless.py"]


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.name)
def test_no_word_of_an_office_stands_on_these_pages(path: Path) -> None:
    text = re.sub(r'""".*?"""|#.*', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [word for word in BANNED if word in text] == []


def test_the_first_load_is_small_and_asks_no_third_host(heard: Heard) -> None:
    page = look().content.decode()
    files = {name: (HERE / "static/portal" / name).read_bytes() for name in ("portal.css", "portal.js")}
    icons = HERE / "static/portal/built/icons.svg"
    size = len(page.encode()) + sum(map(len, files.values())) + (icons.stat().st_size if icons.exists() else 15_000)
    assert size < 60_000
    assert len(files["portal.js"]) < 5_000
    everything = page + "".join(f.decode() for f in files.values())
    assert [u for u in re.findall(r"(?:https?:)?//[\w.]+\.\w+", everything) if "www.w3.org" not in u] == []
    code = re.sub(r"/\*.*?\*/", "", "".join(f.decode() for f in files.values()), flags=re.DOTALL)
    for new in (":has(", "aspect-ratio", "gap:", "clamp(", "?.", "focus-visible", "inset:"):
        assert new not in code, new
