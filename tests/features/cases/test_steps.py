"""The steps of a case, from the voice to its end."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from dundian.engines.casework import Level, State, Step
from dundian.features.cases import queries, services
from dundian.features.cases.models import Case, CaseStep
from dundian.features.cases.services import Owner
from dundian.features.ledger.models import Entry
from dundian.features.programme.policy import NotAllowed
from dundian.features.programme.scope import Scope, clockwork, in_scope
from dundian.features.registry import services as registry
from dundian.features.voices.models import Message, Voice
from tests.actors import NOW
from tests.week import Heard, Week, a_case, a_week

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def week() -> Week:
    return a_week()


def case_of(heard: Heard) -> Case:
    with in_scope(clockwork()):
        return Case.objects.get(pk=heard.case_id)


def step(scope: Scope, name: str, heard: Heard, **facts: object) -> None:
    with in_scope(scope):
        getattr(services, name)(case_id=heard.case_id, by=scope.by, at=facts.pop("at", NOW), **facts)


def to_firm(week: Week, heard: Heard) -> None:
    step(week.organiser, "assign", heard, to=Owner(level=Level.ENTERPRISE))


def to_township(week: Week, heard: Heard) -> None:
    step(week.organiser, "assign", heard, to=Owner(level=Level.TOWNSHIP, union_id=week.township_id))


def test_a_voice_opens_a_case_that_its_group_verifies_within_two_working_days(week: Week) -> None:
    first, second = a_case(week.phone), a_case(week.other_phone)
    case = case_of(first)
    assert (case.number, case_of(second).number) == (1, 2)
    assert (case.state, case.level, case.owner_group_id) == ("HEARD", "ONSITE", week.group_id)
    assert case.due_on == date(2021, 5, 14)
    assert (case.class_code, case.title) == ("LIVING.01", None)


def test_the_words_of_the_worker_are_in_no_table_of_cases_and_not_in_the_ledger(week: Week) -> None:
    heard = a_case(week.phone)
    to_firm(week, heard)
    with in_scope(clockwork()):
        rows = [*Case.objects.values(), *CaseStep.objects.values(), *Entry.objects.values()]
    assert "热饭" not in str(rows)


def test_an_answer_is_due_after_the_days_of_its_class(week: Week) -> None:
    heard = a_case(week.phone)
    to_firm(week, heard)
    case = case_of(heard)
    assert (case.state, case.level, case.owner_enterprise_id) == ("IN_HAND", "ENTERPRISE", week.enterprise_id)
    # LIVING.01: 5 working days after Wednesday, 12 May 2021.
    assert (case.due_on, case.is_due_estimated) == (date(2021, 5, 19), False)


def test_a_case_passed_up_has_the_days_of_its_level(week: Week) -> None:
    heard = a_case(week.phone)
    to_firm(week, heard)
    step(week.organiser, "pass_up", heard)
    case = case_of(heard)
    assert (case.level, case.owner_union_id, case.due_on) == ("TOWNSHIP", week.township_id, date(2021, 5, 26))
    step(week.township, "pass_up", heard, text="我们办不了")
    assert (case_of(heard).level, case_of(heard).owner_union_id) == ("COUNTY", week.county_id)
    with in_scope(week.township):
        assert not Case.objects.exists()


def test_a_case_is_not_passed_to_a_union_that_is_not_on_record(week: Week) -> None:
    heard = a_case(week.phone)
    to_township(week, heard)
    step(week.township, "pass_up", heard)
    with pytest.raises(services.OwnerMissing):
        step(week.county, "pass_up", heard)
    with pytest.raises(services.OwnerMissing):
        step(week.organiser, "assign", heard, to=Owner(level=Level.CITY, union_id=week.county_id))


def test_above_the_province_there_is_nobody(week: Week) -> None:
    heard = a_case(week.phone)
    union = registry.add_union(facts={"name": "某省总工会", "level": "PROVINCE"}, by="x", at=NOW)
    step(week.organiser, "assign", heard, to=Owner(level=Level.PROVINCE, union_id=union))
    with pytest.raises(services.NoHigherLevel):
        step(week.organiser, "pass_up", heard)


def test_only_the_union_that_handles_it_reads_what_was_said(week: Week) -> None:
    heard = a_case(week.phone)
    with in_scope(week.township):
        assert not Voice.objects.exists()
    to_township(week, heard)
    with in_scope(week.township):
        assert Voice.objects.count() == 1
    step(week.township, "hand_back", heard, reason="不归我们管")
    with in_scope(week.township):
        assert not Voice.objects.exists()
    assert (case_of(heard).state, case_of(heard).level) == ("ACCEPTED", "ONSITE")


def test_a_unit_hands_back_once(week: Week) -> None:
    heard = a_case(week.phone)
    to_firm(week, heard)
    step(week.firm, "hand_back", heard, reason="要县里定")
    to_firm(week, heard)
    with pytest.raises(services.HandedBackOnce):
        step(week.firm, "hand_back", heard, reason="还是办不了")


def test_the_firm_answers_and_its_words_reach_a_voice_it_cannot_read(week: Week) -> None:
    heard = a_case(week.phone)
    to_firm(week, heard)
    step(week.firm, "answer", heard, text="夜里 0:30 开热饭窗口。")
    assert case_of(heard).state == "ANSWERED"
    with in_scope(clockwork()):
        (message,) = Message.objects.all()
    assert (message.kind, message.by, message.text) == ("REPLY", "春江渔具", "夜里 0:30 开热饭窗口。")


def test_what_was_seen_is_told_to_whoever_spoke(week: Week) -> None:
    heard = a_case(week.phone)
    step(week.leader, "verify", heard, text="后半夜 46 位师傅上班，情况属实。", class_code="LIVING.02")
    with in_scope(clockwork()):
        assert Message.objects.get().by == "驻厂第 1 组"
    assert (case_of(heard).state, case_of(heard).class_code) == ("ACCEPTED", "LIVING.02")


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("assign", {"to": Owner(level=Level.ONSITE)}),
        ("pass_up", {}),
        ("close_unsolved", {"reason": "没钱", "revisit_on": TODAY + DAY}),
        ("change_due", {"due_on": TODAY + DAY, "reason": "忙"}),
        ("rename", {"title": "没有的事"}),
        ("reclassify", {"class_code": "PAY.01"}),
        ("take_up_again", {"reason": "再看"}),
    ],
)
def test_a_firm_neither_closes_nor_passes_on_what_concerns_itself(week: Week, name: str, facts: dict) -> None:
    heard = a_case(week.phone)
    to_firm(week, heard)
    with pytest.raises((NotAllowed, services.StepNotAllowed)):
        step(week.firm, name, heard, **facts)
    assert case_of(heard).state == "IN_HAND"


def test_nobody_at_the_desk_says_for_the_worker_that_it_is_done(week: Week) -> None:
    heard = a_case(week.phone)
    to_firm(week, heard)
    step(week.firm, "answer", heard, text="开了")
    with in_scope(week.organiser):
        assert Step.CONFIRM not in queries.peek(week.organiser, case_id=heard.case_id, today=TODAY).steps


def test_someone_elses_case_is_as_if_it_were_not_there(week: Week) -> None:
    heard = a_case(week.phone)
    for scope in (week.other_leader, week.township, week.firm):
        with pytest.raises(services.CaseNotFound):
            step(scope, "verify", heard)


def test_what_cannot_be_solved_now_says_why_and_when_somebody_looks_again(week: Week) -> None:
    heard = a_case(week.phone)
    to_township(week, heard)
    with pytest.raises(services.ReasonMissing):
        step(week.township, "close_unsolved", heard, reason=" ", revisit_on=TODAY + DAY)
    with pytest.raises(services.RevisitMissing):
        step(week.township, "close_unsolved", heard, reason="要等明年", revisit_on=TODAY)
    step(week.township, "close_unsolved", heard, reason="要等明年", revisit_on=TODAY + DAY)
    assert case_of(heard).state == "NOT_SOLVABLE_NOW"
    assert case_of(heard).confirmed_at is None
    step(week.township, "take_up_again", heard, reason="有钱了", at=NOW + DAY)
    case = case_of(heard)
    assert (case.state, case.closed_at, case.reopened_count) == ("IN_HAND", None, 1)


def test_a_refused_case_says_why_and_returns_to_verification_when_it_is_taken_up(week: Week) -> None:
    heard = a_case(week.phone)
    step(week.leader, "refuse", heard, reason="不是厂里的事")
    assert case_of(heard).state == "NOT_ACCEPTED"
    step(week.leader, "take_up_again", heard, reason="看错了")
    assert case_of(heard).state == "HEARD"


@pytest.mark.parametrize("is_in_hand", [False, True])
def test_a_due_day_is_moved_with_a_reason_and_never_into_the_past(week: Week, is_in_hand: bool) -> None:
    heard = a_case(week.phone)
    if is_in_hand:
        to_firm(week, heard)
        with pytest.raises(services.ReasonMissing):
            step(week.leader, "change_due", heard, due_on=TODAY + 9 * DAY, reason="")
    with pytest.raises(services.DueInThePast):
        step(week.leader, "change_due", heard, due_on=TODAY - DAY, reason="早")
    step(week.leader, "change_due", heard, due_on=date(2021, 5, 26), reason="等设备")
    case = case_of(heard)
    # Ten working days are left; eight of them are over on the 24th.
    assert (case.due_on, case.remind_on) == (date(2021, 5, 26), date(2021, 5, 24))


def test_a_step_that_does_not_follow_changes_nothing(week: Week) -> None:
    heard = a_case(week.phone)
    with pytest.raises(services.StepNotAllowed):
        step(week.leader, "answer", heard, text="好了")
    with pytest.raises(services.AnswerMissing):
        step(week.leader, "answer", heard, text=" ")
    with in_scope(clockwork()):
        assert CaseStep.objects.count() == 1
        assert not Message.objects.exists()


def test_a_title_replaces_the_first_sentence_and_classes_are_of_the_taxonomy(week: Week) -> None:
    heard = a_case(week.phone)
    with in_scope(week.leader):
        row = queries.peek(week.leader, case_id=heard.case_id, today=TODAY).row
    assert (row.title, row.is_machine_title) == ("夜班吃不上热饭，食堂十点就关", True)
    step(week.leader, "rename", heard, title="夜班热饭")
    step(week.leader, "reclassify", heard, class_code="SAFETY.03", red_flag="RF_LIFE", is_machine=True)
    step(week.leader, "describe", heard, method="开窗口", affected="夜班约 46 人")
    case = case_of(heard)
    assert (case.title, case.class_code, case.is_machine_class, case.red_flag) == (
        "夜班热饭",
        "SAFETY.03",
        True,
        "RF_LIFE",
    )
    with in_scope(week.leader):
        assert queries.peek(week.leader, case_id=heard.case_id, today=TODAY).suggested_level == Level.COUNTY
    for facts in ({"class_code": "NOPE.1"}, {"class_code": "PAY.01", "red_flag": "RF_NOPE"}):
        with pytest.raises((services.UnknownClass, services.UnknownFlag)):
            step(week.leader, "reclassify", heard, **facts)
    with pytest.raises(services.TitleMissing):
        step(week.leader, "rename", heard, title=" ")


def test_the_database_refuses_what_must_never_be(week: Week) -> None:
    heard = a_case(week.phone)
    with in_scope(clockwork()):
        for change in (
            {"state": "DONE"},
            {"level": "ENTERPRISE"},
            {"owner_union_id": week.township_id},
            {"state": "CONFIRMED"},
            {"state": State.CLOSED},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Case.objects.filter(pk=heard.case_id).update(**change)
    with pytest.raises(DatabaseError, match="no scope"), transaction.atomic():
        Case.objects.exists()
