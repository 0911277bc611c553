"""`dundian up`: everything on, watched, until Ctrl-C."""

import os
from typing import Any

import click

from dundian.site.listening import PORTS

needs = "files"


@click.command(name="up")
@click.option("--host", metavar="NAME", help="别的机器用这个名字来访 / the name by which other machines reach us")
@click.option(
    "--tls",
    nargs=2,
    type=click.Path(exists=True, dir_okay=False, resolve_path=True),
    metavar="CERT KEY",
    help="证书和私钥（PEM） / certificate and key",
)
@click.option(
    "--ports",
    nargs=3,
    type=click.IntRange(0, 65535),
    default=PORTS,
    show_default=True,
    metavar="DESK PHONE PORTAL",
    help="三个端口 / the three ports",
)
@click.option(
    "--article",
    type=click.Path(exists=True, dir_okay=False, resolve_path=True),
    help="用这一版真的文章 / load this article instead of the invented one",
)
@click.option("--json", "as_json", is_flag=True, help="起来后打印一行 JSON / one line of JSON once healthy")
@click.option("--bare", is_flag=True, help="不装样例，不发登录链接 / neither sample nor sign-in links")
def command(*, article: str | None, **wishes: Any) -> None:
    """启动蹲点：数据库、网页、后台。 Start everything."""
    from dundian.site.up import Options, run  # noqa: PLC0415 – the list of commands need not load a server

    if article:
        os.environ["DUNDIAN_ARTICLE"] = article  # read by the step that loads the sample
    run(Options(**wishes))
