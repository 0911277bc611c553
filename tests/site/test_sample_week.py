"""The week of the sample: every line of its script is taken by the services, and nothing of it is real."""

from collections import Counter

import pytest

from dundian.features.cases import queries as cases
from dundian.features.field import queries as field
from dundian.features.ledger import queries as ledger
from dundian.features.programme import queries as programme
from dundian.features.programme.models import Placement
from dundian.features.programme.sample.loading import build_sample
from dundian.features.programme.scope import Scope, in_scope
from dundian.site.sample.happening import happen
from tests.actors import NOW

pytestmark = pytest.mark.django_db


def test_the_week_fills_every_column_of_the_board() -> None:
    programme_id = build_sample(at=NOW)
    groups = programme.groups(programme_id)
    for group, official in zip(groups, programme.officials(programme_id), strict=False):
        Placement.objects.create(official_id=official.id, group_id=group.id)
    happen(programme_id=programme_id, at=NOW)
    organiser = Scope(by="x", tokens=frozenset({f"p:{programme_id}"}), roles=frozenset({"ORGANISER"}))
    with in_scope(organiser) as scope:
        rows = cases.table(scope, programme_id=programme_id, today=NOW.date())
        counts = field.counts_by_kind(scope, programme_id=programme_id)
    states = Counter(row.state.value for row in rows)
    assert set(states) == {"HEARD", "ACCEPTED", "IN_HAND", "ANSWERED", "CONFIRMED", "NOT_SOLVABLE_NOW"}
    assert sum(counts.values()) == 7
    assert max(row.voice_count or 0 for row in rows) == 2
    assert any(row.reopened_count for row in rows)
    assert ledger.first_broken() is None
