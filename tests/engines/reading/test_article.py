"""Reading a page whole: facts, tasks, speakers in every kind of mark, pledges with their places."""

import random

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from dundian.engines.reading import scheme
from dundian.engines.reading.article import read_page
from dundian.engines.reading.page import Facts, Page, PageNotRead

from .pages import FAULTS, NOTE, set_page
from .speeches import SPEECHES

SPEECH = "我将每天准时到岗,虚心向师傅学习。\n我要倾听职工的心声,解决几个难题。"


def speakers(text):
    return [(speech.name, [part.text for part in speech.paragraphs]) for speech in read_page(text).speeches]


def test_the_editors_facts_are_read_with_the_year_of_the_headline():
    page = read_page(f"沉到一线\n——某市总工会机关干部2023年活动表态发言\n{NOTE}\n当好学生\n■虞知秋\n{SPEECH}")
    assert page.headline == "沉到一线"
    assert page.facts == Facts("2023-07-05", "2023-07-23", 72, 3, 9, 4, "某市总工会")
    assert [task.category for task in page.tasks] == ["labour", "publicity", "research", "problem_solving"]
    assert all(task.text in NOTE for task in page.tasks)


def test_facts_that_the_page_does_not_state_stay_unknown():
    assert read_page(f"■虞知秋\n{SPEECH}").facts == Facts()


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("2024年5月10日至28日,60名干部分2期下企业。", "2024-05-10", "2024-05-28"),
        ("2024年12月30日至1月12日,60名干部分2期下企业。", "2024-12-30", "2025-01-12"),
        ("2024年12月30日至2025年1月12日,60名干部分2期下企业。", "2024-12-30", "2025-01-12"),
        ("二〇二四年五月十日至六月二日,六十名干部分二期下企业。", "2024-05-10", "2024-06-02"),
        ("２０２４年５月１０日—２８日,60名干部分2期下企业。", "2024-05-10", "2024-05-28"),
        ("2024年5月10日至14日、17日至21日、5月31日至6月4日,60名干部分3期下企业。", "2024-05-10", "2024-06-04"),
        ("2024年5月10日起至5月28日,60名干部分2期下企业。", "2024-05-10", "2024-05-28"),
        ("2024-05-10至2024-05-28,60名干部分2期下企业。", "2024-05-10", "2024-05-28"),
        ("2024/5/10—2024/5/28,60名干部分2期下企业。", "2024-05-10", "2024-05-28"),
        ("2024.5.10-2024.5.28,60名干部分2期下企业。", "2024-05-10", "2024-05-28"),
        ("2024年5月10日（星期五）至28日（星期二）,60名干部分2期下企业。", "2024-05-10", "2024-05-28"),
        ("2024年5月10日上午至5月28日下午,60名干部分2期下企业。", "2024-05-10", "2024-05-28"),
        ("2024年,第一期5月10日至14日,第二期5月17日至21日,60名干部下企业。", "2024-05-10", "2024-05-21"),
        ("2024年5月10日起,60名干部下企业,为期12天。", "2024-05-10", "2024-05-21"),
        ("2024年5月10日起,60名干部下企业,为期三周。", "2024-05-10", None),
        ("5月10日至28日,60名干部分2期下企业。", None, None),
        ("2024年2月30日至31日,60名干部分2期下企业。", None, None),
    ],
)
def test_dates_are_iso_and_unknown_without_a_year(said, start, end):
    facts = read_page(f"{said}\n■虞知秋\n{SPEECH}").facts
    assert (facts.start, facts.end) == (start, end)


@pytest.mark.parametrize(
    ("said", "people", "phases", "groups"),
    [
        ("108名干部分3期共12个小组进企业当工人。", 108, 3, 12),
        ("一百零八名干部分三期、每期四个小组进企业当工人。", 108, 3, 12),
        ("36位干部组成6个蹲点组赴基层。", 36, None, 6),
        ("一百二十名干部,三期十二组,进企业。", 120, 3, 12),
        ("48名干部分4期16组进企业。", 48, 4, 16),
        ("48名干部编为12组、3期,进企业。", 48, 3, 12),
        ("24名同志分三期(每期两个组,每组四人)赴企业蹲点。", 24, 3, 6),
        ("近百名干部分三期赴企业蹲点。", None, 3, None),
        ("编者按:按照统一部署,一百零\n八名机关和直属单位干部分三期,共十\n二个小组进企业。", 108, 3, 12),
        ("60名机关干部和20名直属单位干部分3个批次下企业。", 80, 3, None),
        ("45名干部分为5组下企业,每组9人。", 45, None, 5),
        ("100多名干部下基层,8名同志作了表态发言。", None, None, None),
    ],
)
def test_counts_are_taken_as_stated_and_round_ones_are_unknown(said, people, phases, groups):
    facts = read_page(f"{said}\n■虞知秋\n{SPEECH}").facts
    assert (facts.people, facts.phases, facts.groups_total) == (people, phases, groups)


