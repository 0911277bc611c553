"""Remove an installation: only what dundian made, only when nobody uses it."""

import os
import shutil
from pathlib import Path

from dundian.site.postgres import holders
from dundian.site.postgres.cluster import Cluster
from dundian.site.postgres.errors import in_plain_words
from dundian.site.postgres.places import look
from dundian.site.running import who_runs

OURS = ("postgres", "secrets", "log", "samples", "tour")


class InUse(Exception):
    """还有 dundian 在用这个数据库：先停下它，再删。"""


class NotOurs(Exception):
    """数据库在 DATABASE_URL 所指的服务器上，dundian reset 不删别人的服务器：请在那里删。"""


def doomed(home: Path) -> list[Path]:
    """Return what a reset would remove: names of ours in the home, and where a link of root's leads."""
    if os.environ.get("DATABASE_URL"):
        raise NotOurs
    if who_runs(home):
        raise InUse
    found = [home / name for name in OURS if (home / name).exists() or (home / name).is_symlink()]
    places = look(home)
    if places:
        found += [path for path in (places.state, places.socket) if path.exists() and path not in found]
    return found


def reset(home: Path) -> None:
    """Stop a server that nobody holds and remove everything; raises InUse if somebody does."""
    places = look(home)
    if who_runs(home):
        raise InUse
    with in_plain_words(home):
        if places:
            with holders.turn(places.state):
                if holders.anyone(places.state):
                    raise InUse
                Cluster(places).stop()
                shutil.rmtree(places.socket, ignore_errors=True)
                shutil.rmtree(places.state)
        for name in OURS:
            path = home / name
            if path.is_symlink():
                path.unlink()
            elif path.exists():
                shutil.rmtree(path)
        if home.is_dir() and not any(home.iterdir()):
            home.rmdir()
