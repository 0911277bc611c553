"""Commands are found by name, import only what they need, and fail in one sentence."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from dundian.site import cli
from tests.site.postgres.conftest import take_away

ROOT = Path(__file__).parents[2]
SAY = 'import click\nneeds = "{needs}"\n@click.command()\n@click.argument("words", nargs=-1)\ndef command(words):\n'


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An empty shelf for commands of the test's own."""
    folder = tmp_path / "shelf_of_tests"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(cli, "SHELVES", ("shelf_of_tests",))
    yield folder
    for name in [name for name in sys.modules if name.startswith("shelf_of_tests")]:
        del sys.modules[name]


def put(shelf: Path, name: str, body: str, *, needs: str = "files") -> None:
    (shelf / f"{name}.py").write_text(SAY.format(needs=needs) + "\n".join(f"    {line}" for line in body.splitlines()))


def run(*words: str) -> click.testing.Result:
    return CliRunner().invoke(cli.cli, words, prog_name="dundian")


def dundian(*words: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DUNDIAN_"))}
    kept |= {"DUNDIAN_HOME": str(home), "PYTHONPATH": str(ROOT)} | env
    command = [sys.executable, "-m", "dundian.site.cli", *words]
    return subprocess.run(command, env=kept, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def test_a_file_on_the_shelf_is_a_command(shelf: Path) -> None:
    put(shelf, "say_so", "click.echo(' '.join(words))")
    assert run("say-so", "a", "b").output == "a b\n"


def test_a_word_of_pythons_can_be_a_command(shelf: Path) -> None:
    put(shelf, "import_", "click.echo('imported')")
    assert run("import").output == "imported\n"
    assert "import\n" in run("--help").output.replace("  ", "")


def test_a_file_that_needs_nothing_is_no_command(shelf: Path) -> None:
    (shelf / "notes.py").write_text("raise RuntimeError('imported')\n")
    assert "notes" not in run("--help").output
    assert "No such command 'notes'" in run("notes").output


def test_other_commands_are_not_imported(shelf: Path) -> None:
    put(shelf, "good", "click.echo('good')")
    (shelf / "broken.py").write_text("needs = 'files'\nraise RuntimeError('broken')\n")
    assert run("good").output == "good\n"


@pytest.mark.parametrize("name", ["../cli", "os.path", "", "__init__"])
def test_a_name_that_is_no_name_finds_nothing(shelf: Path, name: str) -> None:
    assert run(name).exit_code == 2


def test_an_error_is_one_sentence(shelf: Path) -> None:
    put(shelf, "fail", "raise click.ClickException('文件是空的，\\n换一个再试。')")
    result = run("fail")
    assert (result.exit_code, result.output) == (1, "文件是空的， 换一个再试。\n")


def test_an_error_keeps_its_exit_code(shelf: Path) -> None:
    put(shelf, "fail", "class Worse(click.ClickException):\n    exit_code = 3\nraise Worse('不行。')")
    assert run("fail").exit_code == 3


def test_an_error_of_ours_says_its_docstring() -> None:
    from dundian.site.listening import NoPort

    assert cli._sentence(NoPort()).message == "没有空闲的端口：用 --ports 另给三个。"
    assert cli._sentence(NoPort("端口 80 不行。")).message == "端口 80 不行。"


def test_a_surprise_is_one_sentence_too_unless_debug_is_asked_for(shelf: Path) -> None:
    put(shelf, "fail", "raise ValueError('看不懂')")
    result = run("fail")
    assert result.exit_code == 1
    assert result.output.startswith("没有做完：看不懂")
    assert isinstance(run("--debug", "fail").exception, ValueError)


def test_commands_on_files_import_no_django(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom dundian.site import cli\nfrom click.testing import CliRunner\n"
        "result = CliRunner().invoke(cli.cli, ['where'])\nassert result.exit_code == 0, result.output\n"
        "print('django' in sys.modules)"
    )
    env = os.environ | {"DUNDIAN_HOME": str(tmp_path / "home")}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_command_on_the_database_finds_it_as_the_app(tmp_path: Path) -> None:
    home, shelf = tmp_path / "home", tmp_path / "shelf_of_tests"
    shelf.mkdir()
    (shelf / "__init__.py").touch()
    put(
        shelf,
        "who",
        "from django.db import connection\nwith connection.cursor() as cursor:\n"
        "    cursor.execute('select current_user')\n    click.echo(cursor.fetchone()[0])",
        needs="database",
    )
    script = "from dundian.site import cli\ncli.SHELVES = ('shelf_of_tests',)\ncli.main()"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DUNDIAN_"))}
    env |= {
        "DUNDIAN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tests.site.tiny.settings",
        "PYTHONPATH": f"{tmp_path}:{ROOT}",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-c", script, "who"], env=env, capture_output=True, text=True, check=False
        )
        assert (done.stdout, done.returncode) == ("dundian_app\n", 0), done.stderr
    finally:
        take_away(home)


def test_where_and_reset(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert "还没有建" in dundian("where", home=home).stdout
    script = "import sys; from dundian.site.postgres import acquire\nheld = acquire()\nsys.stdin.read()\nheld.release()"
    env = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    try:
        with subprocess.Popen(
            [sys.executable, "-c", f"{script}"], env=env | {"DUNDIAN_HOME": str(home)}, stdin=subprocess.PIPE
        ) as holder:
            while not (home / "postgres" / "data" / "postmaster.pid").exists():
                assert holder.poll() is None
            state = (home / "postgres").resolve()
            assert str(state / "data") in dundian("where", home=home).stdout
            refused = dundian("reset", "--yes", home=home)
            assert (refused.returncode, refused.stderr.splitlines()[-1][:7]) == (1, "还有 dund")
            holder.stdin.close()
            holder.wait(90)
        (home / "notes.txt").write_text("not ours")
        for name in ("secrets", "log", "samples", "tour"):
            (home / name).mkdir()
            assert str(home / name) in dundian("where", home=home).stdout
        unanswered = dundian("reset", home=home)
        assert (unanswered.returncode, unanswered.stderr.splitlines()[-1]) == (1, "没有删，什么也没有动。")
        assert (state / "data").exists()
        assert dundian("reset", "--yes", home=home).returncode == 0
        assert not state.exists()
        assert [path.name for path in home.iterdir()] == ["notes.txt"]
        assert "没有要删的" in dundian("reset", "--yes", home=home).stderr
    finally:
        take_away(home)


def test_reset_leaves_somebody_elses_server_alone(tmp_path: Path) -> None:
    (tmp_path / "home" / "secrets").mkdir(parents=True)
    done = dundian("reset", "--yes", home=tmp_path / "home", DATABASE_URL="postgresql://a@/b")
    assert done.returncode == 1
    assert "不删别人的服务器" in done.stderr
    assert (tmp_path / "home" / "secrets").exists()


def test_one_address_missing_is_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    done = dundian("migrate", home=tmp_path / "home", DATABASE_URL="postgresql://a@/b")
    assert done.returncode == 1
    assert "还少 DATABASE_OWNER_URL" in done.stderr
    assert "Traceback" not in done.stderr


HELPS = """
import json, sys, click
from click.testing import CliRunner
from dundian.site import cli
says = lambda *words: CliRunner().invoke(cli.cli, ["--lang", sys.argv[1], *words, "--help"], prog_name="dundian").output
outer = click.Context(cli.cli)
calls = [()]
for name in cli.cli.list_commands(outer):
    command = cli.cli.get_command(outer, name)
    calls += [(name,), *((name, inner) for inner in getattr(command, "commands", ()))]
print(json.dumps({" ".join(call): says(*call) for call in calls}))
"""


def helps(lang: str, home: Path) -> dict[str, str]:
    """What --help says of every command; in Chinese without the examples and what is said in both languages."""
    env = os.environ | {"DUNDIAN_HOME": str(home), "PYTHONPATH": str(ROOT), "DUNDIAN_LANG": lang}
    done = subprocess.run([sys.executable, "-c", HELPS, lang], env=env, capture_output=True, text=True, check=True)
    aside = re.compile(r"(?m)^ +dundian .*|.*(Everything heard|/ language|/ show).*")
    said: dict[str, str] = json.loads(done.stdout)
    return said if lang == "en" else {call: aside.sub("", words) for call, words in said.items()}


def test_every_command_explains_itself_in_the_language_asked_for(tmp_path: Path) -> None:
    han, said = re.compile("[\u4e00-\u9fff]"), {lang: helps(lang, tmp_path / "home") for lang in ("zh", "en")}
    assert len(said["zh"]) > 12
    assert [call for call, words in said["zh"].items() if not han.search(words)] == []
    assert [call for call, words in said["en"].items() if han.search(words)] == []
    assert not any("\\b" in words for each in said.values() for words in each.values())


def test_the_version_is_told() -> None:
    from dundian import __version__

    assert __version__ in run("--version").output
