"""`dundian up` brings everything up, and stops it in order."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import psutil
import pytest

from dundian.site.postgres import acquire, remains
from dundian.site.running import who_runs
from tests.site.patience import until
from tests.site.up.running import Up, everybody, gone, jobs_done


def test_three_doors_answer_and_know_no_owners_password(up: Up) -> None:
    for door in ("desk", "phone", "portal"):
        known = json.loads(up.get(door=door))
        assert known["DATABASE_OWNER_URL"] is None
        assert "dundian_app" in known["DATABASE_URL"]
        assert f"{door}={up.addresses[door]}" in known["DUNDIAN_ORIGINS"]
    assert [run["origins"]["desk"] for run in who_runs(up.home)] == [up.addresses["desk"]]


def test_on_somebody_elses_server_a_home_is_made_and_no_cluster(home: Path, tmp_path: Path) -> None:
    server = acquire(home)
    addresses = {"DATABASE_URL": server.app_url, "DATABASE_OWNER_URL": server.owner_url}
    up = Up(tmp_path / "not" / "there yet", **addresses)
    try:
        assert json.loads(up.get())["DATABASE_URL"] == server.app_url
        assert up.home.stat().st_mode & 0o077 == 0
        assert not (up.home / "postgres").exists()
        assert up.stop() == 0
        assert server.is_ready()
    finally:
        up.stop()
        server.release()


def test_a_job_is_done_by_the_worker(up: Up) -> None:
    job = json.loads(up.get("defer"))["job"]
    until(lambda: jobs_done(up, job))


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything(up: Up, kind: signal.Signals) -> None:
    everyone = everybody(up)
    assert len(everyone) > 8
    assert up.stop(kind) == 0
    until(lambda: gone(everyone), seconds=5)  # a process that was killed is not yet dead
    assert who_runs(up.home) == []
    assert up.said[-1] == "都停了。\n"


def test_when_the_parent_is_killed_the_ports_are_given_back(up: Up) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux tells children that their parent is gone")
    everyone = psutil.Process(up.process.pid).children(recursive=True)
    up.process.kill()
    up.process.wait()
    web = [process for process in everyone if process not in remains.alive(up.data)]
    until(lambda: gone([process for process in web if process.pid not in pids(up)]))
    assert who_runs(up.home) == []


def pids(up: Up) -> set[int]:
    return {process.pid for process in remains.alive(up.data)}
