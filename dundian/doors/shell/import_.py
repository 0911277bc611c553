"""`dundian import FILE`: what a roster, a list of enterprises or of township unions says, cell by cell."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from dundian.doors.shell.saying import say, tell
from dundian.engines.reading.fields.context import BadContext, Context
from dundian.engines.reading.readings import ReadRow, TableReading, refused
from dundian.engines.reading.tables import KINDS, read_table
from dundian.engines.reading.workbook.signature import MOST_BYTES

needs = "files"


class NotRead(Exception):
    """这份文件没有读。"""


@click.command(name="import")
@click.argument("file")
@click.option(
    "--kind",
    type=click.Choice(sorted(KINDS)),
    required=True,
    help="roster 干部名册，enterprises 企业，townships 乡镇（街道）工会。",
)
@click.option("--programme", "programme_word", help="导进哪个活动：编号或名字。导名册要写。")
@click.option("--context", "context_file", help="背景文件（JSON）：year、today、phases [{no, start, end}]。")
@click.option("--dry-run", is_flag=True, help="只看读成什么样，什么都不写。")
@click.option("--json", "as_json", is_flag=True, help="打印 JSON。")
def command(
    file: str, *, kind: str, programme_word: str | None, context_file: str | None, dry_run: bool, as_json: bool
) -> None:
    """读一份名单：.xlsx、.xls 或 .csv，每处看不准的都说出在哪一格、改成什么；看准的行写进库里。

    有错的行不写，列出来，这时退出码是 3。导进去的在工作台上能整次撤销。

    \b
    dundian import 名册.xlsx --kind roster --context 背景.json --dry-run
    dundian import 名册.xlsx --kind roster --programme 春季蹲点
    """  # noqa: D301 – click reads the character itself
    if dry_run:
        _tell(_read(file, kind, lambda: _context(context_file)), as_json=as_json)
        return
    click.get_current_context().find_root().obj()  # join the database: site.cli says how
    # Models can only be imported once Django stands, and --dry-run never asks for it.
    from dundian.doors.shell import taking  # noqa: PLC0415 – as the line above says

    programme_id = taking.programme_of(programme_word, is_needed=kind == "roster")
    is_known = context_file is None and programme_id is not None
    reading = _read(file, kind, lambda: taking.context_of(programme_id) if is_known else _context(context_file))
    _tell(reading, as_json=as_json)
    taking.take(reading, content=_bytes(file), programme_id=programme_id)


def _tell(reading: TableReading, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(reading.as_json(), ensure_ascii=False, indent=2))
    elif reading.status != "refused":
        _print(reading)
    if reading.status == "refused":
        raise click.ClickException(reading.message)


def _read(file: str, kind: str, context_of: Callable[[], Context]) -> TableReading:
    name = Path(file).name
    try:
        context = context_of()
        return read_table(_bytes(file), filename=name, kind=kind, context=context)
    except (NotRead, BadContext) as fault:
        return refused(name, kind, str(fault) or (type(fault).__doc__ or ""))


def _context(context_file: str | None) -> Context:
    if context_file is None:
        today = date.today()  # noqa: DTZ011 TID251 – a door: the day is asked here
        return Context(year=today.year, today=today, phases=())
    try:
        return Context.of(json.loads(_bytes(context_file).decode("utf-8-sig")))
    except (ValueError, RecursionError) as fault:
        raise BadContext(f"背景文件“{Path(context_file).name}”不是能读的 JSON。") from fault


def _bytes(file: str) -> bytes:
    path = Path(file)
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError as fault:
        raise NotRead(f"找不到文件“{path.name}”，看看路径对不对。") from fault
    except IsADirectoryError as fault:
        raise NotRead(f"“{path.name}”是文件夹，给出其中的一个文件。") from fault
    except (OSError, ValueError) as fault:  # ValueError: a path with a zero byte
        raise NotRead(f"文件“{path.name}”打不开，看看有没有读的权限。") from fault


def _print(reading: TableReading) -> None:
    sheets = {row.sheet for row in reading.rows} | {fault.sheet for fault in reading.errors}
    for row in reading.rows:
        click.echo(f"{_place(reading.file, row.sheet if len(sheets) > 1 else None, row.row)} {_summary(row)}")
    for fault in reading.errors:
        place = _place(reading.file, fault.sheet if len(sheets) > 1 else None, fault.row)
        fix = f" → {say(fault.fix)}" if fault.fix else ""
        click.echo(f"{place} {fault.column or ''} {say(fault.message)}{fix}".replace("  ", " "), err=True)
    for label in reading.ignored_columns:
        tell(f"{reading.file} “{label}”这一列没有用到")
    tell(reading.message)


def _place(file: str, sheet: str | None, row: int | None) -> str:
    return ":".join(str(part) for part in (file, sheet, row) if part is not None)


def _summary(row: ReadRow) -> str:
    told = TableReading(file="", kind="", status="ok", rows=(row,)).as_json()["rows"][0]
    return "  ".join(_shown(value) for key, value in told.items() if value is not None and key[0] != "_")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return say("是" if value else "否")
    if isinstance(value, list):
        return "、".join(_shown(item) for item in value)
    if isinstance(value, dict):
        return " ".join(_shown(part) for part in value.values() if part is not None)
    return str(value)
