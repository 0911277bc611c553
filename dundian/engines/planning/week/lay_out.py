"""From a solved model to a timetable: who is where by name, which post, which room, which worker's team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from dundian.engines.planning.week.model import Literal, Pattern, WeekModel
from dundian.engines.planning.week.problem import (
    DAY,
    HALF_HOUR,
    INTERVIEW,
    LABOUR,
    MEAL,
    MEAL_HOURS,
    MEAL_NAMES,
    REVIEW,
    TALK,
    USUAL_MEALS,
    VISIT,
    Member,
    Post,
    Span,
    Week,
)
from dundian.engines.planning.week.timetable import Entry, Place, Timetable
from dundian.engines.planning.week.windows import overlaps, visit_length

Value = Callable[[Literal], int]


def lay_out(model: WeekModel, value: Value) -> Timetable:
    """Return the timetable that these values of the variables stand for."""
    places = _places(model, value)
    rows: list[Entry] = [
        *_labour(model, value, places),
        *_talks(model, value),
        *_interviews(model, value),
        *_visits(model, value),
        *_reviews(model, value),
    ]
    rows += list(_meals(model, value, rows))
    return Timetable(places, tuple(sorted(rows, key=lambda row: (row.day, row.start, row.kind, row.officials))))


def _places(model: WeekModel, value: Value) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for i, pattern in enumerate(model.patterns):
        joined = [each for each in model.week.officials if _is_true(model.joins.get((each.id, i)), value)]
        found |= _seats(pattern, sorted(joined, key=lambda each: each.heavy_ok))
    return found


def _seats(pattern: Pattern, officials: Iterable[Member]) -> dict[str, Place]:
    """Spread officials over the teams evenly; who must not lift comes first, the others leave light posts alone."""
    free: dict[str, list[Post]] = {each.id: list(each.posts) for each in pattern.teams}
    found: dict[str, Place] = {}
    for official in officials:
        team = min(free, key=lambda each: (not _fitting(free[each], official), len(_joined(found, each))), default=None)
        options = _fitting(free[team], official) if team else []
        if team and options:
            post = next((each for each in options if each.is_heavy), options[0]) if official.heavy_ok else options[0]
            free[team].remove(post)
            found[official.id] = Place(team, post.name)
    return found


def _joined(found: dict[str, Place], team: str) -> list[str]:
    """Return who already joined this team."""
    return [who for who, place in found.items() if place.team == team]


def _fitting(posts: list[Post], official: Member) -> list[Post]:
    return [each for each in posts if official.heavy_ok or not each.is_heavy]


def _labour(model: WeekModel, value: Value, places: dict[str, Place]) -> Iterator[Entry]:
    for (who, i, day, half), works in model.works.items():
        if not value(works):
            continue
        turn = next(each for each in model.patterns[i].turns if each.day == day)
        place = places[who]
        for span in turn.halves[half]:
            yield _entry(model.week, day, span, LABOUR, (who,), place.team, place.post)


def _talks(model: WeekModel, value: Value) -> Iterator[Entry]:
    free_from: dict[str, int] = dict.fromkeys(model.week.rooms, -DAY)
    length = model.week.lengths.talk
    held = sorted((start, team, who) for (who, team, start), literal in model.talks.items() if value(literal))
    for start, team, who in held:
        room = next((each for each, moment in free_from.items() if moment <= start), "")
        free_from[room] = start + length
        day = model.week.day_of(start)
        yield _entry(model.week, day, (start, start + length), TALK, (who,), team, room)


def _interviews(model: WeekModel, value: Value) -> Iterator[Entry]:
    asking: dict[tuple[int, int], list[str]] = defaultdict(list)
    for (who, i, start), literal in model.interviews.items():
        if value(literal):
            asking[i, start].append(who)
    for (i, start), officials in asking.items():
        teams = [
            each.id
            for each in model.patterns[i].teams
            for _ in range(value(model.asked[each.id, start]) if (each.id, start) in model.asked else 0)
        ]
        for who, team in zip(officials, teams, strict=True):
            span = start, start + model.week.lengths.interview
            yield _entry(model.week, model.week.day_of(start), span, INTERVIEW, (who,), team)


def _visits(model: WeekModel, value: Value) -> Iterator[Entry]:
    going: dict[int, list[str]] = defaultdict(list)
    for (who, start), literal in model.visits.items():
        if value(literal):
            going[start].append(who)
    name = model.week.township.name if model.week.township else ""
    for start, officials in going.items():
        span = start, start + visit_length(model.week)
        yield _entry(model.week, model.week.day_of(start), span, VISIT, tuple(officials), None, name)


def _reviews(model: WeekModel, value: Value) -> Iterator[Entry]:
    there: dict[tuple[int, int], list[str]] = defaultdict(list)
    for (who, day, start), literal in model.reviews.items():
        if value(literal):
            there[day, start].append(who)
    for (day, start), officials in there.items():
        yield _entry(model.week, day, (start, start + model.week.lengths.review), REVIEW, tuple(officials))


def _meals(model: WeekModel, value: Value, others: Sequence[Entry]) -> Iterator[Entry]:
    """The model only keeps time for meals; here each is eaten as near to its usual hour as the day leaves."""
    week, length = model.week, model.week.lengths.meal
    for (who, day, meal, kept), literal in model.meals.items():
        if not value(literal):
            continue
        busy = [span for i, each in enumerate(model.patterns) for span in _own(model, value, who, i, each)]
        busy += [
            (week.starts[each.day] + each.start, week.starts[each.day] + each.end)
            for each in others
            if who in each.officials
        ]
        usual, window = week.starts[day] + USUAL_MEALS[meal], MEAL_HOURS[meal]
        begins = range(week.starts[day] + window[0], week.starts[day] + window[1] - length + 1, HALF_HOUR)
        free = [each for each in begins if not overlaps((each, each + length), busy)]
        start = min((kept, *free), key=lambda each: abs(each - usual))
        yield _entry(week, day, (start, start + length), MEAL, (who,), None, MEAL_NAMES[meal])


def _own(model: WeekModel, value: Value, who: str, i: int, pattern: Pattern) -> tuple[Span, ...]:
    return pattern.production if _is_true(model.joins.get((who, i)), value) else ()


def _entry(
    week: Week, day: int, span: tuple[int, int], kind: str, officials: tuple[str, ...], *where: str | None
) -> Entry:
    team, place = (*where, None, None)[:2]
    midnight = week.starts[day]
    return Entry(day, span[0] - midnight, span[1] - midnight, kind, officials, team, place or "")


def _is_true(literal: Literal | None, value: Value) -> bool:
    return literal is not None and bool(value(literal))
