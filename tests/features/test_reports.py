"""The summary report: every number is the length of its rows."""

from datetime import timedelta

import pytest

from dundian.engines.casework import Level
from dundian.engines.document.model import Heading, Paragraph, Run, Table
from dundian.features.cases import services as cases
from dundian.features.cases.services import Owner
from dundian.features.pledges import services as pledges
from dundian.features.pledges.models import Speech
from dundian.features.programme import services as programme
from dundian.features.programme.scope import Scope, clockwork, in_scope
from dundian.features.reports import queries, services
from dundian.features.reports.queries import Source
from tests.actors import NOW
from tests.week import Week, a_case, a_week, parcel, record_body, send

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def week() -> Week:
    return a_week()


def count(week: Week, key: str, scope: Scope | None = None) -> int:
    with in_scope(scope or clockwork()) as asker:
        return queries.figure(key, source=Source(scope=asker, programme_id=week.programme_id, today=TODAY)).count


def made(week: Week):
    with in_scope(clockwork()) as scope:
        source = Source(scope=scope, programme_id=week.programme_id, today=TODAY)
        return queries.summary(source=source, link=lambda f: f"https://desk.example/{f.key}", on=TODAY)


def words(document) -> str:
    found = []
    for block in document.blocks:
        if isinstance(block, Heading):
            found.append(block.text)
        elif isinstance(block, Paragraph):
            found.append("".join(run.text for run in block.runs))
        else:
            found += ["|".join("".join(run.text for run in cell) for cell in row) for row in block.rows]
    return "\n".join(found)


def answered(week: Week, *, minutes: int = 0):
    heard = a_case(week.phone)
    at = NOW + timedelta(minutes=minutes)
    with in_scope(week.organiser):
        cases.assign(case_id=heard.case_id, to=Owner(level=Level.ENTERPRISE), by="account:1", at=at)
        cases.answer(case_id=heard.case_id, text="办好了", by="account:1", at=at)
    return heard


def test_ended_and_confirmed_are_counted_apart(week: Week) -> None:
    first, second = answered(week), answered(week)
    a_case(week.phone)
    with in_scope(week.organiser):
        cases.close_unanswered(case_id=second.case_id, reason="等了半个月没有回音", by="account:1", at=NOW)
    with in_scope(cases.scope_of_receipt(first.lookup)):
        cases.confirm(lookup=first.lookup, text="", at=NOW)
    assert [count(week, key) for key in ("cases", "cases-ended", "cases-confirmed", "cases-open")] == [3, 2, 1, 1]


@pytest.mark.parametrize("key", sorted(queries.FIGURES))
def test_every_figure_is_the_length_of_its_rows_and_every_row_fits_its_heads(week: Week, key: str) -> None:
    answered(week)
    a_case(week.other_phone)
    with in_scope(clockwork()) as scope:
        source = Source(scope=scope, programme_id=week.programme_id, today=TODAY)
        kind, rows = queries.rows_behind(key, source=source)
        assert queries.figure(key, source=source).count == len(rows)
        assert all(len(row.cells) == len(kind.heads) for row in rows)


def test_a_leader_counts_what_he_may_see(week: Week) -> None:
    a_case(week.phone)
    a_case(week.other_phone)
    assert (count(week, "cases"), count(week, "cases", week.leader)) == (2, 1)


def test_every_number_in_the_report_is_a_link(week: Week) -> None:
    answered(week)
    document, _ = made(week)
    cells = [run for b in document.blocks if isinstance(b, Paragraph) for run in b.runs]
    cells += [
        run for b in document.blocks if isinstance(b, Table) for row in b.rows for cell in row[1:2] for run in cell
    ]
    numbers = [run for run in cells if run.text.isdecimal()]
    assert len(numbers) > 15
    assert all(isinstance(run, Run) and (run.href or "").startswith("https://desk.example/") for run in numbers)


