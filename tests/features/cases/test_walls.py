"""The second wall, actor by actor and table by table: rows are missing for whoever may not see them."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from dundian.features.cases.services import scope_of_receipt
from dundian.features.inbox import services as inbox
from dundian.features.programme.scope import Scope, clockwork, in_scope, scoped_stream
from tests.actors import NOW
from tests.features.cases.test_steps import step, to_firm
from tests.week import Heard, Week, a_case, a_week, parcel, phone_of, record_body, send

pytestmark = pytest.mark.django_db

TABLES = (
    "inbox_parcel",
    "inbox_branch",
    "field_record",
    "voices_voice",
    "voices_message",
    "cases_case",
    "cases_casestep",
    "cases_case_voices",
)
ALL = {
    "inbox_parcel": 2,
    "inbox_branch": 1,
    "field_record": 1,
    "voices_voice": 1,
    "voices_message": 1,
    "cases_case": 1,
    "cases_casestep": 4,
    "cases_case_voices": 1,
}
NOTHING = dict.fromkeys(TABLES, 0)


def seen(scope: Scope) -> dict[str, int]:
    counts = {}
    with in_scope(scope), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"select count(*) from {table}")  # noqa: S608 – our own names
            counts[table] = cursor.fetchone()[0]
    return counts


def a_row_everywhere() -> tuple[Week, Heard]:
    week = a_week()
    record = send(week.phone, parcel("record", record_body()))
    inbox.keep(parcel_id=record, payload=b"other", sender=week.phone.sender, at=NOW)
    heard = a_case(week.phone)
    to_firm(week, heard)
    step(week.firm, "answer", heard, text="好了")
    return week, heard


def test_every_actor_sees_his_rows_and_no_other() -> None:
    week, heard = a_row_everywhere()
    steps = {"cases_case": 1, "cases_casestep": 4}
    words = {"voices_voice": 1, "voices_message": 1, "cases_case_voices": 1}
    stranger = phone_of(week.other_phone.person_id)
    assert seen(clockwork()) == ALL
    assert seen(week.organiser) == ALL
    assert seen(week.leader) == ALL
    assert seen(week.phone.scope) == ALL
    assert seen(week.firm) == NOTHING | steps
    assert seen(scope_of_receipt(heard.lookup)) == NOTHING | words
    assert seen(scope_of_receipt(heard.lookup, case_id=heard.case_id)) == NOTHING | words | steps
    for other in (week.other_leader, week.township, week.county, week.other_phone.scope, stranger.scope):
        assert seen(other) == NOTHING
    for token in (f"p:{week.programme_id + 1}", f"e:{week.other_enterprise_id}", "r:" + "0" * 64, "o:0"):
        assert seen(Scope(by="x", tokens=frozenset({token}))) == NOTHING


def test_without_a_scope_each_of_these_tables_raises() -> None:
    a_row_everywhere()
    for table in TABLES:
        with pytest.raises(DatabaseError, match="no scope"), transaction.atomic():
            connection.cursor().execute(f"select 1 from {table}")  # noqa: S608 – our own names


def test_a_download_under_a_scope_of_its_own_is_not_silently_empty() -> None:
    week = a_week()
    a_case(week.phone)

    def rows():
        from dundian.features.voices.models import Voice

        yield from (v.text.encode() for v in Voice.objects.all())

    assert len(list(scoped_stream(week.organiser, rows()))) == 1
    with pytest.raises(DatabaseError, match="no scope"), transaction.atomic():
        list(rows())


def test_every_table_of_these_features_stands_behind_the_wall() -> None:
    ours = {"inbox", "field", "voices", "cases"}
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in ours]
    assert {m._meta.db_table for m in models} == set(TABLES)
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relrowsecurity and relforcerowsecurity and relname = any(%s)",
            [list(TABLES)],
        )
        assert {name for (name,) in cursor.fetchall()} == set(TABLES)


def test_a_row_can_be_neither_written_nor_moved_outside_the_scope() -> None:
    week = a_week()
    heard = a_case(week.phone)
    with in_scope(week.other_leader), connection.cursor() as cursor:
        cursor.execute("update cases_case set title = 'x'")
        assert cursor.rowcount == 0
        cursor.execute("delete from voices_voice")
        assert cursor.rowcount == 0
    moves = "update voices_voice set programme_id = null, group_id = null, official_id = 0"
    with pytest.raises(DatabaseError), in_scope(week.leader):
        connection.cursor().execute(moves)
    insert = """
        insert into cases_casestep (case_id, step, at, by, unit, level, text, before, is_undone)
        values (%s, 'X', now(), '', '', '', '', '{}', false)
    """
    with pytest.raises(DatabaseError, match="row-level security"), in_scope(week.other_leader):
        connection.cursor().execute(insert, [heard.case_id])
