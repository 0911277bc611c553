"""The cheapest plan that looks at each person alone, within beds and sizes: a minimum-cost flow. It does not see who
is in a group together, so its groups lack leaders, roles and dialects.
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow

from dundian.engines.planning.problem import WOMAN, Assignment, Problem
from dundian.engines.planning.rules import rule_book

_MOST_PAIRS = 2_000_000


def place(problem: Problem) -> Assignment | None:
    """Return the plan of the flow; None where it would be too large or there is none."""
    people, places = len(problem.officials), len(problem.postings)
    if people * places > _MOST_PAIRS:
        return None
    flow, sink = min_cost_flow.SimpleMinCostFlow(), people + 3 * places
    sexes = [each.sex != WOMAN for each in problem.officials]
    pairs = _pairs(problem)
    heads = [people + 2 * g + sexes[i] for i, g, _ in pairs]
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.array([i for i, _, _ in pairs]), np.array(heads), np.ones(len(pairs), dtype=np.int64),
        np.array([cost for _, _, cost in pairs]),
    )  # fmt: skip
    filled = 1 + people * max(cost for _, _, cost in pairs)  # first of all every group is large enough
    for g, posting in enumerate(problem.postings):
        hall = people + 2 * places + g
        flow.add_arc_with_capacity_and_unit_cost(people + 2 * g, hall, posting.beds_women, 0)
        flow.add_arc_with_capacity_and_unit_cost(people + 2 * g + 1, hall, posting.beds_men, 0)
        flow.add_arc_with_capacity_and_unit_cost(hall, sink, posting.smallest, -filled)
        flow.add_arc_with_capacity_and_unit_cost(hall, sink, posting.largest - posting.smallest, 0)
    flow.set_nodes_supplies(np.arange(people), np.ones(people, dtype=np.int64))
    flow.set_node_supply(sink, -people)
    if flow.solve() != flow.OPTIMAL:
        return None
    used = np.nonzero(flow.flows(arcs))[0].tolist()
    return {problem.officials[pairs[n][0]].id: problem.postings[pairs[n][1]].id for n in used}


def _pairs(problem: Problem) -> list[tuple[int, int, int]]:
    """Return who may go where at what cost, by the reference rules."""
    book = rule_book(problem)
    return [
        (i, g, sum(rule.evaluate(problem, official, posting) for rule in book.person_soft))
        for i, official in enumerate(problem.officials)
        for g, posting in enumerate(problem.postings)
        if not any(rule.evaluate(problem, official, posting) for rule in book.person_hard)
    ]
