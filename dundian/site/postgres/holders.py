"""Who holds the server, by locks that the kernel takes back from the dead.

Each holder keeps a shared lock on `users`; who can turn it into an exclusive one is the last. `lock` is held
around each start and stop. There is no count and no pid file, so a holder killed by -9 leaves nothing behind.
Python's files are closed on exec, so PostgreSQL itself never holds them.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dundian.site.postgres.errors import DatabaseTrouble, LockTaken, in_plain_words
from dundian.site.words import _

PATIENCE = 90.0


def _open(path: Path) -> int:
    with in_plain_words(path.parent):
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.getuid() == 0:
            owner = path.parent.stat()
            os.fchown(file, owner.st_uid, owner.st_gid)  # root may help out in a user's folder
        return file


@contextmanager
def turn(state: Path, *, patience: float = PATIENCE, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock under which the server is started and stopped; raises LockTaken after `patience` s."""
    file = _open(state / "lock")
    try:
        deadline = time.monotonic() + patience
        while not _taken(file, fcntl.LOCK_EX):
            if waiting:
                waiting()
                waiting = None
            if time.monotonic() > deadline:
                words = _(
                    "另一个 dundian 正在启动或停止数据库，等了 {seconds:.0f} 秒还没有做完：看看它在等什么（{path}）。"
                )
                raise LockTaken(words.format(seconds=patience, path=state / "lock"))
            time.sleep(0.02)
        if not (state / "lock").exists():
            raise DatabaseTrouble(_("数据库刚被 dundian reset 删去：再运行一次，就是一个新的。"))
        yield
    finally:
        os.close(file)


def _taken(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Hold:
    """One holder's place at the server; call both methods only in one's `turn`."""

    def __init__(self, state: Path) -> None:
        self._file: int | None = _open(state / "users")
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Give the place up; return whether nobody else is left."""
        if self._file is None:
            return False
        last = _taken(self._file, fcntl.LOCK_EX)
        os.close(self._file)
        self._file = None
        return last


def anyone(state: Path) -> bool:
    """Whether somebody holds the server now; asked in one's `turn`."""
    file = _open(state / "users")
    try:
        return not _taken(file, fcntl.LOCK_EX)
    finally:
        os.close(file)
