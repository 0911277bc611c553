"""The English catalogue: gathered from Python, templates and wordings, and checked, without gettext installed.

`python -m dundian.site.messages gather` writes dundian/locale/en/LC_MESSAGES/django.po, keeping what is
translated; `check` exits 1 when a sentence is missing, stale, fuzzy or empty. The source strings are the
Chinese ones; the small zh_Hans catalogue beside it only says in our words what Django and allauth say in theirs.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

from dundian.site.wordings import worded

HOUSE = Path(__file__).resolve().parents[1]
PO = HOUSE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
COMMENT = "# The English words of dundian. `python -m dundian.site.messages gather` brings in what is new."
# What a .po file says about itself; dates, people and programs would change without a word being changed.
FIXED = frozenset({"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"})
PLACE = re.compile(r"%\((\w+)\)|(?<!\{)\{(\w+)")


def _sources() -> Iterator[tuple[str, bytes]]:
    from django.utils.translation.template import templatize  # noqa: PLC0415 – needs settings, see main()

    for path in sorted(HOUSE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(HOUSE.parent)), path.read_bytes()
    for path in sorted((HOUSE / "doors").rglob("templates/**/*.html")):
        yield str(path.relative_to(HOUSE.parent)), templatize(path.read_text(encoding="utf-8")).encode()


def gathered() -> Catalog:
    """Every sentence in the code, with the files it stands in (no line numbers: they would change daily)."""
    catalogue = Catalog(locale="en", fuzzy=False, charset="utf-8", header_comment=COMMENT)
    for name, source in _sources():
        for _line, words, _comments, context in extract("python", BytesIO(source), keywords=KEYWORDS):
            if words and (words if isinstance(words, str) else words[0]):
                catalogue.add(words, locations=[(name, 0)], context=context)
    for name, words in worded(HOUSE):
        catalogue.add(words, locations=[(name, 0)])
    return catalogue


def known() -> Catalog:
    """The catalogue as it stands in the repository."""
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def gather() -> None:
    """Write the catalogue anew; a sentence that is gone goes, a new one comes in empty."""
    old, new = known(), gathered()
    for message in new:
        before = old.get(message.id, message.context) if message.id else None
        if before and before.string:
            message.string = before.string
    held = BytesIO()
    write_po(held, new, sort_output=True, omit_header=False, include_lineno=False, width=110)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(re.sub(rb'^"([\w-]+): .*\n', _kept, held.getvalue(), flags=re.MULTILINE))


def _kept(line: re.Match[bytes]) -> bytes:
    return line[0] if line[1].decode() in FIXED else b""


def _faults(message: Message, translated: Message | None) -> Iterator[str]:
    words = message.id if isinstance(message.id, str) else message.id[0]
    if translated is None:
        yield f"not in the catalogue: {words}"
        return
    strings = [translated.string] if isinstance(translated.string, str) else list(translated.string or ())
    if not strings or not all(strings):
        yield f"not translated: {words}"
    elif translated.fuzzy:
        yield f"a guess that nobody confirmed: {words}"
    elif any(set(PLACE.findall(s)) != set(PLACE.findall(words)) for s in strings):
        yield f"does not name the same values: {words}"


def faults() -> list[str]:
    """What is wrong with the catalogue, in words; empty = complete."""
    code, catalogue = gathered(), known()
    found = [fault for m in code if m.id for fault in _faults(m, catalogue.get(m.id, m.context))]
    found += [f"no longer used: {m.id}" for m in catalogue if m.id and code.get(m.id, m.context) is None]
    return found


def main(word: str) -> int:
    """Run one of the two words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dundian.site.settings")
    if word == "gather":
        gather()
        return 0
    found = faults()
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else "check"))
