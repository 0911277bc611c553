"""Talks, interviews and visits: who does them and when, from the lists of allowed begins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from dundian.engines.planning.week.model import ACT, Literal, Stretch, WeekModel, meeting_points
from dundian.engines.planning.week.problem import (
    CONNECTOR,
    INTERVIEW,
    PEOPLE_AT_VISIT,
    ROLE_OF,
    TALK,
    VISIT,
    Member,
)
from dundian.engines.planning.week.windows import interview_starts, talk_starts, visit_length, visit_starts


def add_acts(model: WeekModel) -> None:
    """Add everything that is done with workers and with the township, and what limits it."""
    by_team: dict[str, list[Stretch]] = defaultdict(list)
    _add_talks(model, by_team)
    _add_interviews(model, by_team)
    add_visits(model)
    if model.holds("parallel"):
        for stretches in by_team.values():
            _at_most(model, stretches, model.week.limits.parallel)
    _add_load(model)


def _add_talks(model: WeekModel, by_team: dict[str, list[Stretch]]) -> None:
    week, length = model.week, model.week.lengths.talk
    in_rooms: list[Stretch] = []
    pattern_of = {each.id: i for i, pattern in enumerate(model.patterns) for each in pattern.teams}
    for team_id in week.wishes.talks:
        here: list[Literal] = []
        for start in talk_starts(week, week.team(team_id)):
            for official in _free(model, TALK, pattern_of[team_id], start, length):
                literal = model.talks[official.id, team_id, start] = model.boolean()
                _take_part(model, official.id, literal, (start, length))
                model.pay(literal, week.weights.rhythm_of(model.week.day_of(start)))
                here.append(literal)
                by_team[team_id].append((start, start + length, literal))
                in_rooms.append((start, start + length, literal))
        model.cp.add(sum(here) + model.may_fail(TALK, team_id, 1) == 1)
    if model.holds("rooms"):
        _at_most(model, in_rooms, len(week.rooms))


def _add_interviews(model: WeekModel, by_team: dict[str, list[Stretch]]) -> None:
    week, length = model.week, model.week.lengths.interview
    for i, pattern in enumerate(model.patterns):
        teams = [each.id for each in pattern.teams if week.wishes.interviews.get(each.id)]
        starts = interview_starts(week, pattern.teams[0]) if teams else ()
        for start in starts:
            asking = []
            for official in _free(model, INTERVIEW, i, start, length):
                literal = model.interviews[official.id, i, start] = model.boolean()
                _take_part(model, official.id, literal, (start, length))
                model.pay(literal, week.weights.rhythm_of(model.week.day_of(start)))
                asking.append(literal)
            for team_id in teams if asking else ():
                most = week.wishes.interviews[team_id]
                count = min(most, week.limits.parallel) if model.holds("parallel") else most
                asked = model.asked[team_id, start] = model.cp.new_int_var(0, count, "")
                by_team[team_id].append((start, start + length, asked))
            if asking:
                model.cp.add(sum(asking) == sum(model.asked[each, start] for each in teams))
        for team_id in teams:
            wanted = week.wishes.interviews[team_id]
            found = sum(model.asked[team_id, start] for start in starts if (team_id, start) in model.asked)
            model.cp.add(found + model.may_fail(INTERVIEW, team_id, wanted) == wanted)


def add_visits(model: WeekModel, begins: Callable[[int], Iterable[int]] | None = None) -> None:
    """Let pairs of officials call on the township, one visit a day; `begins` may name fewer begins of a day."""
    week, length, held = model.week, visit_length(model.week), []
    for day in range(len(week.days) if week.wishes.visits else 0):
        today = []
        for start in begins(day) if begins else visit_starts(week, day):
            takes_place, going = model.boolean(), []
            for official in model.able(CONNECTOR):
                if model.focus and model.focus.visits is not None and (official.id, start) not in model.focus.visits:
                    continue
                literal = model.visits[official.id, start] = model.boolean()
                model.agendas[official.id, VISIT].append((start, start + length, literal))
                _burden(model, official.id, literal, (start, length))
                going.append(literal)
            model.cp.add(sum(going) == PEOPLE_AT_VISIT * takes_place)
            model.pay(takes_place, week.weights.rhythm_of(day))
            today.append(takes_place)
        if model.holds("visit_days"):
            model.cp.add_at_most_one(today)
        held += today
    wanted = week.wishes.visits
    model.cp.add(sum(held) + model.may_fail(VISIT, "", wanted) == wanted)


def _add_load(model: WeekModel) -> None:
    """Pay for what the busiest official has to do."""
    most = sum(len(each) for each in model.acts.values())
    busiest = model.cp.new_int_var(0, most, "")
    for mine in model.acts.values():
        model.cp.add(sum(mine) <= busiest)
    model.pay(busiest, model.week.weights.load)


def _free(model: WeekModel, kind: str, pattern: int, start: int, length: int) -> list[Member]:
    """Return who may do such an act with the workers of a pattern: the decisions taken already leave them the time."""
    able = model.able(ROLE_OF[kind])
    if model.focus is not None and model.focus.acts is not None:
        day, tasks = model.week.day_of(start), model.focus.acts
        able = [each for each in able if (each.id, kind, pattern, day) in tasks]
    return [each for each in able if model.may(each.id, start, start + length)]


def _take_part(model: WeekModel, who: str, literal: Literal, when: tuple[int, int]) -> None:
    start, length = when
    model.agendas[who, ACT].append((start, start + length, literal))
    _burden(model, who, literal, when)


def _burden(model: WeekModel, who: str, literal: Literal, when: tuple[int, int]) -> None:
    start, length = when
    model.toil[who, model.week.day_of(start)].append((literal, length))
    model.acts[who].append(literal)


def _at_most(model: WeekModel, stretches: list[Stretch], most: int) -> None:
    for literals in meeting_points(stretches):
        model.cp.add(sum(literals) <= most)
