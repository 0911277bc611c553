"""What becomes of the children of `dundian up`, of their logs and of their announcements."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil

from dundian.site.processes import LOG_BYTES, Child, rotate
from dundian.site.running import who_runs
from tests.site.patience import until
from tests.site.up.running import gone


def child_of(tmp_path: Path, script: str, **more: object) -> Child:
    return Child("child", "孩子", [sys.executable, "-c", script], dict(os.environ), tmp_path / "child.log", **more)


def test_a_child_that_ignores_term_is_killed_with_its_group(tmp_path: Path) -> None:
    script = (
        "import signal, subprocess, sys\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "inner = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
        "print(inner.pid, flush=True)\nsignal.pause()"
    )
    child = child_of(tmp_path, script, grace=0.3)
    child.start()
    until(lambda: child.log.read_text().endswith("\n"))
    inner = psutil.Process(int(child.log.read_text()))
    child.stop()
    assert child.pid is None
    until(lambda: gone([inner]))


def test_a_child_that_keeps_dying_waits_longer_each_time(tmp_path: Path) -> None:
    said: list[str] = []
    child = child_of(tmp_path, "raise SystemExit(3)")
    child.start()

    def died_three_times() -> bool:
        child.watch(said.append)
        return len(said) == 3

    until(died_three_times)
    child.stop()
    assert ["退出码 3" in line for line in said] == [True] * 3
    assert [line.split("，")[1].split()[0] for line in said] == ["0.1", "0.5", "1"]


def test_a_long_log_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_bytes(b"x" * (LOG_BYTES + 1))
    rotate(log)
    assert log.stat().st_size == 0
    assert log.with_suffix(".1").stat().st_size == LOG_BYTES + 1


def test_an_announcement_of_the_dead_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "up-1.json").write_text("{}")
    assert who_runs(tmp_path) == []
    assert not (tmp_path / "up-1.json").exists()
