"""The grid of a week: days as lines, hours as columns, a lane for each team so that its production time is seen.

Places are classes (`x420-w60`), whose rules the page carries in its head, since no element may have a style.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dundian.doors.desk.said import said
from dundian.engines.planning.week.problem import INTERVIEW, LABOUR, MEAL, TALK, VISIT, Span, Week
from dundian.engines.planning.week.timetable import Entry, Timetable
from dundian.engines.planning.week.windows import Turn, overlaps, turns

from .words import SHORT, day_words, hours, kind_of, names_of

HOUR, FIRST, LAST = 60, 6 * 60, 22 * 60
# An item narrower than this shows a short word only.
NARROW = 50
# So many minutes are as wide as a finger: what can be pressed has nothing in the way for that long.
FINGER = 35


@dataclass
class Item:
    """Entries alike in one: the same thing at the same time with the same team."""

    entries: list[Entry]
    key: str

    @property
    def span(self) -> Span:
        """From when to when, from the day's midnight."""
        return self.entries[0].start, self.entries[0].end

    @property
    def is_pressed(self) -> bool:
        """Whether it opens a sheet."""
        return self.entries[0].kind not in (LABOUR, MEAL)

    def clashes(self, other: Item) -> bool:
        """Whether both cannot stand in one lane: two things to press need a finger's width each."""
        if not (self.is_pressed and other.is_pressed):
            return overlaps(self.span, [other.span])
        mine, theirs = ((each.span[0], max(each.span[1], each.span[0] + FINGER)) for each in (self, other))
        return overlaps(mine, [theirs])

    @property
    def people(self) -> list[str]:
        """Everybody in it."""
        return [who for each in self.entries for who in each.officials]


@dataclass
class Lane:
    """One line of a day: the production time behind it, and what is done."""

    name: str
    production: list[Span] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def takes(self, item: Item) -> bool:
        """Whether there is room for it beside what stands here, and no production time that it would cover."""
        is_work = item.entries[0].kind in (LABOUR, VISIT)
        if any(item.clashes(each) for each in self.items):
            return False
        return is_work or not overlaps(item.span, self.production)


