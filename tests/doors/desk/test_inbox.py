"""What the machine neither reads nor throws away is shown to a person."""

from uuid import uuid4

import pytest

from dundian.features.inbox import services as inbox
from dundian.features.inbox.models import Branch, Parcel
from dundian.features.programme.scope import clockwork, in_scope
from tests import actors
from tests.actors import NOW
from tests.week import Week, a_week, parcel, record_body, send, voice_body

pytestmark = pytest.mark.django_db


def address(week: Week) -> str:
    return f"/p/{week.programme_id}/inbox/"


def an_oddity_of_each_kind(week: Week) -> None:
    record = send(week.phone, parcel("record", record_body(text="先到的话")))
    again = parcel("record", record_body(text="后到的话"))
    inbox.keep(parcel_id=record, payload=again, sender=week.phone.sender, at=NOW)
    send(week.phone, "乱码一样的东西".encode())
    send(week.phone, parcel("voice", voice_body(consent=False, text="没点头的话")))


def test_both_sides_of_a_branch_and_every_fault_are_shown() -> None:
    week = a_week()
    an_oddity_of_each_kind(week)
    page = actors.organiser().client.get(address(week)).content.decode()
    for words in ("先到的话", "后到的话", "乱码一样的东西", "不是 JSON", "没有征得本人同意", "陈某"):
        assert words in page, words
    assert "没点头的话" not in page


def test_an_empty_inbox_says_so() -> None:
    week = a_week()
    assert "没有要看的" in actors.organiser().client.get(address(week)).content.decode()


def test_what_somebody_looked_at_is_listed_no_more_and_still_there() -> None:
    week = a_week()
    an_oddity_of_each_kind(week)
    client = actors.organiser().client
    with in_scope(clockwork()):
        seqs = [Branch.objects.get().seq, *Parcel.objects.filter(state="FAULTY").values_list("seq", flat=True)]
    for seq in seqs:
        answer = client.post(f"{address(week)}{seq}/settle/", follow=True)
        assert "记下了" in answer.content.decode()
    assert "没有要看的" in client.get(address(week)).content.decode()
    assert "有人看过了" in client.post(f"{address(week)}{seqs[0]}/settle/", follow=True).content.decode()
    with in_scope(clockwork()):
        assert (Branch.objects.count(), Parcel.objects.count()) == (1, 3)


def test_each_sees_his_own_and_the_firm_none() -> None:
    week = a_week()
    an_oddity_of_each_kind(week)
    leader = actors.leader(group_id=week.group_id).client
    other = actors.leader(group_id=week.other_group_id).client
    assert "后到的话" in leader.get(address(week)).content.decode()
    assert "没有要看的" in other.get(address(week)).content.decode()
    with in_scope(clockwork()):
        seq = Branch.objects.get().seq
    assert "有人看过了" in other.post(f"{address(week)}{seq}/settle/", follow=True).content.decode()
    firm = actors.enterprise_account(enterprise_id=week.enterprise_id).client
    assert firm.get(address(week)).status_code in {403, 404}
    assert actors.newcomer().client.get(address(week)).status_code in {403, 404}
    assert actors.stranger().get(address(week)).status_code == 302


def test_markup_that_was_sent_stays_text() -> None:
    week = a_week()
    send(week.phone, b"<script>alert(1)</script>", parcel_id=uuid4())
    assert "<script>alert(1)" not in actors.organiser().client.get(address(week)).content.decode()
