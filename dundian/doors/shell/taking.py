"""Writing what `dundian import` read: imported only once the database is joined."""

from __future__ import annotations

import hashlib

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dundian.engines.reading.fields.context import Context, Phase
from dundian.engines.reading.readings import TableReading
from dundian.features.programme import queries
from dundian.features.programme import services as programme
from dundian.features.programme.scope import clockwork, in_scope
from dundian.features.registry import services

NOT_ALL = 3


class NotAllTaken(click.ClickException):
    """Some rows wait for a person; the others are in."""

    exit_code = NOT_ALL


def programme_of(word: str | None, *, is_needed: bool) -> int | None:
    """The programme of this number or name; without a word None, unless one is needed. Raises ClickException."""
    rows = queries.programmes(clockwork())
    known = "、".join(f"{row.id} {row.name}" for row in rows) or _("一个也没有")
    if word is None:
        if is_needed:
            raise click.ClickException(_("导名册要写 --programme。现有的活动：%(known)s。") % {"known": known})
        return None
    found = [row.id for row in rows if word in {str(row.id), row.name}]
    if len(found) != 1:
        message = _("叫“%(word)s”的活动有 %(n)s 个，用编号。现有的活动：%(known)s。")
        raise click.ClickException(message % {"word": word, "n": len(found), "known": known})
    return found[0]


def context_of(programme_id: int | None) -> Context:
    """What a list of this programme is read with."""
    rows = queries.phases(programme_id) if programme_id is not None else []
    today = timezone.localdate()
    phases = tuple(Phase(p.number, p.start_on, p.end_on) for p in rows)
    return Context(year=phases[0].start.year if phases else today.year, today=today, phases=phases)


def take(reading: TableReading, *, content: bytes, programme_id: int | None) -> None:
    """Take the rows at which nothing is left to look at, and say what happened; raises NotAllTaken."""
    source = services.Source(
        file_name=reading.file, digest=hashlib.sha256(content).hexdigest(), by="shell", at=timezone.now()
    )
    rows = services.rows_to_take(reading)
    with in_scope(clockwork()):
        if reading.kind == "roster" and programme_id is not None:
            taken = programme.take_roster(rows=rows, source=source, programme_id=programme_id)
        else:
            taker = services.take_enterprises if reading.kind == "enterprises" else services.take_townships
            taken = taker(rows=rows, source=source)
    words = _("导入好了：新加 %(made)s，更新 %(changed)s，没变 %(same)s。")
    click.echo(words % {"made": taken.made_count, "changed": taken.changed_count, "same": taken.same_count}, err=True)
    for row in taken.left_out:
        click.echo(f"{reading.file}:{row.row} {row.name} {row.why}", err=True)
    waiting = len(reading.faulty_rows) + len(taken.left_out)
    if waiting:
        message = ngettext("还有 %(n)s 行要先改好，没有导。", "还有 %(n)s 行要先改好，没有导。", waiting)
        raise NotAllTaken(message % {"n": waiting})
