"""`dundian up`: everything on, watched, until Ctrl-C."""

import os
from typing import Any

import click

from dundian.site.listening import PORTS

needs = "files"


@click.command(name="up")
@click.option("--host", metavar="NAME", help="别的机器用这个名字来访；不写就只有这台机器能打开。")
@click.option(
    "--tls",
    nargs=2,
    type=click.Path(exists=True, dir_okay=False, resolve_path=True),
    metavar="CERT KEY",
    help="证书和私钥，都是 PEM。",
)
@click.option(
    "--ports",
    nargs=3,
    type=click.IntRange(0, 65535),
    default=PORTS,
    show_default=True,
    metavar="DESK PHONE PORTAL",
    help="三个端口。",
)
@click.option(
    "--article",
    type=click.Path(exists=True, dir_okay=False, resolve_path=True),
    help="用这一版真的文章，不用虚构的那版。",
)
@click.option("--json", "as_json", is_flag=True, help="起来以后打印一行 JSON。")
@click.option("--bare", is_flag=True, help="不装示例，不发登录链接。")
def command(*, article: str | None, **wishes: Any) -> None:
    """启动蹲点：数据库、网页、后台。"""
    from dundian.site.up import Options, run  # noqa: PLC0415 – the list of commands need not load a server

    if article:
        os.environ["DUNDIAN_ARTICLE"] = article  # read by the step that loads the sample
    run(Options(**wishes))
