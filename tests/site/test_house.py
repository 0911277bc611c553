"""The rules of the house that no linter knows: who may point at whom, what is written down, what is never left out."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

HOUSE = Path(__file__).parents[2]
PACKAGE = HOUSE / "dundian"
WEEK = ["ledger", "registry", "library", "programme", "inbox", "voices", "cases", "pledges", "reports"]
# field and surveys stand beside cases, followup and insight beside pledges.
PLACE = {name: place for place, name in enumerate(WEEK)} | {"field": 6, "surveys": 6, "followup": 7, "insight": 7}
DOCUMENTED = [
    *PACKAGE.glob("engines/**/*.py"),
    *PACKAGE.glob("features/*/services*/**/*.py"),
    *PACKAGE.glob("features/*/services.py"),
    *PACKAGE.glob("features/*/queries/**/*.py"),
    *PACKAGE.glob("features/*/queries.py"),
]


def test_a_foreign_key_points_only_to_what_came_before_in_the_week() -> None:
    for model in apps.get_models():
        for relation in model._meta.get_fields():
            if not relation.concrete or relation.related_model is None:
                continue
            near, far = model._meta.app_label, relation.related_model._meta.app_label
            if near in PLACE and far in PLACE:
                assert PLACE[far] < PLACE[near] or far == near, f"{model.__name__}.{relation.name} points up the stream"


def public_functions(path: Path) -> list[ast.FunctionDef | ast.ClassDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize("path", sorted(DOCUMENTED), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_what_others_call_says_what_it_does(path: Path) -> None:
    silent = [node.name for node in public_functions(path) if not ast.get_docstring(node)]
    assert not silent


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    own = [p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts]
    long = {str(p.relative_to(HOUSE)): n for p in own if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long


def test_no_clock_below_the_doors() -> None:
    asked = re.compile(
        r"\b(timezone\.now|timezone\.localdate|timezone\.localtime|datetime\.now|date\.today|time\.time)\(\)"
    )
    below = [*PACKAGE.glob("engines/**/*.py"), *PACKAGE.glob("features/**/*.py")]
    assert not [str(p.relative_to(HOUSE)) for p in below if asked.search(p.read_text(encoding="utf-8"))]


def test_the_english_catalogue_is_complete() -> None:
    command = [sys.executable, "-m", "dundian.site.messages", "check"]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]


@pytest.mark.django_db
def test_every_table_that_holds_what_people_said_stands_behind_the_wall() -> None:
    from django.db import connection

    walled = {"inbox_parcel", "inbox_branch", "voices_voice", "voices_message", "field_record", "cases_case"}
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        assert walled <= {name for (name,) in cursor.fetchall()}
