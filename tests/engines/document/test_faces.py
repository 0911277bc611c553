"""The faces of this machine and what stands in for the ones it does not have."""

import pytest

from dundian.engines.document.faces import OFFICIAL, Role, office_face, wardrobe
from dundian.engines.document.typecase import TypeCase

from .reports import RARE_NAMES

PACKAGED = wardrobe(installed=False)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("installed", [False, True])
def test_every_rare_name_has_a_face_in_every_manner(role: Role, installed: bool) -> None:
    case = TypeCase(wardrobe(installed=installed))
    assert case.words(role, RARE_NAMES) == RARE_NAMES
    assert case.missing() == ()


def test_packaged_faces_alone_are_two_and_it_is_said_who_they_stand_for() -> None:
    case = TypeCase(PACKAGED)
    for role in Role:
        case.words(role, "蹲点")
    assert case.fonts_used() == ("Noto Sans SC", "Noto Serif SC")
    assert {(swap.wanted, swap.used) for swap in case.substituted()} == {
        ("方正小标宋简体", "Noto Serif SC"),
        ("黑体", "Noto Sans SC"),
        ("楷体_GB2312", "Noto Serif SC"),
        ("仿宋_GB2312", "Noto Serif SC"),
    }
    assert case.note() == (
        "字体说明：这台机器没有公文规定的部分字体，方正小标宋简体、楷体_GB2312、仿宋_GB2312以 Noto Serif SC 代替，"
        "黑体以 Noto Sans SC 代替。"
    )


def test_packaged_faces_have_no_bold_cut_and_are_thickened() -> None:
    assert not any(PACKAGED.is_heavy_enough(role) for role in Role)


def test_a_manner_that_does_not_occur_is_not_spoken_of() -> None:
    case = TypeCase(PACKAGED)
    assert case.note() == ""
    case.words(Role.HEI, "附件")
    assert [swap.wanted for swap in case.substituted()] == ["黑体"]


def test_a_character_without_a_glyph_becomes_a_geta_and_is_named() -> None:
    case = TypeCase(PACKAGED)
    assert case.words(Role.FANG, "好😀") == "好〓"
    assert case.missing() == ("😀",)
    assert "U+1F600没有可用的字形，文中以〓代替" in case.note()


def test_a_mark_is_drawn_upon_a_letter_of_its_own_face_or_not_at_all() -> None:
    case = TypeCase(PACKAGED)
    assert case.words(Role.FANG, "\u0e33").count("〓") == 1
    assert case.words(Role.FANG, "中\u20e3") == "中〓"


def test_a_very_long_word_may_break_and_a_short_one_may_not() -> None:
    case = TypeCase(PACKAGED)
    assert "\u200b" in case.words(Role.FANG, "https://example.org/" + "a" * 30)
    assert "\u200b" not in case.words(Role.FANG, "DUNDIAN_URL")


@pytest.mark.parametrize(
    ("role", "char", "face"),
    [
        (Role.FANG, "工", "仿宋_GB2312"),
        (Role.FANG, "8", "仿宋_GB2312"),
        (Role.FANG, "“", "仿宋_GB2312"),
        (Role.FANG, "镕", "仿宋"),
        (Role.KAI, "喆", "楷体"),
        (Role.TITLE, "堃", "宋体"),
        (Role.FANG, "䶮", "宋体"),
        (Role.FANG, "𠅤", "SimSun-ExtB"),
    ],
)
def test_word_is_told_a_face_that_has_the_character(role: Role, char: str, face: str) -> None:
    assert office_face(role, char) == face


def test_common_characters_keep_the_official_face() -> None:
    assert {office_face(role, "会") for role in Role} == set(OFFICIAL.values())
