"""Where an installation keeps its things.

`home` is DUNDIAN_HOME or ./.dundian. The database lies in `home/postgres`. When root runs dundian, PostgreSQL
runs as an account of its own that may not be able to reach a home below /root, and no folder above is ever
opened for it: then `home/postgres` is a link to `/var/lib/dundian/<hash of home>`.

    home/
      postgres/          the state: a folder, or (root) a link
        data/            the cluster, 0700
        log/             PostgreSQL's log, one file a weekday, 0700
        roles.json       the passwords, 0600
        lock, users      locks of holders.py; their contents mean nothing

The socket needs a short path (107 bytes with its name): /tmp/dundian-<uid>/<hash>, or inside the state where
that is below /var/lib. It is not in XDG_RUNTIME_DIR, because a login and a service would look in two places.
"""

import fcntl
import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from dundian.site.postgres.account import Account, account_of, own_account
from dundian.site.postgres.errors import DatabaseTrouble, in_plain_words, no_permission
from dundian.site.words import _

ROOT_STATES = Path("/var/lib/dundian")
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 103 if sys.platform == "darwin" else 107


@dataclass(frozen=True)
class Places:
    """The folders of one installation and the account that PostgreSQL runs as (None = ourselves)."""

    home: Path
    state: Path
    account: Account | None

    @property
    def data(self) -> Path:
        return self.state / "data"

    @property
    def log(self) -> Path:
        return self.state / "log"

    @property
    def roles(self) -> Path:
        return self.state / "roles.json"

    @property
    def socket(self) -> Path:
        """The folder of the unix socket; short whatever the home is called."""
        if self.state.parent == ROOT_STATES:
            return self.state / "socket"
        uid = self.account.uid if self.account else os.getuid()
        return Path(f"/tmp/dundian-{uid}") / digest(self.state)  # noqa: S108 – 0700 and its owner is checked


def digest(path: Path) -> str:
    """Return a short name for a folder: the same folder has the same name."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]


def home_folder() -> Path:
    """Return the folder of this installation, absolute: DUNDIAN_HOME, or .dundian where we stand."""
    return Path(os.environ.get("DUNDIAN_HOME") or ".dundian").absolute()


def look(home: Path) -> Places | None:
    """Return the places of an installation that exists; None if there is no database here yet."""
    state = (home / "postgres").resolve()
    with in_plain_words(state):
        if not state.is_dir():
            return None
        return Places(home, state, _account_for(state))


def settle(home: Path, *, say: Callable[[str], None] = lambda _line: None) -> Places:
    """Return the places of `home`; makes the folders that are missing and never changes those above."""
    with in_plain_words(home):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(home):
            return _settled(home, say)


def _settled(home: Path, say: Callable[[str], None]) -> Places:
    link = home / "postgres"
    if not link.exists():
        _found(link, say)
    places = look(home)
    if places is None:
        raise no_permission(home)
    for folder in (places.log, places.socket):
        _private(folder, places.account)
    _check_length(places.socket / SOCKET_NAME)
    return places


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a lock on the folder itself: of several first starts at once, one makes the folders."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _found(link: Path, say: Callable[[str], None]) -> None:
    """Make the state folder of a new installation. Root's is never one that an earlier home left behind."""
    if os.getuid() != 0:
        link.mkdir(mode=0o700)
        return
    name = digest(link.parent)
    folders = (ROOT_STATES / (f"{name}-{n}" if n else name) for n in range(1000))
    earlier = list(takewhile(Path.exists, folders))
    state = ROOT_STATES / (f"{name}-{len(earlier)}" if earlier else name)
    for old in earlier:
        words = _("{old} 是这里以前的数据库，没有动它，另建一个新的；要用旧的：ln -sfn {old} {link}")
        say(words.format(old=old, link=link))
    state.mkdir(mode=0o711, parents=True)
    for folder in (ROOT_STATES, state):
        folder.chmod(0o711)  # ours alone; mkdir's mode was cut by the umask
    link.unlink(missing_ok=True)  # a link whose folder is gone
    link.symlink_to(state)


def _account_for(state: Path) -> Account | None:
    owner = state.stat().st_uid
    if os.getuid() != 0:
        if owner != os.getuid():
            raise no_permission(state)
        return None
    if state.parent == ROOT_STATES:
        return own_account()
    if owner == 0:
        words = _("{path} 属于 root，PostgreSQL 不能以 root 运行：把它移走再试。")
        raise DatabaseTrouble(words.format(path=state))
    return account_of(owner)


def _private(folder: Path, account: Account | None) -> None:
    """Make a 0700 folder of the account's own; a folder of somebody else's under its name is refused."""
    uid = account.uid if account else os.getuid()
    chain = [folder.parent, folder] if folder.parent.parent == Path("/tmp") else [folder]  # noqa: S108 – as above
    for place in chain:
        with suppress(FileExistsError):
            place.mkdir(mode=0o700)
        found = place.lstat()
        if account and found.st_uid == 0 and stat.S_ISDIR(found.st_mode):
            # Root's own: made just now, or by a start that was cut short, or by another that is at this very line.
            os.chown(place, account.uid, account.gid, follow_symlinks=False)
            found = place.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
            words = _("{path} 不是只属于本账户的文件夹，数据库的套接字不放在里面：请查看是谁建的，移走再试。")
            raise DatabaseTrouble(words.format(path=place))


def _check_length(socket: Path) -> None:
    if len(os.fsencode(socket)) > SOCKET_LIMIT:
        words = _("套接字的路径太长（{path}，系统最多 {limit} 字节）：换一个短些的文件夹。")
        raise DatabaseTrouble(words.format(path=socket, limit=SOCKET_LIMIT))
