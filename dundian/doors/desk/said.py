"""What engines and services say in Chinese, said in the reader's language.

They know no reader, so a page looks their words up: a whole sentence in the catalogue, a class of demands in the
taxonomy, and a sentence with values set in ("第 3 组 没有能当组长的人。") by the one of the catalogue that it is made
from ("{0} 没有能当组长的人。"). What is nobody's word here – a name, what a worker said – stays as it is.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from babel.messages.mofile import read_mo
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext

from dundian.engines.text.taxonomy import taxonomy

LOCALES = Path(__file__).resolve().parents[2] / "locale"
HAN = re.compile("[\u4e00-\u9fff]")
PLACE = re.compile(r"(\{\d+\})")
# Where sentences and lists made of several are cut, widest first, and what stands there in another language.
CUTS = ("。；", "，", "、")
SIGNS = {"。": ". ", "；": "; ", "，": ", ", "、": ", "}


def said(words: str | None) -> str:
    """Our own Chinese words in the language of this response."""
    text = str(words or "")
    language = (get_language() or "zh").partition("-")[0]
    if language == "zh" or not HAN.search(text):
        return text
    return _said(text, language)


said_lazy = lazy(said, str)


def words_of(fault: Exception) -> str:
    """What a refusal says: its own sentence, or its docstring."""
    return said(str(fault) or fault.__doc__)


def _said(text: str, language: str) -> str:
    whole = gettext(text) if text else ""
    if whole != text:
        return whole
    if text in _classes():
        return _classes()[text]
    for pattern, words in _patterns(language):
        if match := pattern.fullmatch(text):
            return words.format(*(_set_in(match, n, language) for n in range(1, pattern.groups + 1)))
    return _in_pieces(text, language)


def _set_in(match: re.Match[str], number: int, language: str) -> str:
    """A value of a sentence. What stands in quotation marks is mostly somebody else's, and is not taken apart."""
    # A name in Latin letters stands between blanks in a Chinese sentence; another language puts its own.
    value = match[number].strip()
    if match.string[match.start(number) - 1 : match.start(number)] == "“":
        return gettext(value) if value else ""
    return _said(value, language)


def _in_pieces(text: str, language: str) -> str:
    for signs in CUTS:
        pieces = re.findall(f"([^{signs}]+)([{signs}]?)", text)
        if len(pieces) > 1 or text[-1:] in tuple(signs):
            found = [_piece(body, sign, language) for body, sign in pieces]
            is_ours = any(found[i] != body + SIGNS.get(sign, "") for i, (body, sign) in enumerate(pieces))
            return "".join(found).strip() if is_ours else text
    return text


def _piece(body: str, sign: str, language: str) -> str:
    whole = gettext(body + sign)
    return f"{whole} " if sign and whole != body + sign else _said(body, language) + SIGNS.get(sign, "")


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Every sentence of the catalogue with values set in, those that say most themselves first."""
    path = LOCALES / language / "LC_MESSAGES" / "django.mo"
    if not path.exists():
        return []
    with path.open("rb") as file:
        known = [(str(m.id), str(m.string)) for m in read_mo(file) if isinstance(m.id, str) and PLACE.search(m.id)]
    known.sort(key=lambda pair: -len(PLACE.sub("", pair[0])))
    return [(_pattern(words), english) for words, english in known]


def _pattern(words: str) -> re.Pattern[str]:
    parts = PLACE.split(words.replace("{{", "{").replace("}}", "}"))
    return re.compile("".join("(.*?)" if PLACE.fullmatch(part) else re.escape(part) for part in parts), re.DOTALL)


@cache
def _classes() -> dict[str, str]:
    tops = {top.zh: top.en for top in taxonomy().classes}
    return tops | {leaf.zh: leaf.en for leaf in taxonomy().leaves()}
