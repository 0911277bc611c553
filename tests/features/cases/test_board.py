"""What the desk shows: the same page for everybody, with what each may know."""

from datetime import timedelta
from itertools import chain

import pytest

from dundian.engines.casework import Level, Pace, Step
from dundian.features.cases import queries, services
from dundian.features.cases.queries import Wanted, first_sentence
from dundian.features.cases.services import Owner
from dundian.features.programme.scope import clockwork, in_scope
from tests.actors import NOW
from tests.features.cases.test_steps import TODAY, case_of, step, to_firm, to_township
from tests.features.cases.test_word import say
from tests.week import Week, a_case, a_week

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def week() -> Week:
    return a_week()


def board(week: Week, scope, today=TODAY, **wanted) -> dict[str, list[int]]:
    with in_scope(scope):
        columns = queries.board(scope, programme_id=week.programme_id, today=today, wanted=Wanted(**wanted))
    return {c.key: [r.number for r in c.rows] for c in columns}


def test_each_column_holds_its_states_and_what_ended_stays_for_a_week(week: Week) -> None:
    cases = [a_case(week.phone) for _ in range(4)]
    to_firm(week, cases[1])
    for heard in cases[2:]:
        to_firm(week, heard)
        step(week.firm, "answer", heard, text="好了")
    say("confirm", cases[3])
    assert board(week, week.organiser) == {"heard": [1], "in_hand": [2], "answered": [3], "closed": [4]}
    assert board(week, week.organiser, today=TODAY + 9 * DAY)["closed"] == []
    with in_scope(week.organiser):
        counts = queries.counts(week.organiser, programme_id=week.programme_id, today=TODAY + 2 * DAY)
        table = queries.table(week.organiser, programme_id=week.programme_id, today=TODAY + 99 * DAY)
    assert (counts.open, counts.waiting, counts.closed_this_week, counts.confirmed_this_week) == (3, 1, 1, 1)
    assert [(r.number, r.took_days) for r in table] == [(1, None), (2, None), (3, None), (4, 1)]


def test_views_and_filters_choose_rows(week: Week) -> None:
    one, _ = a_case(week.phone), a_case(week.other_phone, text="更衣柜不够，两人合用一个。")
    to_firm(week, one)
    assert board(week, week.organiser, view="mine") == {"heard": [2], "in_hand": [], "answered": [], "closed": []}
    assert board(week, week.firm, view="mine")["in_hand"] == [1]
    assert board(week, week.other_leader, view="mine")["heard"] == [2]
    assert board(week, week.organiser, level=Level.ENTERPRISE)["in_hand"] == [1]
    assert board(week, week.organiser, enterprise_id=week.other_enterprise_id)["heard"] == [2]
    assert board(week, week.organiser, word="更衣柜")["heard"] == [2]
    assert board(week, week.organiser, view="soon")["heard"] == [2]
    late = TODAY + 4 * DAY
    assert board(week, week.organiser, view="overdue", today=late)["heard"] == [2]
    with in_scope(week.organiser):
        counts = queries.counts(week.organiser, programme_id=week.programme_id, today=late)
    assert (counts.mine, counts.soon, counts.overdue) == (1, 1, 1)
    step(week.firm, "answer", one, text="好了")
    assert board(week, week.organiser, view="waiting") == {"heard": [], "in_hand": [], "answered": [1], "closed": []}


def test_the_firm_sees_its_case_but_no_word_no_number_and_no_name(week: Week) -> None:
    heard = a_case(week.phone)
    to_firm(week, heard)
    with in_scope(week.firm):
        detail = queries.peek(week.firm, case_id=heard.case_id, today=TODAY)
        rows = queries.table(week.firm, programme_id=week.programme_id, today=TODAY)
    assert detail.row.title == "食堂伙食"
    assert (detail.quotes, detail.heard_by, rows[0].voice_count) == ((), "", None)
    shown = str(detail) + str(rows)
    assert "热饭" not in shown
    assert "陈某" not in shown
    assert detail.steps == (Step.ANSWER, Step.HAND_BACK)
    assert (detail.may_describe, detail.may_edit) == (True, False)


