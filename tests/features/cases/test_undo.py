"""Taking back: the step and its undoing both stay on record."""

from datetime import timedelta

import pytest

from dundian.engines.casework import Level
from dundian.features.cases import queries, services
from dundian.features.cases.models import Case, CaseStep
from dundian.features.cases.services import Owner
from dundian.features.ledger.models import Entry
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.voices import queries as voices
from dundian.features.voices.models import Message, Voice
from tests.actors import NOW
from tests.features.cases.test_steps import TODAY, case_of, step, to_firm, to_township
from tests.week import Week, a_case, a_week

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def week() -> Week:
    return a_week()


def undo(scope, heard, at=NOW + SECOND) -> None:
    with in_scope(scope):
        services.undo(case_id=heard.case_id, by=scope.by, at=at)


def test_giving_a_case_away_is_taken_back_with_the_acceptance_that_came_with_it(week: Week) -> None:
    heard = a_case(week.phone, at=NOW - SECOND)
    before = case_of(heard)
    to_township(week, heard)
    undo(week.organiser, heard)
    after = case_of(heard)
    for name in ("state", "level", "owner_group_id", "owner_union_id", "due_on", "remind_on"):
        assert getattr(after, name) == getattr(before, name), name
    with in_scope(week.township):
        assert not Voice.objects.exists()
        assert not Case.objects.exists()
    with in_scope(week.organiser):
        lines = queries.timeline(week.organiser, case_id=heard.case_id)
    assert [(line.step, line.is_undone) for line in lines] == [
        ("OPEN", False),
        ("VERIFY", True),
        ("ASSIGN", True),
        ("UNDO", False),
    ]
    assert Entry.objects.filter(subject=f"case:{heard.case_id}", step="UNDO").count() == 1


def test_an_answer_taken_back_is_shown_to_nobody_and_kept(week: Week) -> None:
    heard = a_case(week.phone, at=NOW - SECOND)
    to_firm(week, heard)
    step(week.firm, "answer", heard, text="写错了", at=NOW + SECOND)
    undo(week.firm, heard, at=NOW + 9 * SECOND)
    case = case_of(heard)
    assert (case.state, case.answered_at) == ("IN_HAND", None)
    with in_scope(clockwork()):
        assert Message.objects.get().withdrawn_at is not None
        thread = voices.thread(lookup=heard.lookup)
        assert thread is not None
        assert (thread.messages, thread.state) == ((), "WAITING")
    step(week.firm, "answer", heard, text="写对了", at=NOW + 20 * SECOND)
    with in_scope(clockwork()):
        assert [m.text for m in voices.thread(lookup=heard.lookup).messages] == ["写对了"]


def test_who_passed_a_case_up_takes_it_back_although_he_no_longer_sees_it(week: Week) -> None:
    heard = a_case(week.phone, at=NOW - SECOND)
    to_township(week, heard)
    step(week.township, "pass_up", heard, at=NOW + SECOND)
    undo(week.township, heard, at=NOW + 2 * SECOND)
    assert case_of(heard).owner_union_id == week.township_id


def test_nobody_takes_back_the_step_of_another_or_one_of_yesterday(week: Week) -> None:
    heard = a_case(week.phone, at=NOW - SECOND)
    with pytest.raises(services.NothingToUndo):
        undo(week.organiser, heard)
    to_firm(week, heard)
    for scope, at in ((week.leader, NOW + SECOND), (week.organiser, NOW + timedelta(minutes=11))):
        with pytest.raises(services.NothingToUndo):
            undo(scope, heard, at=at)
    step(week.firm, "answer", heard, text="好", at=NOW + SECOND)
    with pytest.raises(services.NothingToUndo):
        undo(week.organiser, heard, at=NOW + 2 * SECOND)


def test_undoing_twice_takes_back_the_step_before_and_never_the_opening(week: Week) -> None:
    heard = a_case(week.phone, at=NOW - SECOND)
    step(week.leader, "rename", heard, title="一")
    step(week.leader, "rename", heard, title="二", at=NOW + SECOND)
    undo(week.leader, heard, at=NOW + 2 * SECOND)
    assert case_of(heard).title == "一"
    undo(week.leader, heard, at=NOW + 3 * SECOND)
    assert case_of(heard).title is None
    with pytest.raises(services.NothingToUndo):
        undo(week.leader, heard, at=NOW + 4 * SECOND)


def test_two_cases_become_one_and_two_again(week: Week) -> None:
    kept, gone = a_case(week.phone, at=NOW - 2 * SECOND), a_case(week.phone, at=NOW - SECOND)
    to_township(week, kept)
    with in_scope(week.organiser):
        services.merge(keep_id=kept.case_id, merged_id=gone.case_id, by=week.organiser.by, at=NOW + SECOND)
        board = queries.table(week.organiser, programme_id=week.programme_id, today=TODAY)
        assert [(row.id, row.voice_count) for row in board] == [(kept.case_id, 2)]
        with pytest.raises(services.CaseNotFound):
            services.rename(case_id=gone.case_id, title="x", by="y", at=NOW)
    with in_scope(week.township):
        assert Voice.objects.count() == 2
        services.answer(case_id=kept.case_id, text="一起答了", by=week.township.by, at=NOW + SECOND)
    with in_scope(clockwork()):
        assert Message.objects.count() == 2
        CaseStep.objects.filter(step="ANSWER").update(is_undone=True)
    undo(week.organiser, gone, at=NOW + 5 * SECOND)
    with in_scope(week.organiser):
        board = queries.table(week.organiser, programme_id=week.programme_id, today=TODAY)
        assert [(row.id, row.voice_count) for row in board] == [(kept.case_id, 1), (gone.case_id, 1)]
    with in_scope(week.township):
        assert Voice.objects.count() == 1


def test_only_two_open_cases_of_one_programme_become_one(week: Week) -> None:
    one, other = a_case(week.phone), a_case(week.phone)
    with in_scope(week.organiser):
        with pytest.raises(services.NotMergeable):
            services.merge(keep_id=one.case_id, merged_id=one.case_id, by="x", at=NOW)
        services.refuse(case_id=other.case_id, reason="不归我们管", by="x", at=NOW)
        with pytest.raises(services.NotMergeable):
            services.merge(keep_id=one.case_id, merged_id=other.case_id, by="x", at=NOW)
    assert case_of(other).merged_into_id is None


def test_a_level_given_in_between_is_not_taken_back_by_its_first_giver(week: Week) -> None:
    heard = a_case(week.phone, at=NOW - SECOND)
    to_firm(week, heard)
    step(week.leader, "assign", heard, to=Owner(level=Level.ONSITE), at=NOW + SECOND)
    with pytest.raises(services.NothingToUndo):
        undo(week.organiser, heard, at=NOW + 2 * SECOND)
