"""The timetable of a week as a file (JSON)."""

from __future__ import annotations

import json
from typing import Any

from dundian.engines.planning.week.approval import approval_list, clock
from dundian.engines.planning.week.problem import Week
from dundian.engines.planning.week.timetable import WeekPlan


def write_week_plan(week: Week, plan: WeekPlan) -> str:
    """Return the text of a week's plan file: who is where, what is done, what it costs, what was given up."""
    page: dict[str, Any] = {
        "group": week.group,
        "enterprise": week.enterprise,
        "places": {who: {"team": each.team, "post": each.post} for who, each in plan.timetable.places.items()},
        "entries": [
            {
                "day": week.days[each.day].isoformat(),
                "start": clock(each.start).removeprefix("次日 "),
                "end": clock(each.end).removeprefix("次日 "),
                "next_day": each.end > 24 * 60,
                "kind": each.kind,
                "officials": list(each.officials),
                "team": each.team,
                "place": each.place,
            }
            for each in plan.timetable.entries
        ],
        "approval": [
            {"day": each.day, "time": each.time, "team": each.team, "what": each.what, "who": each.who, "why": each.why}
            for each in approval_list(week, plan.timetable)
        ],
        "cost": plan.total,
        "costs": dict(plan.cost),
        "bound": plan.bound,
        "proof": plan.proof.value,
        "given_up": [
            {
                "kind": each.kind,
                "about": each.about,
                "count": each.count,
                "message": each.message,
                "rules": list(each.rules),
            }
            for each in plan.given_up
        ],
        "notes": list(plan.notes),
        "seconds": round(plan.seconds, 3),
        "seed": plan.seed,
    }
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"
