"""Our own Chinese words in another language, from the catalogue of that language.

Who says a thing knows no reader, so its words are looked up where they are shown: a whole sentence, a class of
demands in the taxonomy, and a sentence with values set in ("第 3 组 没有能当组长的人。") by the one of the catalogue
that it is made from ("{0} 没有能当组长的人。"). What is nobody's word here, a name or what a worker said, stays as
it is.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from babel.messages.mofile import read_mo

from dundian.engines.text.taxonomy import taxonomy

HAN = re.compile("[\u4e00-\u9fff]")
PLACE = re.compile(r"(\{\d+\})")
# Where sentences and lists made of several are cut, widest first, and what stands there in another language.
CUTS = ("。；", "：", "，", "、")
SIGNS = {"。": ". ", "；": "; ", "：": ": ", "，": ", ", "、": ", "}


class Phrasebook:
    """The words of one language, read from its compiled catalogue; without one, everything stays Chinese."""

    def __init__(self, catalogue: Path) -> None:
        self._whole: dict[str, str] = {}
        if catalogue.exists():
            with catalogue.open("rb") as file:
                rows = [(m.id, str(m.string)) for m in read_mo(file) if m.context is None]
            self._whole = {words: said for words, said in rows if isinstance(words, str) and words and said}
        found = sorted(filter(PLACE.search, self._whole), key=lambda words: -len(PLACE.sub("", words)))
        self._patterns = [(_pattern(words), self._whole[words]) for words in found]

    def say(self, text: str) -> str:
        """Our own Chinese words in this language; what is in no catalogue as it is."""
        if not HAN.search(text):
            return text
        whole = self._whole.get(text) or _classes().get(text)
        if whole:
            return whole
        for pattern, words in self._patterns:
            if match := pattern.fullmatch(text):
                return words.format(*(self._set_in(match, n) for n in range(1, pattern.groups + 1)))
        return self._in_pieces(text)

    def _set_in(self, match: re.Match[str], number: int) -> str:
        """A value of a sentence. What stands in quotation marks is mostly somebody else's, and is not taken apart."""
        # A name in Latin letters stands between blanks in a Chinese sentence; another language puts its own.
        value = match[number].strip()
        if match.string[match.start(number) - 1 : match.start(number)] == "“":
            return self._whole.get(value, value)
        return self.say(value) if HAN.search(value) else value.replace("、", ", ").replace("；", "; ")

    def _in_pieces(self, text: str) -> str:
        for signs in CUTS:
            pieces = re.findall(f"([^{signs}]+)([{signs}]?)", text)
            if len(pieces) > 1 or text[-1:] in tuple(signs):
                found = [self._piece(body, sign) for body, sign in pieces]
                is_ours = any(found[i] != body.strip() + SIGNS.get(sign, "") for i, (body, sign) in enumerate(pieces))
                return "".join(found).strip() if is_ours else text
        return text

    def _piece(self, body: str, sign: str) -> str:
        body = body.strip()
        whole = self._whole.get(body + sign, "") if sign else ""
        return f"{whole} " if whole else self.say(body) + SIGNS.get(sign, "")


def _pattern(words: str) -> re.Pattern[str]:
    parts = PLACE.split(words.replace("{{", "{").replace("}}", "}"))
    return re.compile("".join("(.*?)" if PLACE.fullmatch(part) else re.escape(part) for part in parts), re.DOTALL)


@cache
def _classes() -> dict[str, str]:
    tops = {top.zh: top.en for top in taxonomy().classes}
    return tops | {leaf.zh: leaf.en for leaf in taxonomy().leaves()}
