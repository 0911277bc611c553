"""The processes of a cluster, found by where they stand: a server's processes have the data folder as cwd.

Pids in files lie after a crash, and a zombie still has one. psutil looks in /proc on Linux and asks the kernel
on macOS. Somebody's shell that happens to stand in the data folder is not a server: the name must fit too.
"""

import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psutil

from dundian.site.postgres.errors import DatabaseTrouble
from dundian.site.words import _

# Servers that this process started: asking them lets the kernel take away the dead one's last trace.
CHILDREN: dict[Path, subprocess.Popen[bytes]] = {}


def alive(data: Path) -> list[psutil.Process]:
    """Return the living server processes of the cluster in `data`; zombies are dead."""
    if child := CHILDREN.get(data):
        child.poll()
    return [process for process in psutil.process_iter() if _stands_in(process, data)]


def _stands_in(process: psutil.Process, data: Path) -> bool:
    try:
        return (
            process.name().startswith("postgres")
            and process.status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
            and process.cwd() == str(data)
        )
    except psutil.Error:
        return False  # gone while we looked, or somebody else's


def postmaster(data: Path) -> psutil.Process | None:
    """Return the living server process that postmaster.pid names, if it is really one of this cluster."""
    try:
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None
    return next((process for process in alive(data) if process.pid == pid), None)


def wait_until_none(data: Path, seconds: float) -> bool:
    """Wait until the last process of the cluster is dead; return whether that happened in time."""
    deadline = time.monotonic() + seconds
    while alive(data):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def clear(data: Path, socket: Path) -> None:
    """End whatever a crash left of the server, then remove its pid file and its sockets."""
    for kind, seconds in ((signal.SIGQUIT, 2.0), (signal.SIGKILL, 10.0)):
        for process in alive(data):
            _send(process, kind)
        if wait_until_none(data, seconds):
            break
    else:
        pids = "、".join(str(process.pid) for process in alive(data))
        words = _("上一次的 PostgreSQL 进程结束不了（{pids}）：重启这台机器再试。")
        raise DatabaseTrouble(words.format(pids=pids))
    (data / "postmaster.pid").unlink(missing_ok=True)
    for left in socket.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)


def _send(process: psutil.Process, kind: signal.Signals) -> None:
    with suppress(psutil.NoSuchProcess):
        process.send_signal(kind)


def end(data: Path, socket: Path) -> None:
    """Stop the server: a fast shutdown with a checkpoint, then less politely."""
    if server := postmaster(data):
        _send(server, signal.SIGINT)
        if wait_until_none(data, 30.0):
            return
    clear(data, socket)
