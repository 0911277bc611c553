"""What a group's week is made of, as plain frozen data: the enterprise's shifts, the officials, and what is wished for.

Times are minutes from midnight. A shift may end after midnight (`end` above 1440). A *day* is named by its place in
`Week.days`; the *eve* is the day before the first one, whose night shift still runs into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

DAY = 1440
HALF_HOUR = 30
WEEKDAYS = "一二三四五六日"

PUBLICIST, RESEARCHER, CONNECTOR = "publicist", "researcher", "connector"
LABOUR, TALK, INTERVIEW, VISIT, REVIEW, MEAL = "labour", "talk", "interview", "visit", "review", "meal"
KINDS = {LABOUR: "上工", TALK: "班组宣讲", INTERVIEW: "访谈", VISIT: "乡镇工会对接", REVIEW: "碰头会", MEAL: "吃饭"}
ROLE_OF = {TALK: PUBLICIST, INTERVIEW: RESEARCHER, VISIT: CONNECTOR}
"""The role that an act asks of who does it."""

PEOPLE_AT_VISIT = 2
BEFORE_SHIFT, AFTER_SHIFT = 60, 90
"""A talk may begin an hour before a shift and must end an hour and a half after it."""

INTERVIEW_HOURS = (7 * 60, 21 * 60 + 30)
EVENING = 17 * 60
REVIEW_HOURS = (EVENING, 21 * 60 + 30)
LATE_REVIEW_HOURS = (12 * 60, 22 * 60 + 30)
FREE_DAY_REVIEW_HOURS = (9 * 60, 21 * 60 + 30)
"""The group meets in the evening. Where a shift fills the evening it may meet before or after that shift, and on a day
on which no team works, by day."""

MEAL_HOURS = ((10 * 60 + 30, 14 * 60 + 30), (16 * 60 + 30, 20 * 60 + 30))
USUAL_MEALS = (12 * 60, 17 * 60 + 30)
MEAL_NAMES = ("午饭", "晚饭")
SLEEP_DELAY, SLEEP = 90, 480
"""Who comes off a late or night shift sleeps from an hour and a half later, for eight hours, and is not asked."""

LATE_END, DEEP_NIGHT = 21 * 60, (23 * 60, 29 * 60)
"""A shift that ends after 21:00 is late; one that runs between 23:00 and 05:00 is night work."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shift:
    """One working period of the enterprise and its breaks; all in minutes from the midnight on which it begins."""

    id: str
    start: int
    end: int
    breaks: tuple[Span, ...] = ()

    @property
    def is_night(self) -> bool:
        """Whether it runs in the hours that only who is fit for nights may work."""
        nights = (DEEP_NIGHT[0] - DAY, DEEP_NIGHT[1] - DAY), DEEP_NIGHT
        return any(self.start < end and start < self.end for start, end in nights)

    @property
    def fills_evening(self) -> bool:
        """Whether who works it has no evening."""
        return self.start <= EVENING and self.end >= LATE_END


@dataclass(frozen=True, slots=True)
class Post:
    """One place on the line that the enterprise offers to one official."""

    name: str
    is_heavy: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """A team of workers. `rota` names another shift for some dates; on `days_off` nobody works."""

    id: str
    shift: str
    name: str = ""
    headcount: int = 0
    posts: tuple[Post, ...] = ()
    days_off: frozenset[date] = frozenset()
    rota: Mapping[date, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The name that people use."""
        return self.name or self.id

    def shift_on(self, day: date) -> str | None:
        """Return the id of the shift that the team works on this date, None on its day off."""
        return None if day in self.days_off else self.rota.get(day, self.shift)


@dataclass(frozen=True, slots=True)
class Member:
    """One official of the group."""

    id: str
    sex: str
    roles: frozenset[str] = frozenset()
    night_ok: bool = True
    heavy_ok: bool = True
    name: str = ""

    @property
    def title(self) -> str:
        """The name that people use."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Township:
    """The township's or street's union: when its office is open from Monday to Friday, and minutes one way."""

    name: str
    office_hours: tuple[Span, ...]
    travel: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the week is to hold: a talk in each of these teams, interviews by team, visits, a review every evening."""

    talks: tuple[str, ...] = ()
    interviews: Mapping[str, int] = field(default_factory=dict)
    visits: int = 0
    has_reviews: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """What no day may pass. `daily` counts labour without breaks, and every act and review."""

    daily: int = 600
    rest: int = 660
    earliest: int = 360
    latest: int = 1350
    parallel: int = 2


@dataclass(frozen=True, slots=True)
class Lengths:
    """Minutes that each act takes."""

    talk: int = 30
    interview: int = 60
    visit: int = 90
    review: int = 30
    meal: int = 30

    def of(self, kind: str) -> int:
        """Return the minutes of this kind of act."""
        return int(getattr(self, kind))


@dataclass(frozen=True, slots=True)
class WeekWeights:
    """What one unit of each wish costs.

    `rhythm` is by number of the day: the first two days are for labour, talk comes when people know each other.
    Further days cost what the last one does. `review_hour` is for each half hour between a review and the begin of the
    evening.
    """

    rhythm: tuple[int, ...] = (4, 2, 0, 0, 1, 2)
    lost_labour: int = 20
    load: int = 5
    review_hour: int = 1
    split_review: int = 40
    no_joint_review: int = 60

    def rhythm_of(self, day: int) -> int:
        """Return what a talk, an interview or a visit costs on this day."""
        return self.rhythm[min(day, len(self.rhythm) - 1)] if self.rhythm else 0


@dataclass(frozen=True)
class Week:
    """The week of one group at one enterprise."""

    days: tuple[date, ...]
    shifts: tuple[Shift, ...]
    teams: tuple[Team, ...]
    officials: tuple[Member, ...]
    wishes: Wishes = Wishes()
    rooms: tuple[str, ...] = ()
    township: Township | None = None
    group: str = ""
    enterprise: str = ""
    limits: Limits = Limits()
    lengths: Lengths = Lengths()
    weights: WeekWeights = WeekWeights()

    @property
    def eve(self) -> date:
        """The day before the first one."""
        return self.days[0] - timedelta(days=1)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Minutes from the first midnight to the midnight of each day."""
        return tuple((each - self.days[0]).days * DAY for each in self.days)

    def day_of(self, moment: int) -> int:
        """Return the day on which this moment lies, counted in minutes from the first midnight."""
        return self.starts.index(moment // DAY * DAY)

    def shift(self, shift_id: str) -> Shift:
        """Return the shift with this id."""
        return self._shifts[shift_id]

    def team(self, team_id: str) -> Team:
        """Return the team with this id."""
        return self._teams[team_id]

    def official(self, official_id: str) -> Member:
        """Return the official with this id."""
        return self._officials[official_id]

    def review_hours(self, day: int) -> Span:
        """Return the hours in which the group may meet on this day, from its midnight."""
        shifts = {each.shift_on(self.days[day]) for each in self.teams} - {None}
        if not shifts:
            return FREE_DAY_REVIEW_HOURS
        return LATE_REVIEW_HOURS if any(self.shift(each).fills_evening for each in shifts if each) else REVIEW_HOURS

    @cached_property
    def worked_out(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """When acts of a kind with a team may begin, as far as asked: a week never changes, its models ask again."""
        return {}

    @cached_property
    def _shifts(self) -> dict[str, Shift]:
        return {each.id: each for each in self.shifts}

    @cached_property
    def _teams(self) -> dict[str, Team]:
        return {each.id: each for each in self.teams}

    @cached_property
    def _officials(self) -> dict[str, Member]:
        return {each.id: each for each in self.officials}
