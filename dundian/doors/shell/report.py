"""`dundian report summary PROGRAMME`: the summary report as Word and PDF."""

from __future__ import annotations

import os
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dundian.engines.document import docx, pdf
from dundian.features.programme import queries as programme
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.reports import queries
from dundian.features.reports.queries import Figure, Source

needs = "database"


def _programme(word: str) -> int:
    rows = programme.programmes(clockwork())
    found = [row for row in rows if word in {str(row.id), row.name}]
    if len(found) == 1:
        return found[0].id
    known = "、".join(f"{row.id} {row.name}" for row in rows) or _("一个也没有")
    message = (
        _("没有叫“%(word)s”的活动。现有：%(known)s。")
        if not found
        else _("叫“%(word)s”的不止一个，用编号：%(known)s。")
    )
    raise click.ClickException(message % {"word": word, "known": known})


@click.group(name="report")
def command() -> None:
    """出报告。"""


@command.command()
@click.argument("programme_word", metavar="PROGRAMME")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="放在哪个文件夹；不写就放这里。"
)
def summary(programme_word: str, out: Path) -> None:
    """总结报告：docx 和 PDF 各一份，按 GB/T 9704 排版。PROGRAMME 是活动的编号或名字。

    每个数字都是链接，指向工作台上数出它的那些行；工作台的地址取自 DUNDIAN_URL。
    """
    desk = os.environ.get("DUNDIAN_URL", settings.ORIGINS["desk"]).rstrip("/")
    programme_id = _programme(programme_word)

    def link(figure: Figure) -> str:
        return f"{desk}/p/{programme_id}/reports/rows/{figure.key}/"

    with in_scope(clockwork()) as scope:
        source = Source(scope=scope, programme_id=programme_id, today=timezone.localdate())
        document, missing = queries.summary(source=source, link=link, on=timezone.localdate())
    out.mkdir(parents=True, exist_ok=True)
    name = document.plain_title().replace("/", "／")
    now = timezone.localtime()
    printed = pdf.render(document, at=now)
    for path, content in ((out / f"{name}.docx", docx.render(document, at=now)), (out / f"{name}.pdf", printed.pdf)):
        path.write_bytes(content)
        click.echo(str(path))
    for gap in missing:
        click.echo(_("还缺：") + gap.words, err=True)
    if printed.font_note:
        click.echo(printed.font_note, err=True)
