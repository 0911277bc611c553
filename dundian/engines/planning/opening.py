"""Which postings are used, where the organiser only says how many: chosen by counting, before anybody is placed.

People are counted by sex, phases and whether they can lead; a posting costs what those who would cost least there cost.
The choice leaves room for everybody in time, beds and leaders; the mix in the groups is the search's business.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from dundian.engines.planning.problem import WOMAN, Official, Posting, Problem
from dundian.engines.planning.rules import rule_book
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.pack import pack
from dundian.engines.planning.search.worth import with_matrix

_MOST_PAIRS = 4_000_000  # beyond this postings are chosen for room alone, not for what they cost
_Kind = tuple[bool, bool, bool, frozenset[str]]  # woman, can lead, reserve, phases


@dataclass(frozen=True)
class _Choice:
    model: cp_model.CpModel
    opened: dict[str, cp_model.IntVar]
    going: dict[tuple[_Kind, str], cp_model.IntVar]


def choose_postings(problem: Problem, *, seconds: float, seed: int) -> frozenset[str]:
    """Return the ids of the postings to use; the first ones by enterprise where no choice has room for all."""
    choice = _choice(problem, Counter(map(_kind, problem.officials)))
    costs = _costs(problem)
    choice.model.minimize(sum(costs[each] * literal for each, literal in choice.opened.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, seed % 2**31
    solver.parameters.max_time_in_seconds = seconds
    if solver.solve(choice.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return frozenset(each for each, literal in choice.opened.items() if solver.boolean_value(literal))
    first = {each.enterprise: each.id for each in reversed(problem.postings)}
    return frozenset(list(first.values())[: problem.open_count])


def _kind(official: Official) -> _Kind:
    return official.sex == WOMAN, official.leader, official.reserve, official.phases


def _choice(problem: Problem, kinds: Counter[_Kind]) -> _Choice:
    model = cp_model.CpModel()
    opened = {each.id: model.new_bool_var("") for each in problem.postings}
    model.add(sum(opened.values()) == (problem.open_count or len(opened)))
    for enterprise in dict.fromkeys(each.enterprise for each in problem.postings):
        model.add_at_most_one(opened[each.id] for each in problem.postings if each.enterprise == enterprise)
    going = {(kind, phase): model.new_int_var(0, n, "") for kind, n in kinds.items() for phase in sorted(kind[3])}
    for kind, n in kinds.items():
        placed = sum(going[kind, phase] for phase in sorted(kind[3]))
        model.add(placed <= n if kind[2] else placed == n)
    choice = _Choice(model, opened, going)
    for phase in problem.phases:
        _make_room(choice, problem, phase.id, [each for each in problem.postings if each.phase == phase.id])
    return choice


def _make_room(choice: _Choice, problem: Problem, phase: str, offers: list[Posting]) -> None:
    model, has = choice.model, rule_book(problem).has
    here = [(kind, n) for (kind, its), n in choice.going.items() if its == phase]
    women = sum(n for kind, n in here if kind[0])
    everyone = sum(n for _, n in here)

    def room(of: list[int]) -> cp_model.LinearExpr | int:
        return sum(beds * choice.opened[each.id] for beds, each in zip(of, offers, strict=True))

    model.add(everyone <= room([each.largest for each in offers]))
    model.add(everyone >= room([each.smallest if has("size") else 0 for each in offers]))
    if has("beds"):
        model.add(women <= room([each.beds_women for each in offers]))
        model.add(everyone - women <= room([each.beds_men for each in offers]))
    if has("leader"):
        model.add(sum(n for kind, n in here if kind[1]) >= room([1] * len(offers)))


def _costs(problem: Problem) -> dict[str, int]:
    """Return what a group of middling size would cost at each posting, if those came who cost least."""
    if len(problem.officials) * len(problem.postings) > _MOST_PAIRS:
        return {each.id: 0 for each in problem.postings}
    alone = with_matrix(pack(problem).tables).alone
    found = {}
    for i, each in enumerate(problem.postings):
        size = min(max(1, (each.smallest + each.largest) // 2), len(alone))
        least = np.sort(np.where(alone[:, i] < t.FAULT, alone[:, i], 10**6))[:size]
        found[each.id] = int(least.sum())
    return found
