"""The catalogue: what is gathered, what is a fault, and how our own Chinese is written."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from dundian.site import messages, wordings

HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
NEVER = re.compile("提交成功|请输入|非法|操作失败|该用户|！|!")


@cache
def gathered() -> Catalog:
    """Reading the whole house takes seconds: once is enough."""
    return messages.gathered()


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the catalogue, brought up to date and complete."""
    copy = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(messages.PO.read_bytes())
    monkeypatch.setattr(messages, "PO", copy)
    found = gathered()
    monkeypatch.setattr(messages, "gathered", lambda: deepcopy(found))
    messages.gather()
    return copy


def written(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def ours() -> list[str]:
    return [written(message) for message in gathered() if message.id]


def entry(words: str, english: str, flag: str = "") -> str:
    return f'\n{flag}msgid "{words}"\nmsgstr "{english}"\n'


def test_gathering_twice_changes_nothing(catalogue: Path) -> None:
    first = catalogue.read_bytes()
    messages.gather()
    assert catalogue.read_bytes() == first


def test_a_sentence_that_is_gone_goes_and_what_was_translated_stays(catalogue: Path) -> None:
    with catalogue.open("a", encoding="utf-8") as file:
        file.write(entry("没有人再说的话", "said by nobody"))
    messages.gather()
    page = catalogue.read_text(encoding="utf-8")
    assert "said by nobody" not in page
    assert entry("总览", "Overview") in page


@pytest.mark.parametrize(
    ("become", "fault"),
    [
        (entry("总览", ""), "not translated: 总览"),
        (entry("总览", "Overview", "#, fuzzy\n"), "a guess that nobody confirmed: 总览"),
        (entry("总览", "Overview of {n}"), "does not name the same values: 总览"),
        ("", "not in the catalogue: 总览"),
        (entry("总览", "Overview") + entry("没有人再说的话", "said by nobody"), "no longer used: 没有人再说的话"),
    ],
    ids=["empty", "fuzzy", "value", "missing", "stale"],
)
def test_check_tells_what_is_wrong(catalogue: Path, become: str, fault: str) -> None:
    page = catalogue.read_text(encoding="utf-8")
    assert fault not in messages.faults()
    catalogue.write_text(page.replace(entry("总览", "Overview"), become), encoding="utf-8")
    assert fault in messages.faults()


def test_check_misses_no_value_of_either_kind(catalogue: Path) -> None:
    page = catalogue.read_text(encoding="utf-8").replace("Delete “%(name)s”?", "Delete it?")
    catalogue.write_text(page.replace("{0} has no group.", "There is no group."), encoding="utf-8")
    found = "\n".join(messages.faults())
    assert "要删掉“%(name)s”吗" in found
    assert "{0}没有分到组。" in found


def test_words_without_a_gettext_call_are_in_it() -> None:
    words = ours()
    for said in (
        "待核实",  # the engine's word for a state
        "这件事现在的状态还不能走这一步。",  # the docstring of an exception
        "没有征得本人同意，先不立案。",  # what one is raised with
        "企业经办人",  # the label of a choice
        "{0}没有能当组长的人。",  # a sentence of the planner
        "“{0}”不像电话号码",  # what is doubted in a list
        "可佐证",  # a code of the data
    ):
        assert said in words


def test_patterns_for_reading_and_the_letter_itself_are_not() -> None:
    words = ours()
    assert not [word for word in words if re.search(r"\(\?|\[[^\]]*\][+*?]|\\d", word)]
    assert not [word for word in words if "同吃同住同劳动。" in word]


def test_nothing_empty_is_gathered(capfd: pytest.CaptureFixture[str]) -> None:
    assert "" not in [written(message) for message in messages.gathered()][1:]  # the first is the header
    assert "Empty msgid" not in capfd.readouterr().err


def test_our_chinese_is_written_with_chinese_signs() -> None:
    assert [words for words in ours() if HALF_WIDTH.search(words)] == []


def test_our_chinese_never_speaks_like_a_machine() -> None:
    assert [words for words in ours() if NEVER.search(words)] == []


def test_a_file_may_say_what_a_gettext_call_says_too() -> None:
    found = dict.fromkeys(words for _file, words in wordings.worded(messages.HOUSE))
    assert "镇街工会" in found
    assert ours().count("镇街工会") == 1
