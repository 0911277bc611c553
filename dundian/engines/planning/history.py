"""What past seasons leave behind: hardship points, the enterprise and the mates of last time.

The rule, as an organiser would say it to somebody who asks: **every posting of this year and the three years before
counts the points of its hardness (0 easy, 1, 2 hard); the points are added up.** Nothing else goes in.

Where it is from: design/planning.md gives the cost, points times the hardness of the new posting, and leaves open
how the points come about. Why so:

- They are added without weights, so that anybody can check his number in his head. A weight that falls with the years
  would give points like 2.6, which nobody can contest.
- Three years, because rotation evens out what people remember of each other; after that a hard posting is forgotten
  at once and not little by little. Years are counted and not seasons: several unions may hold seasons of their own in
  one house, and a season of others must not push a hard posting of ours out of memory. Whole years, because a season
  that begins a week later than last time must not change who has points.
- An older posting never weighs more than a newer one, since both weigh the same or the older one nothing.
- How far somebody had to travel is left out. The plan charges the way itself (`travel`), and whoever finds a place
  hard because it is far says so with its hardness.

The enterprise and the group of last time are those of the newest posting within the same years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

# How many years before the year of the new season are remembered.
YEARS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPlacement:
    """Where somebody was in one season. `began_on` is the first day there, `group` a key that mates share."""

    person: str
    season: str
    began_on: date
    enterprise: str
    group: str
    hardness: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the plan of a new season must know of one person's past.

    `counted`: the placements behind it, newest first. `season_count`: seasons that he took part in, remembered or not.
    """

    hardship: int = 0
    last_enterprise: str | None = None
    last_group: str | None = None
    season_count: int = 0
    counted: tuple[PastPlacement, ...] = ()


NONE = History()


class NotYetPast(Exception):
    """A placement does not begin before the season for which it is counted."""


def histories(past: Iterable[PastPlacement], *, day_one: date) -> dict[str, History]:
    """Return the history of everybody who was somewhere before `day_one`, the first day of the new season.

    Somebody who is missing has no past: `NONE`. Raises NotYetPast.
    """
    places: dict[str, list[PastPlacement]] = defaultdict(list)
    for each in past:
        if each.began_on >= day_one:
            raise NotYetPast
        places[each.person].append(each)
    return {person: _history(found, first_year=day_one.year - YEARS) for person, found in places.items()}


def _history(places: Sequence[PastPlacement], *, first_year: int) -> History:
    ordered = sorted(places, key=lambda each: (-each.began_on.toordinal(), each.season, each.group))
    counted = tuple(each for each in ordered if each.began_on.year >= first_year)
    last = counted[0] if counted else None
    return History(
        hardship=sum(each.hardness for each in counted),
        last_enterprise=last.enterprise if last else None,
        last_group=last.group if last else None,
        season_count=len({each.season for each in places}),
        counted=counted,
    )
