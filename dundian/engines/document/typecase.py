"""The case a page is set from: hands out characters that have a glyph, and remembers which faces gave them."""

import re
import unicodedata
from dataclasses import dataclass, field

from dundian.engines.document.faces import Role, Substitution, Wardrobe, needs_glyph

GETA = "〓"
"""What printers have always put where a type is missing: seen at once, unlike a blank."""

_LONG_WORD = re.compile(r"[!-~]{21,}")
_BREAK_HERE = "\u200b"


@dataclass
class TypeCase:
    """Keeps account of one printing. `wardrobe` are the faces to choose from."""

    wardrobe: Wardrobe
    _used: dict[Role, set[str]] = field(default_factory=dict)
    _missing: dict[str, None] = field(default_factory=dict)

    def words(self, role: Role, text: str) -> str:
        """Return the text with 〓 for what no face can draw; words longer than 20 letters may break anywhere."""
        drawn = []
        family: str | None = None
        for char in text:
            if not needs_glyph(char):
                drawn.append(char)
                continue
            family = self._family(role, char, beneath=family)
            if family is None:
                self._missing[char] = None
                family = self.wardrobe.family_for(role, GETA)
            drawn.append(char if char not in self._missing else GETA)
            if family is not None:
                self._used.setdefault(role, set()).add(family)
        return _LONG_WORD.sub(lambda word: _BREAK_HERE.join(word.group()), "".join(drawn))

    def fonts_used(self) -> tuple[str, ...]:
        """Name the faces that drew something, in alphabetical order."""
        return tuple(sorted({family for families in self._used.values() for family in families}))

    def substituted(self) -> tuple[Substitution, ...]:
        """Tell for each manner of writing that occurs which face stands in for the one that was asked for."""
        found = (self.wardrobe.substitution(role) for role in Role if role in self._used)
        return tuple(substitution for substitution in found if substitution is not None)

    def missing(self) -> tuple[str, ...]:
        """List the characters that were printed as 〓."""
        return tuple(self._missing)

    def note(self) -> str:
        """Say in Chinese which faces stand in and which characters are lost; empty if there is nothing to say."""
        parts = []
        if self.substituted():
            stand_ins: dict[str, list[str]] = {}
            for swap in self.substituted():
                stand_ins.setdefault(swap.used, []).append(swap.wanted)
            swaps = "，".join(f"{'、'.join(wanted)}以 {used} 代替" for used, wanted in stand_ins.items())
            parts.append(f"这台机器没有公文规定的部分字体，{swaps}")
        if self._missing:
            codes = "、".join(f"U+{ord(char):04X}" for char in list(self._missing)[:8])
            more = f"等 {len(self._missing)} 个字符" if len(self._missing) > 8 else ""
            parts.append(f"{codes}{more}没有可用的字形，文中以{GETA}代替")
        return f"字体说明：{'；'.join(parts)}。" if parts else ""

    def _family(self, role: Role, char: str, *, beneath: str | None) -> str | None:
        """Find the face for a character; a combining mark is drawn out of its letter's face or not at all."""
        if unicodedata.category(char).startswith("M"):
            return beneath if beneath and self.wardrobe.holds(beneath, char) else None
        return self.wardrobe.family_for(role, char)
