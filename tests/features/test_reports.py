"""The summary report: every number is the length of its rows."""

from datetime import timedelta

import pytest

from dundian.engines.casework import Level
from dundian.engines.document.model import Heading, Paragraph, Run, Table
from dundian.features.cases import services as cases
from dundian.features.cases.services import Owner
from dundian.features.programme.scope import Scope, clockwork, in_scope
from dundian.features.reports import queries, services
from dundian.features.reports.queries import Source
from tests.actors import NOW
from tests.week import Week, a_case, a_week

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
