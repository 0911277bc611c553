"""`dundian import --dry-run`: what it prints, and one sentence for what cannot be read."""

import csv
import json

import pytest
from click.testing import CliRunner

from dundian.doors.shell.import_ import command

ROWS = [["名册"], ["姓名", "性别", "手机"], ["测试甲", "1", "13800138000"], ["测试乙", "南", ""]]
CONTEXT = {"year": 2021, "today": "2021-05-06", "phases": [{"no": 1, "start": "2021-05-10", "end": "2021-05-14"}]}


@pytest.fixture
def file(tmp_path):
    with (tmp_path / "名单.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(ROWS)
    (tmp_path / "context.json").write_text(json.dumps(CONTEXT))
    return tmp_path / "名单.csv"


def run(file, *others):
    arguments = [str(file), "--kind", "roster", "--context", str(file.parent / "context.json"), "--dry-run", *others]
    return CliRunner().invoke(command, arguments)


def test_json_has_the_agreed_shape(file):
    result = run(file, "--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(said) == {"file", "kind", "status", "accepted", "rows", "errors", "ignored_columns", "message"}
    assert (said["file"], said["kind"], said["status"], said["accepted"]) == ("名单.csv", "roster", "errors", 2)
    assert said["rows"][0] | {"_row": 3, "name": "测试甲", "sex": "男", "phone": "13800138000"} == said["rows"][0]
    assert said["errors"] == [
        {"sheet": None, "row": 4, "column": "性别", "message": "性别写成了“南”，要写男或女", "fix": "男"}
    ]


def test_people_read_one_line_a_fault(file):
    result = run(file)
    assert "名单.csv:3 测试甲  男  13800138000" in result.stdout
    assert "名单.csv:4 性别 性别写成了“南”，要写男或女 → 男" in result.stderr


def test_a_refused_file_still_gives_json_and_a_sentence(file):
    file.write_bytes(b"%PDF-1.4")
    result = run(file, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["status"] == "refused"
    assert result.stderr.strip().endswith(json.loads(result.stdout)["message"])


def test_a_missing_file_is_refused(file):
    result = run(file.parent / "没有.xlsx", "--json")
    assert (result.exit_code, json.loads(result.stdout)["message"]) == (1, "找不到文件“没有.xlsx”，看看路径对不对。")


@pytest.mark.parametrize("context", ["{", "[]", '{"year": 2021}', '{"today": "2021-05-06", "phases": [{"no": 1}]}', ""])
def test_a_context_that_cannot_be_read_is_refused(file, context):
    (file.parent / "context.json").write_text(context)
    result = run(file, "--json")
    assert result.exit_code == 1
    assert "背景文件" in json.loads(result.stdout)["message"]
