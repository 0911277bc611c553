"""The files of `dundian plan`: read whole and as UTF-8, written whole or not at all; one sentence where that fails."""

from __future__ import annotations

from pathlib import Path

import click

_MOST_BYTES = 200_000_000


def end_words(seconds: float, cost: int, bound: int) -> str:
    """How long it took, what it costs, and how much better it could be at most."""
    if cost <= bound:
        return f"算了 {seconds:.1f} 秒，代价 {cost}，没有更好的了。"
    return f"算了 {seconds:.1f} 秒，代价 {cost}，再算也最多好 {100 * (cost - bound) / max(1, cost):.1f}%。"


def read_text(path: str) -> str:
    """Return the text of a file."""
    name = Path(path).name
    try:
        with Path(path).open("rb") as stream:
            found = stream.read(_MOST_BYTES + 1)
        if len(found) > _MOST_BYTES:
            raise click.ClickException(f"“{name}”超过 {_MOST_BYTES // 1_000_000} MB，不像一份分组文件。")
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise click.ClickException(f"“{name}”不是 UTF-8 文字。") from fault
    except (OSError, ValueError) as fault:  # ValueError: a path with a zero byte
        raise click.ClickException(f"打不开“{name}”：看看路径对不对、有没有权限读。") from fault


def write_text(text: str, path: str | None) -> None:
    """Write a text into a file, or print it where no file is named."""
    if path is None:
        click.echo(text, nl=False)
    else:
        write_bytes(text.encode(), path)


def write_bytes(content: bytes, path: str) -> None:
    """Write a file so that it is there whole or not at all."""
    target = Path(path)
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except (OSError, ValueError) as fault:
        raise click.ClickException(f"写不进“{path}”：看看文件夹在不在、有没有权限写、磁盘满没满。") from fault
