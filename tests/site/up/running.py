"""A running `dundian up` of the tiny site, and what it consists of."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import psutil
import psycopg
import pytest

from dundian.site.postgres import acquire, remains
from tests.site.patience import dead

ROOT = Path(__file__).parents[3]


class Up:
    """A running `dundian up` of the tiny site."""

    def __init__(self, home: Path, *words: str, **known: str) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DUNDIAN_"))}
        env |= {
            "DUNDIAN_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "tests.site.tiny.settings",
            "PYTHONPATH": str(ROOT),
            **known,
        }
        command = [sys.executable, "-m", "dundian.site.cli", "up", "--json", "--bare", "--ports", "0", "0", "0"]
        self.home = home
        self.process = subprocess.Popen(
            [*command, *words], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.said: list[str] = []
        self._reader = threading.Thread(target=lambda: self.said.extend(self.process.stderr), daemon=True)
        self._reader.start()
        line = self.process.stdout.readline()
        assert line, "".join(self.said)
        self.addresses = json.loads(line)

    @property
    def data(self) -> Path:
        return (self.home / "postgres").resolve() / "data"

    def get(self, path: str = "", door: str = "desk") -> str:
        with urllib.request.urlopen(f"{self.addresses[door]}/{path}", timeout=10) as response:  # noqa: S310 – http
            return response.read().decode()

    def keeps(self, number: int) -> bool:
        """Whether the web server acknowledges a row."""
        try:
            return self.get(f"keep/{number}") == "kept"
        except (OSError, HTTPException):
            return False

    def child(self, name: str) -> psutil.Process | None:
        """The living first process of web or worker."""
        mark = {"web": "gunicorn", "worker": "procrastinate"}[name]
        for process in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):  # what asks the server comes and goes
                if not dead(process) and mark in process.cmdline():
                    return process
        return None

    def stop(self, kind: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(kind)
        code = self.process.wait(120)
        if not self.process.stdout.closed:
            self._reader.join(10)
            self.process.stdout.close()
            self.process.stderr.close()
        return code


def make_table(home: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        patch.delenv("DATABASE_OWNER_URL", raising=False)
        held = acquire(home)
    with psycopg.connect(held.owner_url, autocommit=True) as owner:
        owner.execute("create table kept (number int primary key)")
    held.renew_grants()
    held.release()


def jobs_done(up: Up, job: int) -> bool:
    url = json.loads(up.get())["DATABASE_URL"]
    with psycopg.connect(url) as connection:
        found = connection.execute("select status::text from procrastinate_jobs where id = %s", [job]).fetchone()
    return found == ("succeeded",)


def everybody(up: Up) -> list[psutil.Process]:
    return [*psutil.Process(up.process.pid).children(recursive=True), *remains.alive(up.data)]


def gone(processes: list[psutil.Process]) -> bool:
    return all(map(dead, processes))