@pytest.mark.parametrize(
    "page",
    [
        "总标题\n编者按:略。\n当好学生\n■虞知秋\n{0}\n做好先生\n■温如初\n{0}",
        "总标题\n编者按:略。\n● 虞知秋(办公室)\n{0}\n● 温如初(网络工作部)\n{0}",
        "总标题\n编者按:略。\n虞知秋:\n{0}\n温如初:\n{0}",
        "总标题\n编者按:略。\n虞知秋:{0}\n温如初:{0}",
        "总标题\n编者按:略。\n【虞知秋】\n{0}\n【温如初】\n{0}",
        "总标题\n编者按:略。\n【第一小组 虞知秋】\n{0}\n【第二小组 温如初】\n{0}",
        "总标题\n编者按:略。\n——虞知秋(维修班班长)\n{0}\n——温如初(办公室)\n{0}",
        "总标题\n编者按:略。\n当好学生\n虞知秋\n{0}\n做好先生\n温如初\n{0}",
        "总标题\n编者按:略。\n虞知秋 组织部部长\n{0}\n温如初　办公室干部\n{0}",
        "总标题\n编者按:略。\n组织部部长 虞知秋\n{0}\n办公室主任温如初\n{0}",
        "总标题\n编者按:略。\n虞知秋,市总工会组织部部长\n{0}\n温如初，职工服务中心干部\n{0}",
        "总标题\n编者按:略。\n虞知秋（组织部部长）\n{0}\n温如初(办公室)\n{0}",
        "总标题\n编者按:略。\n组织部部长虞知秋：\n{0}\n办公室温如初:\n{0}",
        "总标题\n编者按:略。\n□市总工会组织部部长虞知秋\n{0}\n□温如初 办公室主任\n{0}",
        "总标题\n编者按:略。\n■虞知秋　{0}\n■温如初（办公室）：{0}",
        "总标题\n编者按:略。\n■虞知秋\n(市总工会组织部部长)\n{0}\n■温如初\n市总工会办公室主任\n{0}",
        "总标题\n编者按:略。\n❖虞知秋\n{0}\n❖温如初\n{0}",
        "总标题\n编者按:略。\n文/虞知秋\n{0}\n文／温如初\n{0}",
        "总标题\n编者按:略。\n发言人:虞知秋\n{0}\n发言人：温如初\n{0}",
        "总标题\n编者按:略。\n1.虞知秋\n{0}\n2.温如初\n{0}",
        "总标题\n编者按:略。\n**虞知秋**\n{0}\n**温如初**\n{0}",
        "总标题\n□本报记者 李文 通讯员 王武\n编者按:略。\n当好学生\n■虞知秋\n{0}\n★★★\n做好先生\n■温如初\n{0}",
        "总标题\n本报记者 李文\n编者按:略。\n虞知秋 组织部部长\n{0}\n温如初 办公室\n{0}\n责任编辑 李文",
        "\ufeff总标题\r\n\r\n编者按:略。\r\n◆虞知秋\r\n{0}\r\n◆温如初\r\n{0}",
    ],
)
def test_speakers_are_found_by_every_usual_mark(page):
    body = SPEECH.split("\n")
    assert speakers(page.format(SPEECH)) == [("虞知秋", body), ("温如初", body)]


def test_names_of_every_people_are_known():
    names = ["阿依古丽·买买提", "才让卓玛", "乌兰图雅", "欧阳静", "䶮喆"]
    signed = "".join(f"■{name}\n{SPEECH}\n" for name in names)
    alone = "".join(f"当好学生\n{name}\n{SPEECH}\n" for name in names[:4])
    assert [name for name, _ in speakers(signed)] == names
    assert [name for name, _ in speakers(f"总标题\n略。\n{alone}")] == names[:4]


