"""The examples of docs/formats.md are files that the commands read, and all that they ask for can be."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dundian.doors.shell.plan import command

DOCS = Path(__file__).parents[2] / "docs" / "formats.md"
SECTIONS = re.split(r"\n## ", DOCS.read_text(encoding="utf-8"))[1:]
EXAMPLES = {
    section.partition("\n")[0]: found[1]
    for section in SECTIONS
    if (found := re.search(r"```json\n(.*?)```", section, re.DOTALL))
}


def test_the_document_has_its_examples() -> None:
    assert set(EXAMPLES) == {"Problem", "Week"}


@pytest.mark.parametrize(("section", "word"), [("Problem", "solve"), ("Week", "week")])
def test_an_example_is_worked_out_whole(section: str, word: str, tmp_path: Path) -> None:
    source, out = tmp_path / "example.json", tmp_path / "plan.json"
    source.write_text(EXAMPLES[section], encoding="utf-8")
    done = CliRunner().invoke(command, [word, str(source), "--seconds", "5", "--out", str(out)])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    assert not found.get("given_up")
    assert not found.get("hard")
