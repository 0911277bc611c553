"""The thread between whoever spoke and whoever answers."""

import pytest
from django.db import IntegrityError, transaction

from dundian.features.inbox.models import Parcel
from dundian.features.programme.scope import Scope, clockwork, in_scope
from dundian.features.voices import queries
from dundian.features.voices.models import Voice
from tests.week import a_case, a_week, parcel, send, voice_body

pytestmark = pytest.mark.django_db


def test_a_voice_keeps_nothing_of_the_code_but_its_lookup_and_nothing_of_who_spoke() -> None:
    week = a_week()
    a_case(week.phone, lookup="ab" * 32, who="张三", mobile="13800000000")
    with in_scope(clockwork()):
        row = Voice.objects.values().get()
    assert bytes(row["lookup"]).hex() == "ab" * 32
    assert "张三" not in str(row)
    assert "13800000000" not in str(row)


def test_one_receipt_belongs_to_one_voice() -> None:
    week = a_week()
    heard = a_case(week.phone)
    body = voice_body(lookup=heard.lookup.hex())
    second = send(week.phone, parcel("voice", body))
    with in_scope(clockwork()):
        assert Parcel.objects.get(pk=second).fault == "这个回执码已经有人用了。"
        assert Voice.objects.count() == 1
        other = a_case(week.phone)
        with pytest.raises(IntegrityError), transaction.atomic():
            Voice.objects.filter(pk=other.voice_id).update(lookup=heard.lookup)


def test_a_voice_without_a_receipt_is_heard_all_the_same() -> None:
    week = a_week()
    send(week.phone, parcel("voice", voice_body(lookup="")))
    send(week.phone, parcel("voice", voice_body(lookup=None, class_code="NOPE", scope=None)))
    with in_scope(week.leader):
        voices = list(Voice.objects.values_list("pk", flat=True))
        quotes = queries.quotes(week.leader, voice_ids=voices)
    assert [q.has_receipt for q in quotes] == [False, False]


def test_whoever_may_not_read_voices_gets_none_even_where_the_rows_are_open() -> None:
    week = a_week()
    heard = a_case(week.phone)
    curious = Scope(by="x", roles=frozenset({"ENTERPRISE"}), tokens=frozenset({f"p:{week.programme_id}"}))
    with in_scope(curious):
        assert queries.quotes(curious, voice_ids=[heard.voice_id]) == []
