"""Words that reach people though no gettext call holds them, read off the syntax tree of the house.

Engines and features know no reader: they say a thing in Chinese, and the desk says it in the reader's language
(doors.desk.said). So the catalogue also holds, by four rules:

- anywhere: the docstring of an exception, the sentence it is raised with, the label of a choice, what a report lacks;
- of the modules named in WORDS every Chinese text but patterns for reading;
- of the engine named in SENTENCES the sentences and titles: its other words are those it looks for;
- in both, a sentence with values set in (an f-string), whose values are then called {0}, {1} … in their order.

What the data files call their codes is added as it stands there, the help of commands by paragraphs, examples too.
Reports are official letters and stay Chinese.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

HAN = re.compile("[\u4e00-\u9fff]")
WORDS = (
    "doors/shell/import_.py",
    "doors/shell/plan",
    "doors/shell/read.py",
    "engines/casework.py",
    "engines/planning/cells.py",
    "engines/planning/conflict.py",
    "engines/planning/fields.py",
    "engines/planning/problem.py",
    "engines/planning/problem_file.py",
    "engines/planning/proof/words.py",
    "engines/planning/rules",
    "engines/planning/shortage.py",
    "engines/planning/week/approval.py",
    "engines/planning/week/check.py",
    "engines/planning/week/judge_acts.py",
    "engines/planning/week/judge_people.py",
    "engines/planning/week/plan.py",
    "engines/planning/week/rules.py",
    "engines/planning/week/week_fields.py",
    "engines/planning/week/week_file.py",
    "engines/planning/week/why.py",
    "engines/planning/week/words.py",
    "engines/planning/whatif.py",
    "engines/reading/decode.py",
    "engines/reading/notes.py",
    "engines/reading/readings.py",
    "engines/reading/rows.py",
    "engines/reading/twins.py",
    "engines/reading/workbook/signature.py",
    "features/cases/queries",
    "features/cases/services/sweeping.py",
    "features/cases/services/taking.py",
    "features/inbox/content.py",
    "features/inbox/services.py",
    "features/programme/queries/grants.py",
    "features/programme/queries/notices.py",
    "features/programme/queries/officials.py",
    "features/programme/queries/problem.py",
    "features/reports/queries/figures.py",
)
SENTENCES = ("engines/reading",)
# The papers of a week for a Chinese works, the official letters and the sample are Chinese.
ELSEWHERE = (
    "doors/shell/week_poster.py",
    "doors/shell/week_sheet.py",
    "engines/document",
    "features/programme/sample",
)
# Where commands are: their help is told in the reader's language.
COMMANDS = ("doors/shell", "site/cli.py", "site/commands")
# Key in the data file → where the words are: every value under it, or every "zh".
CODES = {
    "engines/reading/pledge_scheme.json": ("categories", "verifiability", "evidence_types"),
    "engines/text/demand_taxonomy.json": ("red_flags",),
}
COMMAND = re.compile(r"\.(command|group)\(")
NO_SENTENCE = re.compile(r"[\\\[\]|^$*(){}<>]|\.\.")
MARK = re.compile("[，。；：？“”]|相同$")
TITLED = {"Field": 1}


def worded(house: Path) -> Iterator[tuple[str, str]]:
    """(file, sentence) of everything above, in the order of the files."""
    for path in sorted(house.rglob("*.py")):
        name = path.relative_to(house).as_posix()
        if "migrations" not in path.parts and not name.startswith(ELSEWHERE):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for words in dict.fromkeys(_of_tree(tree, name)):
                yield f"{house.name}/{name}", words
        if name.startswith(COMMANDS):
            for words in dict.fromkeys(_helped(ast.parse(path.read_text(encoding="utf-8")))):
                yield f"{house.name}/{name}", words
    for name, keys in CODES.items():
        page = json.loads((house / name).read_text(encoding="utf-8"))
        for words in (words for key in keys for words in _of_data(page[key])):
            yield f"{house.name}/{name}", words


def _of_tree(tree: ast.Module, name: str) -> Iterator[str]:
    yield from _told(tree)
    if name.startswith((*WORDS, *SENTENCES)):
        yield from _titles(tree)
        is_sentence = MARK.search if not name.startswith(WORDS) else HAN.search
        yield from (words for words in _texts(tree) if is_sentence(words) and not NO_SENTENCE.search(_bare(words)))


def _told(tree: ast.Module) -> Iterator[str]:
    """Docstrings of exceptions (no other one ends like a Chinese sentence), what they are raised with, choices."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            docstring = ast.get_docstring(node) or ""
            if docstring.endswith("。"):
                yield docstring
            if any("TextChoices" in ast.unparse(base) for base in node.bases):
                yield from _texts(node)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from (words for arg in node.exc.args if (words := _words(arg)))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "Missing":
            yield from (words for named in node.keywords if (words := _words(named.value)))


def _helped(tree: ast.Module) -> Iterator[str]:
    """What click prints of a command for --help: the paragraphs of its docstring, its options."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(map(COMMAND.search, map(ast.unparse, node.decorator_list))):
            paragraphs = (ast.get_docstring(node) or "").split("\n\n")
            yield from (words for words in paragraphs if HAN.search(words))
        elif isinstance(node, ast.Call):
            yield from (words for named in node.keywords if named.arg == "help" and (words := _words(named.value)))


def _texts(tree: ast.AST) -> Iterator[str]:
    """Every Chinese text below a node but docstrings; what is set into an f-string is looked through as well."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if words := _words(node):
            yield words
        if isinstance(node, ast.JoinedStr):
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    yield from _texts(part)
        else:
            yield from _texts(node)


def _titles(tree: ast.AST) -> Iterator[str]:
    """What a field or a kind of list is called, and what one row of it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            place = TITLED.get(ast.unparse(node.func), len(node.args))
            named = [word.value for word in node.keywords if word.arg in {"title", "counter"}]
            yield from (words for arg in [*node.args[place : place + 1], *named] if (words := _words(arg)))


def _words(node: ast.AST) -> str:
    """The Chinese text of a constant or an f-string; "" for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value):
        return node.value
    if isinstance(node, ast.JoinedStr):
        numbers = iter(range(len(node.values)))
        text = "".join(
            str(part.value).replace("{", "{{").replace("}", "}}")
            if isinstance(part, ast.Constant)
            else f"{{{next(numbers)}}}"
            for part in node.values
        )
        return text if HAN.search(text) else ""
    return ""


def _bare(words: str) -> str:
    return re.sub(r"\{\d+\}", "", words)


def _of_data(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for value in part.values() if isinstance(value, str))
    elif isinstance(part, list):
        yield from (each["zh"] for each in part)
