"""Whose shift each official joins, which halves of it are worked, and eleven hours of rest every night."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from dundian.engines.planning.week.model import REST, SHIFT, Literal, Pattern, WeekModel, exceeds_day
from dundian.engines.planning.week.problem import DAY, HALF_HOUR, LABOUR, Limits, Member, Span, Week
from dundian.engines.planning.week.windows import overlaps, visit_length

REST_FROM, REST_UNTIL = 12 * 60, DAY + 22 * 60
"""A night's rest lies between the noon of one day and 22:00 of the next: so a night shift sleeps by day."""


def add_labour(model: WeekModel) -> None:
    """Let every official join one pattern that has a post, and work its shifts unless something takes a half away."""
    week = model.week
    for official in week.officials:
        for i, pattern in enumerate(model.patterns):
            if is_open(model, official, pattern) and (model.focus is None or model.focus.joins.get(official.id) == i):
                model.joins[official.id, i] = model.boolean()
        mine = [model.joins[key] for key in model.joins if key[0] == official.id]
        model.cp.add(sum(mine) + model.may_fail(LABOUR, official.id, 1) == 1)
    for i, pattern in enumerate(model.patterns):
        _add_posts(model, i, pattern)
        for official in week.officials:
            if (official.id, i) in model.joins:
                _add_shifts(model, official, i, pattern)


def is_open(model: WeekModel, official: Member, pattern: Pattern) -> bool:
    """Whether this official may join a team of the pattern at all."""
    has_post = pattern.post_count() or not model.holds("posts")
    is_fit = official.night_ok or not pattern.is_night or not model.holds("night")
    rests = all(rest_starts(model.week, pattern, night) for night in nights(model.week))
    return bool(has_post and is_fit and (rests or not model.holds("rest")))


def _add_posts(model: WeekModel, i: int, pattern: Pattern) -> None:
    here = {who: literal for (who, at), literal in model.joins.items() if at == i}
    if model.holds("posts"):
        model.cp.add(sum(here.values()) <= pattern.post_count())
    if model.holds("heavy"):
        light = [literal for who, literal in here.items() if not model.week.official(who).heavy_ok]
        model.cp.add(sum(light) <= pattern.post_count(only_light=True))


def _add_shifts(model: WeekModel, official: Member, i: int, pattern: Pattern) -> None:
    joins = model.joins[official.id, i]
    visits = {start: literal for (who, start), literal in model.visits.items() if who == official.id}
    for turn in pattern.turns:
        if turn.day is None:
            continue
        is_long = exceeds_day(model.week, turn.shift)
        for half, spans in enumerate(turn.halves):
            works = _worked(model, visits, joins, is_long, spans)
            model.works[official.id, i, turn.day, half] = works
            if is_long or model.focus is None:
                on_line = works if is_long else joins
                model.agendas[official.id, SHIFT] += [(start, end, on_line) for start, end in spans]
            model.toil[official.id, turn.day].append((works, sum(end - start for start, end in spans)))


def _worked(
    model: WeekModel, visits: Mapping[int, Literal], joins: Literal, is_long: bool, half: tuple[Span, ...]
) -> Literal:
    """Return whether this half is worked: always who joined does, unless the township or the daily limit takes it."""
    length = visit_length(model.week)
    away = [literal for start, literal in visits.items() if overlaps((start, start + length), half)]
    if not away and not is_long:
        return joins
    works, is_lost = model.boolean(), model.boolean()
    model.cp.add(works + is_lost == joins)
    for literal in away:
        model.cp.add_implication(literal, ~works)
    if not is_long:
        model.cp.add(is_lost <= sum(away))
    model.pay(is_lost, model.week.weights.lost_labour)
    return works


def add_rest(model: WeekModel) -> None:
    """Give every official an unbroken rest each night, as if all of the shift were worked."""
    week = model.week
    if not model.holds("rest"):
        return
    for night in nights(week):
        for official in week.officials:
            for (who, i), joins in model.joins.items():
                if who == official.id:
                    _add_night(model, official.id, joins, rest_starts(week, model.patterns[i], night))
            if (LABOUR, official.id) in model.failed:
                idle = model.failed[LABOUR, official.id]
                _add_night(model, official.id, idle, _rest_starts((), week.starts[night], week.limits))


def _add_night(model: WeekModel, who: str, given: Literal, starts: tuple[int, ...]) -> None:
    literals = [given] if len(starts) == 1 else [model.boolean() for _ in starts]
    if len(starts) > 1:
        model.cp.add(sum(literals) == given)
    length = model.week.limits.rest
    for start, literal in zip(starts, literals, strict=True):
        model.agendas[who, REST].append((start, start + length, literal))


def nights(week: Week) -> tuple[int, ...]:
    """Return the days that another day of the week follows at once."""
    return tuple(i for i in range(len(week.days) - 1) if week.starts[i + 1] - week.starts[i] == DAY)


def rest_starts(week: Week, pattern: Pattern, night: int) -> tuple[int, ...]:
    """Return when the rest of this night may begin for who works all shifts of a pattern; none if nowhere."""
    midnight = week.starts[night]
    window = midnight + REST_FROM, midnight + REST_UNTIL
    worked = (span for turn in pattern.turns if turn.day is not None for span in (turn.span,))
    return _rest_starts(tuple(each for each in worked if overlaps(each, (window,))), midnight, week.limits)


def _rest_starts(labour: tuple[Span, ...], midnight: int, limits: Limits) -> tuple[int, ...]:
    near = tuple((start - midnight, end - midnight) for start, end in labour)
    return tuple(midnight + each for each in _best_rests(near, limits))


@lru_cache(maxsize=4096)
def _best_rests(labour: tuple[Span, ...], limits: Limits) -> tuple[int, ...]:
    """Keep only rests that no other one beats by taking less of the hours in which something can be done."""
    edges = {end for _, end in labour} | {start - limits.rest for start, _ in labour}
    begins = sorted(edges | set(range(REST_FROM, REST_UNTIL - limits.rest + 1, HALF_HOUR)))
    rests = [
        each
        for each in begins
        if REST_FROM <= each <= REST_UNTIL - limits.rest and not overlaps((each, each + limits.rest), labour)
    ]
    taken = {each: _taken(each, limits) for each in rests}
    return tuple(
        each
        for place, each in enumerate(rests)
        if not any(
            _is_inside(taken[other], taken[each]) and (taken[other] != taken[each] or rests.index(other) < place)
            for other in rests
            if other != each
        )
    )


def _taken(start: int, limits: Limits) -> tuple[Span, Span]:
    """What a rest takes of the two days' hours: the end of the first one, a piece of the second one."""
    end = start + limits.rest
    day, next_day = (limits.earliest, limits.latest), (DAY + limits.earliest, DAY + limits.latest)
    return _common((start, end), day), _common((start, end), next_day)


def _common(one: Span, other: Span) -> Span:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else (0, 0)


def _is_inside(inner: tuple[Span, Span], outer: tuple[Span, Span]) -> bool:
    return all(
        small == (0, 0) or (large[0] <= small[0] and small[1] <= large[1])
        for small, large in zip(inner, outer, strict=True)
    )
