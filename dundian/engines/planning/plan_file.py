"""A plan as a file (JSON), as docs of the planning problem lay it down."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dundian.engines.planning.problem import Problem
from dundian.engines.planning.rules import Fault
from dundian.engines.planning.solve import Plan


def write_plan(problem: Problem, plan: Plan) -> str:
    """Return the text of a plan file: the assignment, what it costs, how it was found, and what collides."""
    page: dict[str, Any] = {
        "assignment": dict(plan.assignment),
        "hard": dict(plan.score.hard),
        "soft": dict(plan.score.soft),
        "cost": plan.score.cost,
        "bound": plan.bound,
        "seconds": round(plan.seconds, 3),
        "seed": plan.seed,
        "iterations": plan.iterations,
        "stopped": plan.stopped.value,
        "off": sorted(problem.off),
        "conflict": fault_rows(plan.conflict),
    }
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def fault_rows(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Return faults as rows of a file: the rule by id and name, the officials and postings it is about, in words."""
    return [
        {
            "rule": each.rule,
            "name": each.name,
            "rows": list(each.officials),
            "postings": list(each.postings),
            "message": each.message,
        }
        for each in faults
    ]
