"""What is a pledge and what is not, of which kind, in whose name; every speech here is invented."""

import pytest

from dundian.engines.reading.page import Paragraph, Span
from dundian.engines.reading.pledges import pledges


def of(*texts):
    spans = [(Span(number, 0, len(text)),) for number, text in enumerate(texts, start=1)]
    return pledges([Paragraph(text, span) for text, span in zip(texts, spans, strict=True)])


@pytest.mark.parametrize(
    ("said", "category", "verifiability"),
    [
        ("我们将深入班组宣讲党史和工会政策。", "publicity", "countable"),
        ("我们要认真开展技能人才专题调研,发放问卷三百份。", "research", "countable"),
        ("我们将与街道工会做好对接。", "liaison", "attestable"),
        ("我要走进宿舍,倾听工友的心里话。", "listening", "countable"),
        ("我们将与工人同吃同住同劳动。", "labour", "countable"),
        ("我将拜师傅为师,学一门手艺。", "learning", "attestable"),
        ("力争为企业和职工解决几个难题。", "problem_solving", "countable"),
        ("我们要把兄弟单位的典型经验带下去。", "practice_sharing", "countable"),
        ("我们要把职工的意见建议带上来。", "proposal", "countable"),
        ("我们将严格遵守车间的各项规章制度。", "discipline", "attestable"),
        ("我们决不影响企业的正常生产。", "discipline", "countable"),
        ("我们要展示工会干部的良好形象。", "conduct", "perceived"),
        ("我要与工人交朋友,拉近距离。", "rapport", "perceived"),
        ("作为组长,我将带好队伍,团结全体组员。", "leadership", "attestable"),
        ("我们一定圆满完成组织交给的任务。", "task_completion", "countable"),
        ("我将坚持写心得体会,认真总结。", "reflection", "attestable"),
        ("活动结束后,我们将定期回访,形成长效机制。", "long_term", "perceived"),
    ],
)
def test_each_kind_of_pledge_is_known(said, category, verifiability):
    (pledge,) = of(said)
    assert (pledge.category, pledge.verifiability) == (category, verifiability)
    assert pledge.evidence


@pytest.mark.parametrize(
    "said",
    [
        "当工人不容易,这是我去年最深的感受。",
        "基层是最好的课堂,也是我们增长才干的地方。",
        "我出生在工人家庭,对车间有特殊的感情。",
        "只有眼睛向下看,才能服务到点子上。",
        "今天我从以下三个方面表态。",
        "尊敬的各位领导、同志们:",
        "谢谢大家!",
        "这次活动时间短,任务很重。",
    ],
)
def test_what_is_only_told_is_no_pledge(said):
    assert of(said) == ()


def test_each_role_taken_on_is_a_pledge_of_its_own():
    found = of("二是各司其职。我们将当好宣讲员,把政策带下去;当好联络员,与乡镇工会做好对接;当好调研员,完成问卷调查。")
    assert [(one.text, one.category) for one in found] == [
        ("我们将当好宣讲员,把政策带下去", "publicity"),
        ("当好联络员,与乡镇工会做好对接", "liaison"),
        ("当好调研员,完成问卷调查", "research"),
    ]


def test_a_slogan_heads_a_point_but_a_heading_that_says_something_is_a_pledge():
    assert [one.text for one in of("一是严守纪律,树好形象。我们将按时上下班,不迟到、不早退。")] == [
        "我们将按时上下班,不迟到、不早退"
    ]
    assert [one.text for one in of("一、坚决按照要求到流水线上当好一名工人。这是态度问题。")] == [
        "坚决按照要求到流水线上当好一名工人"
    ]
    assert [one.text for one in of("一是严守纪律。这是底线。")] == ["严守纪律"]


def test_the_light_in_which_something_is_done_belongs_to_what_is_done():
    (pledge,) = of("我们将以饱满的热情、务实的作风,完成好各项任务。")
    assert pledge.category == "task_completion"
    assert pledge.text.startswith("我们将以饱满的热情")


def test_what_is_proved_in_another_way_is_a_pledge_of_its_own():
    found = of("我们将严格遵守工作纪律,不影响正常生产,不给企业添乱。")
    assert [(one.text, one.verifiability) for one in found] == [
        ("我们将严格遵守工作纪律", "attestable"),
        ("不影响正常生产", "countable"),
        ("不给企业添乱", "attestable"),
    ]


def test_what_a_pledge_is_for_belongs_to_it():
    (pledge,) = of("我们将完成问卷调研任务,为下一步工作提供解决方案。")
    assert pledge.text == "我们将完成问卷调研任务,为下一步工作提供解决方案"


def test_slogans_head_points_without_numbers_too_where_several_points_have_one():
    found = of(
        "守土有责。我们将层层签订责任书。",
        "宣传到户。组织干部进村入户宣讲条例。",
        "巡护到位。重点时段每天巡山不少于六小时。",
    )
    assert [(pledge.text, pledge.category) for pledge in found] == [
        ("我们将层层签订责任书", "leadership"),
        ("组织干部进村入户宣讲条例", "publicity"),
        ("重点时段每天巡山不少于六小时", "labour"),
    ]


def test_points_inside_a_paragraph_have_slogans_too():
    found = of("二是当好朋友。与工友交心谈心。三是当好桥梁。主动与街道工会对接。")
    assert [pledge.text for pledge in found] == ["与工友交心谈心", "主动与街道工会对接"]


def test_a_counted_heading_is_told_apart_in_what_follows():
    assert of("根据小组分工,我将努力当好“三个员”。") == ()
    assert of("我将做到三个坚持。") == ()


def test_what_was_done_is_no_pledge_though_its_verb_could_promise():
    assert of("我在热线接过四年电话,听过许多诉求。这次,终于可以面对面了。") == ()


