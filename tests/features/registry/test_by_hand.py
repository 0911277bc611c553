"""People, enterprises and unions written by hand, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from dundian.features.programme import services as programme
from dundian.features.programme.scope import EVERYTHING, Scope, in_scope
from dundian.features.registry import queries, services
from dundian.features.registry.models import ImportDraft
from tests.actors import NOW

pytestmark = pytest.mark.django_db
BY = "account:1"
ID = "330106198507010011"


@pytest.fixture(autouse=True)
def _scope(db: None) -> Iterator[None]:
    """Whether something is used is asked of tables that hold what people said."""
    with in_scope(Scope(by=BY, tokens=frozenset({EVERYTHING}))):
        yield


def person(**facts: object) -> int:
    return services.add_person(facts={"name": "测试甲", **facts}, by=BY, at=NOW)  # type: ignore[typeddict-item]


def test_a_person_without_a_name_is_not_written() -> None:
    with pytest.raises(services.NameMissing):
        person(name=" ")


def test_an_id_number_belongs_to_one_person() -> None:
    person(id_number=ID)
    with pytest.raises(services.PersonExists):
        person(name="测试乙", id_number=ID.lower())


def test_a_number_can_be_forgotten_for_good() -> None:
    someone = person(phone="13800138000")
    services.forget_number(person_id=someone, which="phone", by=BY, at=NOW)
    assert queries.person(someone).phone_mask is None


def test_a_person_on_a_roster_is_not_removed_and_one_on_none_is() -> None:
    someone = person()
    here = programme.start_programme(name="季", at=NOW, by=BY)
    official = programme.add_official(programme_id=here, person_id=someone, facts={}, by=BY, at=NOW)
    with pytest.raises(services.StillUsed, match="名单"):
        services.remove_person(person_id=someone, by=BY, at=NOW)
    programme.remove_official(official_id=official, by=BY, at=NOW)
    services.remove_person(person_id=someone, by=BY, at=NOW)
    assert queries.people_named("测试甲") == []


def test_a_person_with_an_account_is_not_removed() -> None:
    someone = person()
    services.open_account(username="jia", name="测试甲", at=NOW, person_id=someone)
    with pytest.raises(services.StillUsed, match="账号"):
        services.remove_person(person_id=someone, by=BY, at=NOW)


def test_somebody_taken_off_a_list_and_written_again_is_one_person() -> None:
    first = services.meet_or_add_person(facts={"name": "测试甲", "unit": "办公室"}, by=BY, at=NOW)
    again = services.meet_or_add_person(facts={"name": "测试甲", "unit": "办公室", "post": "处长"}, by=BY, at=NOW)
    other = services.meet_or_add_person(facts={"name": "测试甲", "unit": "报社"}, by=BY, at=NOW)
    assert (first == again, first == other) == (True, False)
    assert queries.person(first).post == "处长"


def test_a_speaker_of_an_article_is_met_by_name_only_when_nobody_else_is_called_so() -> None:
    here = programme.start_programme(name="季", at=NOW, by=BY)
    speaker = programme.add_speaker(programme_id=here, name="测试甲", title="组长")
    rows = [{"_sheet": "名册", "_row": 3, "name": "测试甲", "sex": "男", "unit": "办公室"}]
    source = services.Source(file_name="名册.xlsx", digest="", by=BY, at=NOW)
    programme.take_roster(rows=rows, source=source, programme_id=here)
    from dundian.features.programme import queries as rosters

    (row,) = rosters.officials(here)
    assert (row.id, row.is_in_roster, row.person.is_complete, row.person.title) == (speaker, True, True, "组长")


def test_of_two_namesakes_in_the_workbook_neither_is_taken_for_the_speaker() -> None:
    here = programme.start_programme(name="季", at=NOW, by=BY)
    programme.add_speaker(programme_id=here, name="测试甲", title=None)
    rows = [
        {"_sheet": "名册", "_row": row, "name": "测试甲", "sex": "男", "unit": unit}
        for row, unit in ((3, "办公室"), (4, "报社"))
    ]
    source = services.Source(file_name="名册.xlsx", digest="", by=BY, at=NOW)
    assert programme.take_roster(rows=rows, source=source, programme_id=here).made_count == 2
    from dundian.features.programme import queries as rosters

    assert [o.is_in_roster for o in rosters.officials(here)] == [False, True, True]


def test_an_unfinished_import_is_forgotten_after_a_day() -> None:
    account = services.open_account(username="jia", name="测试甲", at=NOW)

    def keep(days: int) -> int:
        moment = NOW + timedelta(days=days, minutes=1)
        return services.keep_draft(
            account_id=account, kind="ROSTER", programme_number=1, file_name="a.csv", content=b"x", at=moment
        )

    old, new = keep(0), keep(2)
    assert [draft.pk for draft in ImportDraft.objects.all()] == [new]
    with pytest.raises(services.DraftGone):
        services.open_draft(draft_id=old, account_id=account)


def test_two_unions_of_a_name_and_a_union_over_its_own_level_are_refused() -> None:
    county = services.add_union(facts={"name": "甲区总工会", "level": "COUNTY"}, by=BY, at=NOW)
    with pytest.raises(services.UnionExists):
        services.add_union(facts={"name": "甲区总工会", "level": "CITY"}, by=BY, at=NOW)
    with pytest.raises(services.WrongParent):
        services.add_union(facts={"name": "乙区总工会", "level": "COUNTY", "parent_id": county}, by=BY, at=NOW)


def test_the_default_tree_is_planted_once() -> None:
    assert len(services.plant_unions(by=BY, at=NOW)) == 3
    assert services.plant_unions(by=BY, at=NOW) == []
    assert [(u.level, u.depth) for u in queries.unions()] == [("PROVINCE", 0), ("CITY", 1), ("COUNTY", 2)]


def test_every_step_leaves_a_line_in_the_ledger() -> None:
    from dundian.features.ledger import queries as ledger

    someone = person()
    services.change_person(person_id=someone, facts={"post": "处长"}, by=BY, at=NOW)
    lines = ledger.lines_about(f"person:{someone}")
    assert [line.step for line in lines] == ["ADD_PERSON", "CHANGE_PERSON"]
    assert "处长" not in str(lines[1].facts)
