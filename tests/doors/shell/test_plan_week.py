"""`dundian plan week`: the file, the workbook, the poster, and what it says when something cannot be."""

import io
import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from dundian.doors.shell.plan import command
from tests.engines.planning.week.test_week_file import page


@pytest.fixture
def week() -> dict[str, Any]:
    found = page()
    found["teams"][0].update(rota={}, posts=[{"name": "一号"}, {"name": "=二号"}])
    return found


def run(*args: object) -> Result:
    return CliRunner().invoke(command, ["week", *(str(each) for each in args)])


def written(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_week_is_written_with_its_workbook_and_poster(tmp_path: Path, week: dict[str, Any]) -> None:
    out, xlsx, poster = (tmp_path / name for name in ("plan.json", "week.xlsx", "door.pdf"))
    done = run(written(tmp_path / "w.json", week), "--out", out, "--xlsx", xlsx, "--poster", poster)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "没有更好的了" in done.stderr
    plan = json.loads(out.read_text(encoding="utf-8"))
    assert (plan["cost"], plan["proof"], plan["given_up"]) == (plan["bound"], "optimal", [])
    assert sorted(each["post"] for each in plan["places"].values()) == ["=二号", "一号"]
    assert {each["kind"] for each in plan["entries"]} == {"labour", "talk", "interview", "review", "meal"}
    assert len(plan["approval"]) == 3
    assert all("不在生产时间" in each["why"] for each in plan["approval"])
    book = load_workbook(io.BytesIO(xlsx.read_bytes()))
    assert book.sheetnames == ["一周课表", "每人一周", "请企业点头"]
    assert all(each.page_setup.orientation == "landscape" for each in book)
    assert book["请企业点头"].max_row == 2 + 3 + 1
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    words = pypdfium2.PdfDocument(poster.read_bytes())[0].get_textpage().get_text_bounded()
    assert "这一周，我们和您一起上班" in words
    assert "林秋" not in words


def test_without_a_file_the_plan_is_printed_alone(tmp_path: Path, week: dict[str, Any]) -> None:
    assert json.loads(run(written(tmp_path / "w.json", week)).stdout)["given_up"] == []


def test_what_cannot_be_ends_with_3_and_is_named(tmp_path: Path, week: dict[str, Any]) -> None:
    week["rooms"] = []
    out = tmp_path / "plan.json"
    done = run(written(tmp_path / "w.json", week), "--out", out)
    assert done.exit_code == 3
    assert "装配一班的宣讲排不下：没有宣讲的场地。" in done.stderr
    (lost,) = json.loads(out.read_text(encoding="utf-8"))["given_up"]
    assert (lost["kind"], lost["about"], lost["count"]) == ("talk", "T1", 1)


def test_bad_files_get_one_sentence(tmp_path: Path, week: dict[str, Any]) -> None:
    week["wards"] = 1
    for path, words in (
        (written(tmp_path / "w.json", week), "“w.json”：wards：不认识这个字段。"),
        (tmp_path / "none.json", "打不开“none.json”"),
    ):
        done = run(path)
        assert done.exit_code == 1
        assert words in done.stderr
        assert done.stderr.count("\n") == 1
    assert run(tmp_path / "w.json", "--seed", -1).exit_code == 2


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, week: dict[str, Any]) -> None:
    done = run(written(tmp_path / "w.json", week), "--xlsx", tmp_path / "none" / "w.xlsx")
    assert done.exit_code == 1
    assert "写不进" in done.stderr
