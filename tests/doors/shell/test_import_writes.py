"""`dundian import` without --dry-run: what is clear goes in, what is not is named."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dundian.doors.shell.import_ import command
from dundian.features.programme import queries as programme
from dundian.features.programme import services
from dundian.features.registry import queries as registry
from tests.actors import NOW

pytestmark = pytest.mark.django_db

CLEAN = "姓名,性别,单位\n测试甲,1,办公室\n测试乙,女,报社\n"


@pytest.fixture
def here() -> int:
    return services.start_programme(name="春季蹲点", at=NOW, by="account:1")


def run(tmp_path: Path, text: str, *words: str, kind: str = "roster") -> Result:
    file = tmp_path / "名册.csv"
    file.write_bytes(text.encode("gb18030"))
    return CliRunner().invoke(command, [str(file), "--kind", kind, *words], obj=lambda: None)


def test_a_roster_goes_into_its_programme_and_again_without_doubles(tmp_path: Path, here: int) -> None:
    first = run(tmp_path, CLEAN, "--programme", "春季蹲点")
    assert (first.exit_code, "新加 2" in first.stderr) == (0, True)
    again = run(tmp_path, CLEAN, "--programme", str(here))
    assert "没变 2" in again.stderr
    assert [o.person.name for o in programme.officials(here)] == ["测试甲", "测试乙"]
    assert [b.file_name for b in registry.imports(programme_id=here)] == ["名册.csv"] * 2


def test_faulty_rows_stay_out_and_the_exit_says_so(tmp_path: Path, here: int) -> None:
    result = run(tmp_path, CLEAN + "测试丙,南,报社\n", "--programme", "春季蹲点")
    assert result.exit_code == 3
    assert "还有 1 行要先改好" in result.output
    assert len(programme.officials(here)) == 2


@pytest.mark.parametrize("words", [(), ("--programme", "没有这个")])
def test_a_roster_without_its_programme_is_refused_with_those_there_are(
    tmp_path: Path, here: int, words: tuple[str, ...]
) -> None:
    result = run(tmp_path, CLEAN, *words)
    assert result.exit_code == 1
    assert f"{here} 春季蹲点" in result.output
    assert programme.officials(here) == []


def test_a_refused_file_writes_nothing(tmp_path: Path, here: int) -> None:
    result = run(tmp_path, "%PDF-1.4", "--programme", "春季蹲点")
    assert result.exit_code == 1
    assert registry.imports() == []


def test_enterprises_need_no_programme(tmp_path: Path) -> None:
    result = run(tmp_path, "企业名称,乡镇（街道）,床位\n测试包装,甲街道,男4女2\n", kind="enterprises")
    assert result.exit_code == 0
    assert [(e.name, e.beds_female) for e in registry.enterprises()] == [("测试包装", 2)]
