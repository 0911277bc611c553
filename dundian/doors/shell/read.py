"""`dundian read ARTICLE`: what a newspaper page of pledge speeches says."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from dundian.doors.shell.saying import say
from dundian.engines.reading import scheme
from dundian.engines.reading.article import read_page
from dundian.engines.reading.decode import LARGEST, text_of
from dundian.engines.reading.page import Facts, Page, PageNotRead, Speech

needs = "files"

_ROLES = {"leader": "组长", "member": "组员"}
_ACTORS = {"group": "小组", "self": "本人", "leader": "组长"}
_FACTS: tuple[tuple[str, Callable[[Facts], object]], ...] = (
    ("时间", lambda f: f"{f.start or '?'} – {f.end or '?'}" if f.start or f.end else None),
    ("主办", lambda f: f.host),
    ("人数", lambda f: f.people),
    ("期数", lambda f: f.phases),
    ("小组", lambda f: f.groups_total),
    ("发言", lambda f: f.speakers),
)


@click.command(name="read")
@click.argument("article")
@click.option("--json", "as_json", is_flag=True, help="打印 JSON。")
def command(article: str, *, as_json: bool) -> None:
    """读一页表态发言：理顺段落，摘出承诺。ARTICLE 是 txt 或 docx 文件，- 表示从标准输入读。"""
    try:
        page = read_page(text_of(_bytes(article)))
    except PageNotRead as fault:
        raise click.ClickException(str(fault)) from fault
    if as_json:
        click.echo(json.dumps(page.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(_summary(page))


def _bytes(article: str) -> bytes:
    try:
        if article == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(article).open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise click.ClickException(f"找不到文件“{article}”，请核对路径。") from None
    except IsADirectoryError:
        raise click.ClickException(f"“{article}”是文件夹，请给出其中的一个文件。") from None
    except (OSError, ValueError) as fault:  # ValueError: a path with a zero byte
        raise click.ClickException(f"文件“{article}”打不开，请检查读取权限。") from fault


def _summary(page: Page) -> str:
    rows = [page.headline or say("（没有总标题）")]
    rows += [f"  {say(label)}:{value}" for label, tell in _FACTS if (value := tell(page.facts)) is not None]
    names = scheme.names()
    if page.tasks:
        rows += ["", say("任务")] + [f"  {say(names[task.category])}  {task.text}" for task in page.tasks]
    for speech in page.speeches:
        rows += ["", *_speech_rows(speech, names)]
    count = sum(len(speech.pledges) for speech in page.speeches)
    rows += ["", say(f"{len(page.speeches)} 篇发言，{count} 条承诺（机器建议，请逐条核对）。")]
    return "\n".join(rows)


def _speech_rows(speech: Speech, names: dict[str, str]) -> list[str]:
    role = f"({say(_ROLES[speech.role])})" if speech.role else ""
    rows = [f"■ {speech.name}{role}  {speech.title or ''}".rstrip()]
    if speech.lost_text:
        rows.append("  " + say("原文缺失：开头一段不在这一页上。"))
    if speech.is_moved:
        order = "、".join("+".join(str(line) for line in part.lines) for part in speech.paragraphs)
        rows.append("  " + say(f"段落已理顺，依次为原文第 {order} 行。"))
    proofs = scheme.names("verifiability")
    for pledge in speech.pledges:
        words = (names[pledge.category], proofs[pledge.verifiability], _ACTORS[pledge.actor])
        kind = "/".join(map(say, words))
        rows.append(f"  - [{kind}] {pledge.text}")
    return rows + [f"  * {say(note.note)}:{note.text}" for note in speech.notes if note.kind != "lost"]
