"""What a report is made of, and what is not let in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dundian.engines.document.letters import printable, width_of
from dundian.engines.document.model import (
    Document,
    Heading,
    LinkNotAllowedError,
    Paragraph,
    Run,
    Signature,
    Table,
    TableNotEvenError,
)


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//host/x", "/cases", "", "http://", "http://a b",
     "http://a\nb", "http://[", "https://a/" + "x" * 2000],
)  # fmt: skip
def test_a_link_leads_to_the_web_or_nowhere(href: str) -> None:
    with pytest.raises(LinkNotAllowedError, match="http"):
        Run("7", href=href)


def test_a_link_may_carry_a_query_in_chinese() -> None:
    assert Run("7", href="http://localhost:8000/cases?组=一&x=%20#a").href


def test_a_row_that_is_short_of_a_cell_is_refused() -> None:
    with pytest.raises(TableNotEvenError, match="格数"):
        Table.of(columns=("组别", "问题"), rows=[("第一组",)])


@pytest.mark.parametrize("level", [0, 5])
def test_headings_have_four_levels(level: int) -> None:
    with pytest.raises(ValueError, match="level 1 to 4"):
        Heading("过深", level)


def test_the_day_has_no_leading_zeros() -> None:
    assert Signature("示例", date(2031, 8, 9)).day == "2031年8月9日"


def test_a_title_keeps_its_line_ends_and_the_properties_do_not() -> None:
    document = Document(title=" 关于甲的\n\n报告 \n", blocks=())
    assert document.title == "关于甲的\n报告"
    assert document.plain_title() == "关于甲的报告"


def test_the_colon_of_the_addressee_is_not_doubled() -> None:
    assert Document(title="报告", blocks=(), addressee="示例党组：").addressee == "示例党组"


def test_controls_and_direction_overrides_do_not_reach_the_page() -> None:
    assert printable("a\x00b\u202ec\ufeffd\ud800e\ufffff\r\n\tg") == "abcdef g"


def test_names_are_not_normalised() -> None:
    name = "\ufa11\u2f800"  # compatibility ideographs, which NFC would replace
    assert Paragraph.of(name).runs[0].text == name


@given(st.text())
def test_what_is_printable_is_legal_in_xml_and_stays_as_it_is(text: str) -> None:
    kept = printable(text)
    assert printable(kept) == kept
    assert all(ord(char) >= 0x20 and not 0xD800 <= ord(char) <= 0xDFFF for char in kept)
    kept.encode("utf-8")


def test_a_chinese_character_is_twice_as_wide_as_a_figure() -> None:
    assert width_of("2031年8月，") == 2 + 1 + 0.5 + 1 + 1
