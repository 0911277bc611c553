"""What PostgreSQL says when it does not start, put into one sentence."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from dundian.site.postgres.errors import DatabaseTrouble, binaries_broken, disk_full, no_permission
from dundian.site.postgres.places import Places
from dundian.site.words import _

WEEK = 6 * 24 * 3600.0


def path(state: Path) -> Path:
    """Return the file that holds what the server said before its own log was open."""
    return state / "start.log"


def tidy(log: Path) -> None:
    """Remove log files of last week: their weekday's name would be appended to."""
    for file in log.glob("*.log"):
        if time.time() - file.stat().st_mtime > WEEK:
            file.unlink(missing_ok=True)


def read(places: Places) -> str:
    """Return what was said at the last start: the first words and the end of the newest log."""
    said = path(places.state).read_text(errors="replace")
    newest = max(places.log.glob("*.log"), key=lambda file: file.stat().st_mtime, default=None)
    return said + (newest.read_text(errors="replace")[-4000:] if newest else "")


def sentence(said: str, *, folder: Path) -> DatabaseTrouble:
    """Return the sentence for PostgreSQL's own words (English; the cluster's messages are in locale C)."""
    for pattern, explain in PATTERNS:
        if found := re.search(pattern, said):
            return explain(found, folder)
    last = [line for line in said.splitlines() if re.search(r"FATAL|PANIC|error", line)] or said.splitlines()[-1:]
    words = _("PostgreSQL 没有启动：{what}（日志在 {path}）。")
    return DatabaseTrouble(words.format(what=last[-1].strip() if last else "?", path=folder))


def _other_version(found: re.Match[str], folder: Path) -> DatabaseTrouble:
    words = _("{path} 里的数据库是 PostgreSQL {version} 写的，现在装的是另一个大版本：先用旧版导出，再导入。")
    return DatabaseTrouble(words.format(path=folder, version=found[1]))


PATTERNS: list[tuple[str, Callable[[re.Match[str], Path], DatabaseTrouble]]] = [
    (r"No space left on device|Disk quota exceeded", lambda _found, folder: disk_full(folder)),
    (r"initialized by PostgreSQL version (\d+)", _other_version),
    (
        r"error while loading shared libraries.*|cannot execute.*|Exec format.*",
        lambda found, _f: binaries_broken(found[0]),
    ),
    (r'[^\n]*?"([^"\n]*)": (?:Permission denied|Read-only file system)', lambda found, _f: no_permission(found[1])),
]
