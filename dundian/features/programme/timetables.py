"""A week's timetable as the JSON that the database keeps, and back; and what of it everybody is told. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from dundian.engines.planning.week.problem import INTERVIEW, KINDS, LABOUR, MEAL, TALK, Week
from dundian.engines.planning.week.timetable import Entry, Place, Timetable, WeekPlan
from dundian.engines.planning.week.week_file import read_week

ASKED = (TALK, INTERVIEW)


def page_of(timetable: Timetable) -> dict[str, Any]:
    """Return places and entries as JSON values."""
    return {
        "places": {who: asdict(place) for who, place in timetable.places.items()},
        "entries": [{**asdict(each), "officials": list(each.officials)} for each in timetable.entries],
    }


def timetable_of(page: dict[str, Any]) -> Timetable:
    """Return the timetable that these JSON values say."""
    return Timetable(
        {who: Place(**place) for who, place in page["places"].items()},
        tuple(Entry(**{**each, "officials": tuple(each["officials"])}) for each in page["entries"]),
    )


def plan_page(plan: WeekPlan) -> dict[str, Any]:
    """Return a plan of a week as JSON values."""
    return {
        **page_of(plan.timetable),
        "cost": plan.total,
        "bound": plan.bound,
        "proof": plan.proof.value,
        "given_up": [each.message for each in plan.given_up],
        "notes": list(plan.notes),
        "seconds": plan.seconds,
    }


def week_of(facts: dict[str, Any]) -> Week:
    """Return the week that kept facts say."""
    return read_week(json.dumps(facts))


def keyed(week: Week, timetable: Timetable) -> dict[str, Entry]:
    """Return every entry by a key that says what it is: day, start, kind, team, and which of several alike."""
    found: dict[str, Entry] = {}
    seen: Counter[str] = Counter()
    for each in timetable.entries:
        team = week.team(each.team).title if each.team else ""
        alike = f"{week.days[each.day].isoformat()}|{each.start}|{each.kind}|{team}"
        found[f"{alike}|{seen[alike]}"] = each
        seen[alike] += 1
    return found


def lines_of(week: Week, timetable: Timetable, who: str) -> Iterator[dict[str, Any]]:
    """Yield what one official is told of his week; `slot` keeps its name when an entry moves within its day."""
    seen: Counter[str] = Counter()
    for each in timetable.of(who):
        if each.kind == MEAL:
            continue
        day = week.days[each.day].isoformat()
        alike = f"{day} {each.kind}"
        team = week.team(each.team).title if each.team else ""
        yield {
            "slot": f"{alike} {seen[alike]}",
            "day": day,
            "start": each.start,
            "end": each.end,
            "kind": each.kind,
            "what": KINDS[each.kind],
            "with": "" if each.kind == LABOUR else team,
            "place": " ".join(filter(None, (team, each.place))) if each.kind == LABOUR else each.place,
        }
        seen[alike] += 1
