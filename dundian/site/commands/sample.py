"""`dundian sample`: the invented programme, whole: lists, groups, an article with its pledges, a week.

A second time it only says who is in it.
"""

import os
import time
from datetime import date
from pathlib import Path

import click
from django.utils import timezone

from dundian.engines.reading import article as reading
from dundian.engines.reading import decode
from dundian.engines.reading.page import PageNotRead
from dundian.features.pledges import queries as pledge_queries
from dundian.features.pledges import services as pledges
from dundian.features.programme import queries as programme
from dundian.features.programme.sample.loading import build_sample, sample_actors
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.programme.services import plans, publishing
from dundian.site.sample.happening import happen
from dundian.site.words import _

needs = "database"
INVENTED = Path(__file__).parents[1] / "sample" / "article.txt"
# Enough for a plan that nobody would mend by hand; the desk goes on from there.
SECONDS = 4.0
BY = "sample"


@click.command(name="sample", help="装上示例活动，全部虚构。")
@click.option("--article", type=click.Path(path_type=Path), help="用这一版真的文章，不用虚构的那版。")
def command(article: Path | None) -> None:
    """Load the sample and say who is in it."""
    path = article or Path(os.environ.get("DUNDIAN_ARTICLE") or INVENTED)
    text, first_on = _read(path)
    is_real = path != INVENTED
    known = any(row.is_sample for row in programme.programmes(clockwork()))
    programme_id = build_sample(at=timezone.now(), first_on=first_on if is_real else None)
    if is_real or not pledge_queries.articles(programme_id):
        pledges.take_article(programme_id=programme_id, text=text, file_name=path.name, by=BY, at=timezone.now())
    if not known:
        _place(programme_id)
        happen(programme_id=programme_id, at=timezone.now())
    with in_scope(clockwork()):
        actors = sample_actors(programme_id=programme_id, at=timezone.now())
    for actor in actors:
        click.echo(_("示例 {role}：{name}").format(role=actor.role, name=actor.name))


def _read(path: Path) -> tuple[str, date | None]:
    """The text of the page and the day on which its programme begins, if it says so."""
    try:
        text = decode.text_of(path.read_bytes())
        start = reading.read_page(text).facts.start
    except OSError as fault:
        raise click.ClickException(_("读不到 {path}。").format(path=path)) from fault
    except PageNotRead as fault:
        raise click.ClickException(str(fault)) from fault
    return text, date.fromisoformat(start) if start else None


def _place(programme_id: int) -> None:
    """Plan the groups by the same run that the desk asks for, and publish them."""
    wish = plans.Wish()
    run_id = plans.start_run(programme_id=programme_id, wish=wish, by=BY, at=timezone.now())
    plans.work_out(run_id=run_id, time=plans.Time(clock=time.monotonic, now=timezone.now, seconds=SECONDS))
    publishing.publish(programme_id=programme_id, by=BY, at=timezone.now())
