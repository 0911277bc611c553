"""How few changes a repair can do with at least: the broken groups in full, everybody else only counted.

Any legal plan, looked at in the broken groups alone, is a solution of this model: whoever comes from another group
comes from a crowd, whoever leaves goes elsewhere. So what it needs, every repair needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from ortools.sat.python import cp_model

from dundian.engines.planning.crowds import Crowd, CrowdModel, Linear, model_of
from dundian.engines.planning.demands import Count, Demand, is_man, is_woman
from dundian.engines.planning.part import Part
from dundian.engines.planning.problem import Assignment, Official
from dundian.engines.planning.repair.standing import Standing


def fewest_changes(standing: Standing, part: Part, before: Assignment, *, seconds: float) -> int:
    """Return how many officials any legal plan has at another place than `before`, at least.

    `part` is looked at in full. Who is not named in `before` is new and never counted.
    """
    if standing.problem.open_count is not None:
        return 0
    crowds = list(_crowds(standing, part, before))
    demands = [each for posting in sorted(part.postings) for each in standing.demands[posting]]
    model = model_of([crowd for crowd, _ in crowds], demands)
    _add_rest(standing, model, part)
    model.cp.minimize(sum(_changes(model, i, its) for i, (_, its) in enumerate(crowds)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    solver.parameters.catch_sigint_signal = False
    status = solver.solve(model.cp)
    bound = solver.best_objective_bound if status != cp_model.INFEASIBLE else 0.0
    return max(0, math.ceil(bound - 1e-6)) if math.isfinite(bound) else 0


def fewest_comings_and_goings(standing: Standing, before: Assignment) -> int:
    """Return the same from what each broken group lacks or has too much of: one look, for very many breaks."""
    if standing.problem.open_count is not None:
        return 0
    new = sum(each.id not in before or before[each.id] is None for each in standing.problem.officials)
    coming = going = 0
    for posting in standing.broken():
        group = standing.seating.groups[posting]
        counts = [each for demand in standing.demands[posting] for each in demand.counts]
        numbers = [(each, sum(map(each.kind, group))) for each in counts]
        coming += max((each.least - n for each, n in numbers if n < each.least), default=0)
        going += max((n - each.most for each, n in numbers if each.most is not None and n > each.most), default=0)
    return max(coming - new, going, 0)


_Before = tuple[str | None] | None  # where they were before; None: in some group that is not looked at


def _crowds(standing: Standing, part: Part, before: Assignment) -> Iterator[tuple[Crowd, _Before]]:
    """Yield those of the part one by one, and for each posting everybody else by what they would bring to it."""
    looked_at = standing.openness.mask(standing.problem.posting(each) for each in part.postings)
    others: list[tuple[Official, int]] = []
    for official in standing.problem.officials:
        where, mask = standing.where[official.id], standing.open[official.id]
        if where in part.postings or where is None:
            must_go = not standing.openness.may_stay_home(official)
            yield (
                Crowd((official,), _ids(standing, mask & looked_at), bool(mask & ~looked_at), must_go),
                (before[official.id],) if official.id in before else (_NOBODY,),
            )
        elif mask & looked_at:
            others.append((official, mask))
    for posting in sorted(part.postings):
        for people in _alike(standing, posting, others):
            yield Crowd(tuple(people), (posting,), True, True), None


def _alike(standing: Standing, posting: str, others: list[tuple[Official, int]]) -> Iterable[list[Official]]:
    bit = standing.openness.bit[posting]
    kinds = [count.kind for demand in standing.demands[posting] for count in demand.counts]
    found: dict[tuple[bool, ...], list[Official]] = {}
    for official, mask in others:
        if mask & bit:
            found.setdefault(tuple([kind(official) for kind in (is_woman, *kinds)]), []).append(official)
    return found.values()


_NOBODY = "\0"  # of whom nobody said where they were


def _ids(standing: Standing, mask: int) -> tuple[str, ...]:
    return tuple(each.id for each in standing.openness.postings(mask))


def _changes(model: CrowdModel, i: int, before: _Before) -> Linear:
    """Return how many of a crowd are not where they were."""
    crowd = model.crowds[i]
    here: Linear = sum(model.goes[i, each] for each in crowd.here)
    if before is None:
        return here
    (where,) = before
    if where == _NOBODY:
        return 0
    if where is None:
        return here + model.away.get(i, 0)
    if where in crowd.here:
        return 1 - model.goes[i, where]
    return 1


def _add_rest(standing: Standing, model: CrowdModel, part: Part) -> None:
    """Let no more people go to the other postings than there are beds and seats in all of them."""
    rest = [each.id for each in standing.problem.postings if each.id not in part.postings]
    for rule, name, kind in (("beds", "F", is_woman), ("beds", "M", is_man), ("size", "most", None)):
        if not standing.book.has(rule):
            continue
        most = sum(count.most or 0 for each in rest for count in _counts(standing.demands[each], rule, name))
        there = sum(1 for each in rest for one in standing.seating.groups[each] if kind is None or kind(one))
        gone: Linear = 0
        come: Linear = 0
        for i, crowd in enumerate(model.crowds):
            if kind is None or kind(crowd.people[0]):
                if standing.where[crowd.people[0].id] in rest:
                    gone += sum(model.goes[i, each] for each in crowd.here)
                else:
                    come += model.away.get(i, 0)
        model.cp.add(there - gone + come <= most)


def _counts(demands: tuple[Demand, ...], rule: str, part: str) -> Iterator[Count]:
    return (count for each in demands if each.rule == rule and each.part == part for count in each.counts)
