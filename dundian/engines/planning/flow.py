"""What no legal plan can cost less than, by a minimum-cost flow: persons' own costs within beds and sizes.

The mix in the groups only adds to it. Roles, leaders and whoever must stay together are not seen, so a flow may exist
where no legal plan does.
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow

from dundian.engines.planning.problem import WOMAN, Problem
from dundian.engines.planning.rules import rule_book
from dundian.engines.planning.search import tables as t
from dundian.engines.planning.search.pack import pack
from dundian.engines.planning.search.worth import with_matrix

_MOST_ARCS = 2_000_000


def flow_bound(problem: Problem) -> int:
    """Return a proved lower bound of the cost of a legal plan; 0 where no flow exists or it would be too large."""
    if not problem.officials or not problem.postings or problem.open_count is not None:
        return 0
    if len(problem.officials) * len(problem.postings) > _MOST_ARCS:
        return 0
    alone = with_matrix(pack(problem).tables).alone
    people, places = alone.shape[0], alone.shape[1] - 1
    flow, book = min_cost_flow.SimpleMinCostFlow(), rule_book(problem)
    sexes = np.array([each.sex != WOMAN for each in problem.officials], dtype=np.int64)
    beds_at, halls_at, sink = people, people + 2 * places, people + 3 * places  # nodes: people, beds by sex, postings
    open_, where = np.nonzero(alone[:, :places] < t.FAULT)
    _arcs(flow, open_, beds_at + 2 * where + sexes[open_], np.ones(len(open_)), alone[open_, where])
    homely = np.nonzero(alone[:, places] < t.FAULT)[0]
    _arcs(flow, homely, np.full(len(homely), sink), np.ones(len(homely)), alone[homely, places])
    everyone = np.full(places, people)
    row = np.arange(places)
    for sex in (0, 1):
        beds = np.array([each.beds_men if sex else each.beds_women for each in problem.postings])
        _arcs(flow, beds_at + 2 * row + sex, halls_at + row, beds if book.has("beds") else everyone, np.zeros(places))
    least = np.array([each.smallest for each in problem.postings]) if book.has("size") else np.zeros(places)
    most = np.array([each.largest for each in problem.postings]) if book.has("size") else everyone
    filled = 1 + int(alone[alone < t.FAULT].max(initial=0)) * people  # first of all every group is large enough
    _arcs(flow, halls_at + row, np.full(places, sink), least, np.full(places, -filled))
    _arcs(flow, halls_at + row, np.full(places, sink), most - least, np.zeros(places))
    flow.set_nodes_supplies(np.arange(people), np.ones(people, dtype=np.int64))
    flow.set_node_supply(sink, -people)
    if flow.solve() != flow.OPTIMAL:
        return 0
    return max(0, int(flow.optimal_cost() + filled * least.sum()))


def _arcs(
    flow: min_cost_flow.SimpleMinCostFlow, tails: t.Wide, heads: t.Wide, room: t.Reals | t.Wide, cost: t.Reals | t.Wide
) -> None:
    flow.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), room.astype(np.int64), cost.astype(np.int64)
    )
