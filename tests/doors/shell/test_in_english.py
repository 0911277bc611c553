"""No Chinese comes out of a command that is asked for English, but what stands in the files it is given."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dundian.doors.shell.saying import say
from dundian.site import cli
from tests.doors.shell.test_plan_around import OFFICIAL, POSTING
from tests.engines.planning.week.test_week_file import page as week_page

HAN = re.compile("[\u4e00-\u9fff]")
WHO = {"u0", "u1", "u2", "u3"}
Page = dict[str, Any]


def problem(change: Callable[[Page], object] = lambda _: None) -> Page:
    """Four women and two postings of two phases, without a Chinese word; changed."""
    found: Page = {
        "phases": [{"id": "P1"}, {"id": "P2"}],
        "officials": [{"id": f"u{i}", **OFFICIAL} for i in range(4)],
        "postings": [{"id": f"G{i}", "enterprise": f"E{i}", "phase": f"P{i + 1}", **POSTING} for i in range(2)],
    }
    found["officials"][0] |= {"phases": ["P1"]}
    change(found)
    return found


def week(change: Callable[[Page], object] = lambda _: None) -> Page:
    """A week with ids and names in Latin letters; changed."""
    found = week_page()
    for n, post in enumerate(found["teams"][0]["posts"]):
        post["name"] = f"line {n}"
    found["teams"][0] |= {"name": "Team A", "shift": "early", "rota": {}}
    for shift, name in zip(found["shifts"], ("early", "night"), strict=True):
        shift["id"] = name
    found |= {"rooms": ["hall"], "group": "Group 1", "enterprise": "Works"}
    found["township"]["name"] = "Township union"
    for official in found["officials"]:
        official.pop("name", None)
    change(found)
    return found


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUNDIAN_LANG", "en")  # --lang sets it, and the next test must not find it


def run(*args: object) -> Result:
    return CliRunner().invoke(cli.cli, ["--lang", "en", *(str(each) for each in args)], prog_name="dundian")


def written(path: Path, content: object) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def assert_english(done: Result, code: int, words: str = "") -> None:
    assert done.exit_code == code, done.output
    assert not HAN.search(done.output), done.output
    assert words in done.output, done.output


PLAN = {"assignment": {"u0": "G0", "u1": "G0", "u2": "G1", "u3": "G1"}}
WRONG_PLAN = {"assignment": {"u0": "G1", "u1": "G0", "u2": "G1", "u3": None}}
COMMANDS = (
    ("solve", "p", "--seconds", 2),
    ("check", "p", "plan"),
    ("check", "p", "plan", "--json"),
    ("explain", "p", "plan", "--who", "u0", "--who", "u1"),
    ("explain", "p", "plan", "--who", "u0", "--json"),
    ("repair", "p", "plan"),
    ("whatif", "p", "plan", "--drop", "u1"),
    ("whatif", "p", "plan", "--drop", "u1", "--json"),
    ("bound", "p", "--seconds", 2, "--plan", "plan"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: " ".join(map(str, each)))
def test_what_a_command_prints_is_english(tmp_path: Path, command: tuple[object, ...]) -> None:
    files = {"p": written(tmp_path / "p.json", problem()), "plan": written(tmp_path / "plan.json", PLAN)}
    assert_english(run("plan", *(files.get(str(each), each) for each in command)), 0)


def test_a_plan_that_breaks_rules_is_told_in_english(tmp_path: Path) -> None:
    files = written(tmp_path / "p.json", problem()), written(tmp_path / "plan.json", WRONG_PLAN)
    assert_english(run("plan", "check", *files), 3, "This plan breaks hard rules in")
    assert_english(run("plan", "explain", *files, "--who", "u3"), 0, "no group")
    gone = {"assignment": {**PLAN["assignment"], "u9": "G9"}}
    assert_english(run("plan", "repair", files[0], written(tmp_path / "gone.json", gone)), 0, "do not count: u9.")


IMPOSSIBLE: dict[str, Callable[[Page], object]] = {
    "beds": lambda p: [each.update(beds={"F": 0, "M": 4}) for each in p["postings"]],
    "size": lambda p: [each.update(size=[1, 1]) for each in p["postings"]],
    "least": lambda p: [each.update(size=[3, 4]) for each in p["postings"]],
    "leader": lambda p: [each.update(leader=False) for each in p["officials"]],
    "roles": lambda p: [each.update(roles=["publicist"]) for each in p["officials"]],
    "dialect": lambda p: p["postings"][0].update(dialect="Wu"),
    "night": lambda p: (
        [each.update(night_ok=False) for each in p["officials"]] + [each.update(night=True) for each in p["postings"]]
    ),
    "barred": lambda p: p["officials"][0].update(barred_enterprises=["E0"]),
    "apart": lambda p: [each.update(apart=sorted(WHO - {each["id"]})) for each in p["officials"]],
    "lock": lambda p: p["officials"][0].update(lock={"posting": "G1"}),
    "rooms": lambda p: [each.update(beds={"F": 4, "M": 4}, rooms=[[1]]) for each in p["postings"]],
}


@pytest.mark.parametrize("fault", IMPOSSIBLE)
def test_what_cannot_be_is_told_in_english(tmp_path: Path, fault: str) -> None:
    source = written(tmp_path / "p.json", problem(IMPOSSIBLE[fault]))
    assert_english(run("plan", "solve", source, "--seconds", 2), 3, "No plan keeps all hard rules: ")


BAD_PROBLEMS: dict[str, str | Callable[[Page], object]] = {
    "json": "{",
    "list": "[]",
    "twice": '{"phases": [], "phases": []}',
    "nan": '{"phases": NaN}',
    "missing": lambda p: p["officials"][2].pop("sex"),
    "choice": lambda p: p["officials"][2].update(sex="x"),
    "unknown": lambda p: p["officials"][2].update(hat=1),
    "whole": lambda p: p["officials"][2].update(age_band="old"),
    "truth": lambda p: p["officials"][2].update(leader=1),
    "text": lambda p: p["officials"][2].update(home_unit=3),
    "list of texts": lambda p: p["officials"][2].update(roles="a"),
    "day": lambda p: p["phases"][0].update(start="May"),
    "days": lambda p: p["phases"][0].update(start="2021-05-14", end="2021-05-10"),
    "pair": lambda p: p["postings"][0].update(size=[3]),
    "order": lambda p: p["postings"][0].update(size=[3, 1]),
    "rooms": lambda p: p["postings"][0].update(rooms=4),
    "phase": lambda p: p["postings"][0].update(phase="P9"),
    "same": lambda p: p["postings"][0].update(id="G1"),
    "who": lambda p: p["officials"][0].update(apart=["u9"]),
    "off": lambda p: p.update(off=["sleep"]),
    "place": lambda p: p["officials"][0].update(home=[1]),
    "object": lambda p: p.update(weights=3),
}


@pytest.mark.parametrize("fault", BAD_PROBLEMS)
def test_a_bad_problem_is_told_in_english(tmp_path: Path, fault: str) -> None:
    change = BAD_PROBLEMS[fault]
    source = written(tmp_path / "p.json", change if isinstance(change, str) else problem(change))
    plan = written(tmp_path / "plan.json", PLAN)
    assert_english(run("plan", "solve", source), 1, "“p.json”: ")
    assert_english(run("plan", "check", source, plan), 1, "“p.json”: ")


BAD_WEEKS: dict[str, str | Callable[[Page], object]] = {
    "json": "[1, 2",
    "days": lambda w: w.update(days=[]),
    "same day": lambda w: w.update(days=["2021-05-10", "2021-05-10"]),
    "day": lambda w: w.update(days=["10 May"]),
    "clock": lambda w: w["shifts"][0].update(start="8h"),
    "late": lambda w: w["shifts"][0].update(start="24:00"),
    "same clock": lambda w: w["shifts"][0].update(start="08:00", end="08:00"),
    "breaks": lambda w: w["shifts"][0].update(breaks=[["01:00", "02:00"]]),
    "pair": lambda w: w["shifts"][0].update(breaks=[["01:00"]]),
    "shift": lambda w: w["teams"][0].update(shift="none"),
    "role": lambda w: w["officials"][0].update(roles=["cook"]),
    "people": lambda w: w.update(officials=[]),
    "wishes": lambda w: w["wishes"].update(talks=["Z"]),
    "limits": lambda w: w.update(limits={"daily": 1}),
    "hours": lambda w: w.update(limits={"earliest": "20:00", "latest": "08:00"}),
    "unknown": lambda w: w.update(hat=1),
    "rota": lambda w: w["teams"][0].update(rota=[]),
}


@pytest.mark.parametrize("fault", BAD_WEEKS)
def test_a_bad_week_is_told_in_english(tmp_path: Path, fault: str) -> None:
    change = BAD_WEEKS[fault]
    source = written(tmp_path / "w.json", change if isinstance(change, str) else week(change))
    assert_english(run("plan", "week", source), 1, "“w.json”: ")


def test_a_week_and_what_does_not_fit_into_it_are_told_in_english(tmp_path: Path) -> None:
    source = written(tmp_path / "w.json", week())
    done = run("plan", "week", source, "--seconds", 3)
    assert not HAN.search(done.output), done.output
    many = written(tmp_path / "many.json", week(lambda w: w["wishes"].update(visits=9)))
    assert_english(run("plan", "week", many, "--seconds", 3), 3, "Not everything fits into this week")


def test_a_note_about_the_evenings_is_english() -> None:
    apart = "周一、周二没有全组都空的钟点，分两个小组碰头；"
    for words in (f"{apart}周三全组一起碰头。", f"{apart}这一周没有一次全组碰头会。"):
        assert not HAN.search(say(words)), say(words)


BAD_CALLS = (
    (("solve", "none.json"), 1, "“none.json” cannot be opened"),
    (("explain", "p", "plan", "--who", "u9"), 1, "u9 is not on the roster."),
    (("whatif", "p", "plan"), 2, "Say what is to change"),
    (("whatif", "p", "plan", "--beds", "G1"), 2, "Write it as G1=4,6; this is G1."),
    (("whatif", "p", "plan", "--beds", "G1=x"), 2, "Write beds as 4,6"),
    (("whatif", "p", "plan", "--weight", "topic=x"), 2, "The cost of topic must be a number from 0"),
    (("whatif", "p", "plan", "--drop", "u9"), 1, "u9"),
    (("whatif", "p", "plan", "--relax", "sleep"), 1, "sleep"),
    (("check", "p", "p"), 1, "no assignment in this file"),
    (("solve", "p", "--seconds", 2, "--out", "none/plan.json"), 1, "cannot be written"),
    (("week", "p"), 1, "“p.json”: "),
)


@pytest.mark.parametrize(("command", "code", "words"), BAD_CALLS, ids=lambda each: str(each)[:40])
def test_a_wrong_call_is_told_in_english(tmp_path: Path, command: tuple[object, ...], code: int, words: str) -> None:
    files = {"p": written(tmp_path / "p.json", problem()), "plan": written(tmp_path / "plan.json", PLAN)}
    assert_english(run("plan", *(files.get(str(each), each) for each in command)), code, words)


def test_a_file_that_is_no_article_is_told_in_english(tmp_path: Path) -> None:
    assert_english(run("read", tmp_path / "none.txt"), 1, "There is no file")
