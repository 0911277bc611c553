"""The case board at the desk, for everybody who comes to it."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from dundian.features.cases.models import Case
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.voices.receipt import check_digit, lookup_of
from tests import actors
from tests.week import Week, a_case, a_week

pytestmark = pytest.mark.django_db
WORDS = "夜里吃不上热饭，食堂十点就关。"


@pytest.fixture
def week() -> Week:
    return a_week()


def board(week: Week, query: str = "") -> str:
    return f"/p/{week.programme_id}/cases/{query}"


def act(week: Week, heard, name: str) -> str:
    return f"/p/{week.programme_id}/cases/{heard.case_id}/{name}/"


def state_of(heard) -> str:
    with in_scope(clockwork()):
        return Case.objects.get(pk=heard.case_id).state


def test_an_empty_board_says_where_things_come_from(week: Week) -> None:
    page = actors.organiser().client.get(board(week)).content.decode()
    assert "还没有事要办" in page


def test_a_view_without_rows_offers_a_way_back(week: Week) -> None:
    a_case(week.phone)
    page = actors.organiser().client.get(board(week, "?view=waiting")).content.decode()
    assert "换个条件看看" in page


def test_a_voice_stands_on_the_board_and_opens_beside_it(week: Week) -> None:
    heard = a_case(week.phone, text=WORDS)
    client = actors.organiser().client
    assert "夜里吃不上热饭" in client.get(board(week)).content.decode()
    panel = client.get(board(week, f"?case={heard.case_id}")).content.decode()
    assert "工友原话" in panel
    assert "核实受理" in panel


def test_a_case_of_no_enterprise_is_not_offered_to_one_and_says_why(week: Week) -> None:
    heard = a_case(week.phone)
    client = actors.organiser().client
    client.post(act(week, heard, "verify"), {"text": "看过了"})
    assert 'value="ENTERPRISE"' in client.get(act(week, heard, "assign")).content.decode()
    with in_scope(clockwork()):
        Case.objects.filter(pk=heard.case_id).update(enterprise=None)
    sheet = client.get(act(week, heard, "assign")).content.decode()
    assert 'value="ENTERPRISE"' not in sheet
    assert "没说是哪家企业" in sheet
    refused = client.post(act(week, heard, "assign"), {"to": "ENTERPRISE"})
    assert refused.status_code == 422
    assert state_of(heard) == "ACCEPTED"


def test_the_walk_from_verifying_to_answering(week: Week) -> None:
    heard = a_case(week.phone)
    client = actors.organiser().client
    for name, facts, state in (
        ("verify", {"text": "去看过，属实", "class_code": ""}, "ACCEPTED"),
        ("assign", {"to": "ENTERPRISE", "text": ""}, "IN_HAND"),
        ("answer", {"text": "下周一起加开夜宵窗口"}, "ANSWERED"),
    ):
        page = client.post(act(week, heard, name), facts)
        assert page.status_code == 302, page.content.decode()
        assert state_of(heard) == state


def test_the_panel_tells_to_whom_it_went_and_what_the_worker_said_with_one_tap(week: Week) -> None:
    code = "12345678901234567" + "89"
    code += check_digit(code)
    heard = a_case(week.phone, lookup=lookup_of(code).hex())
    client = actors.organiser().client
    client.post(act(week, heard, "assign"), {"to": "ENTERPRISE", "text": ""})
    panel = client.get(board(week, f"?case={heard.case_id}")).content.decode()
    assert re.search(r"派给 <span class=\"lv\">企业</span>", panel)
    client.post(act(week, heard, "answer"), {"text": "下周一起加开夜宵窗口"})
    actors.worker().post("/word/", {"code": code, "word": "no"})
    assert "说没办好" in client.get(board(week, f"?case={heard.case_id}")).content.decode()
    client.post(act(week, heard, "answer"), {"text": "今晚起开了"})
    actors.worker().post("/word/", {"code": code, "word": "yes"})
    panel = client.get(board(week, f"?case={heard.case_id}")).content.decode()
    assert "说办好了" in panel
    assert "用了 0 天" not in panel


def test_a_step_that_needs_words_says_so_and_keeps_what_was_written(week: Week) -> None:
    heard = a_case(week.phone)
    client = actors.organiser().client
    client.post(act(week, heard, "assign"), {"to": "ENTERPRISE", "text": ""})
    page = client.post(act(week, heard, "set-aside"), {"reason": "要等明年的预算", "revisit_on": "2000-01-01"})
    assert page.status_code == 422
    assert "要等明年的预算" in page.content.decode()
    assert "今天之后" in page.content.decode()


def test_a_step_that_does_not_follow_is_refused_in_words(week: Week) -> None:
    heard = a_case(week.phone)
    page = actors.organiser().client.post(act(week, heard, "answer"), {"text": "好了"})
    assert page.status_code == 422
    assert "不能回话" in page.content.decode()


def test_the_last_step_is_taken_back_from_its_toast(week: Week) -> None:
    heard = a_case(week.phone)
    client = actors.organiser().client
    client.post(act(week, heard, "verify"), {"text": "", "class_code": ""})
    assert act(week, heard, "undo") in client.get(board(week)).content.decode()
    client.post(act(week, heard, "undo"))
    assert state_of(heard) == "HEARD"


def test_a_sheet_is_a_piece_and_its_link_a_page(week: Week) -> None:
    heard = a_case(week.phone)
    client = actors.organiser().client
    piece = client.get(act(week, heard, "verify"), headers={"HX-Request": "true", "HX-Target": "sheet"})
    assert "<html" not in piece.content.decode()
    assert "<html" in client.get(act(week, heard, "verify")).content.decode()


def test_next_leads_nowhere_else(week: Week) -> None:
    heard = a_case(week.phone)
    facts = {"text": "", "class_code": "", "next": "https://elsewhere.example/"}
    assert actors.organiser().client.post(act(week, heard, "verify"), facts).url.startswith("/p/")


def test_several_are_given_away_at_once_and_the_one_that_cannot_is_named(week: Week) -> None:
    first, second = a_case(week.phone), a_case(week.phone)
    client = actors.organiser().client
    client.post(act(week, second, "refuse"), {"reason": "不是工会的事"})
    address = f"/p/{week.programme_id}/cases/several/assign/"
    facts = {"ids": [str(first.case_id), str(second.case_id)], "to": "ENTERPRISE", "text": ""}
    page = client.post(address, facts, follow=True).content.decode()
    assert state_of(first) == "IN_HAND"
    assert "1 件办好了" in page
    assert "0002" in page


def test_two_become_one(week: Week) -> None:
    first, second = a_case(week.phone), a_case(week.phone)
    client = actors.organiser().client
    facts = {"ids": [str(first.case_id), str(second.case_id)]}
    client.post(f"/p/{week.programme_id}/cases/several/merge/", facts)
    with in_scope(clockwork()):
        assert str(Case.objects.get(pk=second.case_id).merged_into_id) == str(first.case_id)


def test_the_export_holds_the_rows_now_shown_and_no_formula(week: Week) -> None:
    a_case(week.phone, text="=1+1 这是什么。")
    content = actors.organiser().client.get(f"/p/{week.programme_id}/cases/export.xlsx").content
    sheet = load_workbook(BytesIO(content)).active
    assert sheet.max_row == 2
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1 这是什么", "s")
    assert sheet["H2"].is_date


def test_a_link_to_a_case_that_is_not_for_the_reader_says_so_and_tells_nothing(week: Week) -> None:
    heard = a_case(week.phone, text=WORDS)
    words = "没有这件事，或者它不归你看。"
    page = (
        actors.leader(group_id=week.other_group_id).client.get(board(week, f"?case={heard.case_id}")).content.decode()
    )
    assert words in page
    assert WORDS[:6] not in page
    client = actors.organiser().client
    assert words in client.get(board(week, f"?case={uuid4()}")).content.decode()
    assert words not in client.get(board(week, f"?case={heard.case_id}")).content.decode()


def test_an_enterprise_sees_its_case_and_not_one_word_of_a_worker(week: Week) -> None:
    heard = a_case(week.phone, text=WORDS)
    firm = actors.enterprise_account(enterprise_id=week.enterprise_id).client
    assert "还没有事要办" in firm.get(board(week)).content.decode()
    organiser = actors.organiser().client
    organiser.post(act(week, heard, "assign"), {"to": "ENTERPRISE", "text": ""})
    page = firm.get(board(week, f"?case={heard.case_id}")).content.decode()
    assert "0001" in page
    for word in ("热饭", "工友原话", "陈某", "条相似"):
        assert word not in page
    rows = load_workbook(BytesIO(firm.get(f"/p/{week.programme_id}/cases/export.xlsx").content)).active
    assert "热饭" not in str([cell.value for row in rows for cell in row])


def test_who_sees_which_case(week: Week) -> None:
    heard = a_case(week.phone, text=WORDS)
    sees = {
        "organiser": actors.organiser(programme_id=week.programme_id),
        "leader": actors.leader(group_id=week.group_id),
        "other leader": actors.leader(group_id=week.other_group_id),
        "handler": actors.handler(union_id=week.township_id),
    }
    shown = {who: "夜里吃不上热饭" in actor.client.get(board(week)).content.decode() for who, actor in sees.items()}
    assert shown == {"organiser": True, "leader": True, "other leader": False, "handler": False}
    assert sees["other leader"].client.get(act(week, heard, "verify")).status_code == 404
    assert actors.newcomer().client.get(board(week)).status_code == 404
    assert actors.stranger().get(board(week)).status_code == 302


@pytest.mark.parametrize(
    "query", ["?view=nonsense", "?level=HEAVEN", "?enterprise=x", "?case=42", "?q=%00", "?shape=table"]
)
def test_an_address_that_makes_no_sense_shows_the_board(week: Week, query: str) -> None:
    a_case(week.phone)
    assert actors.organiser().client.get(board(week, query)).status_code == 200
