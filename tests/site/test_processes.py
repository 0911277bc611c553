"""`dundian up` brings everything up, keeps it up whatever is killed, and stops it in order."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path

import psutil
import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from dundian.site.listening import CertificateUnusable, NoPort, check_certificate, listen
from dundian.site.postgres import acquire, remains
from dundian.site.processes import LOG_BYTES, Child, rotate
from dundian.site.running import who_runs
from tests.site.patience import dead, first_answer, on_this_machine, until
from tests.site.postgres.conftest import take_away

ROOT = Path(__file__).parents[2]


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


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    take_away(tmp_path / "home")


@pytest.fixture
def up(home: Path) -> Iterator[Up]:
    started = Up(home)
    yield started
    started.stop()


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


def own_certificate(folder: Path) -> tuple[str, str]:
    """A certificate for localhost, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(tz=UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return str(cert), str(secret)


def test_with_a_certificate_the_doors_speak_https(home: Path, tmp_path: Path) -> None:
    cert, key = own_certificate(tmp_path)
    up = Up(home, "--host", "localhost", "--tls", cert, key)
    try:
        assert up.addresses["phone"].startswith("https://localhost:")
        trusted = ssl.create_default_context(cafile=cert)
        with urllib.request.urlopen(up.addresses["phone"], timeout=10, context=trusted) as answer:  # noqa: S310 – https
            assert answer.status == 200
    finally:
        up.stop()


def test_a_certificate_that_cannot_serve_is_one_sentence(tmp_path: Path) -> None:
    cert, key = own_certificate(tmp_path)
    check_certificate(cert, key)
    locked = tmp_path / "locked.pem"
    secret = load_pem_private_key(Path(key).read_bytes(), password=None)
    locked.write_bytes(secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"word")))
    for wrong in ((key, cert), (cert, cert), (cert, str(locked)), (cert, str(tmp_path / "none.pem"))):
        with pytest.raises(CertificateUnusable, match="先写证书"):
            check_certificate(*wrong)


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


def test_a_taken_port_is_said_and_the_next_free_one_used() -> None:
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        listening = listen(ports=(port, 0, 0), say=said.append)
        try:
            assert listening.sockets["desk"].getsockname()[1] > port
            assert f"端口 {port} 已被占用" in said[0]
        finally:
            listening.close()


def test_a_shifted_port_does_not_take_anothers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        listening = listen(ports=(port, port + 1, port + 2), say=lambda _line: None)
        try:
            assert len({s.getsockname()[1] for s in listening.sockets.values()}) == 3
            assert listening.sockets["desk"].getsockname()[1] > port + 2
        finally:
            listening.close()


def test_no_free_port_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dundian.site.listening.TRIES", 1)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(NoPort):
        listen(ports=(taken.getsockname()[1], 0, 0), say=lambda _line: None)


def test_without_a_host_only_this_machine_is_served() -> None:
    listening = listen(ports=(0, 0, 0), say=lambda _line: None)
    names = {s.getsockname()[0] for s in listening.sockets.values()}
    listening.close()
    assert names == {"127.0.0.1"}


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
