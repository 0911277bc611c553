"""Create, start and stop the cluster. Whether it runs is asked of the server itself, never of a pid file."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from enum import IntEnum
from pathlib import Path

from dundian.site.postgres import binaries, remains, start_log
from dundian.site.postgres.account import as_account
from dundian.site.postgres.errors import DatabaseTrouble, binaries_broken, disk_full, in_plain_words
from dundian.site.postgres.places import Places
from dundian.site.words import _

# A first start writes 40 MB and soon as much again of its journal.
LEAST_FREE_BYTES = 160 * 1024 * 1024
SUPERUSER = "postgres"

# Modest: one small machine and 108 people. A journal of at most 256 MB also bounds the time of recovery.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "jit": "off",
    "timezone": "UTC",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_file_mode": "0600",
    # A statement that failed, and the row that it failed with, hold what somebody said: neither is written down.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_lock_waits": "off",
}


if sys.platform == "linux":
    # One flush of the file system instead of one for each of 1,500 files, which took 3 s of
    # every recovery while others wrote to the disk.
    SETTINGS["recovery_init_sync_method"] = "syncfs"


class Answer(IntEnum):
    """What pg_isready says (its exit code)."""

    READY = 0
    BUSY = 1
    """It answers but takes nobody: starting, recovering or stopping."""
    SILENT = 2
    UNASKED = 3


class Cluster:
    """The cluster in one installation's places."""

    def __init__(self, places: Places, *, settings: Mapping[str, str] | None = None) -> None:
        self.places = places
        self.settings = {
            **SETTINGS,
            "unix_socket_directories": str(places.socket),
            "log_directory": str(places.log),
            **(settings or {}),
        }

    def ask(self) -> Answer:
        """Ask the server whether it takes connections."""
        words = ("-h", str(self.places.socket), "-p", "5432", "-d", "postgres", "-U", SUPERUSER, "-t", "3")
        done = binaries.run(self.places, "pg_isready", *words)
        try:
            return Answer(done.returncode)
        except ValueError:
            raise binaries_broken(done.stderr or f"pg_isready: {done.returncode}") from None

    # ------------------------------------------------------------------ once
    def create(self, password: str) -> None:
        """Initialise a cluster that is not there yet: whole or not at all."""
        places = self.places
        if places.data.exists():
            return
        with in_plain_words(places.state):
            if shutil.disk_usage(places.state).free < LEAST_FREE_BYTES:
                raise disk_full(places.state)
            fresh, secret = places.state / "data.new", places.state / "first-password"
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(mode=0o700)
            secret.touch(mode=0o600)
            secret.write_text(password)
            if places.account:
                for path in (fresh, secret):
                    os.chown(path, places.account.uid, places.account.gid)
            try:
                self._initdb(fresh, secret)
            finally:
                secret.unlink()
            fresh.rename(places.data)

    def _initdb(self, fresh: Path, secret: Path) -> None:
        done = binaries.run(
            self.places,
            "initdb",
            f"--pgdata={fresh}",
            f"--username={SUPERUSER}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",  # as --builtin-locale too; with plain C no Chinese trigram is ever made
            "--data-checksums",
            *(["--sync-method=syncfs"] if sys.platform == "linux" else []),
            "--no-instructions",
        )
        if done.returncode:
            raise start_log.sentence(done.stderr, folder=self.places.state)

    # ------------------------------------------------------------------ each time
    def start(self, *, say: Callable[[str], None] = lambda _line: None) -> bool:
        """Have a server that answers; return whether it had to be started.

        A server that runs is joined. What a crash left is ended first, to the last process.
        """
        if self._settled() is Answer.READY:
            return False
        if remains.alive(self.places.data) or (self.places.data / "postmaster.pid").exists():
            say(_("上一次没有正常停下，先清理再启动。"))
        with in_plain_words(self.places.data):
            remains.clear(self.places.data, self.places.socket)
            self._launch()
        self._await(say)
        return True

    def _settled(self) -> Answer:
        """Ask until the answer can be acted on: a living server is given time to recover or to speak."""
        patience = time.monotonic() + 10.0
        while True:
            answer = self.ask()
            if answer is Answer.READY or remains.postmaster(self.places.data) is None:
                return answer
            if answer is not Answer.BUSY and time.monotonic() > patience:
                return answer
            time.sleep(0.05)

    def _launch(self) -> None:
        start_log.tidy(self.places.log)
        command = [str(binaries.folder(self.places) / "postgres"), "-D", str(self.places.data)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        with start_log.path(self.places.state).open("wb") as log:
            try:
                remains.CHILDREN[self.places.data] = subprocess.Popen(  # noqa: S603 – our own binary
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=self.places.data,
                    start_new_session=True,  # the terminal's Ctrl-C is for the parent only
                    **as_account(self.places.account),
                )
            except OSError as fault:
                raise binaries_broken(f"postgres: {fault.strerror}") from fault

    def _await(self, say: Callable[[str], None]) -> None:
        """Wait until the server answers: as long as it recovers, a minute if it says nothing."""
        child = remains.CHILDREN[self.places.data]
        silent_until, tell_at = time.monotonic() + 60.0, time.monotonic() + 5.0
        while (answer := self.ask()) is not Answer.READY:
            if child.poll() is not None:
                raise start_log.sentence(start_log.read(self.places), folder=self.places.state)
            now = time.monotonic()
            if answer is Answer.BUSY:
                silent_until = now + 60.0
            elif now > silent_until:
                remains.clear(self.places.data, self.places.socket)
                words = _("PostgreSQL 一分钟没有应答，已停下：日志在 {path}。")
                raise DatabaseTrouble(words.format(path=self.places.log))
            if now > tell_at:
                say(_("数据库正在恢复上一次没有写完的内容……"))
                tell_at = now + 15.0
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server; nothing happens if none runs."""
        remains.end(self.places.data, self.places.socket)
