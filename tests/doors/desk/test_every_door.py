"""Every address of the desk for everybody: whom it answers, with what, and whose things it never touches.

A new address without a row in ROWS fails; so does one that changes anything for somebody who may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dundian.features.registry.models import Account
from tests import actors
from tests.doors.desk.two_programmes import House, a_house

pytestmark = pytest.mark.django_db
URLS = "dundian.site.urls.desk"

OF_THE_HOUSE = frozenset({"house"})
OF_PROGRAMME = OF_THE_HOUSE | {"organiser"}
INSIDE = OF_PROGRAMME | {"leader", "other leader"}
READERS = INSIDE | {"handler"}
WORKING = READERS | {"enterprise"}
SIGNED_IN = WORKING | {"newcomer", "other organiser"}
EVERYBODY = SIGNED_IN | {"stranger"}
# Who sees the one case of this house, which no union and no firm has been given yet.
CASE = OF_PROGRAMME | {"leader"}


@dataclass(frozen=True)
class Row:
    """Who is answered, by which methods, and what the address names beside ids."""

    who: frozenset[str]
    methods: str
    names: tuple[tuple[str, str], ...] = ()


def both(who: frozenset[str], **names: str) -> Row:
    return Row(who, "GET POST", tuple(names.items()))


def gets(who: frozenset[str], **names: str) -> Row:
    return Row(who, "GET", tuple(names.items()))


def posts(who: frozenset[str], **names: str) -> Row:
    return Row(who, "POST", tuple(names.items()))


ROWS: dict[str, Row] = {
    "home": gets(WORKING | {"other organiser"}),
    "overview-programmes": gets(WORKING | {"other organiser"}),
    "overview-new": both(OF_THE_HOUSE),
    "overview-sample": posts(OF_THE_HOUSE),
    "overview": gets(WORKING),
    "overview-facts": both(OF_PROGRAMME),
    "overview-remove": both(OF_THE_HOUSE),
    **{
        name: both(OF_PROGRAMME)
        for name in [
            "plan-officials-new",
            "plan-official",
            "plan-enterprises-new",
            "plan-enterprise",
            "plan-unions-new",
            "plan-union",
            "plan-units",
            "plan-imports-columns",
            "plan-imports-rows",
            "plan-imports-new",
            "plan-run",
            "plan-week-add",
            "plan-week-terms",
            "pledges-articles",
            "pledges-article-remove",
        ]
    },
    **{
        name: gets(OF_PROGRAMME)
        for name in [
            "plan-phases",
            "plan-enterprises",
            "plan-unions",
            "plan-imports",
            "plan-imports-batch",
            "plan-imports-faults",
            "plan-imports-template",
            "plan-runs",
            "plan-compare",
            "plan-choices",
            "plan-publish",
            "plan-notices",
            "plan-notice",
            "plan-week-entry",
            "plan-week-answering",
        ]
    },
    **{
        name: posts(OF_PROGRAMME)
        for name in [
            "plan-phases-lay-out",
            "plan-phases-add",
            "plan-phase",
            "plan-phase-groups",
            "plan-group-remove",
            "plan-officials-fill",
            "plan-officials-unfill",
            "plan-official-remove",
            "plan-enterprise-remove",
            "plan-unions-plant",
            "plan-union-remove",
            "plan-unit",
            "plan-imports-undo",
            "plan-imports-take",
            "plan-imports-drop",
            "plan-stop",
            "plan-take-back",
            "plan-apply",
            "plan-relax",
            "plan-move",
            "plan-undo",
            "plan-lock",
            "plan-lead",
            "plan-reserve",
            "plan-lock-group",
            "plan-publish-words",
            "plan-publish-now",
            "plan-calendar-renew",
            "plan-week-run",
            "plan-week-stop",
            "plan-week-undo",
            "plan-week-move",
            "plan-week-remove",
            "plan-week-ask",
            "plan-week-answer",
            "plan-calendar-revoke",
            "pledges-confirm-speech",
            "pledges-mark",
            "pledges-amend",
            "pledges-proof",
            "pledges-proof-away",
        ]
    },
    **{
        name: gets(INSIDE)
        for name in [
            "plan",
            "plan-export",
            "plan-progress",
            "plan-week",
            "plan-week-progress",
            "plan-week-export",
            "plan-week-poster",
            "plan-officials",
            "pledges",
            "pledges-article",
            "reports",
            "reports-docx",
            "reports-pdf",
        ]
    },
    "plan-remedies": gets(OF_PROGRAMME, key="nothing"),
    "pledges-touch": posts(OF_PROGRAMME, act="confirm"),
    "reports-passage": posts(INSIDE),
    "reports-rows": gets(INSIDE, key="cases"),
    "reports-rows-export": gets(INSIDE, key="cases"),
    "slots": gets(OF_PROGRAMME | {"enterprise"}),
    "slots-answer": posts(OF_PROGRAMME | {"enterprise"}),
    "cases": gets(WORKING),
    "cases-export": gets(WORKING),
    "cases-several": both(WORKING, act="assign"),
    "cases-undo": posts(WORKING),
    "cases-step": both(WORKING, act="verify"),
    "cases-inbox": gets(READERS),
    "cases-inbox-settle": posts(READERS),
    "enter": both(EVERYBODY),
    "me": gets(SIGNED_IN),
    "language": posts(EVERYBODY),
    "setup": gets(OF_THE_HOUSE),
    **{
        name: posts(OF_THE_HOUSE)
        for name in [
            "setup-open-account",
            "setup-link",
            "setup-grant",
            "setup-withdraw",
            "setup-invite",
            "setup-revoke",
        ]
    },
    # Of allauth: they ask for a session, or send away whoever has one.
    **{
        name: both(EVERYBODY)
        for name in [
            "account_login",
            "account_logout",
            "account_signup",
            "account_reauthenticate",
            "account_change_password",
            "account_set_password",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_generate_recovery_codes",
            "mfa_add_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_remove_webauthn",
            "mfa_edit_webauthn",
            "mfa_login_webauthn",
            "account_inactive",
            "mfa_index",
            "mfa_view_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_list_webauthn",
        ]
    },
}
OPEN = {200, 302, 400, 409, 410, 422}
FOREIGN = {name for name in ROWS if name.startswith(("account_", "mfa_"))}
# What a form might send, so that a step that is not guarded would be taken.
FORM = {
    "name": "改了", "text": "改了", "title": "改了", "reason": "改了", "where": "改了", "kind": "visit",
    "words": "我们承诺",
    "on": "1", "remove": "1", "more": "1", "keep_used": "1", "all": "1", "place": "ORGANISER|", "word": "yes",
    "category": "labour", "verifiability": "countable", "actor": "group", "number": "9", "language": "en",
    "new-number": "8", "new-start_on": "2031-01-01", "new-end_on": "2031-01-07", "to": "ONSITE", "keeps_groups": "1",
    "username": "new", "first_on": "2031-01-01", "phase_count": "1", "group_count": "1", "size_min": "1",
    "size_max": "2",
    "column": "night_ok", "value": "1", "level": "TOWNSHIP", "season": "2031",
}  # fmt: skip


def addresses() -> dict[str, set[str]]:
    """Every named address of the desk, with the names of what it asks for."""

    def walk(patterns: list[Any], above: frozenset[str]) -> Iterator[tuple[str, set[str]]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, above | set(pattern.pattern.converters))
            elif isinstance(pattern, URLPattern):
                yield str(pattern.name), set(above | set(pattern.pattern.converters))

    return dict(walk(get_resolver(URLS).url_patterns, frozenset()))


def fingerprint() -> str:
    """The contents of every table but sessions, and when a phone was seen."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        tables = [name for (name,) in cursor.fetchall() if name not in {"django_session", "sign_in_tries"}]
        cursor.execute("select set_config('dundian.scope', '*', true)")
        each = "coalesce((select md5(string_agg(t::text, '|' order by t::text)) from {} t), '')"
        cursor.execute("select " + " || ".join(each.format(f'"{name}"') for name in tables))
        found = str(cursor.fetchone()[0])
        cursor.execute("select set_config('dundian.scope', '', true)")
    return found


