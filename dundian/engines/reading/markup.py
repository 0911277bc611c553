"""Text out of the markup of a web page: what was saved or pasted from a newspaper's site with its tags in it."""

from __future__ import annotations

import html
import re
import string

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:]*(?:\s[^<>]*)?/?>")
_UNSEEN = re.compile(r"<!--|<(?P<kind>script|style|head|title)\b|<!doctype", re.IGNORECASE)
# a tag that ends a line where text follows it in the same line of the file
_BREAK = re.compile(
    r"(?:<br\s*/?>|</(?:p|div|h[1-6]|li|tr|td|th|section|article|blockquote|table|ul|ol|header|footer)\s*>"
    r"|<(?:p|div|h[1-6]|li|tr|td|section|article|table)\b[^<>]*>)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)  # keeps every letter in its place
_FEWEST = 2  # tags from which a text is taken for a web page


def unmarked(text: str) -> str:
    """The text without tags and entities; lines of the file stay lines, so that their numbers stay true."""
    if len(_TAG.findall(text)) >= _FEWEST:
        text = _seen(text)
        text = "\n".join(_line(line) for line in text.split("\n"))
    return html.unescape(text).replace("\xa0", " ") if _ENTITY.search(text) else text


def _seen(text: str) -> str:
    """The text without comments, scripts and the head; their line ends stay. Each end is looked for once."""
    kept, place = [], 0
    lower, unclosed = text.translate(_LOWER), set[str]()
    for found in _UNSEEN.finditer(lower):
        closer = f"</{found['kind']}>" if found["kind"] else "-->" if found[0] == "<!--" else ">"
        if found.start() < place or closer in unclosed:
            continue
        end = lower.find(closer, found.end())
        if end < 0:
            unclosed.add(closer)
            continue
        kept += [text[place : found.start()], "\n" * text.count("\n", found.start(), end)]
        place = end + len(closer)
    return "".join([*kept, text[place:]])


def _line(line: str) -> str:
    parts = [_TAG.sub("", part) for part in _BREAK.split(line)]
    written = [part for part in parts if part.strip()]
    return "\n".join(written)
