"""Wait for something to become true, as long as it takes and no longer."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import psutil

Answer = TypeVar("Answer")
USUAL = 0.5
"""Seconds that a machine with nothing else to do needs, at most, to start a Python with Django in it."""


def until(happened: Callable[[], object], *, seconds: float = 90.0) -> float:
    """Return after how many seconds it happened; fail when it did not. A slow machine is given its time."""
    since, pause = time.monotonic(), threading.Event()
    while not happened():
        assert time.monotonic() - since < seconds, f"did not happen in {seconds} s"
        pause.wait(0.02)
    return time.monotonic() - since


def first_answer(ask: Callable[[], Answer | None]) -> Answer:
    """Ask until there is an answer."""
    answers: list[Answer] = []
    until(lambda: (answer := ask()) is not None and not answers.append(answer))
    return answers[0]


def on_this_machine(seconds: float) -> float:
    """What `seconds` are on this machine at this moment: more, where others leave it little to work with."""
    since = time.monotonic()
    subprocess.run([sys.executable, "-c", "import django, psycopg, gunicorn.app.wsgiapp"], check=True)
    return seconds * max(1.0, (time.monotonic() - since) / USUAL)


def dead(process: psutil.Process) -> bool:
    """Whether a process has ended, be its last trace still there or not."""
    try:
        return not process.is_running() or process.status() in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
    except psutil.NoSuchProcess:
        return True