def ask(client: Client, method: str, name: str, kwargs: dict[str, Any]) -> tuple[int, str, bool]:
    """Status, where it leads, and whether anything changed; then everything is as before."""
    address = reverse(name, kwargs=kwargs, urlconf=URLS)
    point = transaction.savepoint()
    before = fingerprint() if method == "POST" else ""
    client.raise_request_exception = False
    data = {**FORM, "step": "1:1:0", "ids": [str(kwargs.get("case_id", ""))]}
    answer = client.post(address, data) if method == "POST" else client.get(address)
    is_changed = method == "POST" and fingerprint() != before
    transaction.savepoint_rollback(point)
    return answer.status_code, answer.headers.get("Location", ""), is_changed


def kwargs_of(name: str, wanted: set[str], names: dict[str, Any]) -> dict[str, Any]:
    known = {**names, **dict(ROWS[name].names)}
    return {key: known[key] for key in wanted}


def expected(who: str, row: Row, method: str, wanted: set[str]) -> str:
    """no method, sign in, hidden, refused or open."""
    if method not in row.methods.split():
        return "no method"
    if who in row.who:
        return "open"
    if who == "stranger":
        return "sign in"
    return "hidden" if "programme_id" in wanted and who in {"newcomer", "other organiser"} else "refused"


