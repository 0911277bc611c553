"""`dundian plan explain | repair | whatif`: what they print, their exit codes, and one sentence for what is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dundian.doors.shell.plan import command

OFFICIAL = {
    "sex": "F",
    "home_unit": "a",
    "age_band": 1,
    "seniority_band": 0,
    "leader": True,
    "roles": ["publicist", "researcher", "connector"],
    "dialects": [],
    "night_ok": True,
    "heavy_ok": True,
    "phases": ["P1", "P2"],
    "barred_enterprises": [],
    "hardship": 0,
}
POSTING = {"size": [1, 4], "beds": {"F": 4, "M": 4}, "night": False, "heavy": False, "hardness": 0}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Four women at two postings of two phases, and a plan of it."""
    problem: dict[str, Any] = {
        "phases": [{"id": "P1"}, {"id": "P2"}],
        "officials": [{"id": f"u{i}", **OFFICIAL} for i in range(4)],
        "postings": [{"id": f"G{i}", "enterprise": f"E{i}", "phase": f"P{i + 1}", **POSTING} for i in range(2)],
    }
    problem["officials"][0] |= {"phases": ["P1"]}
    plan = {"assignment": {"u0": "G0", "u1": "G0", "u2": "G1", "u3": "G1"}}
    return written(tmp_path / "p.json", problem), written(tmp_path / "plan.json", plan)


def written(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def run(*args: object) -> Result:
    return CliRunner().invoke(command, [str(each) for each in args])


def without(path: Path, kind: str, row: str) -> Path:
    page = json.loads(path.read_text(encoding="utf-8"))
    page[kind] = [each for each in page[kind] if each["id"] != row]
    return written(path, page)


def test_an_official_is_explained_with_every_other_place(files: tuple[Path, Path]) -> None:
    (found,) = json.loads(run("explain", *files, "--who", "u0", "--json").stdout)["officials"]
    assert (found["official"], found["posting"], found["costs"]["same_unit"]) == ("u0", "G0", 10)
    (other,) = found["elsewhere"]
    assert [each["rule"] for each in other["closed_by"]] == ["phase"]
    assert other["cells"] == [{"row": "u0", "column": "phases", "words": "u0 能去的期次：P1"}]
    (found,) = json.loads(run("explain", *files, "--who", "u1", "--json").stdout)["officials"]
    assert found["best"][0] == {"posting": "G1", "partner": "u2", "hard": 0, "cost": 0}


def test_an_explanation_is_also_said_in_words(files: tuple[Path, Path]) -> None:
    said = run("explain", *files, "--who", "u0").stdout
    assert "u0：G0，代价 10" in said
    assert "u0 能去的期次：P1" in said


def test_nobody_unknown_is_explained(files: tuple[Path, Path]) -> None:
    found = run("explain", *files, "--who", "u9")
    assert (found.exit_code, found.stderr) == (1, "Error: 名单里没有 u9。\n")


def test_a_repair_moves_as_few_as_it_can_and_says_who_is_no_more(files: tuple[Path, Path], tmp_path: Path) -> None:
    problem, plan = files
    out = tmp_path / "new.json"
    found = run("repair", without(problem, "postings", "G0"), plan, "--out", out)
    assert found.exit_code == 3  # u0 can come in P1 only
    assert "u0" in found.stderr
    page = json.loads(problem.read_text(encoding="utf-8"))
    page["officials"] = page["officials"][1:]
    found = run("repair", written(problem, page), plan, "--out", out)
    assert found.exit_code == 0
    assert "不算数：u0。" in found.stderr
    assert "不算数：G0。" in found.stderr
    new = json.loads(out.read_text(encoding="utf-8"))
    assert (new["assignment"], new["changed"]) == ({"u1": "G1", "u2": "G1", "u3": "G1"}, ["u1"])
    assert (new["fewest"], new["proved"], new["hard"]) == (1, True, {})
    assert run("check", problem, out).exit_code == 0


def test_what_if_says_who_moves_and_what_it_costs(files: tuple[Path, Path]) -> None:
    before = [each.read_bytes() for each in files]
    found = json.loads(run("whatif", *files, "--drop", "u3", "--drop", "u2", "--json").stdout)
    assert found["possible"]
    assert found["changed"] == [{"official": "u1", "from": "G0", "to": "G1"}]
    assert (found["gone"], found["cost"]) == (["u2", "u3"], [20, 0])
    assert "u1  G0 → G1" in run("whatif", *files, "--bar", "u1=P1").stdout
    assert [each.read_bytes() for each in files] == before


def test_what_if_ends_with_3_where_nothing_is_legal(files: tuple[Path, Path]) -> None:
    found = run("whatif", *files, "--close", "G0")
    assert found.exit_code == 3
    assert "u0" in found.stderr


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--beds", "G0"),
        ("--beds", "G0=4"),
        ("--beds", "G0=1,1", "--beds", "G0=2,2"),
        ("--bar", "u0"),
        ("--weight", "topic=-1"),
        ("--weight", "topic=1.5"),
    ],
)
def test_options_are_read_strictly(files: tuple[Path, Path], options: tuple[str, ...]) -> None:
    assert run("whatif", *files, *options).exit_code == 2


@pytest.mark.parametrize(
    "options", [("--drop", "u9"), ("--close", "G9"), ("--relax", "sleep"), ("--weight", "sleep=1"), ("--bar", "u0=P9")]
)
def test_what_does_not_exist_is_said_in_one_sentence(files: tuple[Path, Path], options: tuple[str, ...]) -> None:
    found = run("whatif", *files, *options)
    assert found.exit_code == 1
    assert found.stderr.startswith("Error: 没有叫 ")


def test_a_file_that_is_no_plan_is_refused(files: tuple[Path, Path]) -> None:
    problem, _ = files
    for name in ("explain", "repair", "whatif"):
        more = {"explain": ("--who", "u0"), "whatif": ("--drop", "u0")}.get(name, ())
        found = run(name, problem, problem, *more)
        assert (found.exit_code, found.stderr) == (
            1,
            "Error: “p.json”：这个文件里没有 assignment，不是一份分组方案。\n",
        )
