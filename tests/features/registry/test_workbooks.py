"""Taking workbooks: updates without doubles, and undo that stops where something is used since."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from dundian.features.programme import services as programme
from dundian.features.programme.models import Official, Placement
from dundian.features.programme.scope import EVERYTHING, Scope, in_scope
from dundian.features.registry import queries, services
from dundian.features.registry.models import Enterprise, HomeUnit, ImportBatch, Person, Union
from dundian.features.registry.sealed import unseal
from tests.actors import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scope(db: None) -> Iterator[None]:
    """What undoes an import looks into rows that hold what people said."""
    with in_scope(Scope(by="account:1", tokens=frozenset({EVERYTHING}))):
        yield


def source(name: str = "名册.xlsx", minutes: int = 0) -> services.Source:
    return services.Source(file_name=name, digest="0" * 64, by="account:1", at=NOW + timedelta(minutes=minutes))


def season() -> int:
    return programme.start_programme(name="试验季", at=NOW, by="account:1")


def person(number: int, name: str, **facts: Any) -> dict[str, Any]:
    return {"_sheet": "名册", "_row": number, "name": name, "sex": "男", "unit": "办公室", **facts}


def take(rows: list[dict[str, Any]], programme_id: int) -> services.Taken:
    return programme.take_roster(rows=rows, source=source(), programme_id=programme_id)


def counts(taken: services.Taken) -> tuple[int, int, int]:
    return taken.made_count, taken.changed_count, taken.same_count


ROSTER = [
    person(3, "测试甲", birth="1985-07", phone="13800138000", id_number="330106198507010011", leader=True),
    person(4, "测试乙", birth="1990-01-02", sex="女", unit="报社", phases=[1, 3], roles=["宣传员"]),
    person(5, "测试丙"),
]


def test_the_same_roster_twice_makes_nobody_double() -> None:
    here = season()
    assert counts(take(ROSTER, here)) == (3, 0, 0)
    assert counts(take(ROSTER, here)) == (0, 0, 3)
    assert Person.objects.count() == Official.objects.count() == 3


def test_a_roster_taken_again_updates_and_a_blank_cell_empties_nothing() -> None:
    here = season()
    take(ROSTER, here)
    taken = take([person(3, "测试甲", birth="1985-07-01", post="处长", id_number="330106198507010011")], here)
    assert counts(taken) == (0, 1, 0)
    row = queries.people_named("测试甲")[0]
    assert (row.birth, row.post, row.phone_mask) == ("1985-07-01", "处长", "138****8000")
    official = Official.objects.get(person_id=row.id)
    assert official.can_lead is True


def test_numbers_are_sealed_and_shown_masked() -> None:
    take(ROSTER, season())
    kept = Person.objects.get(name="测试甲")
    assert (kept.phone_mask, kept.id_mask) == ("138****8000", "330106********0011")
    assert unseal(kept.phone_sealed) == "13800138000"
    assert b"13800138000" not in bytes(kept.phone_sealed)


@override_settings(KEEP_SEALED_NUMBERS=False)
def test_where_numbers_are_not_kept_nothing_of_them_is_in_the_database_and_nobody_is_doubled() -> None:
    here = season()
    take(ROSTER, here)
    kept = Person.objects.get(name="测试甲")
    assert [kept.phone_sealed, kept.phone_mask, kept.phone_mark, kept.id_sealed, kept.id_mask, kept.id_mark] == [
        None
    ] * 6
    assert counts(take(ROSTER, here)) == (0, 0, 3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"birth": "1985-07"}, {"birth": "1990-01"}),
        ({"id_number": "330106198507010011"}, {"id_number": "330106199001020022"}),
        ({"phone": "13800138000", "birth": "1985-07"}, {"phone": "13900139000", "birth": "1985-07", "unit": "报社"}),
        ({"sex": "男"}, {"sex": "女"}),
        ({}, {"unit": "报社"}),
    ],
)
def test_namesakes_stay_two_people_however_often_they_are_taken(one: dict[str, Any], other: dict[str, Any]) -> None:
    here = season()
    rows = [person(3, "同名", **one), person(4, "同名", **other)]
    assert counts(take(rows, here)) == (2, 0, 0)
    assert counts(take(list(reversed(rows)), here)) == (0, 0, 2)
    assert Person.objects.filter(name="同名").count() == 2


def test_two_rows_of_one_workbook_are_never_one_person() -> None:
    assert counts(take([person(3, "同名"), person(4, "同名")], season())) == (2, 0, 0)


def test_somebody_met_by_his_id_keeps_one_entry_when_he_changes_his_unit_and_phone() -> None:
    here = season()
    take(ROSTER, here)
    moved = person(9, "测试甲", unit="工会学院", phone="13900139000", id_number="330106198507010011")
    assert counts(take([moved], here)) == (0, 1, 0)
    assert queries.people_named("测试甲")[0].unit == "工会学院"


def test_an_id_number_of_somebody_else_leaves_the_row_out_and_says_so() -> None:
    here = season()
    take(ROSTER, here)
    taken = take([person(8, "测试丁", id_number="330106198507010011"), person(9, "测试戊")], here)
    assert counts(taken) == (1, 0, 0)
    assert [(row.row, row.name) for row in taken.left_out] == [(8, "测试丁")]
    assert "身份证号" in taken.left_out[0].why


def test_a_person_in_a_second_programme_is_the_same_person() -> None:
    take(ROSTER, season())
    take(ROSTER, season())
    assert (Person.objects.count(), Official.objects.count()) == (3, 6)


# --------------------------------------------------------------------------- undo


def test_undoing_an_import_removes_what_it_made_and_gives_back_what_it_changed() -> None:
    here = season()
    first = take(ROSTER, here)
    second = take([person(3, "测试甲", birth="1985-07", post="处长"), person(4, "新来的", unit="新单位")], here)
    services.undo_import(batch_id=second.batch_id, by="account:1", at=NOW)
    assert Person.objects.get(name="测试甲").post is None
    assert not Person.objects.filter(name="新来的").exists()
    assert not HomeUnit.objects.filter(name="新单位").exists()
    services.undo_import(batch_id=first.batch_id, by="account:1", at=NOW)
    assert (Person.objects.count(), Official.objects.count(), HomeUnit.objects.count()) == (0, 0, 0)


def test_an_undo_stops_at_somebody_who_is_placed_and_changes_nothing() -> None:
    here = season()
    taken = take(ROSTER, here)
    _place("测试甲", here)
    with pytest.raises(services.RowsUsed) as stopped:
        services.undo_import(batch_id=taken.batch_id, by="account:1", at=NOW)
    assert [(row.row, row.name) for row in stopped.value.rows] == [(3, "测试甲")]
    assert "分组" in stopped.value.rows[0].why
    assert Person.objects.count() == 3
    assert queries.import_batch(taken.batch_id).undone_at is None


def _place(name: str, programme_id: int) -> None:
    day = date(2021, 5, 10)
    phase = programme.add_phase(programme_id=programme_id, number=1, start_on=day, end_on=day + timedelta(days=4))
    group = programme.add_group(phase_id=phase, facts={}, by="account:1", at=NOW)
    Placement.objects.create(official=Official.objects.get(person__name=name), group_id=group)


def test_an_undo_stops_at_somebody_who_was_edited_or_taken_again() -> None:
    here = season()
    taken = take(ROSTER, here)
    someone = queries.people_named("测试乙")[0].id
    services.change_person(person_id=someone, facts={"post": "主编"}, by="account:1", at=NOW)
    take([ROSTER[2]], here)
    with pytest.raises(services.RowsUsed) as stopped:
        services.undo_import(batch_id=taken.batch_id, by="account:1", at=NOW)
    assert {(row.row, row.why) for row in stopped.value.rows} == {(4, "后来改过"), (5, "后来又导入过")}


def test_an_undo_may_leave_the_used_rows_and_take_back_the_others() -> None:
    here = season()
    taken = take(ROSTER, here)
    _place("测试甲", here)
    left = services.undo_import(batch_id=taken.batch_id, by="account:1", at=NOW, keep_used=True)
    assert [row.name for row in left] == ["测试甲"]
    assert [p.name for p in Person.objects.all()] == ["测试甲"]


def test_an_import_is_undone_once() -> None:
    taken = take(ROSTER, season())
    services.undo_import(batch_id=taken.batch_id, by="account:1", at=NOW)
    with pytest.raises(services.AlreadyUndone):
        services.undo_import(batch_id=taken.batch_id, by="account:1", at=NOW)


# --------------------------------------------------------------------------- enterprises and unions

FIRM = {"_sheet": "企业", "_row": 2, "name": "测试渔具", "township": "甲街道", "county": "甲区", "beds_male": 5}
TOWN = {"_sheet": "镇街", "_row": 2, "name": "甲街道", "county": "甲区", "union": "甲街道总工会", "members": 12}


def test_enterprises_meet_by_code_or_name() -> None:
    one = services.take_enterprises(rows=[{**FIRM, "uscc": "91330000000000000X"}], source=source())
    renamed = {**FIRM, "name": "测试渔具集团", "uscc": "91330000000000000X"}
    two = services.take_enterprises(rows=[renamed], source=source())
    three = services.take_enterprises(rows=[{**FIRM, "name": "测试渔具集团", "workers": 300}], source=source())
    assert [counts(taken) for taken in (one, two, three)] == [(1, 0, 0), (0, 1, 0), (0, 1, 0)]
    assert Enterprise.objects.get().worker_count == 300


def test_a_code_of_one_enterprise_with_the_name_of_another_is_left_out() -> None:
    services.take_enterprises(rows=[{**FIRM, "uscc": "1"}, {**FIRM, "name": "测试包装", "uscc": "2"}], source=source())
    taken = services.take_enterprises(rows=[{**FIRM, "uscc": "2"}], source=source())
    assert [row.name for row in taken.left_out] == ["测试渔具"]


@pytest.mark.parametrize("enterprises_first", [True, False])
def test_an_enterprise_comes_under_the_union_of_its_township_whichever_is_taken_first(
    *, enterprises_first: bool
) -> None:
    steps = [
        lambda: services.take_enterprises(rows=[FIRM], source=source()),
        lambda: services.take_townships(rows=[TOWN], source=source()),
    ]
    for step in steps if enterprises_first else reversed(steps):
        step()
    firm = queries.enterprises()[0]
    assert firm.union_name == "甲街道总工会"
    assert [(u.name, u.depth) for u in queries.unions()] == [("甲区总工会", 0), ("甲街道总工会", 1)]


def test_undoing_township_unions_leaves_those_with_enterprises_of_another_import() -> None:
    services.take_townships(rows=[TOWN], source=source())
    services.take_enterprises(rows=[FIRM], source=source())
    batch = ImportBatch.objects.get(kind="TOWNSHIPS")
    with pytest.raises(services.RowsUsed) as stopped:
        services.undo_import(batch_id=batch.pk, by="account:1", at=NOW)
    assert "企业" in stopped.value.rows[0].why
    assert Union.objects.count() == 2


def test_two_imports_at_once_make_one_enterprise(committed: None) -> None:
    from django.db import connection

    outcomes: list[tuple[int, int, int]] = []

    def run() -> None:
        try:
            outcomes.append(counts(services.take_enterprises(rows=[FIRM], source=source())))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [(0, 0, 1), (1, 0, 0)]
    assert Enterprise.objects.count() == 1


def _questions(rows: list[dict[str, Any]], here: int) -> int:
    with CaptureQueriesContext(connection) as asked:
        take(rows, here)
    return len(asked)


def test_a_larger_roster_asks_the_database_no_more_often() -> None:
    here = season()
    few = [person(n, f"测试{n}", unit=f"单位{n}", phone=f"1380013{n:04d}") for n in range(3, 6)]
    many = [person(n, f"试验{n}", unit=f"部门{n}", phone=f"1390013{n:04d}") for n in range(3, 103)]
    assert _questions(many, here) == _questions(few, here)
    changed, more = ([{**row, "post": "处长"} for row in rows] for rows in (few, many))
    asked = _questions(changed, here)
    assert _questions(more, here) == asked
    assert _questions(more, here) < asked, "what says the same again is not written"


def test_an_undo_of_many_changed_rows_gives_each_back_what_it_said() -> None:
    here = season()
    many = [person(n, f"试验{n}", unit=f"部门{n}", post=f"职务{n}") for n in range(3, 60)]
    take(many, here)
    second = take([{**row, "post": "处长", "leader": True} for row in many], here)
    assert counts(second) == (0, 57, 0)
    services.undo_import(batch_id=second.batch_id, by="account:1", at=NOW)
    assert dict(Person.objects.values_list("name", "post")) == {f"试验{n}": f"职务{n}" for n in range(3, 60)}
    assert not Official.objects.exclude(can_lead=None).exists()


def test_a_change_by_hand_waits_its_turn_before_it_locks_a_row() -> None:
    """An import holds the turn and then writes rows: whoever held a row while waiting for the turn would block both."""
    here = season()
    take(ROSTER, here)
    who = Person.objects.get(name="测试甲")
    official = Official.objects.get(person=who)
    changes: list[Callable[[], object]] = [
        lambda: services.change_person(person_id=who.pk, facts={"post": "处长"}, by="account:1", at=NOW),
        lambda: programme.change_official(official_id=official.pk, facts={"topic": "甲"}, by="account:1", at=NOW),
    ]
    for change in changes:
        with CaptureQueriesContext(connection) as asked:
            change()
        words = [query["sql"].lower() for query in asked]
        turn = next(n for n, sql in enumerate(words) if "pg_advisory_xact_lock" in sql)
        locked = next(n for n, sql in enumerate(words) if "for update" in sql)
        assert turn < locked
