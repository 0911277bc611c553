"""What somebody might send to the desk on purpose: addresses, files and names that are meant to do harm."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from dundian.features.registry.models import Person
from tests import actors
from tests.week import Week, a_case, a_week

pytestmark = pytest.mark.django_db
EVIL = ["https://evil.example/", "//evil.example", r"/\evil.example", "javascript:alert(1)", "http:///evil.example"]
SCRIPT = '<script>alert("甲")</script>'


@pytest.fixture
def week() -> Week:
    return a_week()


@pytest.fixture
def client(week: Week) -> Client:
    return actors.organiser().client


@pytest.mark.parametrize("wanted", EVIL)
def test_no_page_leads_or_points_to_an_address_that_is_not_ours(week: Week, client: Client, wanted: str) -> None:
    address = f"/p/{week.programme_id}/cases/{a_case(week.phone).case_id}/verify/"
    assert wanted not in client.get(address, {"next": wanted}).content.decode()
    answer = client.post(address, {"next": wanted, "text": "看过了"})
    assert answer.url.startswith(f"/p/{week.programme_id}/cases/")
    undone = client.post(address.replace("verify", "undo"), {"next": wanted})
    assert undone.url.startswith(f"/p/{week.programme_id}/cases/")


@pytest.mark.parametrize("wanted", EVIL)
def test_signing_in_leads_to_no_other_house(db: None, wanted: str) -> None:
    from tests.doors.desk.test_entrance import link

    link()
    visitor, words = actors.stranger(), {"login": "lin", "password": "rice-and-noodles-7"}
    assert visitor.post(f"/sign-in/?next={wanted}", {**words, "next": wanted}).url == "/"


@pytest.mark.parametrize("number", ["²", "١", "9" * 40, "-1", "x", ""])
def test_an_odd_number_in_a_form_breaks_nothing(week: Week, client: Client, number: str) -> None:
    from tests.doors.desk.two_programmes import names_of

    names = names_of(week.programme_id, week.phone, None)
    address = f"/p/{week.programme_id}/pledges/{names['pledge_id']}/touch/confirm/"
    assert client.post(address, {"article": number}).status_code == 302
    assert (
        client.get(f"/p/{week.programme_id}/cases/?enterprise={number}&group={number}&case={number}").status_code == 200
    )
    assert client.get(f"/p/{week.programme_id}/officials/?phase={number}&page={number}").status_code == 200
    assert client.get(f"/p/{week.programme_id}/plan/?group={number}").status_code in {200, 404}


def book(**cells: str) -> bytes:
    made = Workbook()
    sheet = made.active
    for place, text in cells.items():
        sheet[place] = text
        sheet[place].data_type = "s"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, part: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return buffer.getvalue()


CELL = "<c r='{}' t='inlineStr'><is><t>{}</t></is></c>"
ROWS = "".join(
    f"<row r='{n}'>{CELL.format(f'A{n}', name)}{CELL.format(f'B{n}', sex)}</row>"
    for n, name, sex in ((1, "姓名", "性别"), (2, "甲&a;", "男"))
)
SHEET = (
    "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    f"<sheetData>{ROWS}</sheetData></worksheet>"
).encode()
PAGE = (
    b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    b"<w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
)
HEAD = b"<?xml version='1.0'?>"
XXE = HEAD + b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
LATE = HEAD + b"<!--" + b"x" * 5000 + b"--><!DOCTYPE x [<!ENTITY a 'ENTITY'>]>"
LAUGHS = (
    HEAD
    + b"<!DOCTYPE l [<!ENTITY a0 'lol'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"<!ENTITY a '&a11;'>]>"
)


def docx_of(document: bytes) -> bytes:
    import docx

    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return repacked(buffer.getvalue(), "word/document.xml", document)


def hostile_files() -> dict[str, bytes]:
    plain = book(A1="姓名", B1="性别", A2="甲", B2="男")
    part = "xl/worksheets/sheet1.xml"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", b" " * 70_000_000)
    return {
        "xxe.xlsx": repacked(plain, part, XXE + SHEET),
        "late.xlsx": repacked(plain, part, LATE + SHEET),
        "laughs.xlsx": repacked(plain, part, LAUGHS + SHEET),
        "utf16.xlsx": repacked(plain, part, (LATE + SHEET).decode().encode("utf-16")),
        "utf16-be.xlsx": repacked(plain, part, (LATE + SHEET).decode().encode("utf-16-be")),
        "bomb.xlsx": bomb.getvalue(),
        "laughs.docx": docx_of(LAUGHS + PAGE),
        "xxe.docx": docx_of(XXE + PAGE),
        "empty.xlsx": b"",
        "cut.xlsx": plain[:400],
        "nul.csv": b"\0" * 2000,
        "deep.csv": b'"' * 100_000,
    }


@pytest.mark.parametrize("name", hostile_files().keys())
def test_a_file_that_is_meant_to_do_harm_is_refused_with_a_sentence(week: Week, client: Client, name: str) -> None:
    file = SimpleUploadedFile(name, hostile_files()[name])
    page = "articles" if name.endswith("docx") else "imports/roster"
    answer = client.post(f"/p/{week.programme_id}/{page}/", {"file": file})
    assert answer.status_code == 422
    assert "root:" not in answer.content.decode()
    assert "ENTITY" not in answer.content.decode()


def test_the_same_sheet_without_harm_in_it_is_read(week: Week, client: Client) -> None:
    content = repacked(book(A1="姓名"), "xl/worksheets/sheet1.xml", HEAD + SHEET.replace(b"&a;", b""))
    answer = client.post(f"/p/{week.programme_id}/imports/roster/", {"file": SimpleUploadedFile("a.xlsx", content)})
    assert answer.status_code == 302


def test_names_from_a_workbook_are_text_wherever_they_stand(week: Week, client: Client) -> None:
    file = SimpleUploadedFile(f"{SCRIPT}.xlsx", book(A1="姓名", B1="性别", C1=SCRIPT, A2=SCRIPT, B2="男", C2=SCRIPT))
    kept = client.post(f"/p/{week.programme_id}/imports/roster/", {"file": file})
    for page in (kept.url, kept.url.replace("columns", "rows")):
        assert SCRIPT not in client.get(page).content.decode()
    client.post(kept.url.replace("columns", "take"))
    Person.objects.create(name=SCRIPT, note=SCRIPT)
    for page in ("officials/", "imports/", "officials/?gap=outside", "plan/"):
        assert SCRIPT not in client.get(f"/p/{week.programme_id}/{page}").content.decode()
    assert SCRIPT not in client.get("/setup/", {"who": SCRIPT[:8]}).content.decode()


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://evil.example")'])
def test_no_cell_of_an_excel_file_of_ours_runs(week: Week, client: Client, words: str) -> None:
    from dundian.features.registry import services as registry

    registry.add_enterprise(facts={"name": f"{words} 厂", "note": words}, by="x", at=actors.NOW)
    answer = client.get(f"/p/{week.programme_id}/enterprises/?export=xlsx")
    cells = [cell for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row]
    assert any(str(cell.value).strip().startswith(words.strip()) for cell in cells)
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
