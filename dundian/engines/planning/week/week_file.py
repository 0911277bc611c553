"""A week as a file (JSON), read strictly: unknown keys are refused with their path, every id used must exist."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dundian.engines.planning.fields import BadProblem
from dundian.engines.planning.problem_file import read_json
from dundian.engines.planning.week.problem import (
    DAY,
    Lengths,
    Limits,
    Member,
    Post,
    Shift,
    Span,
    Team,
    Township,
    Week,
    WeekWeights,
    Wishes,
)
from dundian.engines.planning.week.rules import ROLE_NAMES
from dundian.engines.planning.week.week_fields import WeekFields

_MOST_DAYS, _MOST_OFFICIALS, _MOST_TEAMS = 14, 60, 60


def read_week(text: str) -> Week:
    """Return the week written in this JSON text; BadProblem with one sentence if it is not one."""
    top = WeekFields(read_json(text), "")
    week = Week(
        days=_days(top),
        shifts=tuple(_shift(each) for each in top.objects("shifts")),
        teams=tuple(_team(each) for each in top.objects("teams")),
        officials=tuple(_official(each) for each in top.objects("officials")),
        rooms=top.name_list("rooms"),
        township=_township(top.optional_object("township")),
        wishes=_wishes(top.object("wishes")),
        group=top.optional_name("group") or "",
        enterprise=top.optional_name("enterprise") or "",
        limits=_limits(top.optional_object("limits")),
        lengths=_lengths(top.optional_object("lengths")),
        weights=_weights(top.optional_object("weights")),
    )
    top.done()
    _check(week)
    return week


def _days(top: WeekFields) -> tuple[date, ...]:
    days = top.days("days")
    if not days or list(days) != sorted(days) or (days[-1] - days[0]).days >= _MOST_DAYS:
        raise BadProblem(f"days：要写一天以上，按先后写，前后不超过 {_MOST_DAYS} 天。")
    return days


def _shift(row: WeekFields) -> Shift:
    start, end = row.span()
    breaks = tuple(sorted(_into(each, start) for each in row.spans("breaks")))
    found = Shift(row.name("id"), start, end, breaks)
    edges = [start, *(moment for each in breaks for moment in each), end]
    if edges != sorted(edges):
        raise BadProblem(f"{row.path}.breaks：休息要在这个班次里，互相不重叠。")
    row.done()
    return found


def _into(span: Span, start: int) -> Span:
    """A break after midnight belongs to the shift that began before it."""
    return span if span[0] >= start else (span[0] + DAY, span[1] + DAY)


def _team(row: WeekFields) -> Team:
    found = Team(
        id=row.name("id"),
        shift=row.name("shift"),
        name=row.optional_name("name") or "",
        headcount=row.whole("headcount", default=0),
        posts=tuple(_post(each) for each in row.objects("posts")),
        days_off=frozenset(row.days("days_off", default=[])),
        rota=row.by_day("rota"),
    )
    row.done()
    return found


def _post(row: WeekFields) -> Post:
    found = Post(row.name("name"), row.truth("heavy", default=False))
    row.done()
    return found


def _official(row: WeekFields) -> Member:
    found = Member(
        id=row.name("id"),
        sex=row.choice("sex", ("F", "M")),
        roles=row.names("roles", among=ROLE_NAMES),
        night_ok=row.truth("night_ok"),
        heavy_ok=row.truth("heavy_ok"),
        name=row.optional_name("name") or "",
    )
    row.done()
    return found


def _township(row: WeekFields | None) -> Township | None:
    if row is None:
        return None
    found = Township(row.name("name"), row.spans("office_hours"), row.whole("travel", largest=240))
    row.done()
    return found


def _wishes(row: WeekFields) -> Wishes:
    found = Wishes(
        talks=row.name_list("talks"),
        interviews=row.counts("interviews"),
        visits=row.whole("visits", largest=_MOST_DAYS, default=0),
        has_reviews=row.truth("reviews", default=True),
    )
    row.done()
    return found


def _limits(row: WeekFields | None) -> Limits:
    default = Limits()
    if row is None:
        return default
    found = Limits(
        daily=row.between("daily", 60, DAY, default=default.daily),
        rest=row.between("rest", 0, 20 * 60, default=default.rest),
        earliest=row.clock("earliest", default=default.earliest),
        latest=row.clock("latest", default=default.latest),
        parallel=row.between("parallel", 1, 20, default=default.parallel),
    )
    if found.earliest >= found.latest:
        raise BadProblem(f"{row.path}：earliest 要早于 latest。")
    row.done()
    return found


def _lengths(row: WeekFields | None) -> Lengths:
    default = Lengths()
    if row is None:
        return default
    found = Lengths(
        talk=row.between("talk", 5, 240, default=default.talk),
        interview=row.between("interview", 5, 240, default=default.interview),
        visit=row.between("visit", 5, 480, default=default.visit),
        review=row.between("review", 5, 240, default=default.review),
        meal=row.between("meal", 5, 120, default=default.meal),
    )
    row.done()
    return found


def _weights(row: WeekFields | None) -> WeekWeights:
    default = WeekWeights()
    if row is None:
        return default
    found = WeekWeights(
        rhythm=row.wholes("rhythm", default=default.rhythm),
        lost_labour=row.between("lost_labour", 0, 10_000, default=default.lost_labour),
        load=row.between("load", 0, 10_000, default=default.load),
        review_hour=row.between("review_hour", 0, 10_000, default=default.review_hour),
        split_review=row.between("split_review", 0, 10_000, default=default.split_review),
        no_joint_review=row.between("no_joint_review", 0, 10_000, default=default.no_joint_review),
    )
    row.done()
    return found


def _check(week: Week) -> None:
    for path, most, count in (
        ("officials", _MOST_OFFICIALS, len(week.officials)),
        ("teams", _MOST_TEAMS, len(week.teams)),
        ("shifts", _MOST_TEAMS, len(week.shifts)),
    ):
        if not 1 <= count <= most:
            raise BadProblem(f"{path}：要写 1 到 {most} 个，这里是 {count} 个。")
    shifts = _unique("shifts", (each.id for each in week.shifts))
    teams = _unique("teams", (each.id for each in week.teams))
    _unique("officials", (each.id for each in week.officials))
    for i, team in enumerate(week.teams):
        _known(f"teams[{i}].shift", [team.shift], shifts)
        _known(f"teams[{i}].rota", team.rota.values(), shifts)
    _known("wishes.talks", week.wishes.talks, teams)
    _known("wishes.interviews", week.wishes.interviews, teams)


def _unique(path: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for i, each in enumerate(ids):
        if each in seen:
            raise BadProblem(f"{path}[{i}].id：{each} 前面已经有了。")
        seen.add(each)
    return seen


def _known(path: str, used: Iterable[str], known: set[str]) -> None:
    for each in used:
        if each not in known:
            raise BadProblem(f"{path}：没有 {each}。")
