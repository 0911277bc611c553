"""`dundian account NAME --organiser`: the first account of a new house, with its sign-in link."""

from __future__ import annotations

import click
from django.conf import settings
from django.utils import timezone

from dundian.features.programme import services as programme
from dundian.features.registry import services as registry

needs = "database"


@click.command(name="account")
@click.argument("username")
@click.option("--name", help="姓名；不写就用登录名。")
@click.option("--organiser", is_flag=True, help="让他当所有活动的组织方。")
def command(username: str, name: str | None, *, organiser: bool) -> None:
    """开一个账号，打出只能用一次的登录链接。

    不带 --organiser 的账号什么也看不到，到工作台的“设置”里开通。
    """
    now = timezone.now()
    try:
        account_id = registry.open_account(username=username, name=name or username, at=now)
    except registry.NameTaken as fault:
        raise click.ClickException(fault.__doc__ or "") from fault
    if organiser:
        programme.give(account_id=account_id, role="ORGANISER", place={}, by="shell", at=now)
    click.echo(f"{settings.ORIGINS['desk']}/enter/{registry.issue_link(account_id=account_id, at=now)}/")
