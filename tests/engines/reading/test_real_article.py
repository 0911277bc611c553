"""The article of 2021, read in place where it lies beside the checkout: structure only, nothing of it is kept here."""

import pytest

from dundian.engines.reading.article import read_page
from dundian.engines.reading.decode import text_of
from dundian.engines.reading.page import Facts


@pytest.fixture(scope="module")
def article(shared):
    return (shared / "data" / "pledge-article-2021.txt").read_bytes()


@pytest.fixture(scope="module")
def page(article):
    return read_page(text_of(article))


def test_its_facts_are_read(page):
    host = page.facts.host
    assert page.facts == Facts("2021-05-10", "2021-05-28", 108, 3, 12, 12, host)
    assert host in page.headline + "省总工会"
    assert {task.category for task in page.tasks} == {"labour", "publicity", "research", "liaison", "problem_solving"}


def test_its_twelve_speeches_stand_in_their_true_order(page):
    order = [[list(part.lines) for part in speech.paragraphs] for speech in page.speeches]
    assert order == [
        [[23], [25, 17], [19], [21]],
        [[33, 35], [37], [39], [41]],
        [[49], [51, 53], [55]],
        [[69, 63], [65], [67]],
        [[77, 79], [81]],
        [[89, 91], [93], [95]],
        [[109, 103], [105], [107]],
        [[117, 119], [121, 123], [125], [127]],
        [[135, 137, 139], [141], [143]],
        [[151], [153], [155], [157]],
        [[165, 167], [169], [171]],
        [[179, 181], [183], [185], [187]],
    ]
    assert [number for number, speech in enumerate(page.speeches) if speech.lost_text] == [9]
    assert [number for number, speech in enumerate(page.speeches) if speech.role == "leader"] == [3, 5]
    assert all(speech.title and speech.pledges for speech in page.speeches)


def test_its_known_oddities_are_noted(page):
    kinds = [[note.kind for note in speech.notes] for speech in page.speeches]
    assert kinds == [
        ["undefined", "sic"],
        [],
        [],
        [],
        [],
        [],
        ["sic"],
        ["sic", "undefined"],
        ["sic", "undefined", "undefined", "sic"],
        ["lost"],
        [],
        [],
    ]


def test_a_copy_in_another_encoding_gives_the_same_reading(article, page):
    assert read_page(text_of(article.decode().encode("gb18030"))) == page