def test_a_name_that_nobody_knows_is_one_where_its_post_or_its_fellows_say_so():
    body = SPEECH.split("\n")
    for one, other in (
        ("青禾远山 组织部部长", "虞知秋 办公室干部"),
        ("青禾远山（市总工会）", "虞知秋（市总工会）"),
        ("【青禾远山】", "【虞知秋】"),
        ("文/青禾远山", "文/虞知秋"),
    ):
        assert speakers(f"总标题\n略。\n{one}\n{SPEECH}\n{other}\n{SPEECH}") == [("青禾远山", body), ("虞知秋", body)]
    assert speakers(f"机关干部 表态发言\n三月里,干部们下到企业,和工人一起上班。\n虞知秋\n{SPEECH}") == [
        ("虞知秋", body)
    ]
    assert speakers(f"总标题\n略。\n组长,就是带头干的人\n虞知秋\n{SPEECH}") == [("虞知秋", body)]
    assert speakers(f"总标题\n略。\n办公室主任阿布都·热合曼\n{SPEECH}") == [("阿布都·热合曼", body)]


def test_other_signs_in_a_speech_are_headings_not_speakers():
    body = ["●同吃同住", "我将每天准时到岗,与工人同吃同住。", "●虚心学习", "我要拜师傅为师,学一门手艺。"]
    text = "\n".join(body)
    assert speakers(f"总标题\n略。\n■虞知秋\n{text}\n■温如初\n{text}") == [("虞知秋", body), ("温如初", body)]


WIDE = str.maketrans(",;:!?()", "，；：！？（）")


def test_the_width_of_punctuation_changes_nothing():
    rng = random.Random("widths")  # noqa: S311 – a repeatable draw
    for _ in range(12):
        text = set_page(rng, faults=[FAULTS[:2], FAULTS[:1], FAULTS[2:], ()]).text
        narrow, wide = read_page(text), read_page(text.translate(WIDE))
        assert wide.facts == narrow.facts
        for one, other in zip(narrow.speeches, wide.speeches, strict=True):
            assert [(p.text.translate(WIDE), p.spans) for p in one.paragraphs] == [
                (p.text, p.spans) for p in other.paragraphs
            ]
            assert [(p.text.translate(WIDE), p.category, p.evidence, p.actor) for p in one.pledges] == [
                (p.text, p.category, p.evidence, p.actor) for p in other.pledges
            ]


def test_titles_may_stand_above_or_below_the_name():
    above = read_page(f"总标题\n略。\n当好学生\n■虞知秋\n{SPEECH}\n做好先生\n■温如初\n{SPEECH}")
    below = read_page(f"总标题\n略。\n■虞知秋\n当好学生\n{SPEECH}\n■温如初\n做好先生\n{SPEECH}")
    for page in (above, below):
        assert [speech.title for speech in page.speeches] == ["当好学生", "做好先生"]
        assert all(len(speech.paragraphs) == 2 for speech in page.speeches)


def test_a_cut_line_above_a_name_is_not_taken_for_the_title_below_it():
    page = read_page(
        "总标题\n——发言摘登\n■虞知秋\n当好学生\n劳动,拜工人为师。\n二是严守纪律,不添乱。\n一是虚心\n"
        "■温如初\n做好先生\n" + SPEECH
    )
    assert [speech.title for speech in page.speeches] == ["当好学生", "做好先生"]
    assert [part.lines for part in page.speeches[0].paragraphs] == [(7, 5), (6,)]


@pytest.mark.parametrize(
    ("said", "host", "groups"),
    [
        ("3月1日,市水利局组织六十名干部分3批共十二个小组下沉一线。", "市水利局", 12),
        ("县防汛指挥部从36个单位抽调210名干部,组建15个突击队。", "县防汛指挥部", 15),
        ("2024年3月12日,白石镇人民政府召开植树动员会。", "白石镇人民政府", None),
        ("县委组织部选派86名干部分2期共10个工作队驻村。", "县委组织部", 10),
        ("近日,全县动员大会召开,干部们走进20个班组。", None, None),
    ],
)
def test_other_organisers_and_other_kinds_of_groups_are_known(said, host, groups):
    found = read_page(f"总标题\n编者按:{said}\n■虞知秋\n{SPEECH}").facts
    assert (found.host, found.groups_total) == (host, groups)


