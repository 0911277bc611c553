"""A reader of English meets no Chinese but names and what somebody said or wrote."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from dundian.doors.desk.said import said, words_of
from dundian.engines.casework import Level, State, Step, after
from dundian.features.cases import services as cases
from dundian.features.cases.services import Owner
from dundian.features.programme import queries as programme
from dundian.features.programme.sample.loading import load_sample
from dundian.features.programme.scope import Scope, clockwork, in_scope
from dundian.features.voices.receipt import check_digit, lookup_of
from tests import actors
from tests.doors.desk.imports.test_wizard import book, upload
from tests.doors.desk.test_every_door import FOREIGN, ROWS, URLS, addresses, kwargs_of
from tests.doors.desk.two_programmes import House, a_house
from tests.week import a_case, a_week

CHINESE = re.compile("[\u3001-\u301f\u3400-\u9fff\uff01-\uff5e]+")
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
HEAD = "3827094166502718453"
CODE = HEAD + check_digit(HEAD)
# The report is an official letter and stays Chinese, and each language is named in itself.
LEFT = (r'<article class="a4".*?</article>', r'<nav aria-label="Outline">.*?</nav>', r"<(option|button)[^>]*>中文</\1>")
IN_TAGS = r'(?:aria-label|placeholder|title|alt|data-words|data-help|data-busy|data-chosen)="([^"]*)"'


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from re.split(r"(?<=[。！？])|[。！？\n]", value)
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def data() -> list[str]:
    """Every text in the database, whole and by sentences, long ones first; one sign alone is a word of ours."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute("select set_config('dundian.scope', '*', true)")
        for table in tables:
            cursor.execute(f'select to_jsonb(t)::text from "{table}" t')  # noqa: S608 – names from the catalogue
            rows = [json.loads(row) for (row,) in cursor.fetchall()]
            found.update(text for row in rows for text in _texts(row) if CHINESE.search(text) and len(text) > 1)
        cursor.execute("select set_config('dundian.scope', '', true)")
    return sorted(found, key=len, reverse=True)


def chinese_of(answer: HttpResponse, known: list[str]) -> list[str]:
    """The Chinese of a page that nobody in the database is called by, or has said."""
    page = answer.content.decode()
    for part in LEFT:
        page = re.sub(part, "", page, flags=re.DOTALL)
    shown = [*re.findall(IN_TAGS, page), re.sub(r"<(script|style).*?</\1>|<[^>]*>", "\n", page, flags=re.DOTALL)]
    text = html.unescape("\n".join(shown))
    for words in known:
        text = text.replace(words, "")
    rounds = {words[0] for words in known}  # the first sign of a name, in a round
    return [line for line in map(str.strip, text.splitlines()) if CHINESE.search(line) and line not in {"。", *rounds}]


def left_in(pages: Iterator[tuple[str, HttpResponse]]) -> list[tuple[str, list[str]]]:
    return [
        (name, chinese)
        for name, answer in pages
        if "html" in answer.headers.get("Content-Type", "") and (chinese := chinese_of(answer, data()))
    ]


def desk_pages(house: House) -> Iterator[tuple[str, HttpResponse]]:
    client = house.people["house"].client
    for name, wanted in addresses().items():
        if name in ROWS and "GET" in ROWS[name].methods and name not in FOREIGN:
            address = reverse(name, kwargs=kwargs_of(name, wanted, house.mine), urlconf=URLS)
            yield name, client.get(address, **ENGLISH)
    yield "a case", client.get(f"/p/{house.week.programme_id}/cases/?case={house.mine['case_id']}", **ENGLISH)
    yield "refused", house.people["newcomer"].client.get("/setup/", **ENGLISH)
    yield "sign-in", actors.stranger().get("/sign-in/", **ENGLISH)
    yield "nowhere", client.get("/nothing/", **ENGLISH)


@pytest.mark.django_db
def test_every_page_of_the_desk_is_english_to_whoever_asks_for_it() -> None:
    assert left_in(desk_pages(a_house())) == []


@pytest.mark.django_db
def test_a_full_programme_is_told_in_english() -> None:
    load_sample(at=timezone.now())
    client, here = actors.organiser().client, programme.programmes(clockwork())[0].id
    names = (
        *("overview", "plan", "plan-run", "plan-runs", "plan-publish", "plan-phases", "plan-imports", "plan-officials"),
        *("plan-enterprises", "plan-unions", "cases", "pledges", "reports"),
    )
    pages = ((name, client.get(reverse(name, args=[here], urlconf=URLS), **ENGLISH)) for name in names)
    assert left_in(pages) == []


