"""`dundian reset`: back to nothing, after asking."""

import click

from dundian.site.words import _

needs = "files"


@click.command(name="reset")
@click.option("--yes", is_flag=True, help="不再问 / do not ask")
def command(*, yes: bool) -> None:
    """删去数据库、密钥和日志，从头来。 Remove the data, after asking."""
    from dundian.site import resetting  # noqa: PLC0415 – the list of commands need not load a server
    from dundian.site.postgres.places import home_folder  # noqa: PLC0415 – as above

    home = home_folder()
    doomed = resetting.doomed(home)
    if not doomed:
        click.echo(_("{path} 里没有要删的。").format(path=home), err=True)
        return
    for path in doomed:
        click.echo(f"  {path}", err=True)
    if not yes:
        click.confirm(_("以上全部删去，找不回来。删吗？"), abort=True, err=True)
    resetting.reset(home)
    click.echo(_("都删了。"), err=True)
