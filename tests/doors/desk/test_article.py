"""A page of speeches at the desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dundian.features.pledges import queries
from dundian.features.programme import services as programme
from tests import actors
from tests.actors import NOW
from tests.features.test_pledges import PAGE

pytestmark = pytest.mark.django_db


def started() -> int:
    return programme.start_programme(name="测试活动", at=NOW, by="x")


def upload(client, programme_id: int, data: bytes, name: str = "稿.txt"):
    return client.post(f"/p/{programme_id}/articles/", {"file": SimpleUploadedFile(name, data)})


def test_an_uploaded_page_opens_with_its_source_beside_its_speeches() -> None:
    programme_id, client = started(), actors.organiser().client
    page = client.get(upload(client, programme_id, PAGE.encode("gb18030")).url).content.decode()
    assert "甲一" in page
    assert "机器建议" in page
    assert 'id="L1"' in page


def test_each_pledge_leads_to_its_line_in_the_source() -> None:
    programme_id, client = started(), actors.organiser().client
    page = client.get(upload(client, programme_id, PAGE.encode()).url).content.decode()
    article = queries.article(queries.articles(programme_id)[0].id)
    for pledge in (p for speech in article.speeches for p in speech.pledges):
        card = page.split(f'id="pledge-{pledge.id}"')[1].split("</li>")[0]
        line = int(card.split('href="#L')[1].split('"')[0])
        assert pledge.text[:2] in article.lines[line - 1]


def test_pasted_text_is_read_as_well() -> None:
    programme_id, client = started(), actors.organiser().client
    assert client.post(f"/p/{programme_id}/articles/", {"text": PAGE}).status_code == 302


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 50, "今天没有新闻".encode()])
def test_what_cannot_be_read_gets_one_sentence_and_stays_on_the_page(data: bytes) -> None:
    programme_id, client = started(), actors.organiser().client
    page = upload(client, programme_id, data)
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()


def test_confirming_a_speech_confirms_its_pledges() -> None:
    programme_id, client = started(), actors.organiser().client
    upload(client, programme_id, PAGE.encode())
    article = queries.article(queries.articles(programme_id)[0].id)
    for speech in article.speeches:
        client.post(f"/p/{programme_id}/speeches/{speech.id}/confirm/", {"article": article.id})
    assert queries.articles(programme_id)[0].proposed_count == 0


def test_markup_in_a_page_stays_text() -> None:
    programme_id, client = started(), actors.organiser().client
    page = PAGE.replace("我们将走进", "<script>alert(1)</script>我们将走进")
    shown = client.get(upload(client, programme_id, page.encode()).url).content.decode()
    assert "<script>alert" not in shown


def test_a_pledge_of_another_programme_is_not_reached_through_this_one() -> None:
    mine, other = started(), started()
    client = actors.organiser().client
    upload(client, other, PAGE.encode())
    article = queries.article(queries.articles(other)[0].id)
    pledge = article.speeches[0].pledges[0]
    assert client.get(f"/p/{mine}/articles/{article.id}/").status_code == 404
    assert client.post(f"/p/{mine}/pledges/{pledge.id}/touch/drop/").status_code == 404


def test_words_that_are_not_in_the_speech_stay_in_the_form_with_the_reason_beside_them() -> None:
    programme_id, client = started(), actors.organiser().client
    upload(client, programme_id, PAGE.encode())
    article = queries.article(queries.articles(programme_id)[0].id)
    speech = article.speeches[0]
    wrong = {
        "article": article.id, "words": "稿子里没有的话", "category": "labour", "verifiability": "countable",
        "actor": "self", "evidence": ["attendance"],
    }  # fmt: skip
    for address in (f"pledges/{speech.pledges[0].id}/amend/", f"speeches/{speech.id}/mark/"):
        shown = client.post(f"/p/{programme_id}/{address}", wrong)
        page = shown.content.decode()
        assert shown.status_code == 422
        assert "稿子里没有的话</textarea>" in page
        assert "这几句不在发言稿里" in page
        assert 'aria-invalid="true"' in page
        assert '<option value="labour" selected>' in page
    assert queries.article(article.id).speeches[0].pledges == speech.pledges


def test_an_article_is_removed_after_asking_once() -> None:
    programme_id, client = started(), actors.organiser().client
    upload(client, programme_id, PAGE.encode())
    article_id = queries.articles(programme_id)[0].id
    address = f"/p/{programme_id}/articles/{article_id}/"
    assert f'action="{address}remove/"' not in client.get(address).content.decode()
    asked = client.get(f"{address}remove/").content.decode()
    assert "找不回来" in asked
    assert len(queries.articles(programme_id)) == 1
    client.post(f"{address}remove/")
    assert queries.articles(programme_id) == []


def test_who_may_see_and_who_may_not() -> None:
    programme_id = started()
    address = f"/p/{programme_id}/articles/"
    assert actors.organiser(programme_id=programme_id).client.get(address).status_code == 200
    assert actors.newcomer().client.get(address).status_code == 404
    assert actors.stranger().get(address).status_code == 302


def test_a_pledge_is_dropped_put_back_and_proved_from_its_page() -> None:
    programme_id, client = started(), actors.organiser().client
    upload(client, programme_id, PAGE.encode())
    pledge = queries.article(queries.articles(programme_id)[0].id).speeches[0].pledges[0]
    touch = f"/p/{programme_id}/pledges/{pledge.id}/touch"
    client.post(f"{touch}/drop/")
    assert queries.pledge(pledge.id).is_dropped
    client.post(f"{touch}/put-back/")
    assert not queries.pledge(pledge.id).is_dropped
    assert client.post(f"{touch}/burn/").status_code == 404
    client.post(f"/p/{programme_id}/pledges/{pledge.id}/proof/", {"kind": "voice", "where": "心声第 3 条"})
    assert "心声第 3 条" in client.get(f"/p/{programme_id}/pledges/").content.decode()
