"""What people say lies in the tables behind the wall and nowhere else: no ledger, session, job, message or log."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from dundian.features.cases.models import Case
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.voices.receipt import lookup_of
from tests import actors
from tests.doors.phone.test_api import client_of, put
from tests.doors.portal.test_following import CODE
from tests.week import Week, a_week, parcel, record_body, voice_body

pytestmark = pytest.mark.django_db
SAID = "鸬鹚"
"""Two characters that stand in every word of this walk and in nothing else."""
BEHIND = ("voices_", "cases_", "inbox_", "field_")


def a_walk(week: Week) -> None:
    """Heard, verified, renamed, assigned, answered, confirmed and reopened, with SAID in every sentence."""
    phone, desk = client_of(week.phone), actors.organiser().client
    put(phone, parcel("record", record_body(text=f"看到{SAID}", who=SAID, who_post=SAID)))
    put(phone, parcel("voice", voice_body(text=f"听到{SAID}", lookup=lookup_of(CODE).hex())))
    put(phone, f"坏{SAID}".encode())
    with in_scope(clockwork()):
        case_id = Case.objects.get().pk
    steps = (
        ("verify", {"text": SAID}),
        ("rename", {"title": SAID}),
        ("method", {"method": SAID, "affected": SAID}),
        ("assign", {"to": "ENTERPRISE", "text": SAID}),
        ("due", {"due_on": "2041-01-01", "reason": SAID}),
        ("answer", {"text": SAID}),
    )
    for name, facts in steps:
        assert desk.post(f"/p/{week.programme_id}/cases/{case_id}/{name}/", facts).status_code == 302, name
    desk.post(f"/p/{week.programme_id}/cases/{case_id}/answer/", {"text": SAID})  # refused: it was answered
    desk.get(f"/p/{week.programme_id}/cases/?q={SAID}")
    portal = Client(HTTP_HOST=actors.PORTAL)
    for word in ("yes", "no"):
        assert portal.post("/word/", {"code": CODE, "word": word, "text": SAID}).status_code == 200


def tables_with(word: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('dundian.scope', '*', true)")
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        found = set()
        for (name,) in cursor.fetchall():
            point = transaction.savepoint()
            try:
                cursor.execute(f'select count(*) from "{name}" t where t::text like %s', [f"%{word}%"])  # noqa: S608
                if cursor.fetchone()[0]:
                    found.add(name)
            except Exception:
                transaction.savepoint_rollback(point)
        cursor.execute("select set_config('dundian.scope', '', true)")
    return found


def test_words_lie_only_behind_the_wall() -> None:
    a_walk(a_week())
    found = tables_with(SAID)
    assert found >= {"voices_voice", "voices_message", "cases_casestep", "cases_case", "field_record"}
    assert {name for name in found if not name.startswith(BEHIND)} == set()
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        walled = {name for (name,) in cursor.fetchall()}
    assert found <= walled


def test_sessions_hold_no_words_in_their_sealed_form_either() -> None:
    from django.contrib.sessions.models import Session

    a_walk(a_week())
    contents = [session.get_decoded() for session in Session.objects.all()]
    assert contents
    assert SAID not in str(contents)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the handler of the settings writes while the test runs."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    formatter = dict(settings.LOGGING["formatters"]["line"])
    from dundian.site.log import Discreet, NothingOfThePortal

    assert formatter.pop("()") == "dundian.site.log.Discreet"
    handler.setFormatter(Discreet(formatter["format"], style="{"))
    handler.addFilter(NothingOfThePortal())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def test_a_fault_that_quotes_what_somebody_said_is_not_quoted_in_the_log(log: io.StringIO, monkeypatch) -> None:
    week = a_week()
    put(client_of(week.phone), parcel("voice", voice_body(text=SAID)))
    with in_scope(clockwork()):
        case_id = Case.objects.get().pk

    def rename(**facts: object) -> None:
        raise ValueError(f"cannot call it {facts['title']}")

    from dundian.doors.desk.cases import acts

    monkeypatch.setitem(acts.ACTS, "rename", acts.Act(**{**vars(acts.ACTS["rename"]), "take": rename}))
    desk = actors.organiser().client
    desk.raise_request_exception = False
    answer = desk.post(f"/p/{week.programme_id}/cases/{case_id}/rename/", {"title": SAID})
    assert answer.status_code == 500
    assert SAID not in answer.content.decode()
    assert "ValueError" in log.getvalue()
    assert SAID not in log.getvalue()


def test_the_moment_of_a_word_at_the_portal_is_all_that_the_ledger_knows() -> None:
    from dundian.features.ledger.models import Entry

    a_walk(a_week())
    words = [line for line in Entry.objects.all() if line.by == "receipt"]
    assert len(words) == 2
    assert all(set(line.facts) <= {"state", "level"} and line.at <= timezone.now() for line in words)
