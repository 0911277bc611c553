"""Child processes that are watched: started in sessions of their own, restarted when they die, stopped in order."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dundian.site.words import _

BACK_OFF = (0.1, 0.5, 1.0, 1.5)
STEADY = 30.0
"""Seconds after which a child counts as well again, and its next death waits only the shortest time."""
LOG_BYTES = 8 * 1024 * 1024
PR_SET_PDEATHSIG = 1

Say = Callable[[str], None]


def _die_with_parent() -> None:
    """Ask Linux for TERM when the parent is gone (even by -9), so that no child keeps a port for nobody."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One child: what to run, where its words go, how long it may take to end."""

    name: str
    title: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    sockets: tuple[int, ...] = ()
    grace: float = 8.0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _deaths: int = 0
    _started_at: float = 0.0
    _next_at: float = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start the child in a session of its own; the terminal's Ctrl-C reaches the parent only."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 – our own commands
                self.command,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=self.sockets,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 – no threads here
            )
        self._started_at = time.monotonic()

    def watch(self, say: Say) -> None:
        """Restart the child if it has died, after a short pause that grows while it keeps dying."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._next_at:
                self.start()
        elif (code := self._process.poll()) is not None:
            self._kill_group()
            self._deaths = 0 if now - self._started_at > STEADY else self._deaths
            pause = BACK_OFF[min(self._deaths, len(BACK_OFF) - 1)]
            self._deaths += 1
            self._process, self._next_at = None, now + pause
            words = _("{name}意外停了（{why}），{pause:g} 秒后重启，日志在 {log}。")
            say(words.format(name=self.title, why=_why(code), pause=pause, log=self.log))

    def restart(self) -> None:
        """Start the child afresh; the old one is given no time, for what it stood on is gone."""
        self.stop(hurry=lambda: True)
        self.start()

    def stop(self, *, hurry: Callable[[], bool] = lambda: False) -> None:
        """End the child: TERM, wait, then KILL for its whole group."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.terminate()
        deadline = time.monotonic() + self.grace
        while self._process.poll() is None and time.monotonic() < deadline and not hurry():
            time.sleep(0.02)
        self._kill_group()
        self._process.wait()
        self._process = None

    def _kill_group(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):  # the group is empty already
                os.killpg(self._process.pid, signal.SIGKILL)


def _why(code: int) -> str:
    if code < 0:
        return _("信号 {number}").format(number=-code)
    return _("退出码 {number}").format(number=code)


def rotate(log: Path) -> None:
    """Put a log that has grown long aside as `.1` and go on with an empty one; its writers append."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        shutil.copyfile(log, log.with_suffix(".1"))
        os.truncate(log, 0)
