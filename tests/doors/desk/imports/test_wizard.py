"""The import wizard: from a workbook as offices send it to a roster, and back."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook

from dundian.doors.desk.imports import reading, wizard
from dundian.engines.reading.tables import read_table
from dundian.features.programme import queries as programme
from dundian.features.registry import queries as registry
from dundian.features.registry.models import ImportDraft
from tests import actors
from tests.doors.desk.stage import stage

pytestmark = pytest.mark.django_db

HEADS = ["序号", "姓 名", "性别", "单位", "手机", "备忘"]
ROWS = [
    [1, "测试丙", "男性", "办公室", "13900139000", "甲"],
    [2, "测试丁", "不详", "报社", "13700137000", "乙"],
    [3, "测试戊", "不详", "报社", "13600136000", "丙"],
    ["合计", "3人"],
]


def book(rows: list[list[Any]] = ROWS, heads: list[str] = HEADS) -> SimpleUploadedFile:
    made = Workbook()
    made.active.title = "名册"
    for row in [["蹲点名册"], heads, *rows]:
        made.active.append(row)
    held = io.BytesIO()
    made.save(held)
    return SimpleUploadedFile("名册.xlsx", held.getvalue())


def upload(client: Client, programme_id: int, file: Any, kind: str = "roster") -> HttpResponse:
    return client.post(f"/p/{programme_id}/imports/{kind}/", {"file": file})


def begun(file: Any = None) -> tuple[Client, int, str]:
    """A client, his programme and the address of the draft he just handed in."""
    client, here = actors.organiser().client, stage().programme_id
    answer = upload(client, here, file or book())
    assert answer.status_code == 302
    return client, here, answer.url.removesuffix("columns/")


def cell(row: int, head: str, *more: str) -> str:
    return json.dumps(["名册", row, head, *more], ensure_ascii=False)


def test_a_list_goes_from_file_to_roster_in_five_clicks() -> None:
    client, here, draft = begun()
    assert client.post(f"{draft}columns/").url == f"{draft}rows/"
    page = client.get(f"{draft}rows/").content.decode()
    assert "导入 1 行" in page
    assert "下载有错的 2 行" in page
    client.post(f"{draft}rows/", {"place": [cell(4, "性别"), cell(5, "性别")], "cell": ["女", "男"]})
    answer = client.post(f"{draft}take/", follow=True)
    assert "撤销这次导入" in answer.content.decode()
    assert [(o.person.name, o.person.sex) for o in programme.officials(here)][2:] == [
        ("测试丙", "男"),
        ("测试丁", "女"),
        ("测试戊", "男"),
    ]
    assert ImportDraft.objects.count() == 0


def test_one_fix_is_given_to_all_cells_that_say_the_same() -> None:
    both = "13700137000/13600136000"
    client, _here, draft = begun(
        book([[n, name, "男", "报社", both, ""] for n, name in enumerate(("测试丙", "测试丁"))])
    )
    faults = client.get(f"{draft}rows/").context["faults"]
    assert [(f.fault.fix, f.same_count) for f in faults] == [("13700137000", 2)] * 2
    client.post(f"{draft}rows/", {"fix_all": faults[0].all_alike})
    assert list(client.get(f"{draft}rows/").context["faults"]) == []


def test_a_row_may_be_left_out() -> None:
    client, here, draft = begun()
    for row in (4, 5):
        client.post(f"{draft}rows/", {"skip": json.dumps(["名册", row])})
    client.post(f"{draft}take/")
    assert [o.person.name for o in programme.officials(here)][2:] == ["测试丙"]


def test_rows_with_errors_stay_behind_and_are_taken_once_they_are_mended() -> None:
    client, here, draft = begun()
    page = client.post(f"{draft}take/", follow=True).content.decode()
    assert "还有 2 行有错，没有导" in page
    client.post(f"{draft}rows/", {"place": [cell(4, "性别"), cell(5, "性别")], "cell": ["女", "男"]})
    client.post(f"{draft}take/")
    names = [o.person.name for o in programme.officials(here)]
    assert names[2:] == ["测试丙", "测试丁", "测试戊"]


def test_the_faulty_rows_come_back_with_red_notes_and_can_be_handed_in_again_without_doubles() -> None:
    client, here, draft = begun()
    client.post(f"{draft}take/")
    answer = client.get(f"{draft}faults.xlsx")
    mended = load_workbook(io.BytesIO(answer.content))
    sheet = mended.active
    heads = [c.value for c in sheet[1]]
    sex = heads.index("性别") + 1
    assert sheet.cell(2, sex).comment is not None
    for row in (2, 3):
        sheet.cell(row, sex).value = "女"
    held = io.BytesIO()
    mended.save(held)
    again = upload(client, here, SimpleUploadedFile("改好.xlsx", held.getvalue())).url.removesuffix("columns/")
    client.post(f"{again}take/")
    assert len(programme.officials(here)) == 5
    upload_again = upload(client, here, book()).url.removesuffix("columns/")
    client.post(f"{upload_again}take/")
    assert len(programme.officials(here)) == 5


def test_a_column_can_be_settled_by_hand_and_left_out() -> None:
    client, here, draft = begun(book(heads=["序号", "姓名", "性别", "出身", "手机", "备忘"]))
    lines = client.get(f"{draft}columns/").context["lines"]
    assert {line["label"]: line["key"] for line in lines}["出身"] == ""
    chosen = {line["label"]: line["key"] for line in lines} | {"出身": "unit", "手机": ""}
    client.post(f"{draft}columns/", {"head": list(chosen), "field": list(chosen.values())})
    client.post(f"{draft}take/")
    row = programme.officials(here)[2].person
    assert (row.unit, row.phone_mask) == ("办公室", None)


def test_the_draft_is_kept_sealed_and_survives_a_reload() -> None:
    client, _here, draft = begun()
    client.post(f"{draft}rows/", {"place": cell(4, "性别"), "cell": "女"})
    assert len(client.get(f"{draft}rows/").context["faults"]) == 1
    row = ImportDraft.objects.get()
    assert b"13900139000" not in bytes(row.content_sealed)
    assert "测试".encode() not in bytes(row.content_sealed) + bytes(row.said_sealed)


def test_a_file_is_read_once_and_again_only_after_something_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(*args: Any, **more: Any) -> Any:
        asked.append(more["filename"])
        return read_table(*args, **more)

    for door in (reading, wizard):
        monkeypatch.setattr(door, "read_table", counted)
    client, here, draft = begun()
    client.get(f"{draft}columns/")
    client.post(f"{draft}columns/")
    client.get(f"{draft}rows/")
    client.get(f"{draft}faults.xlsx")
    assert len(asked) == 1
    client.post(f"{draft}rows/", {"place": [cell(4, "性别"), cell(5, "性别")], "cell": ["女", "男"]})
    assert client.get(f"{draft}rows/").context["ready_count"] == 3
    assert len(asked) == 2
    assert "测试".encode() not in bytes(ImportDraft.objects.get().reading_sealed)
    client.post(f"{draft}take/")
    assert len(asked) == 2
    assert len(programme.officials(here)) == 5
    assert not ImportDraft.objects.exists(), "what was kept of the file goes with it"


def test_a_long_list_is_shown_page_by_page_and_taken_whole() -> None:
    names = [f"{family}{given}" for family in "赵钱孙李周吴郑王冯陈褚卫" for given in "伟芳娜敏静强磊军洋勇艳杰涛明超"]
    long = [[n, names[n - 1], "男" if n > 60 else "不详", "办公室", f"139{n:08d}", ""] for n in range(1, 181)]
    client, here, draft = begun(book(long))
    first, second = client.get(f"{draft}rows/"), client.get(f"{draft}rows/?faults=2&page=3")
    assert [len(page.context["faults"]) for page in (first, second)] == [50, 10]
    assert [len(page.context["lines"]) for page in (first, second)] == [50, 20]
    assert "第 3 页，共 3 页" in second.content.decode()
    fixed = client.post(f"{draft}rows/?faults=2", {"place": cell(60, "性别"), "cell": "女"})
    assert fixed.url == f"{draft}rows/?faults=2"
    taken = client.post(f"{draft}take/", follow=True)
    assert len(programme.officials(here)) == 123
    assert len(taken.context["things"]) == 100
    assert "第 1 页，共 2 页" in taken.content.decode()
    assert client.get(f"{draft}rows/").context["ready_count"] == 0


def test_somebody_elses_draft_and_another_programmes_draft_are_as_good_as_gone() -> None:
    client, here, draft = begun()
    other = programme_of_another()
    assert client.get(draft.replace(f"/p/{here}/", f"/p/{other}/") + "rows/", follow=True).status_code == 200
    assert client.get(draft.replace(f"/p/{here}/", f"/p/{other}/") + "rows/").status_code == 302
    second = colleague()
    assert second.get(f"{draft}rows/").status_code == 302
    assert second.post(f"{draft}take/").status_code == 302
    assert len(programme.officials(here)) == 2


def programme_of_another() -> int:
    from dundian.features.programme import services

    return services.start_programme(name="别的季", at=actors.NOW, by="account:1")


def colleague() -> Client:
    from dundian.features.programme import services
    from dundian.features.registry import services as registry_services

    account = registry_services.open_account(username="colleague", name="己同事", at=actors.NOW)
    services.grant(account_id=account, role="ORGANISER")
    client = Client(HTTP_HOST=actors.DESK)
    client.force_login(registry_services.Account.objects.get(pk=account))
    return client


def test_giving_up_forgets_the_file() -> None:
    client, _here, draft = begun()
    client.post(f"{draft}drop/")
    assert ImportDraft.objects.count() == 0
    assert client.get(f"{draft}rows/").status_code == 302


# --------------------------------------------------------------------------- what must be refused in one sentence

HOSTILE = {
    "a pdf by the name of xlsx": ("名册.xlsx", b"%PDF-1.4 not a workbook"),
    "a truncated zip": ("名册.xlsx", b"PK\x03\x04rubbish"),
    "nothing": ("名册.csv", b""),
    "no head": ("名册.csv", "一,二,三\n1,2,3\n".encode("gb18030")),
    "bytes": ("名册.csv", bytes(range(256)) * 40),
    "a list of another kind": ("名册.csv", "企业名称,职工数,床位,班次\n测试,3,男4女2,8:00-17:00\n".encode()),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_such_list_is_refused_in_one_sentence_and_not_kept(name: str) -> None:
    client, here = actors.organiser().client, stage().programme_id
    answer = upload(client, here, SimpleUploadedFile(*HOSTILE[name]))
    assert answer.status_code == 422
    assert answer.context["refusal"].endswith("。")
    assert ImportDraft.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    client, here = actors.organiser().client, stage().programme_id
    answer = upload(client, here, SimpleUploadedFile("大.xlsx", b"0" * (10 * 1024 * 1024 + 1)))
    assert answer.status_code == 422
    assert "10 MB" in answer.context["refusal"]


def test_no_file_is_said_so() -> None:
    client, here = actors.organiser().client, stage().programme_id
    assert "先选一个文件" in client.post(f"/p/{here}/imports/roster/").content.decode()


def test_markup_and_formulas_in_cells_stay_text() -> None:
    nasty = "<script>alert(1)</script>"
    client, _here, draft = begun(book([[1, nasty, "男", "=1+1", "", ""]]))
    page = client.get(f"{draft}rows/").content.decode()
    assert nasty not in page


@pytest.mark.parametrize(
    "post",
    [
        {"fix": "[["},
        {"fix": "[1,2]"},
        {"fix": '[["a"],4,"性别","女"]'},
        {"fix": '["名册",999,"性别","女"]'},
        {"fix": '["名册",4,["性别"],"女"]'},
        {"fix_all": "{}"},
        {"fix_all": "[null,null,null]"},
        {"skip": '["名册"]'},
        {"skip": '["名册","四"]'},
        {"place": "nonsense", "cell": "女"},
        {"place": "[" * 100_000, "cell": "女"},
    ],
)
def test_a_forged_answer_changes_nothing_and_breaks_nothing(post: dict[str, str]) -> None:
    client, _here, draft = begun()
    assert client.post(f"{draft}rows/", post).status_code == 302
    assert len(client.get(f"{draft}rows/").context["faults"]) == 2


# --------------------------------------------------------------------------- after the import


def test_an_import_is_undone_from_its_page_and_stops_where_a_row_is_used() -> None:
    client, here, draft = begun(book([ROWS[0], [2, "测试丁", "女", "报社", "", ""]]))
    batch = client.post(f"{draft}take/").url
    official = programme.officials(here)[2]
    client.post(f"/p/{here}/officials/{official.id}/", {"name": "测试丙", "sex": "女"})
    stopped = client.post(f"{batch}undo/")
    assert stopped.status_code == 409
    page = stopped.content.decode()
    assert "测试丙" in page
    assert "后来改过" in page
    assert len(programme.officials(here)) == 4
    client.post(f"{batch}undo/", {"keep_used": "1"})
    assert [o.person.name for o in programme.officials(here)] == ["测试甲", "测试乙", "测试丙"]
    assert "已撤销" in client.get(f"/p/{here}/imports/").content.decode()
    listed = client.get(f"/p/{here}/imports/", {"export": "xlsx"})
    assert load_workbook(io.BytesIO(listed.content)).active.cell(2, 2).value == "名册.xlsx"


def test_the_import_of_another_programme_is_not_shown_here() -> None:
    client, here, draft = begun(book(ROWS[:1]))
    batch = client.post(f"{draft}take/").url
    other = programme_of_another()
    assert client.get(batch.replace(f"/p/{here}/", f"/p/{other}/")).status_code == 404


@pytest.mark.parametrize("kind", ["roster", "enterprises", "townships"])
def test_a_template_that_nobody_filled_in_brings_nobody(kind: str) -> None:
    client, here = actors.organiser().client, stage().programme_id
    template = client.get(f"/p/{here}/imports/{kind}/template.xlsx")
    assert template.status_code == 200
    answer = upload(client, here, SimpleUploadedFile("模板.xlsx", template.content), kind)
    if answer.status_code == 302:
        client.post(answer.url.replace("columns", "take"))
    assert len(programme.officials(here)) == 2
    assert (len(registry.enterprises()), len(registry.unions())) == (1, 1)


def test_enterprises_and_townships_are_taken_by_the_same_steps() -> None:
    client, here = actors.organiser().client, stage().programme_id
    firms = "企业名称,乡镇（街道）,床位,班次\n测试包装,甲街道,男4女2,早班 6:00-14:00\n"
    towns = "县（市、区）,乡镇（街道）,工会名称,会员数\n甲区,乙街道,乙街道总工会,120\n"
    for kind, text in (("enterprises", firms), ("townships", towns)):
        answer = upload(client, here, SimpleUploadedFile("表.csv", text.encode("gb18030")), kind)
        client.post(answer.url.replace("columns", "take"))
    assert {e.name: e.union_name for e in registry.enterprises()}["测试包装"] == "甲街道总工会"
    assert [u.name for u in registry.unions() if u.township == "乙街道"] == ["乙街道总工会"]


@pytest.mark.parametrize("kind", ["nonsense", "drafts"])
def test_a_kind_that_does_not_exist_is_not_found(kind: str) -> None:
    client, here = actors.organiser().client, stage().programme_id
    assert client.get(f"/p/{here}/imports/{kind}/").status_code == 404
