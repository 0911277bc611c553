"""`dundian read`: what it prints, and one sentence for what cannot be read."""

import json

import pytest
from click.testing import CliRunner

from dundian.doors.shell.read import command

PAGE = "总标题\n略。\n当好学生\n■虞知秋\n把任务完成好。\n二是严守纪律,不添乱。\n作为组长,我将做好两点。一是倾听心声,\n"


def run(*args, data=None):
    return CliRunner().invoke(command, list(args), input=data)


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text(PAGE, encoding="utf-8")
    return str(file)


def test_json_has_the_agreed_shape(page):
    result = run(page, "--json")
    read = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(read["facts"]) == {"start", "end", "people", "phases", "groups_total", "speakers", "host"}
    (speaker,) = read["speakers"]
    assert (speaker["name"], speaker["title"], speaker["role"]) == ("虞知秋", "当好学生", "leader")
    assert speaker["paragraphs"][0] == {
        "lines": [7, 5],
        "text": "作为组长,我将做好两点。一是倾听心声,把任务完成好。",
    }
    for pledge in speaker["pledges"]:
        assert set(pledge) == {"text", "category", "verifiability", "evidence", "actor", "lines"}


def test_the_summary_says_in_chinese_what_was_found(page):
    result = run(page)
    assert result.exit_code == 0
    assert "■ 虞知秋(组长)  当好学生" in result.stdout
    assert "段落已理顺，依次为原文第 7+5、6 行。" in result.stdout
    assert "机器建议" in result.stdout


def test_a_page_may_be_pasted(page):
    pasted = run("-", "--json", data=PAGE.encode("gb18030"))
    assert pasted.stdout == run(page, "--json").stdout


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "没有文字"), ("没有人发言。".encode(), "没有找到发言"), (bytes(99), "不是文字稿"), (b"%PDF-1.7", "PDF")],
)
def test_what_cannot_be_read_is_told_in_one_sentence(tmp_path, content, word):
    file = tmp_path / "x.txt"
    file.write_bytes(content)
    result = run(str(file), "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert word in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_missing_files_folders_and_huge_files_are_told_in_one_sentence(tmp_path):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(9_000_000)
    for path, word in (
        (tmp_path / "nowhere.txt", "找不到"),
        (tmp_path, "文件夹"),
        (huge, "太大"),
        ("a\x00b", "打不开"),
    ):
        result = run(str(path))
        assert (result.exit_code, result.stdout) == (1, "")
        assert word in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
