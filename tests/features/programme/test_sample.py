"""The sample is built by the import, says that it is invented, and a legal plan exists for it."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from dundian.features.programme import queries as programme
from dundian.features.programme import services as programme_services
from dundian.features.programme.policy import scope_of_account
from dundian.features.programme.sample.invented import HOSTS, SIZE, officials
from dundian.features.programme.sample.loading import load_sample
from dundian.features.programme.sample.workbooks import SAYS_SO, workbooks
from dundian.features.programme.scope import EVERYTHING, Scope, in_scope
from dundian.features.registry import queries as registry
from tests.actors import NOW

EVERYONE = Scope(by="account:1", tokens=frozenset({EVERYTHING}), programme_ids=None)


def test_the_workbooks_say_in_their_first_line_that_they_are_invented() -> None:
    for content in workbooks().values():
        assert SAYS_SO in load_workbook(io.BytesIO(content)).worksheets[0]["A1"].value


def test_the_invented_people_are_the_same_each_time_and_no_two_share_name_or_phone() -> None:
    people = officials()
    assert people == officials()
    assert len({p.name for p in people}) == len({p.phone for p in people}) == len(people) == SIZE * len(HOSTS)


@pytest.mark.django_db
def test_loading_twice_builds_it_once() -> None:
    first, second = load_sample(at=NOW), load_sample(at=NOW)
    assert first == second
    (sample,) = programme.programmes(EVERYONE)
    assert (sample.people_count, sample.phase_count, sample.group_count, sample.is_sample) == (108, 3, 12, True)
    assert len(registry.enterprises()) == 12
    assert all(e.union_name for e in registry.enterprises())


@pytest.mark.django_db
def test_there_are_beds_leaders_and_the_three_roles_for_every_group() -> None:
    load_sample(at=NOW)
    here = programme.programmes(EVERYONE)[0].id
    people, groups = programme.officials(here), programme.groups(here)
    for sex, beds in (("女", sum(g.beds_female or 0 for g in groups)), ("男", sum(g.beds_male or 0 for g in groups))):
        assert len([o for o in people if o.person.sex == sex]) <= beds
    assert sum(g.size_min for g in groups) <= len(people) <= sum(g.size_max for g in groups)
    assert len([o for o in people if o.can_lead]) >= len(groups)
    for role, _words in programme.ROLES:
        assert len([o for o in people if role in o.roles]) >= 2 * len(groups)
    assert not [o for o in people if o.blanks]
    for o in people:
        assert o.age_band is not None
        assert set(o.phases or (1, 2, 3)) <= {1, 2, 3}


@pytest.mark.django_db
def test_each_actor_comes_in_with_his_own_role() -> None:
    actors = load_sample(at=NOW)
    roles = [scope_of_account(a.account_id, at=NOW).roles for a in actors if a.account_id]
    assert roles == [{"ORGANISER"}, {"LEADER"}, {"HANDLER"}, {"ENTERPRISE"}]
    assert [a.role for a in actors if a.person_id] == ["蹲点干部"]


@pytest.mark.django_db
def test_deleting_the_sample_takes_its_people_and_places_with_it() -> None:
    load_sample(at=NOW)
    sample = programme.programmes(EVERYONE)[0]
    with in_scope(EVERYONE):
        programme_services.remove_programme(programme_id=sample.id, name_typed=sample.name, by="account:1", at=NOW)
    assert programme.programmes(EVERYONE) == []
    assert (registry.enterprises(), registry.people_named("")) == ([], [])


@pytest.mark.django_db
def test_what_somebody_else_uses_outlives_the_sample() -> None:
    load_sample(at=NOW)
    sample = programme.programmes(EVERYONE)[0]
    other = programme_services.start_programme(name="真的", at=NOW, by="account:1")
    kept = programme.officials(sample.id)[0].person
    programme_services.add_official(programme_id=other, person_id=kept.id, facts={}, by="account:1", at=NOW)
    with in_scope(EVERYONE):
        programme_services.remove_programme(programme_id=sample.id, name_typed=sample.name, by="account:1", at=NOW)
    assert [p.name for p in registry.people_named("")] == [kept.name]


@pytest.mark.django_db
def test_a_programme_goes_only_when_its_name_is_typed() -> None:
    load_sample(at=NOW)
    sample = programme.programmes(EVERYONE)[0]
    with in_scope(EVERYONE), pytest.raises(programme_services.NameNotTyped):
        programme_services.remove_programme(programme_id=sample.id, name_typed="春季", by="account:1", at=NOW)