CLASSES = {"no method": {405}, "hidden": {404}, "refused": {403}, "sign in": {302}}


def fault_of(who: str, name: str, method: str, wanted: set[str], answer: tuple[int, str, bool]) -> str:
    status, leads_to, is_changed = answer
    class_ = expected(who, ROWS[name], method, wanted)
    may = CLASSES.get(class_, OPEN)
    if name == "cases-step" and who not in CASE and class_ == "open":
        may = {404}
    if name == "plan-move" and class_ == "open":
        may = OPEN | {404}  # the form of this test names nobody
    if name in FOREIGN:
        may = OPEN | {405, 403, 404}
    is_wrong = status not in may or (class_ == "sign in" and "/sign-in/?next=" not in leads_to)
    if is_wrong or (is_changed and class_ != "open"):
        return f"{who} {method} {name}: {class_}, but {status} {leads_to} {'and it changed something' * is_changed}"
    return ""


def test_every_address_has_its_row() -> None:
    assert set(addresses()) == set(ROWS)


@pytest.fixture
def house() -> House:
    return a_house()


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_every_door_answers_whom_it_should(house: House, who: str) -> None:
    faults = []
    for name, wanted in addresses().items():
        for method in ("GET", "POST"):
            client = actors.stranger() if who == "stranger" else house.people[who].client
            if name == "account_logout" and method == "POST":
                continue
            answer = ask(client, method, name, kwargs_of(name, wanted, house.mine))
            faults.append(fault_of(who, name, method, wanted, answer))
    assert "\n".join(filter(None, faults)) == ""


def test_a_password_alone_opens_no_page_of_the_house(house: House) -> None:
    account = Account.objects.get(pk=house.people["house"].account_id)
    account.set_password("rice-and-noodles-7")
    account.save()
    client = actors.stranger()
    client.post("/sign-in/", {"login": account.username, "password": "rice-and-noodles-7"})
    faults = []
    for name, wanted in addresses().items():
        if name in FOREIGN | {"enter", "me", "language"}:
            continue
        for method in ROWS[name].methods.split():
            status, leads_to, is_changed = ask(client, method, name, kwargs_of(name, wanted, house.mine))
            if (status, leads_to, is_changed) != (302, "/me/", False):
                faults.append(f"{method} {name}: {status} {leads_to} {is_changed}")
    assert "\n".join(faults) == ""


IDS = {
    "phase_id", "group_id", "official_id", "case_id", "article_id", "speech_id", "pledge_id", "proof_id", "batch_id",
    "draft_id", "run_id", "change_id", "seq",
}  # fmt: skip
# They say that it has gone, and lead back to the list.
GONE = {
    *("cases-undo", "cases-inbox-settle", "plan-calendar-renew", "plan-calendar-revoke", "plan-stop"),
    "pledges-proof-away",
}
# One may give one's own draft up from anywhere.
OWN = {"plan-imports-drop"}


@pytest.mark.parametrize("who", ["organiser", "house"])
def test_an_id_of_another_programme_in_the_address_opens_nothing(house: House, who: str) -> None:
    faults = []
    for name, wanted in addresses().items():
        for foreign in sorted(wanted & IDS if name not in OWN else ()):
            names = house.mine | {foreign: house.theirs[foreign]}
            for method in ROWS[name].methods.split():
                status, leads_to, is_changed = ask(
                    house.people[who].client, method, name, kwargs_of(name, wanted, names)
                )
                gone = name in GONE or foreign == "draft_id"
                if is_changed or status not in ({302, 404} if gone else {404}):
                    faults.append(f"{method} {name} with their {foreign}: {status} {leads_to} changed: {is_changed}")
    assert "\n".join(faults) == ""


def test_an_id_that_there_is_none_of_is_no_fault_of_ours(house: House) -> None:
    faults = []
    for name, wanted in addresses().items():
        if name in FOREIGN:
            continue
        for missing in sorted(key for key in wanted if key.endswith(("_id", "seq")) and key != "case_id"):
            for number in (999_999, 10**30):
                kwargs = kwargs_of(name, wanted, house.mine) | {missing: number}
                for method in ROWS[name].methods.split():
                    status, leads_to, is_changed = ask(house.people["house"].client, method, name, kwargs)
                    gone = name in GONE | OWN | {"setup-withdraw", "setup-revoke"} or missing == "draft_id"
                    if is_changed or status not in ({302, 404} if gone else {404}):
                        faults.append(f"{method} {name} {missing}={number}: {status} {leads_to} {is_changed}")
    assert "\n".join(faults) == ""
