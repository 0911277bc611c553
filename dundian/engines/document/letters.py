"""Which characters may stand in a report at all. What people typed is hostile until it has passed here."""

import re
import unicodedata

_KEPT_FORMAT = "\u200c\u200d"
"""Joiners: without them Uyghur, Kazakh and Tibetan names fall apart."""

_DROPPED = {"Cc", "Cf", "Cs"}
_SPACES = re.compile(r"[^\S\u3000]+")


def printable(text: str) -> str:
    r"""Return the text without what a page cannot carry: one line, no controls, no direction overrides.

    Any white space (line ends, tabs, U+2028) becomes one blank, save the ideographic space that a writer set
    on purpose. Dropped are control and format characters and lone surrogates (Unicode categories Cc, Cf, Cs)
    and noncharacters: XML 1.0 forbids most of them and U+202E turns a sentence round.
    Nothing is normalised: NFC would rewrite compatibility ideographs, which stand in people's names.
    """
    return _SPACES.sub(" ", "".join(char for char in text if char.isspace() or _stands(char)))


def is_ideograph(char: str) -> bool:
    """Say whether the character is a Chinese one (unified or compatibility, of any extension)."""
    return unicodedata.name(char, "").startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))


def width_of(text: str) -> float:
    """Return the width in full-width characters: 人 is 1, a Latin letter or digit is a half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def _stands(char: str) -> bool:
    if unicodedata.category(char) in _DROPPED:
        return char in _KEPT_FORMAT
    return ord(char) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(char) <= 0xFDEF
