"""The worker's own word, and the races around it."""

from datetime import timedelta

import pytest

from dundian.engines.casework import Level
from dundian.features.cases import queries, services
from dundian.features.cases.models import Case, CaseStep
from dundian.features.cases.services import Owner, scope_of_receipt
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.voices.models import Message, Voice
from dundian.features.voices.services import NoSuchReceipt
from tests.actors import NOW
from tests.features.cases.test_steps import TODAY, case_of, step, to_firm
from tests.features.inbox.test_keeping import race
from tests.week import Heard, Week, a_case, a_week

DAY = timedelta(days=1)


def answered(week: Week) -> Heard:
    heard = a_case(week.phone)
    to_firm(week, heard)
    step(week.firm, "answer", heard, text="开了热饭窗口。")
    return heard


def say(name: str, heard: Heard, text: str = "", at=NOW + DAY) -> None:
    with in_scope(scope_of_receipt(heard.lookup)):
        getattr(services, name)(lookup=heard.lookup, text=text, at=at)


@pytest.mark.django_db
def test_the_workers_yes_ends_a_case_and_is_counted_as_his() -> None:
    week = a_week()
    heard = answered(week)
    say("confirm", heard, "吃上了")
    case = case_of(heard)
    assert (case.state, case.confirmed_at, case.closed_reason) == ("CONFIRMED", NOW + DAY, "")
    with in_scope(clockwork()):
        last = CaseStep.objects.last()
        assert (last.step, last.by, last.text) == ("CONFIRM", "receipt", "")
        assert Voice.objects.get().state == "CONFIRMED"


@pytest.mark.django_db
def test_saying_it_twice_is_saying_it_once() -> None:
    week = a_week()
    heard = answered(week)
    say("confirm", heard)
    say("confirm", heard, at=NOW + 2 * DAY)
    assert case_of(heard).confirmed_at == NOW + DAY
    with in_scope(clockwork()):
        assert Message.objects.filter(kind="CONFIRM").count() == 1


@pytest.mark.django_db
def test_the_workers_no_takes_the_case_up_again_and_his_words_stay_from_the_firm() -> None:
    week = a_week()
    heard = answered(week)
    say("reopen", heard, "窗口只开了一天")
    case = case_of(heard)
    assert (case.state, case.reopened_count, case.answered_at) == ("IN_HAND", 1, None)
    assert case.due_on > TODAY
    with in_scope(week.firm):
        detail = queries.peek(week.firm, case_id=heard.case_id, today=TODAY)
        assert "窗口只开" not in str(detail)
    with in_scope(week.leader):
        assert "窗口只开" in str(queries.peek(week.leader, case_id=heard.case_id, today=TODAY).quotes)


@pytest.mark.django_db
def test_a_confirmed_case_is_reopened_within_thirty_days_and_not_later() -> None:
    week = a_week()
    heard = answered(week)
    say("confirm", heard)
    with pytest.raises(services.TooLateToReopen):
        say("reopen", heard, at=NOW + 32 * DAY)
    say("reopen", heard, at=NOW + 30 * DAY)
    case = case_of(heard)
    assert (case.state, case.confirmed_at) == ("IN_HAND", None)


@pytest.mark.django_db
def test_one_of_two_who_said_the_same_can_still_say_that_it_is_not_done() -> None:
    week = a_week()
    one, other = a_case(week.phone), a_case(week.phone)
    with in_scope(week.organiser):
        services.merge(keep_id=one.case_id, merged_id=other.case_id, by="x", at=NOW)
    to_firm(week, one)
    step(week.firm, "answer", one, text="好了")
    say("confirm", one)
    say("reopen", other, "我这条线没有")
    assert case_of(one).state == "IN_HAND"
    with in_scope(clockwork()):
        states = dict(Voice.objects.values_list("pk", "state"))
    assert states == {one.voice_id: "CONFIRMED", other.voice_id: "REOPENED"}


@pytest.mark.django_db
def test_a_word_before_any_answer_is_not_taken() -> None:
    week = a_week()
    heard = a_case(week.phone)
    for name in ("confirm", "reopen"):
        with pytest.raises(services.StepNotAllowed):
            say(name, heard)
    with in_scope(clockwork()):
        assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_receipt_opens_its_own_thread_and_nothing_else() -> None:
    week = a_week()
    heard, other = answered(week), answered(week)
    with in_scope(scope_of_receipt(heard.lookup)):
        assert [v.pk for v in Voice.objects.all()] == [heard.voice_id]
        assert not Case.objects.exists()
        assert not CaseStep.objects.exists()
        assert Message.objects.count() == 1
        with pytest.raises(NoSuchReceipt):
            services.confirm(lookup=other.lookup, text="", at=NOW)
        with pytest.raises(services.CaseNotFound):
            services.answer(case_id=heard.case_id, text="x", by="receipt", at=NOW)
    follow = queries.follow(lookup=heard.lookup, today=TODAY)
    assert follow is not None
    assert (follow.state, follow.word_until) == ("ANSWERED", TODAY + 15 * DAY)
    assert queries.follow(lookup=bytes(32), today=TODAY) is None


def attempt(work) -> str:
    try:
        work()
    except (services.StepNotAllowed, services.CaseNotFound) as refused:
        return type(refused).__name__
    return "done"


def test_of_two_desks_that_answer_at_once_one_is_told_that_it_is_answered(committed: None) -> None:
    week = a_week()
    heard = a_case(week.phone)
    to_firm(week, heard)
    scopes = (week.firm, week.leader)
    results = race(2, lambda n: attempt(lambda: step(scopes[n], "answer", heard, text=f"回话 {n}")))
    assert sorted(results) == ["StepNotAllowed", "done"]
    with in_scope(clockwork()):
        assert Message.objects.count() == 1
        assert CaseStep.objects.filter(step="ANSWER").count() == 1


def test_confirming_while_reopening_leaves_one_state_with_its_reason(committed: None) -> None:
    week = a_week()
    for _ in range(4):
        pair = _answered_together(week)
        results = race(2, lambda n, pair=pair: attempt(lambda: say(("confirm", "reopen")[n], pair[n], at=NOW)))
        case = case_of(pair[0])
        # Reopening always wins: either it came last, or it came first and the other was asked to look again.
        assert results[1] == "done"
        assert (case.state, case.confirmed_at, case.reopened_count) == ("IN_HAND", None, 1)
        with in_scope(clockwork()):
            confirms = Message.objects.filter(voice_id=pair[0].voice_id, kind="CONFIRM").count()
        assert confirms == (results[0] == "done")


def _answered_together(week: Week) -> tuple[Heard, Heard]:
    one, other = a_case(week.phone), a_case(week.phone)
    with in_scope(week.organiser):
        services.merge(keep_id=one.case_id, merged_id=other.case_id, by="x", at=NOW)
        services.assign(case_id=one.case_id, to=Owner(level=Level.ONSITE), by="x", at=NOW)
        services.answer(case_id=one.case_id, text="好了", by="x", at=NOW)
    return one, other


def test_many_voices_at_once_get_numbers_without_a_gap(committed: None) -> None:
    week = a_week()
    race(6, lambda _n: a_case(week.phone))
    with in_scope(clockwork()):
        assert sorted(Case.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