class Grid:
    """A whole week, or the week of one official of it."""

    def __init__(self, week: Week, timetable: Timetable, keys: dict[str, Entry], *, who: str = "") -> None:
        self.week, self.timetable, self.who = week, timetable, who
        self.key_of = {id(entry): key for key, entry in keys.items()}
        mine = [each for each in timetable.entries if not who or who in each.officials]
        self.first = min([FIRST, *(each.start // HOUR * HOUR for each in mine)])
        self.last = max([LAST, *(-(-each.end // HOUR) * HOUR for each in mine)])
        self.by_day: dict[int, list[Entry]] = defaultdict(list)
        for each in mine:
            self.by_day[each.day].append(each)
        self.turns = {team.id: turns(week, team) for team in week.teams}
        self.places: dict[str, tuple[float, float]] = {}

    @property
    def ticks(self) -> list[dict[str, str]]:
        """The hours over the columns, every other one."""
        step = 2 * HOUR
        begin = -(-self.first // step) * step
        return [
            {"at": self._at((minute, minute)), "words": f"{minute // HOUR % 24}:00"}
            for minute in range(begin, self.last + 1, step)
        ]

    def days(self) -> list[dict[str, Any]]:
        """Every day with its lanes."""
        return [
            {"words": day_words(self.week, day), "date": self.week.days[day], "lanes": self._lanes(day)}
            for day in range(len(self.week.days))
        ]

    def listed(self) -> list[dict[str, Any]]:
        """The same week as a plain list, for small screens and for ears: a heading a day, a line an entry."""
        return [
            {
                "words": day_words(self.week, day),
                "items": [self._item(each) for each in sorted(self._items(day), key=lambda each: each.span)],
            }
            for day in range(len(self.week.days))
        ]

    def rules(self) -> list[dict[str, str]]:
        """The style of every place that is used, as percentages of the line."""
        return [{"name": name, "left": f"{a:.3f}", "width": f"{b:.3f}"} for name, (a, b) in self.places.items()]

    # ------------------------------------------------------------------ lanes

    def _lanes(self, day: int) -> list[dict[str, Any]]:
        lanes: list[Lane] = []
        by_team: dict[str | None, list[Item]] = defaultdict(list)
        for item in self._items(day):
            by_team[self._lane_of(item)].append(item)
        for team_id in self._shown_teams():
            lane = Lane(said(self.week.team(team_id).title), self._production(team_id, day))
            lanes += self._fill(lane, by_team[team_id])
        for item in by_team[None]:
            open_ = next((each for each in lanes if each.takes(item)), None)
            if open_ is None:
                open_ = Lane("")
                lanes.append(open_)
            open_.items.append(item)
        return [self._shown(each) for each in lanes if each.items or each.production]

    def _shown_teams(self) -> list[str]:
        place = self.timetable.places.get(self.who)
        if self.who:
            return [place.team] if place else []
        return [each.id for each in self.week.teams]

    def _lane_of(self, item: Item) -> str | None:
        entry = item.entries[0]
        team = entry.team if entry.kind in (LABOUR, TALK, INTERVIEW) else None
        return team if team in self._shown_teams() else None

    def _fill(self, lane: Lane, items: Iterable[Item]) -> list[Lane]:
        lanes = [lane]
        for item in items:
            fitting = next((each for each in lanes if not any(item.clashes(other) for other in each.items)), None)
            if fitting is None:
                fitting = Lane("")
                lanes.append(fitting)
            fitting.items.append(item)
        for each in lanes[1:]:
            # Production time is hatched once; beside it only where somebody works in it.
            each.production = [span for span in lane.production if overlaps(span, [i.span for i in each.items])]
        return lanes

    def _production(self, team_id: str, day: int) -> list[Span]:
        midnight = self.week.starts[day]
        spans = [span for each in self.turns[team_id] for span in self._of_day(each, day)]
        found = [(max(start - midnight, self.first), min(end - midnight, self.last)) for start, end in spans]
        return [(start, end) for start, end in found if start < end]

    def _of_day(self, turn: Turn, day: int) -> tuple[Span, ...]:
        """The production of a shift, on the line of the day it begins on; the night before shows in the morning."""
        midnight = self.week.starts[day]
        if turn.midnight == midnight or (turn.midnight < midnight and turn.span[1] > midnight):
            return turn.production
        return ()

    def _items(self, day: int) -> list[Item]:
        found: dict[tuple[object, ...], Item] = {}
        for each in self.by_day[day]:
            place = each.place if each.kind in (MEAL, TALK, VISIT) else ""
            alike = (each.start, each.end, each.kind, each.team, place)
            if alike in found:
                found[alike].entries.append(each)
            else:
                found[alike] = Item([each], self.key_of.get(id(each), ""))
        return list(found.values())

    # ------------------------------------------------------------------ words

    def _shown(self, lane: Lane) -> dict[str, Any]:
        return {
            "name": lane.name,
            "production": [self._at(span) for span in lane.production],
            "items": [self._item(each) for each in sorted(lane.items, key=lambda each: each.span)],
        }

    def _item(self, item: Item) -> dict[str, Any]:
        entry = item.entries[0]
        width = entry.end - entry.start
        return {
            "at": self._at(item.span),
            "kind": entry.kind,
            "key": item.key,
            "is_pressed": item.is_pressed,
            "is_narrow": width < NARROW,
            "short": kind_of(entry) if entry.kind == MEAL else SHORT[entry.kind],
            "words": kind_of(entry),
            "more": self._more(item),
            "hours": hours(entry),
            "where": said(entry.place) if entry.kind not in (MEAL, INTERVIEW) else "",
            "team": said(self.week.team(entry.team).title) if entry.team else "",
            "who": names_of(self.week, item.people),
        }

    def _more(self, item: Item) -> str:
        entry = item.entries[0]
        if entry.kind == INTERVIEW:
            return ngettext("%(n)s 位", "%(n)s 位", len(item.entries)) % {"n": len(item.entries)}
        if entry.kind == LABOUR and self.who:
            return entry.place
        if entry.kind in (TALK, VISIT) and entry.place:
            return said(entry.place)
        if len(item.people) == len(self.week.officials):
            return _("全组")
        return _("%(n)s 人") % {"n": len(item.people)}

    def _at(self, span: Span) -> str:
        start, end = max(span[0], self.first), min(span[1], self.last)
        whole = self.last - self.first
        name = f"x{start}-{end}"
        self.places[name] = (100 * (start - self.first) / whole, 100 * max(0, end - start) / whole)
        return name
