"""A hard rule that is broken, and how the judge names what breaks it."""

from __future__ import annotations

from dataclasses import dataclass

from dundian.engines.planning.week.account import Account
from dundian.engines.planning.week.rules import NAMES
from dundian.engines.planning.week.timetable import Entry
from dundian.engines.planning.week.words import act_words, weekday_words


@dataclass(frozen=True, slots=True)
class Fault:
    """One hard rule that one entry, official or wish breaks, in one sentence."""

    rule: str
    message: str

    @property
    def name(self) -> str:
        """The rule's Chinese name."""
        return NAMES[self.rule]


class Judging(Account):
    """A timetable beside its week, with the words for what is in it."""

    def _name(self, who: str) -> str:
        return self.week.official(who).title

    def _weekday(self, day: int) -> str:
        return weekday_words(self.week, day)

    def _say(self, entry: Entry) -> str:
        return act_words(self.week, entry)
