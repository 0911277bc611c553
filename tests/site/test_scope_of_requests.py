"""One request, one transaction, one scope: what stays of it, and that nothing of it reaches the next."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from dundian.features.registry import services as registry
from dundian.features.registry.models import SignInLink
from dundian.features.voices.models import Voice
from tests import actors
from tests.week import a_case, a_week


def scope_left() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('dundian.scope', true), '')")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(("fault", "status"), [(RuntimeError("x"), 500), (Http404(), 404), (None, 200)])
def test_what_a_request_wrote_before_it_failed_does_not_stay(db: None, monkeypatch, fault, status: int) -> None:
    person_id = registry.add_person(facts={"name": "某人"}, by="x", at=actors.NOW)

    def make(*_words: object, **_more: object):
        raise fault

    if fault:
        monkeypatch.setattr("dundian.doors.desk.setup.views.segno.make", make)
    client = actors.organiser().client
    client.raise_request_exception = False
    assert client.post(f"/setup/people/{person_id}/invite/").status_code == status
    assert SignInLink.objects.count() == (0 if fault else 1)


def test_a_connection_that_is_used_again_has_no_scope_left(committed: None) -> None:
    week = a_week()
    case = a_case(week.phone)
    organiser = actors.organiser(programme_id=week.programme_id).client
    organiser.raise_request_exception = False
    for method, path in (
        ("get", f"/p/{week.programme_id}/cases/?case={case.case_id}"),
        ("head", f"/p/{week.programme_id}/cases/"),
        ("get", f"/p/{week.programme_id}/cases/export.xlsx"),
        ("get", f"/p/{week.programme_id + 99}/cases/"),
        ("post", f"/p/{week.programme_id}/cases/{case.case_id}/verify/"),
        ("options", "/setup/"),
    ):
        getattr(organiser, method)(path)
        assert scope_left() == "", path
        with pytest.raises(DatabaseError, match="no scope is set"):
            Voice.objects.count()
    assert actors.newcomer().client.get(f"/p/{week.programme_id}/cases/").status_code == 404
    assert "热饭" not in actors.stranger().get(f"/p/{week.programme_id}/cases/").content.decode()


def test_a_download_holds_what_the_page_shows(db: None) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    week = a_week()
    a_case(week.phone)
    client = actors.organiser(programme_id=week.programme_id).client
    found = client.get(f"/p/{week.programme_id}/cases/export.xlsx").content
    assert load_workbook(BytesIO(found)).active.max_row == 2
    assert client.head(f"/p/{week.programme_id}/cases/export.xlsx").status_code in {200, 405}


def test_two_names_that_differ_in_case_only_are_one_account_even_in_a_race(db: None) -> None:
    from dundian.features.registry.models import Account

    registry.open_account(username="Lin", name="甲", at=actors.NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Account.objects.create(username="lIN", name="乙", created_at=actors.NOW)
