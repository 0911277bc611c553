"""`dundian reset`: back to nothing, after asking."""

import click

from dundian.site.words import _

needs = "files"


@click.command(name="reset")
@click.option("--yes", is_flag=True, help="不再问。")
def command(*, yes: bool) -> None:
    """删去数据库、密钥、日志和示例名单，从头来；先问过再删。"""
    from dundian.site import resetting  # noqa: PLC0415 – the list of commands need not load a server
    from dundian.site.postgres.places import home_folder  # noqa: PLC0415 – as above

    home = home_folder()
    doomed = resetting.doomed(home)
    if not doomed:
        click.echo(_("{path} 里没有要删的。").format(path=home), err=True)
        return
    for path in doomed:
        click.echo(f"  {path}", err=True)
    if not yes and not _is_sure():
        raise click.ClickException(_("没有删，什么也没有动。"))
    resetting.reset(home)
    click.echo(_("都删了。"), err=True)


def _is_sure() -> bool:
    try:
        return click.confirm(_("以上全部删去，找不回来。删吗？"), err=True)
    except click.Abort:  # nobody there to answer, or Ctrl-C
        click.echo(err=True)
        return False
