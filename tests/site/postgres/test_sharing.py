"""Two processes share one server, and the last one out stops it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from dundian.site.postgres import Database, acquire, holders, remains, server
from dundian.site.postgres.errors import LockTaken
from tests.site.patience import until

HOLD = """
import sys
from pathlib import Path
from dundian.site.postgres import acquire
held = acquire(Path(sys.argv[1]))
print("started" if held.started else "joined", flush=True)
sys.stdin.read()
held.release()
"""


def another(home: Path) -> subprocess.Popen[str]:
    """A second process that holds the server until its stdin is closed."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def answers(database: Database) -> bool:
    with psycopg.connect(database.app_url) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def data(home: Path) -> Path:
    return (home / "postgres").resolve() / "data"


def test_a_second_process_joins_and_the_last_one_out_stops(home: Path) -> None:
    first = acquire(home)
    with another(home) as second:
        assert second.stdout.readline() == "joined\n"
        first.release()
        assert answers(first)
        second.stdin.close()
        second.wait(90)
    assert not remains.alive(data(home))


def test_the_one_who_started_may_leave_first(home: Path) -> None:
    with another(home) as first:
        assert first.stdout.readline() == "started\n"
        second = acquire(home)
        assert not second.started
        first.stdin.close()
        first.wait(90)
        assert answers(second)
    second.release()
    assert not remains.alive(data(home))


def test_a_holder_killed_leaves_no_trace(home: Path) -> None:
    mine = acquire(home)
    with another(home) as other:
        other.stdout.readline()
        other.kill()
        other.wait()
    mine.release()
    assert not remains.alive(data(home))


def test_a_server_whose_holders_all_died_is_joined(home: Path) -> None:
    with another(home) as other:
        other.stdout.readline()
        other.kill()
        other.wait()
    assert remains.alive(data(home))
    with server(home) as database:
        assert not database.started
        assert answers(database)
    assert not remains.alive(data(home))


def test_leaving_twice_does_no_harm(database: Database, home: Path) -> None:
    with server(home):
        database.release()
        database.release()
        assert answers(database)


def test_many_at_once_start_one_server(home: Path) -> None:
    crowd = [another(home) for _ in range(4)]
    words = sorted(one.stdout.readline() for one in crowd)
    for one in crowd:
        with one:
            one.stdin.close()
            one.wait(90)
    assert words == ["joined\n", "joined\n", "joined\n", "started\n"]
    assert not remains.alive(data(home))


def test_a_taken_lock_is_one_sentence(database: Database) -> None:
    state = database.cluster.places.state
    with (
        holders.turn(state),
        pytest.raises(LockTaken, match="另一个 dundian 正在启动或停止数据库"),
        holders.turn(state, patience=0.05),
    ):
        pass


def test_the_server_does_not_hear_the_terminals_ctrl_c(database: Database) -> None:
    postmaster = remains.postmaster(database.cluster.places.data)
    assert os.getpgid(postmaster.pid) == postmaster.pid != os.getpgrp()


def test_a_start_that_is_interrupted_leaves_nothing_running(home: Path) -> None:
    with another(home) as other:
        until((home / "postgres").exists)
        other.send_signal(signal.SIGINT)
        other.stdin.close()
        other.wait(90)
    assert not remains.alive(data(home))
    with server(home) as database:
        assert answers(database)
