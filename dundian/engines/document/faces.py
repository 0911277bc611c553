"""Which faces a report is set in, and what stands in where they are missing.

The faces that offices name (方正小标宋, 黑体, 楷体_GB2312, 仿宋_GB2312) are commercial: a docx names them and the
reader's machine has them; a PDF is set here, with the best that is installed. The package `pylopdf-fonts-zh-cn`
brings Noto Sans SC and Noto Serif SC, Regular only: no bold, no 楷体, no 仿宋. Do not trade it for a smaller one or
drop it: with 30,928 characters each it is the only reason why a name such as 䶮 or 㛃 is no box on a bare machine
(Fandol and every *_GB2312 face hold the 6,763 characters of 1980 and none of 喆 镕 堃 赟). Every list below ends
with it for that reason. See docs/decisions/0005-fonts-for-reports.md.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import pylopdf_fonts_zh_cn
import typst
from fontTools.ttLib import TTFont

from dundian.engines.document.letters import is_ideograph


class Role(StrEnum):
    """A manner of writing that GB/T 9704 asks for, by its Chinese name."""

    TITLE = "小标宋"
    HEI = "黑体"
    KAI = "楷体"
    FANG = "仿宋"
    SONG = "宋体"


HEADING_ROLES = {1: Role.HEI, 2: Role.KAI, 3: Role.FANG, 4: Role.FANG}
"""7.3.3: 第一层用黑体字、第二层用楷体字、第三层和第四层用仿宋体字标注."""

OFFICIAL = {
    Role.TITLE: "方正小标宋简体",
    Role.HEI: "黑体",
    Role.KAI: "楷体_GB2312",
    Role.FANG: "仿宋_GB2312",
    Role.SONG: "宋体",
}
"""What a docx names, and Word and WPS know."""

GBK = {Role.TITLE: "宋体", Role.HEI: "黑体", Role.KAI: "楷体", Role.FANG: "仿宋", Role.SONG: "宋体"}
"""The kin that every Windows has, with the characters of GBK."""
_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")
_GENUINE = {
    Role.TITLE: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体"),
    Role.HEI: ("SimHei", "黑体"),
    Role.KAI: ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体"),
    Role.FANG: ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋"),
    Role.SONG: ("SimSun", "宋体", "NSimSun", *_SERIF),
}
"""The face itself under the names its files bear; those without _GB2312 are the same hand with more characters.
Noto Serif is 思源宋体, a 宋体 in its own right."""

_KIN = {
    Role.TITLE: _SERIF,
    Role.HEI: _SANS,
    Role.KAI: ("STKaiti", "LXGW WenKai", "FandolKai", *_SERIF),
    Role.FANG: ("STFangsong", "FandolFang R", "FandolFang", *_SERIF),
    Role.SONG: (),
}
_LATIN = ("Times New Roman", "Liberation Serif", "Noto Serif SC")
_CHINESE_PUNCTUATION = set("·–—‘’“”‥…‧⸺")
"""What typst's `latin-in-cjk` leaves to the Chinese face although Latin faces have it."""

_LAST = ("SimSun-ExtB", "HanaMinB", "BabelStone Han", *_LATIN, "Noto Sans SC", "DejaVu Sans", "Noto Emoji")
"""Asked when a role's own faces do not hold a character."""


@dataclass(frozen=True)
class Substitution:
    """A face that was asked for and the one that stands in."""

    wanted: str
    used: str


class Wardrobe:
    """The faces of one machine, and which of them a role wears."""

    def __init__(self, *, installed: bool) -> None:
        self.fonts = typst.Fonts(
            include_system_fonts=installed,
            include_embedded_fonts=False,
            font_paths=[pylopdf_fonts_zh_cn.serif_path().parent],
        )
        self._files: dict[str, list[typst.FontInfo]] = {}
        for info in self.fonts.fonts():
            if info.style == "normal" and info.path:
                self._files.setdefault(info.family, []).append(info)

    def latin(self, role: Role) -> str | None:
        """Return the face for figures and Latin letters, where a role does not draw them itself."""
        return self._present(_LATIN)[0] if role in (Role.KAI, Role.FANG) else None

    def families(self, role: Role) -> tuple[str, ...]:
        """Return the installed faces for a role, the best first; the last ones are there for rare characters."""
        return tuple(dict.fromkeys(self._present((*_GENUINE[role], *_KIN[role], *_LAST))))

    def substitution(self, role: Role) -> Substitution | None:
        """Return what stands in for the face of this role, or nothing where the face itself is installed."""
        used = self.families(role)[0]
        return None if used in _GENUINE[role] else Substitution(wanted=OFFICIAL[role], used=used)

    def family_for(self, role: Role, char: str) -> str | None:
        """Return the face that will draw this character in this role; nothing if none can."""
        latin = self.latin(role)
        if latin and char not in _CHINESE_PUNCTUATION and self.holds(latin, char):
            return latin
        return next((family for family in self.families(role) if self.holds(family, char)), None)

    def holds(self, family: str, char: str) -> bool:
        """Say whether the face has a glyph for the character."""
        return ord(char) in self._characters(family)

    def is_heavy_enough(self, role: Role) -> bool:
        """Say whether bold words in this role need no help; where not, a thin stroke thickens them.

        小标宋 is a heavy face by birth, the others are so if they have a bold cut.
        """
        if role is Role.TITLE and self.substitution(role) is None:
            return True
        return any(info.weight >= 600 for info in self._files[self.families(role)[0]])

    def _present(self, families: tuple[str, ...]) -> list[str]:
        return [family for family in families if family in self._files]

    def _characters(self, family: str) -> frozenset[int]:
        regular = min(self._files[family], key=lambda info: abs(info.weight - 400))
        return _characters_of(str(regular.path), regular.index)


@cache
def wardrobe(*, installed: bool = True) -> Wardrobe:
    """Open the faces of this machine, or the packaged ones alone, once in the life of the process."""
    return Wardrobe(installed=installed)


def office_face(role: Role, char: str) -> str:
    """Name the face in which Word has this character, in the manner of the role.

    The *_GB2312 faces and 方正小标宋简体 hold the characters of GB 2312 only, their plain kin those of GBK,
    SimSun those of the basic plane and SimSun-ExtB the second one. Without this Word picks a face by its own
    lights, WPS and LibreOffice may print a box.
    """
    if not is_ideograph(char) or _encodes(char, "gb2312"):
        return OFFICIAL[role]
    if ord(char) > 0xFFFF:
        return "SimSun-ExtB"
    return GBK[role] if _encodes(char, "gbk") else "宋体"


def needs_glyph(char: str) -> bool:
    """Say whether something must be drawn for the character: not for blanks, joiners and variation selectors."""
    return not (char.isspace() or unicodedata.category(char) == "Cf" or 0xFE00 <= ord(char) <= 0xFE0F)


@cache
def _characters_of(path: str, index: int) -> frozenset[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
