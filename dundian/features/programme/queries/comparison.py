"""Two plans side by side: judged by the evaluator under the same weights, and who is somewhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dundian.engines.planning.evaluate import Score, score
from dundian.engines.planning.problem import Assignment

from ..models import PlanRun
from .plans import PlanView


@dataclass(frozen=True)
class Side:
    """What one plan is worth now."""

    score: Score

    def has(self, rule: str) -> bool:
        """Whether the rule is broken or costs something here."""
        return bool(self.of(rule))

    def of(self, rule: str) -> int:
        """Violations of a hard rule, the cost of a wish."""
        return self.score.hard.get(rule, 0) or self.score.soft.get(rule, 0)

    @property
    def faults(self) -> int:
        """How many times a hard rule is broken."""
        return sum(self.score.hard.values())


@dataclass(frozen=True)
class Compared:
    """Two plans of one programme. `moved`: official, group in the first, group in the second."""

    sides: tuple[Side, Side]
    moved: tuple[tuple[int, int | None, int | None], ...]


def compare(programme_id: int, view: PlanView, *run_ids: int) -> Compared:
    """Compare two runs, or the plan as it stands (first) with one; raises PlanRun.DoesNotExist.

    Both are judged by the roster, groups, rules and weights of today, so that the figures mean the same. Who or what
    a run knew and is gone is left out.
    """
    plans = [_assignment(PlanRun.objects.get(pk=each, programme_id=programme_id), view) for each in run_ids]
    if len(plans) == 1:
        plans = [view.assignment, *plans]
    one, other = plans
    moved = tuple(
        (_pk(each.id), _place(one, each.id), _place(other, each.id))
        for each in view.problem.officials
        if one.get(each.id) != other.get(each.id)
    )
    return Compared((Side(score(view.problem, one)), Side(score(view.problem, other))), moved)


def _assignment(run: PlanRun, view: PlanView) -> Assignment:
    there = {each.id for each in view.problem.postings}
    found: Mapping[str, int | None] = run.assignment
    places = {f"o{who}": f"g{group}" for who, group in found.items() if group is not None}
    return {each.id: places[each.id] if places.get(each.id) in there else None for each in view.problem.officials}


def _place(plan: Assignment, who: str) -> int | None:
    where = plan.get(who)
    return None if where is None else _pk(where)


def _pk(name: str) -> int:
    return int(name[1:])
