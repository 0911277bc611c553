"""What engines and services say in Chinese, said in the reader's language: they know no reader, a page does."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.utils.functional import lazy
from django.utils.translation import get_language

from dundian.engines.text.phrasebook import Phrasebook

LOCALES = Path(__file__).resolve().parents[2] / "locale"


def said(words: str | None) -> str:
    """Our own Chinese words in the language of this response."""
    text = str(words or "")
    language = (get_language() or "zh").partition("-")[0]
    return text if language == "zh" else _book(language).say(text)


said_lazy = lazy(said, str)


def words_of(fault: Exception) -> str:
    """What a refusal says: its own sentence, or its docstring."""
    return said(str(fault) or fault.__doc__)


@cache
def _book(language: str) -> Phrasebook:
    return Phrasebook(LOCALES / language / "LC_MESSAGES" / "django.mo")
