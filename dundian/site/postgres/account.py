"""The account that PostgreSQL runs as when root starts it; PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

from dundian.site.postgres.errors import DatabaseTrouble
from dundian.site.words import _

NAME = "dundian"


@dataclass(frozen=True)
class Account:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int


def account_of(uid: int) -> Account:
    """Return the account with this number; its group is its number where the system does not know it."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(str(uid), uid, uid)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def own_account() -> Account:
    """Return our system account without a login; root creates it once."""
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _create()
        entry = pwd.getpwnam(NAME)
    if entry.pw_uid == 0:
        raise DatabaseTrouble(_("账户 dundian 的编号是 0（root），PostgreSQL 不能用它运行：请改名或删去。"))
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _create() -> None:
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise DatabaseTrouble(_("这台机器没有 useradd，建不了运行数据库的账户 dundian：请用普通用户运行 dundian。"))
    command = [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 – system's own useradd
    if done.returncode not in {0, 9}:  # 9: somebody created it a moment ago
        raise DatabaseTrouble(_("建不了运行数据库的账户 dundian：{what}").format(what=done.stderr.strip()))


def as_account(account: Account | None) -> dict[str, Any]:
    """Return the arguments of subprocess that drop to the account, with its files private and a clean home."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "DATABASE_"))}
    how: dict[str, Any] = {"umask": 0o077, "env": env}
    if account:
        env["HOME"], env["USER"], env["LOGNAME"] = "/", account.name, account.name
        how |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return how
