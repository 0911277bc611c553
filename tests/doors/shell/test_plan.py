"""`dundian plan`: exit codes, one sentence for what is wrong, and Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dundian.doors.shell.plan import command
from tests.engines.planning.test_problem_file import page

CONTRACT = Path(__file__).parents[3] / ".." / "shared" / "contracts" / "check.py"


@pytest.fixture
def problem() -> dict[str, Any]:
    """Two officials who both can go to the one posting."""
    found = page()
    found["officials"][0]["reserve"] = False
    found["postings"][0].update(rooms=None, heavy=False)
    del found["previous"], found["distinct_roles"]
    return found


def run(*args: object) -> Result:
    return CliRunner().invoke(command, [str(each) for each in args])


def written(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_plan_is_written_and_checked(tmp_path: Path, problem: dict[str, Any]) -> None:
    source, out = written(tmp_path / "p.json", problem), tmp_path / "plan.json"
    solved = run("solve", source, "--seconds", 5, "--seed", 3, "--out", out)
    assert (solved.exit_code, solved.stdout) == (0, "")
    plan = json.loads(out.read_text(encoding="utf-8"))
    assert plan["assignment"] == {"u0": "G0", "u1": "G0"}
    assert (plan["seed"], plan["stopped"], plan["hard"]) == (3, "optimal", {})
    checked = run("check", source, out)
    assert checked.exit_code == 0
    assert "全部守住" in checked.stdout
    assert f"代价：{plan['cost']}" in checked.stdout
    assert json.loads(run("check", source, out, "--json").stdout)["cost"] == plan["cost"]


def test_without_a_file_to_write_the_plan_is_printed_alone(tmp_path: Path, problem: dict[str, Any]) -> None:
    solved = run("solve", written(tmp_path / "p.json", problem), "--seconds", 5)
    assert json.loads(solved.stdout)["hard"] == {}


def test_an_impossible_problem_ends_with_3_and_names_what_collides(tmp_path: Path, problem: dict[str, Any]) -> None:
    problem["postings"][0]["beds"] = {"F": 0, "M": 0}
    out = tmp_path / "plan.json"
    solved = run("solve", written(tmp_path / "p.json", problem), "--seconds", 5, "--out", out)
    assert solved.exit_code == 3
    assert "排不出" in solved.stderr
    conflict = json.loads(out.read_text(encoding="utf-8"))["conflict"]
    assert {"rule", "name", "rows", "postings", "message"} == set(conflict[0])
    assert "beds" in {each["rule"] for each in conflict}


def test_a_plan_that_breaks_a_rule_is_told_so(tmp_path: Path, problem: dict[str, Any]) -> None:
    source = written(tmp_path / "p.json", problem)
    checked = run("check", source, written(tmp_path / "plan.json", {"assignment": {"u0": "G0"}}))
    assert checked.exit_code == 3
    assert "u1 没有分到组。" in checked.stdout


def test_bad_files_get_one_sentence(tmp_path: Path, problem: dict[str, Any]) -> None:
    problem["postings"][0]["wards"] = 1
    (tmp_path / "gb.json").write_bytes("{'名': 1}".encode("gb18030"))
    for path, words in (
        (written(tmp_path / "typo.json", problem), "postings[0].wards"),
        (tmp_path / "nowhere.json", "打不开“nowhere.json”"),
        (tmp_path, "打不开"),
        (tmp_path / "gb.json", "不是 UTF-8"),
        (written(tmp_path / "list.json", []), "一组字段"),
    ):
        found = run("solve", path, "--seconds", 1, "--out", tmp_path / "out.json")
        assert found.exit_code == 1
        assert words in found.stderr
        assert len(found.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out.json").exists()


def test_a_plan_of_another_problem_gets_one_sentence(tmp_path: Path, problem: dict[str, Any]) -> None:
    source = written(tmp_path / "p.json", problem)
    found = run("check", source, written(tmp_path / "plan.json", {"assignment": {"u0": "G9"}}))
    assert found.exit_code == 1
    assert "“plan.json”：assignment：没有 G9" in found.stderr


def test_what_cannot_be_written_is_said(tmp_path: Path, problem: dict[str, Any]) -> None:
    source = written(tmp_path / "p.json", problem)
    found = run("solve", source, "--seconds", 1, "--out", tmp_path / "no folder" / "plan.json")
    assert found.exit_code == 1
    assert "写不进" in found.stderr


def test_ctrl_c_keeps_the_best_plan_so_far(tmp_path: Path, problem: dict[str, Any]) -> None:
    someone, posting = problem["officials"][1], problem["postings"][0]
    problem["officials"] = [
        {**someone, "id": f"u{i}", "home_unit": f"unit{i * i % 7}", "hardship": i % 3, "home": [i * i % 11, i % 5]}
        for i in range(60)
    ]
    problem["postings"] = [
        {**posting, "id": f"G{i}", "enterprise": f"E{i}", "size": [3, 6], "beds": {"F": 0, "M": 9}, "location": [i, 0]}
        for i in range(14)
    ]
    del problem["open"], problem["off"], problem["weights"]
    source, out = written(tmp_path / "p.json", problem), tmp_path / "plan.json"
    line = [sys.executable, "-c", "from dundian.doors.shell.plan import command; command()"]
    with subprocess.Popen(
        [*line, "solve", str(source), "--seconds", "900", "--out", str(out)],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as running:
        assert running.stderr is not None
        running.stderr.readline()  # the first plan is there
        running.send_signal(signal.SIGINT)
        asked = time.monotonic()
        running.stderr.read()
        assert running.wait(300) == 0
    assert time.monotonic() - asked < 300  # of the 900 seconds that it was given
    assert json.loads(out.read_text(encoding="utf-8"))["hard"] == {}


def test_the_contract_of_the_command_line_is_kept(tmp_path: Path) -> None:
    if not CONTRACT.exists():
        pytest.skip("../shared/contracts is not here")
    dundian = tmp_path / "dundian"
    dundian.write_text(f'#!/bin/sh\nexec {sys.executable} -m dundian.site.cli "$@"\n')
    dundian.chmod(0o755)
    checked = subprocess.run(
        [sys.executable, str(CONTRACT), str(dundian), "plan"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_a_bound_is_proved_and_compared_with_a_plan(tmp_path: Path, problem: dict[str, Any]) -> None:
    source, out = written(tmp_path / "p.json", problem), tmp_path / "plan.json"
    run("solve", source, "--seconds", 5, "--out", out)
    found = run("bound", source, "--seconds", 5, "--plan", out, "--out", tmp_path / "best.json")
    assert found.exit_code == 0
    page = json.loads(found.stdout)
    assert page["bound"] == page["cost"] == json.loads(out.read_text(encoding="utf-8"))["cost"]
    assert (page["gap"], page["complete"], page["legal"]) == (0, True, True)
    assert run("check", source, tmp_path / "best.json").exit_code == 0


def test_a_bound_of_an_impossible_problem_ends_with_3(tmp_path: Path, problem: dict[str, Any]) -> None:
    problem["postings"][0]["beds"] = {"F": 0, "M": 0}
    found = run("bound", written(tmp_path / "p.json", problem), "--seconds", 5)
    assert found.exit_code == 3
    assert json.loads(found.stdout)["bound"] is None
    assert "没有一份方案能守住全部硬规则" in found.output
