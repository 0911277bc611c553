"""`dundian where`: every folder, with its size, and what runs from it."""

import os
from pathlib import Path

import click

from dundian.site.words import _

needs = "files"


@click.command(name="where")
def command() -> None:
    """数据放在哪里、占多少、谁在运行。"""
    from dundian.site.postgres.places import home_folder, look  # noqa: PLC0415 – keeps the list of commands quick

    home = home_folder()
    _line(_("文件夹"), _sized(home))
    _inside(home)
    if os.environ.get("DATABASE_URL"):
        _line(_("数据库"), _("在 DATABASE_URL 所指的服务器上，不在这里"))
    elif places := look(home):
        from dundian.site.postgres import binaries, remains  # noqa: PLC0415 – as above

        _line(_("数据库"), _sized(places.data))
        _line(_("数据库日志"), _sized(places.log))
        _line(_("密码文件"), str(places.roles))
        _line(_("套接字"), str(places.socket))
        _line(_("数据库程序"), str(binaries.folder(places)))
        process = remains.postmaster(places.data)
        _line(_("数据库进程"), str(process.pid) if process else _("没有运行"))
    else:
        _line(_("数据库"), _("还没有建"))
    _running(home)


def _inside(home: Path) -> None:
    titles = {"secrets": _("密钥"), "log": _("运行日志"), "samples": _("示例名单"), "tour": _("各屏图片")}
    for name, title in titles.items():
        if (home / name).is_dir():
            _line(title, _sized(home / name))


def _running(home: Path) -> None:
    from dundian.site.running import who_runs  # noqa: PLC0415 – as above

    runs = who_runs(home) if home.is_dir() else []
    for run in runs:
        _line(_("正在运行"), f"dundian up, pid {run['pid']}")
        for door, origin in run["origins"].items():
            _line(f"  {door}", origin)
        for name, log in run["logs"].items():
            _line(f"  {name} log", log)
    if not runs:
        _line(_("正在运行"), _("没有在运行的"))


def _line(title: str, value: str) -> None:
    click.echo(f"{title}{' ' * max(1, 14 - _width(title))}{value}")


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def _sized(folder: Path) -> str:
    try:
        size = sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
    except PermissionError:
        return _("{path}（没有权限看大小）").format(path=folder)
    except FileNotFoundError:
        return str(folder)  # the server removes its own files while we count
    return f"{folder}  {size / 1e6:.1f} MB" if folder.exists() else _("{path}（还没有）").format(path=folder)
