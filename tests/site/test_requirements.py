"""The page of requirements names every row once, and only tests that exist."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs" / "requirements.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if re.match(r"\| [A-Z]\d", line)
]
# How many rows the programme has in each of its areas.
AREAS = dict(zip("ABCDEFGHIJKLMN", (15, 8, 7, 15, 7, 9, 7, 7, 7, 5, 5, 6, 6, 9), strict=True))
NAMED = re.compile(r"`([\w/.-]+\.(?:py|ts))::([^`]+)`")


def is_there(path: str, name: str) -> bool:
    """Whether this test is written down in this file."""
    file = HOUSE / path if path.startswith("web/") else HOUSE / "tests" / path
    if not file.is_file():
        return False
    words = f'"{name}"' if path.endswith(".ts") else f"def {name}("
    return words in file.read_text(encoding="utf-8")


def test_every_row_stands_there_once() -> None:
    wanted = [f"{area}{n:02d}" for area, count in AREAS.items() for n in range(1, count + 1)]
    assert len(wanted) == 113
    wanted += [f"P{n:02d}" for n in range(1, 69)]
    assert Counter(row[0] for row in ROWS) == Counter(wanted)


def test_every_named_test_exists() -> None:
    named = [found for row in ROWS for found in NAMED.findall(row[3])]
    assert len(named) > 100
    assert [f"{path}::{name}" for path, name in named if not is_there(path, name)] == []


def test_a_row_that_is_tested_says_what_serves_it_and_the_others_say_that_none_does() -> None:
    assert {row[0] for row in ROWS if len(row) != 4 or not row[1] or not row[2]} == set()
    assert {row[0] for row in ROWS if row[2].startswith("—") and row[3] != "—"} == set()
    assert {row[0] for row in ROWS if not NAMED.search(row[3]) and row[3] != "—"} == set()


def test_the_counts_at_its_head_are_those_of_its_rows() -> None:
    programme = sum(row[3] != "—" for row in ROWS if row[0][0] != "P")
    capabilities = sum(row[3] != "—" for row in ROWS if row[0][0] == "P")
    assert f"{programme} are served at least in part and tested; of the 68 capabilities {capabilities}." in PAGE


def test_the_check_can_fail() -> None:
    assert is_there("site/test_requirements.py", "test_the_check_can_fail")
    assert not is_there("site/test_requirements.py", "test_of_which_there_is_none")
    assert not is_there("site/test_no_such_file.py", "test_the_check_can_fail")
