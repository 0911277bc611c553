"""`dundian migrate`: for developers; `dundian up` migrates by itself."""

import os
import subprocess
import sys

import click

needs = "files"


@click.command(name="migrate", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(words: tuple[str, ...]) -> None:
    """更新数据库结构；up 会自己做。"""
    from dundian.site.postgres import server  # noqa: PLC0415 – the list of commands need not load a server
    from dundian.site.steps import say  # noqa: PLC0415 – as above

    with server(say=say) as database:
        database.renew_grants()
        env = {"DJANGO_SETTINGS_MODULE": "dundian.site.settings"} | os.environ
        env["DATABASE_URL"] = database.owner_url
        line = [sys.executable, "-m", "django", "migrate", *words]
        done = subprocess.run(line, env=env, check=False)  # noqa: S603 – our own Python
        database.renew_grants()
    sys.exit(done.returncode)
