"""The words of the command line, from the same catalogue as the pages, without needing Django."""

import gettext
import os
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent.parent / "locale"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALES, languages=[language], fallback=True)


def language() -> str:
    """Return the language of this run: `zh-hans` unless DUNDIAN_LANG (set by --lang) asks for `en`."""
    return "en" if os.environ.get("DUNDIAN_LANG") == "en" else "zh-hans"


def _(sentence: str) -> str:
    """Return the Chinese sentence in the language of this run; unchanged where the catalogue lacks it."""
    return sentence if language() == "zh-hans" else _catalogue("en").gettext(sentence)
