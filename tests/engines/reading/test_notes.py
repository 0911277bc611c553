"""Notes beside a speech: misprints are shown, never mended; terms that nobody explains are named."""

import pytest

from dundian.engines.reading.article import read_page


def notes(text):
    page = read_page("■虞知秋\n" + text)
    assert "".join(part.text for part in page.speeches[0].paragraphs) == text
    return [(note.kind, note.text) for note in page.speeches[0].notes]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("我将再接再励,虚心学习。", "再接再励"),
        ("二、“在当工人”中改进作风。一、学习。", "“在当工人”中"),
        ("我们要做好职工工会与工会组建工作。", "职工工会"),
        ("我将把“学到的东西带回去。", "我将把“学到的东西带"),
        ("我将认真对待自己的的工作。", "的的"),
    ],
)
def test_likely_misprints_are_noted_and_left_as_they_are(text, wrong):
    assert ("sic", wrong) in notes(text)


@pytest.mark.parametrize(
    "text", ["我将“在当工人中”改进作风。", "我将了解职工,为“职工之家”出力。", "我要做到一如既往。"]
)
def test_right_writing_is_not_noted(text):
    assert notes(text) == []


def test_a_counted_term_is_noted_once_unless_the_speech_explains_it():
    assert notes("我将落实“五个注重”,坚持“五个注重”。") == [("undefined", "五个注重")]
    assert notes("我将当好“三员”:宣传员、调研员、联络员。") == []
    assert notes("我将推广“二二”工作法。") == [("undefined", "二二")]
    assert notes("我将宣讲“五一”重要指示精神和“十四五”规划。") == []
    assert notes("我将采取“四不两直”方式调研。") == []


def test_notes_know_where_they_stand():
    (note,) = read_page("■虞知秋\n我将再接再励,虚心学习。").speeches[0].notes
    assert [(span.line, span.start, span.end) for span in note.spans] == [(2, 2, 6)]
