"""A week changed by hand: where an act may go, and the timetable after it went there.

Labour and meals follow by themselves: who gives a half of his shift back to the township works it again, and eats as
near to the usual hour as the day leaves. What is left to say no to is said by the reference judge (`check`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dundian.engines.planning.week.problem import (
    DAY,
    HALF_HOUR,
    INTERVIEW,
    LABOUR,
    MEAL,
    MEAL_HOURS,
    MEAL_NAMES,
    RESEARCHER,
    REVIEW,
    TALK,
    USUAL_MEALS,
    VISIT,
    Span,
    Week,
)
from dundian.engines.planning.week.timetable import Entry, Timetable
from dundian.engines.planning.week.windows import (
    Turn,
    interview_starts,
    overlaps,
    review_starts,
    talk_starts,
    turns,
    visit_starts,
)

MOVABLE = (TALK, INTERVIEW, VISIT, REVIEW)
REMOVABLE = (TALK, INTERVIEW, VISIT)
_FOLLOWING = (LABOUR, MEAL)


def moved(week: Week, timetable: Timetable, entry: Entry, *, day: int, start: int) -> Timetable:
    """Return the timetable with this act at another time; `start` counts from that day's midnight."""
    there = replace(entry, day=day, start=start, end=start + entry.end - entry.start)
    others = [each for each in timetable.entries if each != entry]
    return _settled(week, timetable, (*others, _in_a_room(week, others, there)), entry.officials)


def removed(week: Week, timetable: Timetable, entry: Entry) -> Timetable:
    """Return the timetable without this act."""
    return _settled(week, timetable, [each for each in timetable.entries if each != entry], entry.officials)


def added(week: Week, timetable: Timetable, entry: Entry) -> Timetable:
    """Return the timetable with one more act."""
    return _settled(week, timetable, (*timetable.entries, _in_a_room(week, timetable.entries, entry)), entry.officials)


def possible_starts(week: Week, timetable: Timetable, entry: Entry) -> list[tuple[int, int]]:
    """Return where else this act may begin, as (day, minute of that day), in order of time.

    Production time of its workers is in none of the windows. Whoever does it must be free, the team not asked too
    much at a time, a room open; rest and daily hours are looked at when somebody chooses.
    """
    others = [each for each in timetable.entries if each != entry]
    busy = [span for who in entry.officials for span in _taken(week, timetable, others, who, entry.kind)]
    length, found = entry.end - entry.start, []
    for start in _windows(week, entry):
        span, day = (start, start + length), week.day_of(start)
        if not overlaps(span, busy) and _has_room(week, others, entry, span, day):
            found.append((day, start - week.starts[day]))
    return [each for each in found if each != (entry.day, entry.start)]


def possible_interviews(week: Week, timetable: Timetable, team: str) -> list[Entry]:
    """Return one more interview of this team at each hour at which a researcher is free: whoever has asked least."""
    length, found = week.lengths.interview, dict[tuple[int, int], Entry]()
    for who in _researchers(week, timetable):
        draft = Entry(-1, -1, length - 1, INTERVIEW, (who,), team)
        for day, start in possible_starts(week, timetable, draft):
            found.setdefault((day, start), replace(draft, day=day, start=start, end=start + length))
    return [found[each] for each in sorted(found)]


def interview_at(week: Week, timetable: Timetable, team: str, to: tuple[int, int]) -> Entry | None:
    """Return an interview of this team at an hour, free or not, by the researcher who has asked least; None if none."""
    who = next(iter(_researchers(week, timetable)), None)
    day, start = to
    return None if who is None else Entry(day, start, start + week.lengths.interview, INTERVIEW, (who,), team)


def is_in_week(week: Week, entry: Entry, to: tuple[int, int]) -> bool:
    """Return whether an act that begins there, as (day, minute of that day), is of this week at all."""
    day, start = to
    return 0 <= day < len(week.days) and 0 <= start <= 2 * DAY - (entry.end - entry.start)


def _researchers(week: Week, timetable: Timetable) -> list[str]:
    """Who may ask workers, those first who have asked least."""
    asked = {each.id: 0 for each in week.officials if RESEARCHER in each.roles}
    for each in timetable.entries:
        if each.kind == INTERVIEW:
            asked |= {who: asked.get(who, 0) + 1 for who in each.officials}
    return sorted(asked, key=lambda who: asked[who])


