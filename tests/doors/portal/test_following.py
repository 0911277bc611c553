"""看回话: what somebody with a receipt code sees and says."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dundian.engines.casework import Level
from dundian.features.cases import services as cases
from dundian.features.cases.models import Case
from dundian.features.cases.services import Owner
from dundian.features.programme.scope import Scope, clockwork, in_scope
from dundian.features.voices.models import Message
from dundian.features.voices.receipt import check_digit, lookup_of
from tests.actors import NOW, worker
from tests.week import Heard, Week, a_case, a_week

pytestmark = pytest.mark.django_db
HEAD = "382709416650271845"


def code_of(number: int = 3) -> str:
    digits = f"{HEAD}{number}"
    return digits + check_digit(digits)


CODE = code_of()


@pytest.fixture
def week() -> Week:
    return a_week()


@pytest.fixture
def heard(week: Week) -> Heard:
    return a_case(week.phone, lookup=lookup_of(CODE).hex(), at=timezone.now())


def step(scope: Scope, name: str, heard: Heard, **facts: object) -> None:
    with in_scope(scope):
        getattr(cases, name)(case_id=heard.case_id, by=scope.by, at=facts.pop("at", timezone.now()), **facts)


def answered(week: Week, heard: Heard) -> None:
    step(week.leader, "verify", heard, text="后半夜一共 46 位师傅上班，情况属实。")
    step(week.organiser, "assign", heard, to=Owner(level=Level.ENTERPRISE))
    step(week.leader, "rename", heard, title="夜班的热饭")
    step(week.firm, "answer", heard, text="夜里 0:30 开热饭窗口。\n价钱和白天一样。")


def look(client: Client | None = None, code: str = CODE, **more: str):
    return (client or worker()).post("/", {"code": code, **more})


def say(word: str, text: str = "", code: str = CODE):
    return worker().post("/word/", {"code": code, "word": word, "text": text})


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_page_opens_on_the_code(week: Week) -> None:
    page = text_of(worker().get("/"))
    assert "你的回执码" in page
    assert "不用登录，不用留名" in page


@pytest.mark.parametrize("typed", [CODE, " ".join(re.findall("....", CODE)), "３" + CODE[1:], f"回执码{CODE}。"])
def test_a_code_opens_its_thread_however_it_was_typed(heard: Heard, typed: str) -> None:
    page = text_of(look(code=typed))
    assert "收到了，还没人看，最晚" in page
    assert "3827 0941 6650 2718" in page


def test_the_stops_follow_the_case(week: Week, heard: Heard) -> None:
    answered(week, heard)
    page = text_of(look())
    titles = ["收到了", "去看过", "情况属实", "驻厂第 1 组", "定了办法", "0:30 开热饭窗口", "春江渔具", "就等你一句话"]
    places = [page.index(title) for title in titles]
    assert places == sorted(places)
    assert "夜班的热饭，有回话了" in page
    assert "你说没办好，这事就不算完。到" in page


def test_a_case_in_hand_says_until_when(week: Week, heard: Heard) -> None:
    step(week.organiser, "assign", heard, to=Owner(level=Level.ENTERPRISE))
    page = text_of(look())
    assert "正在办，最晚" in page
    assert "有人接手了" in page
    assert "办好了" not in page
    with in_scope(clockwork()):
        Case.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert "过了说好的日子" in text_of(look())


def test_the_workers_yes_is_thanked_and_can_be_taken_back(week: Week, heard: Heard) -> None:
    answered(week, heard)
    page = text_of(say("yes", "吃上了"))
    assert "谢谢你回来说一声" in page
    assert "你说办好了" in page
    assert "吃上了" in page
    assert "前改口都行" in page
    with in_scope(clockwork()):
        assert Case.objects.get().state == "CONFIRMED"
    page = text_of(say("no", "只开了一天"))
    assert "知道了，接着办" in page
    assert "你说还没有" in page
    assert "正在办" in page
    with in_scope(clockwork()):
        case = Case.objects.get()
    assert (case.state, case.confirmed_at, case.reopened_count) == ("IN_HAND", None, 1)


def test_what_cannot_be_solved_now_is_said_with_its_reason(week: Week, heard: Heard) -> None:
    step(week.organiser, "assign", heard, to=Owner(level=Level.ENTERPRISE))
    later = timezone.localdate() + timedelta(days=40)
    step(week.organiser, "close_unsolved", heard, reason="要等新食堂建好。", revisit_on=later)
    page = text_of(look())
    assert "暂时还办不了" in page
    assert "要等新食堂建好。" in page
    assert f"{later.month} 月 {later.day} 日" in page
    assert "正在办" in text_of(say("no"))


def test_what_was_not_taken_up_says_why(week: Week, heard: Heard) -> None:
    step(week.leader, "refuse", heard, reason="这件归公交公司管。")
    page = text_of(look())
    assert "这件归公交公司管。" in page
    assert "收到了，还没人看" in text_of(say("no", "帮我转一下"))


def test_a_case_that_ended_in_silence_still_takes_his_word(week: Week, heard: Heard) -> None:
    answered(week, heard)
    step(week.leader, "close_unanswered", heard, reason="等了半个月没有回音")
    page = text_of(look())
    assert "夜班的热饭，先收尾了" in page
    assert "等了半个月没有回音。到" in page
    assert "谢谢你回来说一声" in text_of(say("yes"))


def test_a_word_that_came_too_late_is_told_so_and_changes_nothing(week: Week, heard: Heard) -> None:
    answered(week, heard)
    say("yes")
    with in_scope(clockwork()):
        Case.objects.update(closed_at=NOW)
    answer = say("no")
    assert answer.status_code == 409
    assert "已经过了 30 天" in text_of(answer)
    with in_scope(clockwork()):
        assert Case.objects.get().state == "CONFIRMED"


def test_a_word_on_a_case_that_moved_meanwhile_shows_where_it_stands(week: Week, heard: Heard) -> None:
    answer = say("yes")
    assert answer.status_code == 409
    assert "刚刚有了变化" in text_of(answer)
    with in_scope(clockwork()):
        assert not Message.objects.exists()


def test_what_was_taken_back_at_the_desk_is_not_shown(week: Week, heard: Heard) -> None:
    answered(week, heard)
    step(week.firm, "undo", heard)
    assert "热饭窗口" not in text_of(look())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "没找到，看看是不是少了一位。"),
        ("123", "没找到，少了 17 位，对着回执码再看看。"),
        (code_of()[:-1], "没找到，少了 1 位，"),
        (code_of() + "7", "没找到，多了 1 位，"),
        (code_of()[:-1] + str((int(code_of()[-1]) + 1) % 10), "没找到，有一位打错了，对着回执码再看看。"),
        # A code that could be one: what was said may still lie in a phone without a network.
        (code_of(4), "没找到。你说的话可能还在驻厂干部手机里，有网才传得上来，过半天再看。"),
    ],
)
def test_a_wrong_code_is_told_what_is_wrong_with_it_and_stays_in_the_field(heard: Heard, code: str, words: str) -> None:
    answer = look(code=code)
    assert words in text_of(answer)
    if code:
        assert f'value="{code}"' in answer.content.decode()
    assert "没找到" in text_of(say("yes", code=code))


def test_after_ten_wrong_codes_the_page_rests_even_for_the_right_one(heard: Heard) -> None:
    field, client = "", worker()
    for _ in range(10):
        page = look(client, code="1", wrong=field).content.decode()
        field = re.search(r'name="wrong" value="([^"]*)"', page)[1]
    answer = look(client, wrong=field)
    assert answer.status_code == 429
    assert "歇 10 分钟再试" in text_of(answer)
    assert "收到了，还没人看" in text_of(look(worker()))
    assert "收到了，还没人看" in text_of(look(client, wrong=field + "x"))


def test_markup_in_what_was_written_stays_text(week: Week, heard: Heard) -> None:
    step(week.organiser, "assign", heard, to=Owner(level=Level.ENTERPRISE))
    step(week.firm, "answer", heard, text="<script>alert(1)</script>")
    say("no", "<img src=x onerror=alert(2)>")
    page = look().content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_one_code_never_opens_another_thread(week: Week, heard: Heard) -> None:
    other = code_of(7)
    second = a_case(week.phone, lookup=lookup_of(other).hex(), text="更衣柜不够。", at=timezone.now())
    answered(week, second)
    assert "热饭窗口" not in text_of(look())
    assert "热饭窗口" in text_of(look(code=other))


@pytest.mark.parametrize("word", ["", "maybe", "YES"])
def test_a_word_that_is_neither_yes_nor_no_changes_nothing(week: Week, heard: Heard, word: str) -> None:
    answered(week, heard)
    say(word)
    with in_scope(clockwork()):
        assert Case.objects.get(pk=heard.case_id).state == "ANSWERED"
