"""The teams of an enterprise: its shifts, who rests when, and the posts it offers, as a week's file has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dundian.features.registry.models import Enterprise

DAY = 1440
DAY_SHIFT = ("08:00", "17:00")
# Between these minutes of a night only who is fit for it may work.
_NIGHT = ((-60, 300), (1380, 1740))
Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Shifts:
    """Shifts and teams as the page of a week has them; a shift without a break is named."""

    shifts: list[dict[str, Any]]
    teams: list[dict[str, Any]]
    without_breaks: list[str]
    has_night: bool


@dataclass(frozen=True, kw_only=True)
class _Crew:
    """The workers of one shift who rest together."""

    shift: str
    name: str
    span: Span
    breaks: tuple[Span, ...]

    @property
    def is_night(self) -> bool:
        return any(self.span[0] < end and start < self.span[1] for start, end in _NIGHT)


def shifts_of(host: Enterprise, *, heads: int, is_heavy: bool) -> Shifts:
    """Return the teams of an enterprise: one a shift, or one for each team whose rests are given by name.

    Posts are offered in every shift that they fit: night posts at night, the others by day. Without any, each team
    takes all `heads` of the group.
    """
    given = host.shifts or [{"name": "白班", "start": DAY_SHIFT[0], "end": DAY_SHIFT[1]}]
    crews = [crew for row, name in zip(given, _names(given), strict=True) for crew in _crews(row, name, host.breaks)]
    posts = host.posts or [{"name": "跟班", "count": heads, "night": None, "heavy": is_heavy}]
    seats = _seats(crews, posts, heads)
    return Shifts(
        shifts=[
            {
                "id": each.shift,
                "start": _clock(each.span[0]),
                "end": _clock(each.span[1]),
                "breaks": [[_clock(start), _clock(end)] for start, end in each.breaks],
            }
            for each in crews
        ],
        teams=[
            {"id": f"T{n}", "name": each.name, "shift": each.shift, "posts": seats[n - 1]}
            for n, each in enumerate(crews, 1)
        ],
        without_breaks=[each.name for each in crews if not each.breaks],
        has_night=any(each.is_night for each in crews),
    )


def _names(given: list[dict[str, Any]]) -> list[str]:
    """A name for each shift, none twice."""
    found: list[str] = []
    for row in given:
        name = row.get("name") or f"{row['start']}–{row['end']}"
        found.append(name if name not in found else f"{name} {row['start']}")
    return [name if found.count(name) == 1 else f"{name}（{n}）" for n, name in enumerate(found, 1)]


def _crews(row: dict[str, Any], name: str, breaks: list[dict[str, Any]]) -> list[_Crew]:
    start, end = _minutes(row["start"]), _minutes(row["end"])
    span = (start, end if end > start else end + DAY)
    common: list[Span] = []
    of_team: dict[str, list[Span]] = {}
    for rest in breaks:
        inside = _inside((_minutes(rest["start"]), _minutes(rest["end"])), span)
        if inside:
            team = rest.get("team")
            (common if team in (None, "", name, row.get("name")) else of_team.setdefault(team, [])).append(inside)
    if not of_team:
        return [_Crew(shift=name, name=name, span=span, breaks=_merged(common))]
    return [
        _Crew(shift=f"{name}·{team}", name=f"{name}·{team}", span=span, breaks=_merged([*common, *own]))
        for team, own in of_team.items()
    ]


def _inside(rest: Span, shift: Span) -> Span | None:
    start, end = rest
    if end <= start:
        end += DAY
    if start < shift[0]:
        start, end = start + DAY, end + DAY
    return (start, end) if shift[0] <= start and end <= shift[1] else None


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _seats(crews: list[_Crew], posts: list[dict[str, Any]], heads: int) -> list[list[dict[str, Any]]]:
    """Deal the posts out: whole to each shift they fit, one by one among the teams of one shift."""
    seats: list[list[dict[str, Any]]] = [[] for _ in crews]
    spans = list(dict.fromkeys(each.span for each in crews))
    for span in spans:
        mine = [n for n, each in enumerate(crews) if each.span == span]
        turn = 0
        for post in posts:
            if not _fits(post, crews[mine[0]], crews):
                continue
            for _ in range(min(post.get("count") or 1, heads)):
                seats[mine[turn % len(mine)]].append({"name": post["name"], "heavy": bool(post.get("heavy"))})
                turn += 1
    return seats


def _fits(post: dict[str, Any], crew: _Crew, crews: list[_Crew]) -> bool:
    """Night posts belong to the night shift where there is one, the others to the day's."""
    is_night = post.get("night")
    if is_night is None or not any(each.is_night == bool(is_night) for each in crews):
        return True
    return crew.is_night == bool(is_night)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
