"""After a crash the old processes are gone, the server answers soon, and no acknowledged row is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from dundian.site.postgres import Database, acquire, remains
from tests.site.patience import dead, first_answer, on_this_machine, until


class Writer(threading.Thread):
    """Inserts one row after another and remembers those that the server acknowledged."""

    def __init__(self, url: str, *, first: int) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.kept: list[int] = []
        self._enough = threading.Event()
        self._next = first

    def run(self) -> None:
        while not self._enough.is_set():
            try:
                with psycopg.connect(self.url, autocommit=True, connect_timeout=2) as connection:
                    while not self._enough.is_set():
                        self._next += 1
                        connection.execute("insert into kept values (%s)", [self._next])
                        self.kept.append(self._next)
            except psycopg.Error:
                self._enough.wait(0.01)

    def wait_for(self, count: int) -> None:
        until(lambda: len(self.kept) >= count)

    def stop(self) -> None:
        self._enough.set()
        self.join()


def everything(data: Path) -> None:
    _kill(*remains.alive(data))


def postmaster_only(data: Path) -> None:
    _kill(remains.postmaster(data))


def all_but_the_postmaster(data: Path) -> None:
    postmaster = remains.postmaster(data)
    _kill(*[process for process in remains.alive(data) if process.pid != postmaster.pid])


def _kill(*processes: psutil.Process) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    until(lambda: all(map(dead, processes)))  # a signal that was sent has not yet arrived


KILLS: list[Callable[[Path], None]] = [everything, postmaster_only, all_but_the_postmaster]


def found(url: str) -> set[int] | None:
    """The rows that are there; None while the server takes nobody."""
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            return {number for (number,) in connection.execute("select number from kept")}
    except psycopg.Error:
        return None


SECONDS = 5.0
"""So soon after a kill rows can be written again, on a machine that has nothing else to do."""


def kill_while_inserting(database: Database, *, times: int) -> list[float]:
    """Return for each kill how late the server was usable again, as a part of the time that it may take."""
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("create table kept (number int primary key)")
    database.renew_grants()
    data, taken = database.cluster.places.data, []
    for turn in range(times):
        writer = Writer(database.app_url, first=turn * 10_000_000)
        writer.start()
        writer.wait_for(20 + 13 * turn)
        KILLS[turn % len(KILLS)](data)
        since = time.monotonic()
        database.heal()
        until(lambda: found(database.app_url) is not None)
        taken.append((time.monotonic() - since) / on_this_machine(SECONDS))
        writer.stop()
        # A server that has not yet noticed its dead children takes one more visitor before it starts afresh.
        assert not set(writer.kept) - first_answer(lambda: found(database.app_url)), "an acknowledged row is lost"
    return taken


def test_three_kills_while_inserting_lose_nothing(database: Database) -> None:
    assert max(kill_while_inserting(database, times=3)) <= 1.0


@pytest.mark.torture
def test_twenty_kills_while_inserting_lose_nothing(database: Database) -> None:
    assert max(kill_while_inserting(database, times=20)) <= 1.0


def test_orphans_are_ended_before_a_start(database: Database) -> None:
    data = database.cluster.places.data
    before = {process.pid for process in remains.alive(data)}
    remains.postmaster(data).send_signal(signal.SIGSTOP)  # it answers nobody, its children live
    postmaster_only(data)
    database.heal()
    after = {process.pid for process in remains.alive(data)}
    assert after
    assert not before & after


def test_a_zombie_counts_as_dead(database: Database) -> None:
    data = database.cluster.places.data
    postmaster = remains.postmaster(data)
    child = remains.CHILDREN.pop(data)  # nobody reaps it now
    everything(data)
    try:
        until(lambda: postmaster.status() == psutil.STATUS_ZOMBIE)
        until(lambda: remains.alive(data) == [])  # its children die in their own time
        assert postmaster.status() == psutil.STATUS_ZOMBIE
        assert remains.postmaster(data) is None
        assert database.heal()
    finally:
        child.wait()


def test_a_stale_pid_of_a_living_stranger_is_not_believed(home: Path) -> None:
    acquire(home).release()
    data = (home / "postgres").resolve() / "data"
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n1\n5432\n")
    again = acquire(home)
    assert again.started
    again.release()


def test_a_stale_socket_does_not_stop_a_start(home: Path) -> None:
    first = acquire(home)
    socket = first.cluster.places.socket
    first.release()
    (socket / ".s.PGSQL.5432").touch()
    (socket / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    again = acquire(home)
    assert again.is_ready()
    again.release()


def test_somebody_standing_in_the_data_folder_is_left_alone(database: Database) -> None:
    data = database.cluster.places.data
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE, cwd=data
    ) as someone:
        everything(data)
        database.heal()
        assert someone.poll() is None
        someone.stdin.close()


def test_a_first_start_that_was_cut_short_begins_again(home: Path) -> None:
    acquire(home).release()
    state = (home / "postgres").resolve()
    (state / "data").rename(state / "data.new")  # as if initdb had been killed just before its end
    again = acquire(home)
    with psycopg.connect(again.app_url) as connection:
        assert connection.execute("select current_user").fetchone() == ("dundian_app",)
    again.release()


def test_a_healthy_server_is_not_touched(database: Database) -> None:
    before = remains.postmaster(database.cluster.places.data)
    assert not database.heal()
    assert remains.postmaster(database.cluster.places.data) == before
