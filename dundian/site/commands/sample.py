"""`dundian sample`: build the invented sample programme; a second time it only says that it is there."""

import click
from django.utils import timezone

from dundian.features.programme.sample.loading import load_sample
from dundian.site.words import _

needs = "database"


@click.command(name="sample", help="装上示例活动（全部虚构） / load the invented sample programme")
def command() -> None:
    """Load the sample and say who is in it."""
    for actor in load_sample(at=timezone.now()):
        click.echo(_("示例 {role}：{name}").format(role=actor.role, name=actor.name))
