"""The embedded PostgreSQL: `with server(home) as database:` starts it or joins it; the last one out stops it.

With DATABASE_URL (the app's role) and DATABASE_OWNER_URL (migrations) set, that server is used instead.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from dundian.site.postgres import holders, places, roles
from dundian.site.postgres.cluster import Answer, Cluster
from dundian.site.postgres.errors import AddressMissing, DatabaseTrouble
from dundian.site.words import _

__all__ = ["Database", "DatabaseTrouble", "acquire", "server"]


def _silent(_line: str) -> None:
    """Say nothing."""


@dataclass
class Database:
    """A database that answers, and the place this process holds at it (none at somebody else's server)."""

    app_url: str
    owner_url: str
    cluster: Cluster | None = None
    started: bool = False
    """Whether this process had to start the server."""
    _hold: holders.Hold | None = field(default=None, repr=False)

    def renew_grants(self) -> None:
        """Let the app use what migrations made."""
        roles.grant(owner_url=self.owner_url, app_url=self.app_url)

    def is_ready(self) -> bool:
        """Ask the server itself."""
        if self.cluster is not None:
            return self.cluster.ask() is Answer.READY
        try:
            psycopg.connect(self.app_url, connect_timeout=3).close()
        except psycopg.Error:
            return False
        return True

    def heal(self, say: Callable[[str], None] = _silent) -> bool:
        """Start the server again if it is down; return whether that was needed. Raises DatabaseTrouble."""
        if self.cluster is None:
            return False
        with holders.turn(self.cluster.places.state):
            return self.cluster.start(say=say)

    def release(self) -> None:
        """Give the place up; the last one out stops the server. Doing it twice does no harm."""
        if self.cluster is None or self._hold is None:
            return
        with holders.turn(self.cluster.places.state):
            if self._hold.leave():
                self.cluster.stop()
        self._hold = None


def acquire(
    home: Path | None = None, *, say: Callable[[str], None] = _silent, settings: Mapping[str, str] | None = None
) -> Database:
    """Start or join the server of `home` (DUNDIAN_HOME or ./.dundian); `say` hears what is being done.

    `settings` are PostgreSQL's own, on top of ours. Raises DatabaseTrouble in one sentence.
    """
    if given := _given():
        return given
    where = places.settle((home or places.home_folder()).absolute(), say=say)
    cluster = Cluster(where, settings=settings)
    with holders.turn(where.state, waiting=lambda: say(_("另一个 dundian 正在启动或停止数据库，等它做完。"))):
        hold = holders.Hold(where.state)
        try:
            started = _bring_up(cluster, say)
            database = Database(roles.url(where, roles.APP), roles.url(where, roles.OWNER), cluster, started, hold)
            roles.refuse_unsafe(app_url=database.app_url, owner_url=database.owner_url)
        except BaseException:
            if hold.leave():
                cluster.stop()
            raise
    return database


def _bring_up(cluster: Cluster, say: Callable[[str], None]) -> bool:
    kept = roles.passwords(cluster.places)
    cluster.create(kept["postgres"])
    started = cluster.start(say=say)
    roles.establish(cluster.places)  # each time: the process that started it may have died before this
    return started


def _given() -> Database | None:
    """Return the database that the environment names; both addresses or neither."""
    names = ("DATABASE_URL", "DATABASE_OWNER_URL")
    found = {name: os.environ[name] for name in names if os.environ.get(name)}
    if not found:
        return None
    if missing := [name for name in names if name not in found]:
        words = _("设了 {found}，还少 {missing}：应用的角色和迁移的角色各要一个地址，或两个都不设，用自带的数据库。")
        raise AddressMissing(words.format(found=next(iter(found)), missing=missing[0]))
    database = Database(found["DATABASE_URL"], found["DATABASE_OWNER_URL"])
    try:
        roles.refuse_unsafe(app_url=database.app_url, owner_url=database.owner_url)
    except psycopg.Error as fault:  # nobody answers, refuses us, or it is no address of a PostgreSQL
        words = _("连不上 DATABASE_URL 的数据库：{what}")
        raise DatabaseTrouble(words.format(what=str(fault).strip().splitlines()[-1])) from fault
    return database


@contextmanager
def server(home: Path | None = None, *, say: Callable[[str], None] = _silent) -> Iterator[Database]:
    """Hold the server of `home` for a while."""
    database = acquire(home, say=say)
    try:
        yield database
    finally:
        database.release()
