"""A programme goes with everything heard in it, and not without the scope that opens it."""

from uuid import uuid4

import pytest
from django.db import connection

from dundian.features.cases import services as cases
from dundian.features.inbox import services as inbox
from dundian.features.ledger.queries import first_broken
from dundian.features.programme import services as programme
from dundian.features.programme.scope import clockwork, in_scope
from tests.actors import NOW
from tests.features.cases.test_steps import step, to_firm
from tests.features.cases.test_walls import NOTHING, a_row_everywhere, seen
from tests.week import a_case

pytestmark = pytest.mark.django_db


def test_deleting_a_programme_leaves_nothing_of_what_was_said_in_it() -> None:
    week, heard = a_row_everywhere()
    second = a_case(week.phone)
    to_firm(week, second)
    with in_scope(week.organiser):
        step(week.organiser, "take_up_again", heard, reason="再看")
        cases.merge(keep_id=heard.case_id, merged_id=second.case_id, by="x", at=NOW)
        programme.remove_programme(programme_id=week.programme_id, name_typed="测试活动", by="x", at=NOW)
        # Keys between tables are checked at the end of a transaction: now, to see that none is left hanging.
        connection.check_constraints()
    assert seen(clockwork()) == NOTHING
    assert first_broken() is None


def test_a_phone_that_still_holds_them_may_send_its_records_again() -> None:
    week, _ = a_row_everywhere()
    with in_scope(week.organiser):
        programme.remove_programme(programme_id=week.programme_id, name_typed="测试活动", by="x", at=NOW)
    receipt = inbox.keep(parcel_id=uuid4(), payload=b"{}", sender=week.phone.sender, at=NOW)
    assert receipt.is_new