def test_the_words_of_a_worker_never_stand_in_the_report(week: Week) -> None:
    heard = a_case(week.phone, text="我是三号楼的，热水老停。")
    assert "三号楼" not in words(made(week)[0])
    with in_scope(week.organiser):
        cases.rename(case_id=heard.case_id, title="宿舍热水停得早", by="account:1", at=NOW)
    assert "宿舍热水停得早" in words(made(week)[0])


def test_what_nobody_wrote_is_printed_as_missing_and_never_made_up(week: Week) -> None:
    document, missing = made(week)
    assert {gap.section for gap in missing} >= {"PRACTICE", "INSIGHT", "NEXT"}
    assert words(document).count("〔这一节还没写〕") == 3
    services.write_passage(programme_id=week.programme_id, section="INSIGHT", text="深\n\n有体会", by="x", at=NOW)
    document, missing = made(week)
    assert "INSIGHT" not in {gap.section for gap in missing}
    assert "深\n有体会" in words(document)


def test_writing_a_section_again_gives_the_old_words_back(week: Week) -> None:
    facts = {"programme_id": week.programme_id, "section": "NEXT", "by": "x", "at": NOW}
    services.write_passage(text="先这样", **facts)
    assert services.write_passage(text="再那样", **facts) == "先这样"
    with pytest.raises(services.UnknownSection):
        services.write_passage(text="x", **{**facts, "section": "POETRY"})


def test_an_empty_programme_claims_nothing() -> None:
    programme_id = programme.start_programme(name="空的“一周”活动", by="x", at=NOW)
    with in_scope(clockwork()) as scope:
        source = Source(scope=scope, programme_id=programme_id, today=TODAY)
        document, missing = queries.summary(source=source, link=lambda _f: None, on=TODAY)
    said = words(document)
    assert document.plain_title() == "关于“空的‘一周’活动”的总结报告"
    for claim in ("同吃同住", "都已办结", "主办单位组织"):
        assert claim not in said
    for fact in ("还没有人下到企业", "还没有登记的事", "还没有读进发言稿", "〔主办单位还没写〕"):
        assert fact in said
    assert {gap.section for gap in missing} >= {"facts", "records", "pledges"}


def test_the_open_cases_in_the_text_are_as_many_as_in_the_table(week: Week) -> None:
    a_case(week.phone)
    heard = a_case(week.phone)
    with in_scope(week.organiser):
        cases.assign(case_id=heard.case_id, to=Owner(level=Level.ENTERPRISE), by="account:1", at=NOW)
        cases.close_unsolved(
            case_id=heard.case_id,
            reason="今年没有这笔钱",
            revisit_on=TODAY + timedelta(days=30),
            by="account:1",
            at=NOW,
        )
    document, _ = made(week)
    table = next(b for b in document.blocks if isinstance(b, Table) and b.caption == "还没办完的事")
    assert "还没办完的1件、暂不能解决的1件，逐件列在下面。" in words(document)
    assert len(table.rows) == 2


def test_pledges_that_nobody_has_confirmed_are_said_to_be_the_machines(week: Week) -> None:
    pledges.take_article(
        programme_id=week.programme_id, text="■虞知秋\n我要倾听职工的心声。\n", file_name="x", by="x", at=NOW
    )
    document, missing = made(week)
    assert "其中1条是机器摘出来的，还没有人认过。" in words(document)
    assert "pledges" in {gap.section for gap in missing}
    (speech,) = Speech.objects.all()
    pledges.confirm_speech(speech_id=speech.pk, by="x", at=NOW)
    document, missing = made(week)
    assert "机器摘出来" not in words(document)
    assert "pledges" not in {gap.section for gap in missing}


def test_a_record_of_the_early_shift_stands_on_its_own_day(week: Week) -> None:
    send(week.phone, parcel("record", record_body(at="2021-05-13T06:30:00+08:00")))
    with in_scope(clockwork()) as scope:
        _, rows = queries.rows_behind(
            "records", source=Source(scope=scope, programme_id=week.programme_id, today=TODAY)
        )
    assert {row.cells[0] for row in rows} == {"2021-05-13"}