def test_an_imprint_after_the_last_speech_is_not_spoken():
    assert speakers(f"■虞知秋\n{SPEECH}\n(本报记者 整理)")[0][1] == SPEECH.split("\n")


def test_roles_are_those_the_speakers_claim():
    page = read_page(
        "■虞知秋\n作为组长,我将带好队伍。\n■温如初\n作为一名普通组员,我将服从安排。\n■舒望\n我将好好劳动。"
    )
    assert [speech.role for speech in page.speeches] == ["leader", "member", None]


@pytest.mark.parametrize(
    "text",
    [
        *("", " \n\u3000\n", "只有标题,没有人发言。", "编者按:略。\n时间:上午九点整,地点在礼堂。"),
        "活动侧记\n本报记者 李文\n干部们下到企业。\n李华副主席指出:我们要走到职工中去。\n办公室主任李文说:我们会努力。",
        "情况报告\n一、主要做法\n严要求\n我们将每天到岗,按时下班。\n高标准\n我们要听心声,办好实事。",
    ],
)
def test_a_page_on_which_nobody_speaks_is_refused_in_one_sentence(text):
    with pytest.raises(PageNotRead) as caught:
        read_page(text)
    assert str(caught.value).endswith("。")
    assert "\n" not in str(caught.value)


def test_highlights_point_at_the_very_words_in_the_source():
    text = "标题\n略。\n题\n■舒望\n  把任务完成好。\n二是严守纪律。\n一是倾听心声,\n"
    page = read_page(text)
    source = text.split("\n")
    for mark in page.highlights():
        speech = page.speeches[mark.speech]
        parts = {"paragraph": speech.paragraphs, "pledge": speech.pledges, "note": speech.notes}[mark.kind]
        assert source[mark.span.line - 1][mark.span.start : mark.span.end] in parts[mark.index].text
    moved = page.speeches[0].paragraphs[0]
    assert (moved.lines, moved.text) == ((7, 5), "一是倾听心声,把任务完成好。")


ALPHABET = "■●一二三是第、。,:;“”()我们将要作为组长工人学习纪律2021年5月10日至名期 　\n\r\t\x00\u2028abc虞知秋温如初"


def check(text: str, page: Page) -> None:
    source = text.split("\n")
    used = [span for speech in page.speeches for part in speech.paragraphs for span in part.spans]
    assert len({(span.line, span.start) for span in used}) == len(used)
    for speech in page.speeches:
        for part in speech.paragraphs:
            assert part.text == "".join(source[span.line - 1][span.start : span.end] for span in part.spans)
        for pledge in speech.pledges:
            paragraph = speech.paragraphs[pledge.paragraph]
            assert pledge.text == paragraph.text[pledge.start : pledge.end]
            assert set(pledge.lines) <= set(paragraph.lines)
            assert pledge.category in scheme.names()
            assert pledge.verifiability in scheme.names("verifiability")
            assert set(pledge.evidence) <= scheme.names("evidence_types").keys()


@limits(deadline=None, max_examples=150)
@given(st.one_of(st.text(), st.text(alphabet=ALPHABET, max_size=300)).map(lambda text: "■虞知秋\n我将学习。\n" + text))
def test_any_text_is_read_without_inventing_a_word(text):
    check(text, read_page(text))


@limits(deadline=None, max_examples=150)
@given(st.one_of(st.text(), st.text(alphabet=ALPHABET, max_size=300)))
def test_any_text_is_read_or_refused_in_one_sentence(text):
    try:
        page = read_page(text)
    except PageNotRead:
        return
    check(text, page)


@limits(deadline=None, max_examples=30)
@given(st.sampled_from(SPEECHES), st.data())
def test_a_cut_page_is_read_or_refused(written, data):
    text = f"■{written.name}\n" + "\n".join(written.paragraphs)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    try:
        check(text[start:end], read_page(text[start:end]))
    except PageNotRead:
        return


def test_a_very_long_page_is_read_in_passable_time_or_refused():
    page = read_page("■虞知秋\n" + "我将虚心学习,拜工人师傅为师。\n" * 2000)
    assert len(page.speeches[0].pledges) == 2000
    with pytest.raises(PageNotRead):
        read_page("长" * 200_001)
