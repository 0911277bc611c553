"""Laws of the layout, on invented speeches: what the column setter tore comes back as it was written."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from dundian.engines.reading.article import read_page
from dundian.engines.reading.layout import is_opening_lost, restore
from dundian.engines.reading.page import Line

from .pages import FAULTS, set_page, some_faults
from .speeches import SPEECHES


def lines(*texts):
    return [Line(number, 0, text) for number, text in enumerate(texts, start=1)]


def restored(*texts):
    return [(part.lines, part.text) for part in restore(lines(*texts))]


@pytest.mark.parametrize("fault", FAULTS[:3])
def test_torn_speeches_come_back_in_their_true_order(fault):
    rng = random.Random(f"law of {fault}")  # noqa: S311 – a repeatable draw
    right = torn = 0
    for _ in range(60):
        page = set_page(rng, faults=[(fault,)] * 4)
        for one, speech in zip(page.speeches, read_page(page.text).speeches, strict=True):
            torn += [piece.text for piece in one.pieces] != one.truth
            right += [part.text for part in speech.paragraphs] == one.truth
    assert torn == 240
    assert right >= 0.98 * torn


def test_faults_of_all_kinds_on_one_page_come_back_too():
    rng = random.Random("all faults")  # noqa: S311 – a repeatable draw
    right = total = 0
    for _ in range(60):
        page = set_page(rng, faults=[some_faults(rng) for _ in range(6)], mark=rng.choice("■●◆"), gap=rng.randint(0, 3))
        for one, speech in zip(page.speeches, read_page(page.text).speeches, strict=True):
            total += 1
            right += [part.text for part in speech.paragraphs] == one.truth
    assert right >= 0.97 * total


@limits(deadline=None, max_examples=40)
@given(st.randoms(use_true_random=False), st.integers(1, len(SPEECHES)), st.sampled_from("■●◆▲"), st.integers(0, 3))
def test_a_page_without_faults_comes_back_unchanged(rng, count, mark, gap):
    page = set_page(rng, faults=[()] * count, mark=mark, gap=gap)
    source = page.text.split("\n")
    for one, speech in zip(page.speeches, read_page(page.text).speeches, strict=True):
        assert [part.text for part in speech.paragraphs] == list(one.written.paragraphs)
        assert [source[part.lines[0] - 1] for part in speech.paragraphs] == list(one.written.paragraphs)
        assert not speech.is_moved
        assert not speech.lost_text


@limits(deadline=None, max_examples=60)
@given(st.lists(st.text(alphabet="一二三是、。,“”第工人将要", min_size=1, max_size=30), max_size=14))
def test_every_line_is_used_exactly_once_and_no_word_is_added(texts):
    source = [Line(number, 0, text) for number, text in enumerate(texts, start=1)]
    spans = [span for part in restore(source) for span in part.spans]
    assert sorted(span.line for span in spans) == [line.number for line in source]
    for part in restore(source):
        assert part.text == "".join(texts[span.line - 1] for span in part.spans)


def test_the_opening_with_the_first_point_goes_before_the_second():
    assert restored(
        "找差距、定措施,把工作做细。",
        "二是严守纪律,不给企业添麻烦。",
        "三是办好实事,让职工看得见。",
        "今天我从以下三个方面表态。",
        "一是提高认识。我们将在劳动中",
    ) == [
        ((4,), "今天我从以下三个方面表态。"),
        ((5, 1), "一是提高认识。我们将在劳动中找差距、定措施,把工作做细。"),
        ((2,), "二是严守纪律,不给企业添麻烦。"),
        ((3,), "三是办好实事,让职工看得见。"),
    ]


def test_an_opening_cut_inside_a_quotation_is_found_by_its_open_quote():
    assert restored("时时处处为职工着想”的话记在心里。", "我将认真劳动。", "作为新人,我要把师傅那句“") == [
        ((3, 1), "作为新人,我要把师傅那句“时时处处为职工着想”的话记在心里。"),
        ((2,), "我将认真劳动。"),
    ]


def test_headings_of_a_list_stay_alone_on_their_lines():
    texts = ("一、严守纪律", "按时上下班,遵守车间规定。", "二、虚心学习", "拜师傅为师,学一门手艺。")
    assert [text for _, text in restored(*texts)] == list(texts)


def test_headings_of_one_form_stay_alone_without_numbers():
    texts = ("当好宣传员", "我们将宣讲政策。", "当好调研员", "我们将发放问卷。")
    assert [text for _, text in restored(*texts)] == list(texts)


def test_a_single_line_cut_inside_a_word_is_no_heading():
    assert restored("一、坚决按照要求进企", "业当工人。", "二、完成任务。") == [
        ((1, 2), "一、坚决按照要求进企业当工人。"),
        ((3,), "二、完成任务。"),
    ]


def test_thanks_and_dates_without_a_full_stop_stay_where_they_are():
    texts = ("尊敬的各位领导", "我是新来的干部。", "我将好好劳动。", "谢谢大家")
    assert [text for _, text in restored(*texts)] == list(texts)


def test_words_before_the_first_point_move_with_it_though_nothing_announces_the_points():
    assert [
        numbers
        for numbers, _ in restored(
            "走访四家企业,听一听难处。",
            "二是做好服务,三天之内给答复。",
            "三是研究政策,用好用足。",
            "项目是发展的根基。今年任务不轻,信心更足。",
            "一是主动出击。每月外出",
        )
    ] == [(4,), (5, 1), (2,), (3,)]


def test_more_lines_move_where_what_opens_a_speech_would_stay_at_the_end():
    assert [
        numbers
        for numbers, _ in restored(
            "组里一起商量,不搞一言堂。",
            "要求别人做到的,自己先做到。",
            "作为第三组组",
            "长,我深感责任重大。",
            "我将坚持大事",
        )
    ] == [(3, 4), (5, 1), (2,)]


@pytest.mark.parametrize(
    "texts",
    [
        ("我们将回访一次。", "看一看作出的承诺有没有落实。"),
        ("我想再往深处问一问。", "回去以后,推动出台几条管用的措施。"),
        ("请大家放心,我们一定完成任务。", "第一,我们将提高认识。第二,我们将严守纪律。"),
        ("一是拜师学艺。", "二是严守纪律。", "绝不走马观花,力求身入心入。"),
    ],
)
def test_nothing_moves_where_nothing_is_broken(texts):
    assert [text for _, text in restored(*texts)] == list(texts)


def test_a_cut_line_before_the_first_point_does_not_move_the_points():
    texts = ("请大家放心,我们一定完成任", "务。", "第一,我们将提高认识。第二,我们将严守纪律。")
    assert [numbers for numbers, _ in restored(*texts)] == [(1, 2), (3,)]


def test_one_line_moves_rather_than_two_where_no_number_proves_more():
    assert [
        numbers
        for numbers, _ in restored(
            "我将努力学好三门功课。",
            "当好安全的守门人。进门先看头盔戴没戴。",
            "当好难题的协调员。能办的马上办。",
            "工厂是一所大学校。这一周,",
        )
    ] == [(4, 1), (2,), (3,)]


def test_what_stands_behind_the_last_words_of_a_speech_moves_too():
    assert [
        numbers
        for numbers, _ in restored(
            "心待工友,把话听完。",
            "圆满完成任务,向组织交出合格答卷。",
            "心里有工友,脚步才有方向。",
            "我们将以真",
        )
    ] == [(3,), (4, 1), (2,)]


def test_a_moved_slogan_of_one_word_goes_before_its_own_end():
    assert [
        numbers
        for numbers, _ in restored(
            "学会一道工序。",
            "听。与职工面对面谈心。",
            "办。办成三件实事。",
            "学。拜一位老师傅,",
        )
    ] == [(4, 1), (2,), (3,)]


def test_a_greeting_that_runs_on_is_joined_with_what_follows():
    assert [numbers for numbers, _ in restored("各位领导、同志们,安全生", "产是大事。", "我将守好岗位。")] == [
        (1, 2),
        (3,),
    ]
    assert [numbers for numbers, _ in restored("各位领导、", "同志们,安全是大事。", "我将守好岗位。")] == [(1, 2), (3,)]
    assert [numbers for numbers, _ in restored("各位领导,同志们:", "安全是大事。")] == [(1,), (2,)]


def test_slogans_of_one_word_do_not_tell_that_the_opening_is_lost():
    page = read_page("■虞知秋\n学。拜一位老师傅,学会一道工序。\n听。与职工面对面谈心。\n办。办成三件实事。")
    assert not page.speeches[0].lost_text


def test_points_that_begin_with_the_second_tell_that_the_opening_is_lost():
    page = read_page("■虞知秋\n改进工作。\n二、谦虚学习,拜工人为师。\n三、严守纪律,不添乱。")
    assert page.speeches[0].lost_text
    assert [note.kind for note in page.speeches[0].notes] == ["lost"]
    assert page.speeches[0].paragraphs[0].text == "改进工作。"


def test_a_remnant_that_cannot_begin_a_sentence_tells_that_the_opening_is_lost():
    page = read_page("■虞知秋\n的工作,把任务完成好。\n我将虚心学习,拜工人为师。")
    assert page.speeches[0].lost_text


STYLES = (
    *(
        "一是 二是 三是",
        "第一，|第二，|第三，",
        "第一点：|第二点：|第三点：",
        "其一，|其二，|其三，",
        "其一是 其二是 其三是",
    ),
    *(
        "（一） （二） （三）",
        "（1） （2） （3）",
        "1． 2． 3．",
        "１、 ２、 ３、",
        "① ② ③",
        "⑴ ⑵ ⑶",
        "❶ ❷ ❸",
        "Ⅰ. Ⅱ. Ⅲ.",
    ),
    *("首先，|其次，|再次，", "一要 二要 三要", "一来，|二来，|三来，", "第1，|第2，|第3，"),
)


@pytest.mark.parametrize("style", STYLES)
def test_points_are_known_however_they_are_numbered(style):
    signs = re.split(r"[ |]", style)
    points = [f"{sign}我们将深入班组听取意见，把问题记下来。" for sign in signs]
    torn = [points[0][14:], *points[1:], points[0][:14]]
    assert [part.text for part in restore(lines(*torn))] == points
    assert is_opening_lost(restore(lines(*points[1:])))
    assert not is_opening_lost(restore(lines(*points)))
