"""What the database remembers of earlier seasons goes into the plan of the next one."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from dundian.features.programme import queries
from dundian.features.programme import services as programme
from dundian.features.programme.models import Group, Official, Placement
from dundian.features.programme.policy import scope_of_account
from dundian.features.programme.queries import OfficialRow, earlier_seasons, left_out
from dundian.features.programme.queries.problem import build_problem, hash_of, plan_facts
from dundian.features.programme.services import change_official, plans, publishing
from dundian.features.registry import services as registry
from dundian.features.registry.models import ImportBatch, ImportedRow
from tests import actors
from tests.actors import NOW

from .season import BY

pytestmark = pytest.mark.django_db


def host(name: str) -> int:
    return registry.add_enterprise(facts=registry.EnterpriseFacts(name=name), by=BY, at=NOW)


def person(name: str) -> int:
    return registry.add_person(facts=registry.PersonFacts(name=name, sex="女"), by=BY, at=NOW)


def held(year: int, places: dict[int, tuple[int, int]], *, told: bool = True, **facts: Any) -> int:
    """A programme of one phase in May of a year: person → (enterprise, hardness), one group an enterprise."""
    made = programme.start_programme(name=f"{year} 年试验", at=NOW, by=BY, **facts)
    start = date(year, 5, 10)
    phase = programme.add_phase(
        programme_id=made, number=1, start_on=start, end_on=start + timedelta(days=4), by=BY, at=NOW
    )
    groups: dict[int, int] = {}
    for person_id, (enterprise, hardness) in places.items():
        if enterprise not in groups:
            words = programme.GroupFacts(enterprise_id=enterprise, hardness=hardness, size_min=1, size_max=9)
            groups[enterprise] = programme.add_group(phase_id=phase, facts=words, by=BY, at=NOW)
        official = programme.add_official(programme_id=made, person_id=person_id, facts={}, by=BY, at=NOW)
        Placement.objects.create(official_id=official, group_id=groups[enterprise])
    if told:
        publishing.publish(programme_id=made, by=BY, at=NOW)
    return made


def row_of(programme_id: int, person_id: int) -> OfficialRow:
    return next(o for o in queries.officials(programme_id) if o.person.id == person_id)


class House:
    """Two people, three hosts; both were together in 2019, apart in 2020, and 2021 is to be planned."""

    def __init__(self) -> None:
        self.a, self.b = person("测试甲"), person("测试乙")
        self.one, self.two, self.three = host("一厂"), host("二厂"), host("三厂")
        self.y2019 = held(2019, {self.a: (self.one, 2), self.b: (self.one, 2)})
        self.y2020 = held(2020, {self.a: (self.two, 1), self.b: (self.three, 0)})
        self.now = held(2021, {self.a: (self.one, 2), self.b: (self.two, 0)}, told=False)

    def official(self, person_id: int) -> Any:
        problem = build_problem(plan_facts(self.now))
        return problem.official(f"o{Official.objects.get(programme_id=self.now, person_id=person_id).pk}")


def test_points_enterprise_mates_and_seasons_are_worked_out_from_earlier_programmes() -> None:
    of = House()
    a, b = of.official(of.a), of.official(of.b)
    assert (a.hardship, a.last_enterprise, a.seniority_band) == (3, f"e{of.two}", 2)
    assert (b.hardship, b.last_enterprise, b.seniority_band) == (2, f"e{of.three}", 2)
    assert a.last_group != b.last_group
    past = row_of(of.now, of.a).past
    assert [(p.season.name, p.enterprise_name, p.hardness) for p in past.rows] == [
        ("2020 年试验", "二厂", 1),
        ("2019 年试验", "一厂", 2),
    ]
    assert all(past.counts(p) for p in past.rows)


def test_mates_of_last_time_are_the_same_in_the_problem_and_named_in_words() -> None:
    a, b, one = person("测试甲"), person("测试乙"), host("一厂")
    held(2020, {a: (one, 2), b: (one, 2)})
    now = held(2021, {a: (host("二厂"), 0), b: (host("三厂"), 0)}, told=False)
    problem = build_problem(plan_facts(now))
    keys = {each.last_group for each in problem.officials}
    assert [problem.label(key) for key in keys if key] == ["2020 年一期 1 组"]


def test_what_somebody_wrote_wins_field_by_field_and_a_written_nought_is_written() -> None:
    of = House()
    pk = Official.objects.get(programme_id=of.now, person_id=of.a).pk
    change_official(official_id=pk, facts={"hardship": 0, "last_enterprise": "三厂"}, by=BY, at=NOW)
    a = of.official(of.a)
    assert (a.hardship, a.last_enterprise) == (0, f"e{of.three}")
    assert a.last_group == row_of(of.now, of.a).past.history.last_group
    facts = programme.OfficialFacts(last_group="上季第3组", past_season_count=0, hardship=None, last_enterprise=None)
    change_official(official_id=pk, facts=facts, by=BY, at=NOW)
    a = of.official(of.a)
    assert (a.hardship, a.last_enterprise, a.last_group, a.seniority_band) == (3, f"e{of.two}", "上季第3组", 0)


def test_the_hash_of_a_plan_follows_the_past() -> None:
    of = House()
    before = hash_of(build_problem(plan_facts(of.now)))
    Group.objects.filter(phase__programme_id=of.y2020, enterprise_id=of.two).update(hardness=2)
    assert hash_of(build_problem(plan_facts(of.now))) != before


def test_who_was_never_anywhere_has_no_past() -> None:
    of = House()
    new = person("测试丙")
    programme.add_official(programme_id=of.now, person_id=new, facts={}, by=BY, at=NOW)
    c = of.official(new)
    assert (c.hardship, c.last_enterprise, c.last_group, c.seniority_band) == (0, None, None, 0)


def test_a_programme_that_was_never_told_or_comes_later_is_no_earlier_season() -> None:
    of = House()
    held(2018, {of.a: (of.one, 2)}, told=False)
    held(2022, {of.a: (of.one, 2)})
    assert of.official(of.a).hardship == 3
    # Seen from 2020 only 2019 went before.
    assert [s.programme_id for s in earlier_seasons(of.y2020, before=date(2020, 5, 10))] == [of.y2019]


def test_the_fourth_year_is_forgotten_and_other_peoples_seasons_push_nobody_out() -> None:
    of = House()
    held(2017, {of.a: (of.one, 2)})
    for _n in range(4):
        held(2020, {of.b: (of.one, 2)})
    past = row_of(of.now, of.a).past
    assert (past.history.hardship, past.history.season_count) == (3, 3)
    assert [(p.season.began_on.year, past.counts(p)) for p in past.rows] == [(2020, True), (2019, True), (2017, False)]


def test_samples_do_not_count_in_earnest_nor_the_other_way_round() -> None:
    of = House()
    held(2018, {of.a: (of.one, 2)}, is_sample=True)
    sample = held(2021, {of.a: (of.one, 2)}, told=False, is_sample=True)
    assert of.official(of.a).hardship == 3
    assert row_of(sample, of.a).hardship_points == 2


def test_a_season_that_one_of_the_organisers_may_not_open_is_left_out_for_all() -> None:
    of = House()
    actors.organiser()
    narrow = actors.signed_in("narrow", "只管今年")
    programme.grant(account_id=narrow.account_id, role="ORGANISER", programme_id=of.now)
    programme.grant(account_id=narrow.account_id, role="ORGANISER", programme_id=of.y2019)
    assert row_of(of.now, of.a).hardship_points == 2
    assert {p.enterprise_name for p in row_of(of.now, of.a).past.rows} == {"一厂"}
    seasons = earlier_seasons(of.now, before=date(2021, 5, 10))
    assert [(s.programme_id, s.blind) for s in seasons] == [(of.y2020, ("只管今年",)), (of.y2019, ())]
    new = person("测试丙")
    first = date(2021, 5, 10)
    assert [s.programme_id for s in left_out(of.now, person_id=of.a, before=first)] == [of.y2020]
    assert left_out(of.now, person_id=new, before=first) == []
    programme.grant(account_id=narrow.account_id, role="ORGANISER", programme_id=of.y2020)
    assert row_of(of.now, of.a).hardship_points == 3


def test_somebody_elses_season_says_nothing_here() -> None:
    """Two counties in one house: each organiser has his own programmes only, and both sent the same person."""
    of = House()
    here, there = actors.signed_in("here", "甲县"), actors.signed_in("there", "乙县")
    for made in (of.y2019, of.now):
        programme.grant(account_id=here.account_id, role="ORGANISER", programme_id=made)
    programme.grant(account_id=there.account_id, role="ORGANISER", programme_id=of.y2020)
    scope = scope_of_account(here.account_id, at=NOW).within(of.now)
    row = next(o for o in queries.officials(of.now, scope=scope) if o.person.id == of.a)
    assert [p.enterprise_name for p in row.past.rows] == ["一厂"]
    assert (row.hardship_points, of.official(of.a).last_enterprise) == (2, f"e{of.one}")


def test_a_leader_reads_nobodys_past() -> None:
    of = House()
    group = Placement.objects.get(official__programme_id=of.now, official__person_id=of.a).group_id
    scope = scope_of_account(actors.leader(group_id=group).account_id, at=NOW).within(of.now)
    (row,) = queries.officials(of.now, scope=scope)
    assert (row.past.rows, row.hardship_points) == ((), 0)


def test_the_most_seasoned_leads_also_where_nobody_wrote_how_often_he_went() -> None:
    of = House()
    new = person("测试丙")
    programme.add_official(programme_id=of.now, person_id=new, facts={"can_lead": True}, by=BY, at=NOW)
    both = Official.objects.filter(programme_id=of.now, person_id__in=[of.a, new])
    Official.objects.filter(programme_id=of.now, person_id=of.b).delete()
    both.update(can_lead=True, roles=["publicist", "researcher", "connector"], night_ok=True, heavy_ok=True)
    Group.objects.filter(phase__programme_id=of.now, enterprise_id=of.two).delete()
    run = plans.start_run(programme_id=of.now, wish=plans.Wish(), by=BY, at=NOW)
    plans.work_out(run_id=run, time=plans.Time(clock=lambda: 0.0, now=lambda: NOW, seconds=0.5))
    assert Placement.objects.get(official__programme_id=of.now, is_leader=True).official.person_id == of.a


def test_a_past_costs_the_same_queries_for_more_people(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    of = House()
    more = {person(f"测试{n:02}"): (of.one, 1) for n in range(12)}
    held(2018, more)
    for person_id in more:
        programme.add_official(programme_id=of.now, person_id=person_id, facts={}, by=BY, at=NOW)
    with django_assert_max_num_queries(10):
        plan_facts(of.now)


def test_the_noughts_of_old_rosters_become_blank_and_their_imports_can_still_be_undone() -> None:
    of = House()
    pk = Official.objects.get(programme_id=of.now, person_id=of.a).pk
    change_official(official_id=pk, facts={"hardship": 0}, by=BY, at=NOW)
    batch = ImportBatch.objects.create(kind="ROSTER", file_name="表.xlsx", digest="x", at=NOW)
    columns = {"hardship": 0, "topic": None}
    row = ImportedRow.objects.create(
        batch=batch, row=2, subject="programme.Official", subject_id=pk, before=None, after=columns
    )
    step = import_module("dundian.features.programme.migrations.0006_remembered_hardship").Migration.operations
    with connection.cursor() as cursor:
        cursor.execute(step[2].sql)
    row.refresh_from_db()
    assert (Official.objects.get(pk=pk).hardship, row.before, row.after["hardship"]) == (None, None, None)
    with connection.cursor() as cursor:
        cursor.execute(step[0].reverse_sql)
    row.refresh_from_db()
    assert (Official.objects.get(pk=pk).hardship, row.after) == (0, columns)
