"""`dundian up` keeps everything up, whatever is killed."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException

import psutil
import psycopg
import pytest

from dundian.site.postgres import remains
from tests.site.patience import first_answer, on_this_machine, until
from tests.site.up.running import Up, everybody, jobs_done, make_table


def kill_web(up: Up) -> None:
    up.child("web").kill()


def kill_one_web_process(up: Up) -> None:
    os.kill(json.loads(up.get())["pid"], signal.SIGKILL)


def kill_worker(up: Up) -> None:
    up.child("worker").kill()


def kill_postmaster(up: Up) -> None:
    remains.postmaster(up.data).kill()


def kill_all_but_the_postmaster(up: Up) -> None:
    postmaster = remains.postmaster(up.data)
    for process in remains.alive(up.data):
        if process.pid != postmaster.pid:
            with suppress(psutil.NoSuchProcess):
                process.kill()


def kill_everything(up: Up) -> None:
    for process in everybody(up):
        with suppress(psutil.NoSuchProcess):
            process.kill()


KILLS: list[Callable[[Up], None]] = [
    kill_web,
    kill_one_web_process,
    kill_worker,
    kill_postmaster,
    kill_all_but_the_postmaster,
    kill_everything,
]


def found(up: Up) -> set[int] | None:
    """The rows that are there; None while nobody can ask."""
    try:
        with psycopg.connect(json.loads(up.get())["DATABASE_URL"]) as connection:
            return {number for (number,) in connection.execute("select number from kept")}
    except (OSError, HTTPException, psycopg.Error):
        return None


def whole(up: Up) -> bool:
    """Whether web, worker and database do a job together."""
    try:
        job = json.loads(up.get("defer"))["job"]
        until(lambda: jobs_done(up, job), seconds=3)
    except (OSError, HTTPException, AssertionError, psycopg.Error):
        return False
    return up.child("web") is not None


SECONDS = 5.0
"""So soon after a kill everything is whole again, on a machine that has nothing else to do."""


def survive(up: Up, kills: list[Callable[[Up], None]]) -> list[float]:
    """Kill while rows are written through the web; return how late it was whole again, each time as a part of
    the time that it may take.
    """
    taken, number, acknowledged = [], 0, set()
    for kill in kills:
        for _ in range(5):
            number += 1
            if up.keeps(number):
                acknowledged.add(number)
        kill(up)
        since = time.monotonic()
        until(lambda: whole(up))
        taken.append((time.monotonic() - since) / on_this_machine(SECONDS))
    assert acknowledged <= first_answer(lambda: found(up))
    return taken


def test_web_worker_and_database_are_whole_again_after_a_kill(up: Up) -> None:
    make_table(up.home)
    assert max(survive(up, KILLS)) <= 1.0
    assert any("意外停了" in line for line in up.said)


@pytest.mark.torture
def test_twenty_kills_through_the_web_lose_nothing(up: Up) -> None:
    make_table(up.home)
    assert max(survive(up, (KILLS * 4)[:20])) <= 1.0
