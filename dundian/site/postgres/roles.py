"""Two roles: the owner, who migrates, and the app, which does everything else and can pass no policy.

The passwords are random and lie in `roles.json`, readable by its owner only.
"""

import json
import os
import secrets
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from dundian.site.postgres.cluster import SUPERUSER
from dundian.site.postgres.errors import DatabaseTrouble, UnsafeServer, in_plain_words
from dundian.site.postgres.places import Places
from dundian.site.words import _

DATABASE = "dundian"
OWNER = "dundian_owner"
APP = "dundian_app"


def passwords(places: Places) -> dict[str, str]:
    """Return the password of each role; made on the first start, before the cluster is."""
    if not places.roles.exists():
        if places.data.exists():
            words = _("{path} 不见了，里面是数据库的密码：从备份里放回来，再启动。")
            raise DatabaseTrouble(words.format(path=places.roles))
        with in_plain_words(places.state):
            _write(places.roles, {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)})
    with in_plain_words(places.state):
        kept: dict[str, str] = json.loads(places.roles.read_text())
    return kept


def _write(path: Path, content: dict[str, str]) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)


def url(places: Places, role: str, database: str = DATABASE) -> str:
    """Return the address of the database for a role, with its password: never print it."""
    password = quote(passwords(places)[role], safe="")
    return f"postgresql://{role}:{password}@/{database}?host={quote(str(places.socket))}"


def establish(places: Places) -> None:
    """Create the roles and the database where they are missing; run after each start of the server."""
    kept = passwords(places)
    with psycopg.connect(url(places, SUPERUSER, "postgres"), autocommit=True) as connection:
        for role, rights in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
            if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
                words = "create role {} login nosuperuser nobypassrls nocreaterole {} password {}"
                connection.execute(
                    sql.SQL(words).format(sql.Identifier(role), sql.SQL(rights), sql.Literal(kept[role]))
                )
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            words = "create database {} owner {}"
            connection.execute(sql.SQL(words).format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def grant(*, owner_url: str, app_url: str) -> None:
    """Let the app read and write what the owner's migrations made: run before and after each migrate.

    What a migration granted or revoked itself is left as it is: only objects that nobody has granted anything
    on are touched. The app may not empty a table (TRUNCATE), create one, or write Django's own migration list.
    """
    app = sql.Identifier(psycopg.conninfo.conninfo_to_dict(app_url)["user"])  # type: ignore[arg-type]  # a name
    with psycopg.connect(owner_url, autocommit=True) as connection:
        for kind, rights in (
            ("tables", "select, insert, update, delete"),
            ("sequences", "usage, select"),
            ("functions", "execute"),
        ):
            words = f"alter default privileges in schema public grant {rights} on {kind} to {{}}"
            connection.execute(sql.SQL(words).format(app))
        connection.execute(sql.SQL("grant usage on schema public to {}").format(app))
        for name, kind in connection.execute(UNGRANTED).fetchall():
            rights = "usage, select" if kind == "S" else "select, insert, update, delete"
            words = f"grant {rights} on {{}} to {{}}"
            connection.execute(sql.SQL(words).format(sql.Identifier(name), app))
        if connection.execute("select to_regclass('public.django_migrations')").fetchone() != (None,):
            connection.execute(sql.SQL("revoke insert, update, delete on django_migrations from {}").format(app))


UNGRANTED = """
    select relname, relkind::text from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
      and relacl is null and pg_has_role(relowner, 'member')
"""

UNSAFE_ROLE = """
    select r.rolname, r.rolsuper, r.rolbypassrls from pg_roles r
    where pg_has_role(current_user, r.oid, 'member') and (
        r.rolsuper or r.rolbypassrls or r.rolname = %s
        or exists (select 1 from pg_class where relowner = r.oid and relrowsecurity)
    )
"""

SAFE_SETTINGS = {"fsync": "on", "full_page_writes": "on", "data_checksums": "on"}


def refuse_unsafe(*, app_url: str, owner_url: str) -> None:
    """Raise UnsafeServer if the app's role could pass row-level security, or the server could lose a record."""
    owner = psycopg.conninfo.conninfo_to_dict(owner_url).get("user")
    with psycopg.connect(app_url, connect_timeout=10) as connection:
        found = connection.execute(UNSAFE_ROLE, [owner]).fetchone()
        kept = {name: connection.execute(f"show {name}").fetchone() for name in SAFE_SETTINGS}
        committed = connection.execute("show synchronous_commit").fetchone()
    if found:
        words = _(
            "DATABASE_URL 的角色能当 {role}（超级用户、BYPASSRLS 或表的主人），会绕开按范围的隔离：给它换一个普通角色。"
        )
        raise UnsafeServer(words.format(role=found[0]))
    wrong = [name for name, value in kept.items() if value != (SAFE_SETTINGS[name],)]
    if committed == ("off",):
        wrong.append("synchronous_commit")
    if wrong:
        words = _("数据库的 {names} 关着，断电会丢已经收下的记录：打开它再启动。")
        raise UnsafeServer(words.format(names="、".join(wrong)))
