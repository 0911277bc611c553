"""How long a start takes, how big it is, and how soon it is whole again after kill -9.

python bench/startup.py            the database alone, then the whole house, first and second time
python bench/startup.py --kills 20 also that many kills of the server while rows are inserted
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

from dundian.site.postgres import Database, acquire, remains
from dundian.site.resetting import reset


def told(title: str, seconds: float, note: str = "") -> None:
    print(f"{title:<44}{seconds:8.2f} s  {note}")


def timed(title: str, work: Callable[[], object]) -> object:
    since = time.monotonic()
    result = work()
    told(title, time.monotonic() - since)
    return result


def database_alone(home: Path) -> None:
    first = timed("database, first start", lambda: acquire(home))
    joined = timed("database, a second holder joins", lambda: acquire(home))
    joined.release()
    timed("database, last one out", first.release)
    timed("database, second start", lambda: acquire(home)).release()
    size = sum(path.lstat().st_size for path in (home / "postgres").resolve().rglob("*") if path.is_file())
    print(f"{'cluster on disk':<44}{size / 1e6:8.1f} MB")


def kills(home: Path, times: int) -> None:
    held = acquire(home)
    try:
        killed(held, times)
    finally:
        held.release()


def killed(held: Database, times: int) -> None:
    with psycopg.connect(held.owner_url, autocommit=True) as owner:
        owner.execute("create table kept (number int primary key)")
    held.renew_grants()
    kept: list[int] = []
    taken = [one_kill(held, kept, turn) for turn in range(times)]
    with psycopg.connect(held.app_url) as app:
        found = {number for (number,) in app.execute("select number from kept")}
    told("kill -9, median until usable", sorted(taken)[times // 2])
    told("kill -9, slowest", max(taken), f"{times} kills, {len(kept)} acknowledged, {len(set(kept) - found)} lost")


def one_kill(held: Database, kept: list[int], turn: int) -> float:
    enough = threading.Event()

    def insert() -> None:
        try:
            with psycopg.connect(held.app_url, autocommit=True) as app:
                while not enough.is_set():
                    number = len(kept) * 1000 + turn
                    app.execute("insert into kept values (%s)", [number])
                    kept.append(number)
        except psycopg.Error:
            return

    writer = threading.Thread(target=insert)
    writer.start()
    time.sleep(0.5)
    data = held.cluster.places.data
    postmaster = remains.postmaster(data)
    for process in remains.alive(data):
        everything, only_the_first = turn % 3 == 0, turn % 3 == 1
        if everything or (process.pid == postmaster.pid) == only_the_first:
            with suppress(psutil.NoSuchProcess):
                process.kill()
    since = time.monotonic()
    held.heal()
    while not usable(held.app_url):
        time.sleep(0.01)
    enough.set()
    writer.join()
    return time.monotonic() - since


def usable(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def house(home: Path, title: str) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DUNDIAN_"))}
    command = [sys.executable, "-m", "dundian.site.cli", "up", "--json", "--ports", "0", "0", "0"]
    since = time.monotonic()
    with subprocess.Popen(command, env=env | {"DUNDIAN_HOME": str(home)}, stdout=subprocess.PIPE, text=True) as up:
        addresses = json.loads(up.stdout.readline())
        told(title, time.monotonic() - since, addresses["desk"])
        since = time.monotonic()
        up.send_signal(signal.SIGTERM)
        up.wait()
    told(f"{title}: stop", time.monotonic() - since)


def main() -> None:
    wishes = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wishes.add_argument("--kills", type=int, default=0)
    asked = wishes.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="dundian-bench-"))
    try:
        database_alone(folder / "database")
        if asked.kills:
            kills(folder / "database", asked.kills)
        house(folder / "house", "the whole house, first time")
        house(folder / "house", "the whole house, second time")
    finally:
        for home in (folder / "database", folder / "house"):
            reset(home)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
