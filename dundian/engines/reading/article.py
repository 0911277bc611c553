"""A newspaper page of pledge speeches, read: facts, tasks, and each speech in its true order with its pledges."""

from __future__ import annotations

from .facts import facts
from .layout import is_opening_lost, restore
from .notes import notes
from .page import Page, PageNotRead, Role, Speech
from .pledges import pledges
from .sections import Section, parts
from .stance import says_leader, says_member
from .tasks import tasks

LONGEST = 200_000  # characters; a page of the largest format, set small, has some twenty thousand


class PageEmpty(PageNotRead):
    """没有可读的文字，请换一页。"""


class PageTooLong(PageNotRead):
    """文字太长，不像一页报纸：请只留下这一页。"""


def read_page(text: str) -> Page:
    """Read the text of a page; lines are split on LF and counted from 1.

    Raises `PageNotRead` (empty, too long, nobody speaks) and nothing else. Nothing is invented: paragraphs
    are the page's own lines, pledges are stretches of them, unknown facts are None.
    """
    if not text.strip():
        raise PageEmpty
    if len(text) > LONGEST:
        raise PageTooLong
    found = parts(text)
    return Page(
        headline=found.headline,
        facts=facts(found.preamble),
        tasks=tasks(found.preamble),
        speeches=tuple(_speech(section) for section in found.sections),
    )


def _speech(section: Section) -> Speech:
    paragraphs = restore(section.lines)
    is_lost = is_opening_lost(paragraphs)
    return Speech(
        name=section.name,
        title=section.title,
        role=_role(section.label + "\n" + "\n".join(part.text for part in paragraphs)),
        lost_text=is_lost,
        paragraphs=paragraphs,
        pledges=pledges(paragraphs),
        notes=notes(paragraphs, is_lost=is_lost),
    )


def _role(text: str) -> Role | None:
    if says_leader(text) or "组长" in text.split("\n", 1)[0]:
        return "leader"
    return "member" if says_member(text) else None
