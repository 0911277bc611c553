"""The report at the desk."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from tests import actors
from tests.week import Week, a_case, a_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def week() -> Week:
    return a_week()


def page(week: Week, rest: str = "") -> str:
    return f"/p/{week.programme_id}/reports/{rest}"


def test_the_paper_shows_numbers_that_open_their_rows(week: Week) -> None:
    a_case(week.phone)
    client = actors.organiser().client
    assert f"{page(week)}rows/cases/" in client.get(page(week)).content.decode()
    rows = client.get(page(week, "rows/cases/")).content.decode()
    assert "0001" in rows
    assert load_workbook(BytesIO(client.get(page(week, "rows/cases/export.xlsx")).content)).active.max_row == 2


def test_a_number_of_nothing_says_so(week: Week) -> None:
    assert "一行也没有" in actors.organiser().client.get(page(week, "rows/cases/")).content.decode()


def test_an_unknown_number_leads_nowhere(week: Week) -> None:
    assert actors.organiser().client.get(page(week, "rows/wishes/")).status_code == 404


def test_word_and_pdf_are_what_they_say(week: Week) -> None:
    client = actors.organiser().client
    document = Document(BytesIO(client.get(page(week, "summary.docx")).content))
    assert "总结报告" in "".join(p.text for p in document.paragraphs)
    assert client.get(page(week, "summary.pdf")).content.startswith(b"%PDF-")


def test_a_section_that_is_written_stands_in_the_report(week: Week) -> None:
    client = actors.organiser().client
    client.post(page(week, "passages/INSIGHT/"), {"text": "坐下来听，比站着讲管用。"})
    assert "坐下来听，比站着讲管用。" in client.get(page(week)).content.decode()
    assert client.post(page(week, "passages/POETRY/"), {"text": "x"}).status_code == 404


def test_who_may_make_a_report(week: Week) -> None:
    assert actors.organiser(programme_id=week.programme_id).client.get(page(week)).status_code == 200
    assert actors.leader(group_id=week.group_id).client.get(page(week)).status_code == 200
    for nobody in (
        actors.handler(union_id=week.township_id),
        actors.enterprise_account(enterprise_id=week.enterprise_id),
    ):
        for rest in ("", "summary.docx", "summary.pdf", "rows/cases/", "rows/cases/export.xlsx"):
            assert nobody.client.get(page(week, rest)).status_code == 403
    assert actors.stranger().get(page(week)).status_code == 302