def _windows(week: Week, entry: Entry) -> Iterable[int]:
    if entry.kind == VISIT:
        return [start for day in range(len(week.days)) for start in visit_starts(week, day)]
    if entry.kind == REVIEW:
        return review_starts(week, entry.day)
    if entry.team is None:
        return ()
    find = talk_starts if entry.kind == TALK else interview_starts
    return [each for each in find(week, week.team(entry.team)) if each // 1440 * 1440 in week.starts]


def _taken(week: Week, timetable: Timetable, others: Iterable[Entry], who: str, kind: str) -> Iterator[Span]:
    """When somebody cannot do an act of this kind: other acts, and his own line but for a visit."""
    for each in others:
        if who in each.officials and each.kind not in _FOLLOWING:
            yield _span(week, each)
    if kind != VISIT:
        for turn in _own_turns(week, timetable, who):
            yield from turn.production


def _has_room(week: Week, others: Sequence[Entry], entry: Entry, span: Span, day: int) -> bool:
    if entry.kind == VISIT:
        return not any(each.kind == VISIT and each.day == day for each in others)
    if entry.kind == REVIEW:
        return True
    beside = [each for each in others if each.kind in (TALK, INTERVIEW) and overlaps(span, [_span(week, each)])]
    is_free = sum(each.team == entry.team for each in beside) < week.limits.parallel
    return is_free and (entry.kind != TALK or sum(each.kind == TALK for each in beside) < len(week.rooms))


def _in_a_room(week: Week, others: Iterable[Entry], entry: Entry) -> Entry:
    if entry.kind != TALK:
        return entry
    span = _span(week, entry)
    full = {each.place for each in others if each.kind == TALK and overlaps(span, [_span(week, each)])}
    room = next((each for each in (entry.place, *week.rooms) if each not in full), entry.place)
    return replace(entry, place=room)


def _settled(week: Week, before: Timetable, entries: Iterable[Entry], people: Iterable[str]) -> Timetable:
    """Lay out anew what follows from the acts of these people."""
    mine = set(people)
    kept = [each for each in entries if each.kind not in _FOLLOWING or not set(each.officials) <= mine]
    labour = [each for who in sorted(mine) for each in _labour(week, before, kept, who)]
    meals = [each for who in sorted(mine) for each in _meals(week, before, [*kept, *labour], who)]
    rows = sorted((*kept, *labour, *meals), key=lambda each: (each.day, each.start, each.kind, each.officials))
    return Timetable(before.places, tuple(rows))


def _labour(week: Week, before: Timetable, entries: Iterable[Entry], who: str) -> Iterator[Entry]:
    """Every half that was worked, or was a visit's, and that no visit takes now."""
    place = before.places.get(who)
    worked = [_span(week, each) for each in before.of(who) if each.kind == LABOUR]
    visited = [_span(week, each) for each in before.of(who) if each.kind == VISIT]
    visits = [_span(week, each) for each in entries if each.kind == VISIT and who in each.officials]
    for turn in _own_turns(week, before, who):
        for half in turn.halves:
            was_his = any(overlaps(span, [*worked, *visited]) for span in half)
            if place and turn.day is not None and was_his and not any(overlaps(span, visits) for span in half):
                for span in half:
                    yield _entry(week, turn.day, span, (LABOUR, who), place.team, place.post)


def _meals(week: Week, before: Timetable, entries: Iterable[Entry], who: str) -> Iterator[Entry]:
    busy = [_span(week, each) for each in entries if who in each.officials]
    busy += [span for turn in _own_turns(week, before, who) for span in turn.production]
    length = week.lengths.meal
    for day, midnight in enumerate(week.starts):
        for (first, last), usual, name in zip(MEAL_HOURS, USUAL_MEALS, MEAL_NAMES, strict=True):
            edges = [end for _, end in busy if midnight + first <= end <= midnight + last - length]
            begins = [*range(midnight + first, midnight + last - length + 1, HALF_HOUR), *edges]
            free = [each for each in begins if not overlaps((each, each + length), busy)]
            if free:
                start = min(free, key=lambda each: (abs(each - midnight - usual), each))
                yield _entry(week, day, (start, start + length), (MEAL, who), None, name)


def _own_turns(week: Week, timetable: Timetable, who: str) -> list[Turn]:
    place = timetable.places.get(who)
    return [] if place is None else [each for each in turns(week, week.team(place.team)) if each.day is not None]


def _span(week: Week, entry: Entry) -> Span:
    if entry.day < 0:
        return (-1, -1)
    return week.starts[entry.day] + entry.start, week.starts[entry.day] + entry.end


def _entry(week: Week, day: int, span: Span, what: tuple[str, str], team: str | None, place: str) -> Entry:
    kind, who = what
    midnight = week.starts[day]
    return Entry(day, span[0] - midnight, span[1] - midnight, kind, (who,), team, place)
