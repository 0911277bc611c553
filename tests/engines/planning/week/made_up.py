"""Invented weeks by their seed: factories of one, two and three shifts, 8–10 officials, 3–6 teams, 10–16 interviews."""

from __future__ import annotations

import random
from datetime import date, timedelta

from dundian.engines.planning.week.problem import (
    CONNECTOR,
    PUBLICIST,
    RESEARCHER,
    Member,
    Post,
    Shift,
    Team,
    Township,
    Week,
    Wishes,
)

MONDAY = date(2021, 5, 10)
EARLY = Shift("早班", 360, 840, ((600, 630),))
LATE = Shift("中班", 840, 1320, ((1080, 1110),))
NIGHT = Shift("夜班", 1320, 1800, ((1560, 1590),))
DAY_SHIFT = Shift("白班", 480, 1050, ((720, 780),))
SHIFTS = {1: (DAY_SHIFT,), 2: (EARLY, LATE), 3: (EARLY, LATE, NIGHT)}
ROLES = (PUBLICIST, RESEARCHER, CONNECTOR)


def week_of(seed: int) -> Week:
    """Return the week of this seed; most of them can be laid out whole, some cannot."""
    dice = random.Random(seed)  # noqa: S311
    shifts = SHIFTS[dice.choice((1, 1, 2, 2, 3))]
    days = tuple(MONDAY + timedelta(days=i) for i in range(dice.choice((5, 5, 6))))
    officials = tuple(_official(dice, i) for i in range(dice.randint(8, 10)))
    teams = tuple(_team(dice, i, shifts, days) for i in range(dice.randint(3, 6)))
    interviews: dict[str, int] = {}
    for _ in range(dice.randint(10, 16)):
        team = dice.choice(teams).id
        interviews[team] = interviews.get(team, 0) + 1
    return Week(
        days=days,
        shifts=shifts,
        teams=teams,
        officials=officials,
        wishes=Wishes(tuple(each.id for each in teams), interviews, visits=2),
        rooms=("培训室", "食堂二楼")[: dice.randint(1, 2)],
        township=Township("镇总工会", ((510, 720), (840, 1050)), dice.choice((10, 20, 30))),
        group=f"第 {seed} 组",
    )


def _official(dice: random.Random, number: int) -> Member:
    roles = frozenset(each for each in ROLES if dice.random() < 0.5) or frozenset({RESEARCHER})
    return Member(f"u{number}", dice.choice("FM"), roles, dice.random() < 0.7, dice.random() < 0.7)


def _team(dice: random.Random, number: int, shifts: tuple[Shift, ...], days: tuple[date, ...]) -> Team:
    posts = tuple(Post(f"{number} 线 {i} 号", dice.random() < 0.3) for i in range(dice.randint(2, 5)))
    off = frozenset(day for day in days if day.weekday() == 5 and dice.random() < 0.5)
    return Team(f"T{number}", shifts[number % len(shifts)].id, "", dice.randint(8, 40), posts, off)
