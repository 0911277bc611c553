"""An article, the pledges in it, and what shows that they were kept."""

import pytest

from dundian.engines.reading.page import PageNotRead
from dundian.features.pledges import queries, services
from dundian.features.programme import queries as programme_queries
from dundian.features.programme import services as programme
from dundian.features.programme.scope import clockwork, in_scope
from tests.actors import NOW

pytestmark = pytest.mark.django_db

# Invented, like every name in it.
PAGE = """\
到车间去 听真心话
——某市总工会2020年“当一周工人”活动表态发言

编者按:6月1日至12日,20名市总工会干部分2期共4个小组进企业当工人,与一线工人同吃同住同劳动,深入班组开展政策宣讲。

动员会上,2名干部作了表态发言。

把话带上来

■甲一

一是当好听众。我们将走进每一个班组,把工人的心里话一条一条记下来。
二是办好实事。我们将尽力帮助职工解决食堂和宿舍的困难问题。

守住纪律

■乙二

一是遵守纪律。作为组长,我将严格遵守工厂的规章制度,不影响生产。
二是学好手艺。我将虚心向师傅学习,掌握岗位技能。
"""

CODES = services.Codes(category="listening", verifiability="countable", evidence=("voice",), actor="group")


def taken() -> tuple[int, int]:
    programme_id = programme.start_programme(name="测试活动", at=NOW, by="x")
    article_id = services.take_article(programme_id=programme_id, text=PAGE, file_name="稿.txt", by="x", at=NOW)
    return programme_id, article_id


def test_a_page_sets_the_facts_and_carries_its_speakers_outside_the_roster() -> None:
    programme_id, article_id = taken()
    row = programme_queries.programme(programme_id)
    assert (row.announced["people"], row.announced["phases"], row.announced["groups"]) == (20, 2, 4)
    assert [str(row.start_on), str(row.end_on)] == ["2020-06-01", "2020-06-12"]
    assert row.people_count == 0
    assert [s.name for s in queries.article(article_id).speeches] == ["甲一", "乙二"]


def test_every_proposed_pledge_stands_in_its_speech_and_waits_for_a_person() -> None:
    _, article_id = taken()
    speeches = queries.article(article_id).speeches
    pledges = [p for s in speeches for p in s.pledges]
    assert len(pledges) >= 3
    assert all(p.is_proposed for p in pledges)
    assert all(p.text in speeches[p.speech_id - speeches[0].id].paragraphs[p.paragraph]["text"] for p in pledges)


def test_the_same_page_twice_is_one_article() -> None:
    programme_id, article_id = taken()
    again = services.take_article(programme_id=programme_id, text=PAGE, file_name="稿2.txt", by="x", at=NOW)
    assert again == article_id
    assert len(queries.articles(programme_id)) == 1


def test_a_page_without_speeches_leaves_nothing_behind() -> None:
    programme_id = programme.start_programme(name="测试活动", at=NOW, by="x")
    with pytest.raises(PageNotRead):
        services.take_article(programme_id=programme_id, text="今天没有新闻", file_name="x", by="x", at=NOW)
    assert queries.articles(programme_id) == []


def test_a_person_confirms_amends_drops_and_puts_back() -> None:
    _, article_id = taken()
    first, second, *_ = queries.article(article_id).speeches[0].pledges
    services.confirm_pledge(pledge_id=first.id, by="account:1", at=NOW)
    assert not queries.pledge(first.id).is_proposed
    services.amend_pledge(pledge_id=second.id, words="尽力帮助职工", codes=CODES, by="account:1", at=NOW)
    amended = queries.pledge(second.id)
    assert (amended.text, amended.category, amended.is_proposed) == ("尽力帮助职工", "listening", False)
    services.drop_pledge(pledge_id=first.id, by="account:1", at=NOW)
    assert queries.pledge(first.id).is_dropped
    services.put_back(pledge_id=first.id, by="account:1", at=NOW)
    assert not queries.pledge(first.id).is_dropped


@pytest.mark.parametrize("words", ["我们一定会赢", "", "   "])
def test_words_that_nobody_said_are_no_pledge(words: str) -> None:
    _, article_id = taken()
    speech = queries.article(article_id).speeches[0]
    with pytest.raises(services.NotInTheSpeech):
        services.mark_pledge(speech_id=speech.id, words=words, codes=CODES, by="x", at=NOW)


def test_words_are_found_across_blanks_and_kept_as_they_stand() -> None:
    _, article_id = taken()
    speech = queries.article(article_id).speeches[0]
    pledge_id = services.mark_pledge(speech_id=speech.id, words="走进 每一个\n班组", codes=CODES, by="x", at=NOW)
    assert queries.pledge(pledge_id).text == "走进每一个班组"


def test_codes_outside_the_scheme_are_refused() -> None:
    _, article_id = taken()
    speech = queries.article(article_id).speeches[0]
    codes = services.Codes(category="bravery", verifiability="countable", evidence=(), actor="group")
    with pytest.raises(services.UnknownCode):
        services.mark_pledge(speech_id=speech.id, words="走进每一个班组", codes=codes, by="x", at=NOW)


def test_a_pledge_is_proved_by_what_a_person_points_to_and_bare_again_without_it() -> None:
    programme_id, article_id = taken()
    pledge = queries.article(article_id).speeches[0].pledges[0]
    proof = services.add_proof(pledge_id=pledge.id, kind="voice", where="心声第 3 条", by="x", at=NOW)
    services.take_proof_away(pledge_id=pledge.id + 1, proof_id=proof, by="x", at=NOW)
    with in_scope(clockwork()) as scope:
        with_evidence, without = queries.proved(queries.pledges(scope, programme_id))
        services.take_proof_away(pledge_id=pledge.id, proof_id=proof, by="x", at=NOW)
        assert queries.proved(queries.pledges(scope, programme_id)) == (with_evidence - 1, without + 1)


def test_the_real_article_sets_what_it_says(shared) -> None:
    text = (shared / "data" / "pledge-article-2021.txt").read_text(encoding="utf-8")
    programme_id = programme.start_programme(name="2021", at=NOW, by="x")
    article_id = services.take_article(programme_id=programme_id, text=text, file_name="a", by="x", at=NOW)
    row = programme_queries.programme(programme_id)
    assert row.announced == {"people": 108, "phases": 3, "groups": 12}
    assert len(queries.article(article_id).speeches) == 12
