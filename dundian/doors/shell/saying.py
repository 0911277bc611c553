"""What a command says: in Chinese, or in the language that --lang asks for (DUNDIAN_LANG).

Engines and commands say everything in Chinese; it is looked up where it is printed, as a page of the desk does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dundian.engines.text.phrasebook import Phrasebook

_LOCALES = Path(__file__).resolve().parents[2] / "locale"
# The keys of a page that hold words of ours, and what we write beside the file's own words; the rest is data.
_KEYS, _MEALS = ("message", "name", "words", "what", "why", "day"), ("午饭", "晚饭")


def say(words: str) -> str:
    """Our own Chinese words in the language of this run."""
    language = os.environ.get("DUNDIAN_LANG", "zh")
    return words if language != "en" else _book(language).say(words)


def tell(words: str) -> None:
    """Say something beside the output."""
    click.echo(say(words), err=True)


def of_file(path: str, fault: Exception) -> str:
    """What is wrong with a file, after its name."""
    words = str(fault)
    return f"“{Path(path).name}”：{words}" if say(words) == words else f"“{Path(path).name}”: {say(words)}"


def sentences(what: str, of: Iterable[str], *, most: int = 12) -> str:
    """What cannot be, and after it the sentences that say why, the first ones."""
    because = " ".join(say(each) for each in islice(of, most))
    return f"{what}：{because}" if say(what) == what else f"{say(what)}: {because}"


def said_page(page: Any) -> Any:
    """A page of JSON values with its words in the language of this run."""
    if isinstance(page, dict):
        return {key: say(value) if _is_said(key, value) else said_page(value) for key, value in page.items()}
    if isinstance(page, list):
        return [say(each) if isinstance(each, str) and each.endswith("。") else said_page(each) for each in page]
    return page


def said_text(text: str) -> str:
    """A JSON text with its words in the language of this run."""
    if os.environ.get("DUNDIAN_LANG") != "en":
        return text
    return json.dumps(said_page(json.loads(text)), ensure_ascii=False, indent=1) + "\n"


def _is_said(key: str, value: Any) -> bool:
    return isinstance(value, str) and (key in _KEYS or value in _MEALS)


@cache
def _book(language: str) -> Phrasebook:
    from dundian.engines.text.phrasebook import Phrasebook  # noqa: PLC0415 – only where another language is asked for

    return Phrasebook(_LOCALES / language / "LC_MESSAGES" / "django.mo")
