"""`dundian link NAME`: a fresh sign-in link, or the invite that enrols an official's phone."""

from __future__ import annotations

import sys

import click
import segno
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dundian.features.registry import queries, services

needs = "database"


def _pick(name: str, want_phone: bool) -> queries.Entrant:
    found = [e for e in queries.entrants_named(name) if (e.account_id is None) == want_phone]
    if not found:
        kind = _("蹲点干部") if want_phone else _("账号")
        message = _("没找到叫“%(name)s”的%(kind)s。名字要写全。") % {"name": name, "kind": kind}
        raise click.ClickException(message)
    if len(found) > 1:
        units = "、".join(e.unit or e.username or "" for e in found)
        message = _("叫“%(name)s”的有 %(n)s 位（%(units)s），到“设置”里给其中一位发邀请。")
        raise click.ClickException(message % {"name": name, "n": len(found), "units": units})
    return found[0]


@click.command(name="link")
@click.argument("name")
@click.option("--phone", is_flag=True, help="邀请这位蹲点干部把手机登记进来。")
def command(name: str, *, phone: bool) -> None:
    """给 NAME 一个新的登录链接，用一次就失效。

    \b
    dundian link organiser
    dundian link 王小明 --phone
    """  # noqa: D301 – click reads the character itself
    entrant, now = _pick(name, phone), timezone.now()
    if entrant.account_id is not None:
        token = services.issue_link(account_id=entrant.account_id, at=now)
        click.echo(f"{settings.ORIGINS['desk']}/enter/{token}/")
        return
    assert entrant.person_id is not None  # noqa: S101 – an entrant is one or the other
    address = f"{settings.ORIGINS['phone']}/enrol#{services.issue_invite(person_id=entrant.person_id, at=now)}"
    click.echo(address)
    if sys.stdout.isatty():
        segno.make(address, error="m").terminal(compact=True)
