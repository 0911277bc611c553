"""Records of the week."""

import pytest
from django.db import IntegrityError, transaction

from dundian.features.field import queries
from dundian.features.field.models import Record
from dundian.features.programme.scope import in_scope
from tests.week import a_week, parcel, record_body, send

pytestmark = pytest.mark.django_db


def test_a_record_keeps_what_was_written_when_and_where() -> None:
    week = a_week()
    record_id = send(week.phone, parcel("record", record_body(who="", text="第一行\n第二行\0")))
    with in_scope(week.organiser):
        (row,) = queries.records(week.organiser, programme_id=week.programme_id)
    assert (row.id, row.kind_zh, row.who_post, row.text) == (record_id, "访谈", "包装工", "第一行\n第二行")
    assert (row.official_name, row.group_number, row.phase_number) == ("陈某", 1, 1)


def test_records_are_counted_by_kind_within_the_scope() -> None:
    week = a_week()
    for kind in ("labour", "labour", "talk"):
        send(week.phone, parcel("record", record_body(kind=kind)))
    send(week.other_phone, parcel("record", record_body(kind="labour")))
    for scope, labour in ((week.organiser, 3), (week.leader, 2), (week.other_leader, 1), (week.firm, 0)):
        with in_scope(scope):
            counts = queries.counts_by_kind(scope, programme_id=week.programme_id)
            assert counts["labour"] == labour
            assert len(queries.records(scope, programme_id=week.programme_id, kind="labour")) == labour
    assert set(counts) == {kind.code for kind in queries.kinds()}


def test_the_database_refuses_a_kind_that_nobody_knows() -> None:
    week = a_week()
    send(week.phone, parcel("record", record_body()))
    with in_scope(week.organiser), pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.update(kind="dance")


def test_a_list_of_records_asks_once(django_assert_max_num_queries) -> None:
    week = a_week()
    for _ in range(5):
        send(week.phone, parcel("record", record_body()))
    with in_scope(week.organiser), django_assert_max_num_queries(1):
        assert len(queries.records(week.organiser, programme_id=week.programme_id, limit=4)) == 4
