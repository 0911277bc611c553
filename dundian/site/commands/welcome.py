"""`dundian welcome`: a fresh sign-in link for each sample actor, and the invite for a phone as a QR code."""

import click
import segno
from django.conf import settings
from django.utils import timezone

from dundian.features.programme import queries as programme
from dundian.features.programme.sample.loading import SampleActor, sample_actors
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.registry import services as registry
from dundian.site.words import _

needs = "database"


@click.command(name="welcome", help="给示例里每种角色一个登录链接。")
def command() -> None:
    """Print the links; each works once, within three days."""
    now = timezone.now()
    sample = next((row for row in programme.programmes(clockwork()) if row.is_sample), None)
    if sample is None:
        raise click.ClickException(_("这里没有示例活动。要装上：dundian sample。"))
    with in_scope(clockwork()):
        actors = sample_actors(programme_id=sample.id, at=now)
    click.echo(_("登录链接，每个只能用一次 · sign-in links, each works once"))
    for actor in actors:
        if actor.account_id is not None:
            token = registry.issue_link(account_id=actor.account_id, at=now)
            click.echo(f"  {settings.ORIGINS['desk']}/enter/{token}/   {actor.role} {actor.name}")
    for actor in actors:
        if actor.person_id is not None:
            _invite(actor, registry.issue_invite(person_id=actor.person_id, at=now))


def _invite(actor: SampleActor, token: str) -> None:
    address = f"{settings.ORIGINS['phone']}/enrol#{token}"
    click.echo("\n" + _("登记手机的邀请 · the invite for a phone") + f"   {actor.role} {actor.name}\n  {address}")
    if "localhost" in settings.ORIGINS["phone"]:
        click.echo(_("  这个码只在这台机器上管用 · this code works on this machine only"))
    segno.make(address, error="l").terminal(compact=True)