def test_declarations_of_one_kind_run_on_however_long():
    (pledge,) = of("我们将把蹲点作为锤炼党性、改进作风的重要契机,切实增强服务群众的责任感和使命感。")
    assert pledge.text.endswith("责任感和使命感")


def test_who_speaks_for_a_group_promises_for_the_group():
    found = of("下面,我代表第三小组作三点表态。", "一是广泛宣传政策。")
    assert [pledge.actor for pledge in found] == ["group"]


def test_a_slogan_lends_its_kind_to_what_has_none_of_its_own():
    (pledge,) = of("二是解决难题。把水引到山上,把灯点到村口。")
    assert (pledge.text, pledge.category) == ("把水引到山上,把灯点到村口", "problem_solving")


def test_a_stated_measure_is_a_promise_and_a_bare_statement_is_none():
    (pledge,) = of("每学期至少走三十里山路。山里的路很长。")
    assert pledge.text == "每学期至少走三十里山路"


def test_what_is_promised_for_afterwards_keeps_the_time_with_it():
    (later,) = of("活动结束后,我会继续到车间回访。")
    assert (later.text, later.category) == ("活动结束后,我会继续到车间回访", "long_term")
    (written,) = of("活动结束后,我将认真总结得失,写好心得体会。")
    assert (written.text, written.category) == ("活动结束后,我将认真总结得失,写好心得体会", "reflection")


def test_a_long_pledge_ends_where_a_clause_sets_out_anew():
    found = of("我们将时刻牢记党组的要求,把纪律规矩挺在最前面,严格遵守企业防疫规定和各项规章制度。")
    assert [pledge.text for pledge in found] == [
        "我们将时刻牢记党组的要求,把纪律规矩挺在最前面",
        "严格遵守企业防疫规定和各项规章制度",
    ]


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("我们将压实责任,层层签订责任书。", "leadership"),
        ("我将严格落实值班值守安排,加密巡查。", "labour"),
        ("我们要开展拉网式排查,把底数摸准。", "research"),
        ("我们将对隐患限期整改销号。", "problem_solving"),
        ("我会挨家挨户听听大家的难处。", "listening"),
        ("我们将依法依规办事,不收受礼品。", "discipline"),
        ("我们将倒排工期,保质保量完成。", "task_completion"),
        ("我将拉家常、交真心,结一门亲戚。", "rapport"),
        ("我们把兄弟县的好做法引进来。", "practice_sharing"),
        ("我们将与商会、协会保持联系。", "liaison"),
        ("我将及时总结蹲点中的好经验。", "reflection"),
        ("我还会结合自己的学习体会,向青年职工宣传政策。", "publicity"),
        ("我们将紧盯夜班用餐问题,推动企业整改。", "problem_solving"),
        ("我将摸清企业工会的短板弱项。", "research"),
        ("我会逐件登记、逐件推动,件件有回音。", "problem_solving"),
        ("我要把学到的干劲带回日常工作中。", "long_term"),
        ("我们将坚决服从组长安排,不打折扣。", "discipline"),
        ("我会和工人坐在一起、想在一起。", "rapport"),
        ("我将向班组长学管理。", "learning"),
    ],
)
def test_pledges_of_other_occasions_are_sorted_by_the_same_codes(said, category):
    (pledge,) = of(said)
    assert pledge.category == category


def test_an_occasion_before_a_wish_is_no_pledge():
    assert [one.text for one in of("再一次下企业当工人,希望增强为职工服务的责任感。")] == ["希望增强为职工服务的责任感"]


def test_the_actor_is_who_is_said_to_act():
    found = of(
        "我将虚心学习,拜师傅为师。",
        "我们将严守纪律,不添乱。",
        "作为组长,我将统筹安排好全组的工作;作为组员,我将认真劳动,不偷懒。",
        "多倾听职工的心声。",
    )
    assert [one.actor for one in found] == ["self", "group", "leader", "self", "group"]


def test_points_announced_in_ones_own_name_are_ones_own():
    found = of("围绕这个课题,我将做好两件事:", "一是带下去。把典型经验带下去。", "二是听进去。倾听职工的心声。")
    assert [one.actor for one in found] == ["self", "self"]


def test_a_pledge_knows_its_lines_where_a_paragraph_was_joined():
    text = "我们将认真倾听职工的心声。"
    (pledge,) = pledges([Paragraph(text, (Span(9, 0, 5), Span(2, 3, 11)))])
    assert pledge.lines == (9, 2)
    assert pledge.spans == (Span(9, 0, 5), Span(2, 3, 10))


def test_what_is_told_apart_behind_a_colon_is_promised_there():
    said = of("我承诺做到“三个一”:写好一本蹲点日记,与一百名职工谈心,提出一条有价值的建议。")
    assert [(pledge.text, pledge.category) for pledge in said] == [
        ("写好一本蹲点日记", "reflection"),
        ("与一百名职工谈心", "listening"),
        ("提出一条有价值的建议", "proposal"),
    ]


@pytest.mark.parametrize("said", ["有人说,一周太短,能学到什么？", "我在组里年纪最轻。", "我给自己定了三条规矩。"])
def test_a_question_and_what_one_is_are_no_pledges(said):
    assert of(said) == ()


def test_who_speaks_only_for_himself_promises_himself_what_names_nobody():
    spoken = of("其一,我会盯到底、办到位,解决难题。", "其二,吃在食堂、住在宿舍,不搞特殊。")
    assert {pledge.actor for pledge in spoken} == {"self"}


def test_what_a_leader_promises_for_the_leading_he_promises_as_leader():
    spoken = of("作为第二小组组长,我代表全组表态。", "我将制定小组的工作方案,每晚召开碰头会。")
    assert spoken[-1].actor == "leader"