def test_those_inside_see_the_words_the_steps_and_who_took_them(week: Week) -> None:
    heard = a_case(week.phone)
    to_township(week, heard)
    with in_scope(week.township):
        detail = queries.peek(week.township, case_id=heard.case_id, today=TODAY)
    assert detail.quotes[0].text.startswith("夜班吃不上热饭")
    assert detail.heard_by == "陈某"
    assert next((line.zh, line.by) for line in detail.timeline) == ("登记", "陈某")
    assert (detail.above, detail.union_above_name) == (Level.COUNTY, "临江县总工会")
    assert (detail.row.voice_count, detail.row.pace, detail.row.days_left) == (1, Pace.IN_TIME, 7)
    assert Step.ANSWER in detail.steps


def test_each_scope_sees_its_own_cases(week: Week) -> None:
    one, other = a_case(week.phone), a_case(week.other_phone)
    scopes = (week.leader, week.other_leader, week.firm)
    seen = [list(chain(*board(week, scope).values())) for scope in scopes]
    assert seen == [[1], [2], []]
    for scope, heard in ((week.leader, other), (week.firm, one), (week.township, one)):
        with in_scope(scope), pytest.raises(services.CaseNotFound):
            queries.peek(scope, case_id=heard.case_id, today=TODAY)


def test_a_board_of_many_cases_asks_as_often_as_a_board_of_one(week: Week, django_assert_max_num_queries) -> None:
    for _ in range(12):
        a_case(week.phone)
    with in_scope(week.organiser), django_assert_max_num_queries(8):
        queries.board(week.organiser, programme_id=week.programme_id, today=TODAY, wanted=Wanted())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("食堂十点就关。想吃热的", "食堂十点就关"),
        ("没有标点", "没有标点"),
        ("。先来一个句号", "。先来一个句号"),
        ("长" * 60, "长" * 39 + "…"),
    ],
)
def test_the_first_sentence_stands_in_for_a_title(text: str, title: str) -> None:
    assert first_sentence(text) == title


def test_the_clock_reminds_once_supervises_once_and_closes_what_nobody_came_back_to(week: Week) -> None:
    heard = a_case(week.phone)
    to_township(week, heard)

    def sweep(today):
        at = NOW + (today - TODAY)
        with in_scope(clockwork()):
            return services.remind(today=today, at=at), services.supervise(today=today, at=at)

    # Due on 19 May; four of five working days are over on the 18th.
    assert sweep(TODAY) == (0, 0)
    assert sweep(TODAY + 6 * DAY) == (1, 0)
    assert sweep(TODAY + 7 * DAY) == (0, 0)
    assert sweep(TODAY + 8 * DAY) == (0, 1)
    assert sweep(TODAY + 9 * DAY) == (0, 0)
    assert case_of(heard).supervisor_union_id == week.county_id
    with in_scope(week.county):
        detail = queries.peek(week.county, case_id=heard.case_id, today=TODAY + 9 * DAY)
        assert (detail.row.is_supervised, detail.row.pace, detail.quotes, detail.steps) == (True, Pace.OVERDUE, (), ())
    step(week.township, "answer", heard, text="好了", at=NOW + 9 * DAY)
    with in_scope(clockwork()):
        assert services.close_silent(at=NOW + 24 * DAY) == 0
        assert services.close_silent(at=NOW + 25 * DAY) == 1
    case = case_of(heard)
    assert (case.state, case.confirmed_at) == ("CLOSED", None)
    say("confirm", heard, at=NOW + 26 * DAY)
    assert case_of(heard).state == "CONFIRMED"


def test_a_group_on_site_has_no_union_above_it_but_the_firms(week: Week) -> None:
    heard = a_case(week.phone)
    with in_scope(clockwork()):
        services.supervise(today=TODAY + 9 * DAY, at=NOW)
    assert case_of(heard).supervisor_union_id == week.township_id
    step(week.organiser, "assign", heard, to=Owner(level=Level.ONSITE))
    assert case_of(heard).supervisor_union_id is None