@pytest.mark.django_db
def test_what_is_doubted_in_a_list_is_said_in_english() -> None:
    client = actors.organiser().client
    here = a_week().programme_id
    draft = upload(client, here, book()).url.removesuffix("columns/")
    for page in ("columns/", "rows/"):
        shown = client.get(f"{draft}{page}", **ENGLISH).content.decode()
        # What the sheet itself says stands in curly quotes, in cells and in the fields over them.
        own = re.sub(r"“[^”]*”|<(td|b|span)[^>]*>[^<]*</\1>|value=\"[^\"]*\"|写[^<]*", "", html.unescape(shown))
        assert "Sex" in shown
        assert not re.search("性别写成了|看一眼|不导这一列", own)


@pytest.mark.django_db
def test_a_worker_may_read_english() -> None:
    week = a_week()
    heard = a_case(week.phone, lookup=lookup_of(CODE).hex(), at=timezone.now())
    worker = actors.worker()

    def steps() -> Iterator[tuple[Scope, str, dict[str, Any]]]:
        yield week.leader, "verify", {"text": "去看过。"}
        yield week.organiser, "assign", {"to": Owner(level=Level.ENTERPRISE)}
        yield week.firm, "answer", {"text": "开了窗口。"}

    def pages() -> Iterator[tuple[str, HttpResponse]]:
        for path in ("/", "/who-sees/", "/nothing/"):
            yield path, worker.get(path, **ENGLISH)
        yield "a wrong code", worker.post("/", {"code": "1"}, **ENGLISH)
        yield "heard", worker.post("/", {"code": CODE}, **ENGLISH)
        for scope, step, facts in steps():
            with in_scope(scope):
                getattr(cases, step)(case_id=heard.case_id, by=scope.by, at=timezone.now(), **facts)
            yield step, worker.post("/", {"code": CODE}, **ENGLISH)
        for word in ("yes", "no"):
            yield word, worker.post("/word/", {"code": CODE, "word": word, "text": "再说一句。"}, **ENGLISH)

    seen = list(pages())
    assert left_in(iter(seen)) == []
    assert {answer.headers["Content-Language"] for _name, answer in seen} == {"en"}
    assert worker.get("/").headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("待核实", "To verify"),
        ("第 3 组没有能当组长的人。", "Group 3 has nobody who can lead."),
        ("朱测试不能参加三期（第 3 组）。", "朱测试 cannot join Phase 3 (Group 3)."),
        ("第 3 组里“35 岁及以下”想要 2–2 人，排了 0 人。", "Group 3 would like 2–2 people “≤35” and has 0."),
        ("二期 2 组要 8 人，排了 6 人。", "Phase 2, group 2 needs 8 people and has 6."),
        ("“某某”不是整数", "“某某” is not a whole number"),
        ("读到 5 人；有 2 处要看一眼。", "Read: 5 people; cells to look at: 2."),
        ("“男、女”不像一个人的名字", "“男、女” does not look like a name"),
        (
            "没有“性别”这一列，3 人的性别空着；补上这一列再导入",
            "There is no column “Sex”: Sex stays empty for 3 people; add the column, then import",
        ),
        ("拖欠工资", "wage arrears"),
        ("某公司", "某公司"),
        ("", ""),
    ],
)
def test_our_words_are_said_in_english_and_nobody_elses(chinese: str, english: str) -> None:
    with translation.override("en"):
        assert said(chinese) == english
    with translation.override("zh-hans"):
        assert said(chinese) == chinese


def test_a_refusal_is_said_in_english() -> None:
    with translation.override("en"), pytest.raises(cases.StepNotAllowed) as fault:
        after(State.CONFIRMED, Step.ANSWER)
    with translation.override("en"):
        assert words_of(fault.value) == "Confirmed and closed: cannot Answer."
        assert words_of(cases.AnswerMissing()) == "Write an answer first."


@pytest.mark.django_db
def test_a_workbook_for_the_next_import_is_the_same_in_every_language() -> None:
    load_sample(at=timezone.now())
    client, here = actors.organiser().client, programme.programmes(clockwork())[0].id
    for page in ("plan-officials", "plan-enterprises"):
        address = f"{reverse(page, args=[here], urlconf=URLS)}?export=xlsx"
        sheets = [load_workbook(BytesIO(client.get(address, **more).content)).active for more in ({}, ENGLISH)]
        chinese, english = ([[cell.value for cell in row] for row in sheet] for sheet in sheets)
        assert english == chinese
