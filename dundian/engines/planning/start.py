"""A first plan in a moment: a minimum-cost flow places people by beds and sizes, swaps then mend what is broken.

The flow knows what one person costs at one posting, beds by sex and sizes; it knows nothing of the mix in a group.
The swaps judge that, two groups at a time.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from ortools.graph.python import min_cost_flow

from dundian.engines.planning.problem import MAN, WOMAN, Assignment, Official, Posting, Problem
from dundian.engines.planning.rules import RuleBook, rule_book
from dundian.engines.planning.seating import Move, Seating, Worth

_FAULT = 10_000  # one broken rule outweighs what two groups can cost in wishes
_NOBODY_HOME = 1_000_000
_BREATH = 100  # tries between two questions to the caller
_HOT, _COLD = 12.0, 0.6  # in cost: at first a swap may lose about as much as one pair of one unit costs


def place_by_flow(problem: Problem) -> tuple[Assignment, int]:
    """Place everyone at the least cost of persons within beds and sizes; who finds no place stays at home.

    Also returns what no legal plan can cost less than: the mix in the groups only adds to it. Not for problems that
    choose their postings.
    """
    flow, book = min_cost_flow.SimpleMinCostFlow(), rule_book(problem)
    numbers = iter(range(1, 10**9))
    beds = {(each.id, sex): next(numbers) for each in problem.postings for sex in (WOMAN, MAN)}
    halls = {each.id: next(numbers) for each in problem.postings}
    add, sink = flow.add_arc_with_capacity_and_unit_cost, 0
    arcs: dict[int, tuple[str, str]] = {}

    for official in problem.officials:
        node = next(numbers)
        flow.set_node_supply(node, 1)
        faults, cost = _alone(problem, book, official, None)
        add(node, sink, 1, cost + _NOBODY_HOME * faults)
        for posting in problem.postings:
            faults, cost = _alone(problem, book, official, posting)
            if not faults:
                arcs[add(node, beds[posting.id, official.sex], 1, cost)] = (official.id, posting.id)
    everyone, wanted = len(problem.officials), 0
    for posting in problem.postings:
        for sex in (WOMAN, MAN):
            add(beds[posting.id, sex], halls[posting.id], posting.beds(sex) if book.has("beds") else everyone, 0)
        smallest, largest = (posting.smallest, posting.largest) if book.has("size") else (0, everyone)
        add(halls[posting.id], sink, smallest, -_FAULT)  # first of all nobody's group is too small
        add(halls[posting.id], sink, largest - smallest, 0)
        wanted += smallest
    flow.set_node_supply(sink, -everyone)
    found: dict[str, str | None] = dict.fromkeys((each.id for each in problem.officials), None)
    if flow.solve() != flow.OPTIMAL:
        return found, 0
    found.update(place for arc, place in arcs.items() if flow.flow(arc))
    return found, flow.optimal_cost() + _FAULT * wanted


def _alone(problem: Problem, book: RuleBook, official: Official, posting: Posting | None) -> tuple[int, int]:
    hard = sum(rule.evaluate(problem, official, posting) for rule in book.person_hard)
    return hard, sum(rule.evaluate(problem, official, posting) for rule in book.person_soft)


def mend(
    problem: Problem,
    assignment: Assignment,
    *,
    seed: int,
    swaps: int,
    should_stop: Callable[[], bool],
    on_better: Callable[[Assignment, Worth], None] = lambda _, __: None,
) -> int:
    """Anneal by swaps and moves; tell `on_better` the best plan met; return how many were tried.

    Stops after `swaps` tries or when `should_stop` says so. It is asked, and `on_better` told, every hundred tries.
    """
    seating, rng = Seating(problem, assignment), random.Random(seed)  # noqa: S311 – a search, not a secret
    open_to = _open_postings(seating)
    now = best = seating.worth()
    found, is_told, tried = dict(seating.where), False, 0
    while True:
        if tried % _BREATH == 0:
            if not is_told:
                on_better(found, best)
                is_told = True
            if tried >= swaps or should_stop() or not problem.officials:
                return tried
        heat = _HOT * (_COLD / _HOT) ** (tried / swaps)
        tried += 1
        moves = _draw(seating, open_to, rng)
        change = seating.difference(moves)
        loss = _FAULT * change.hard + change.cost
        if moves and (loss <= 0 or rng.random() < math.exp(-loss / heat)):
            seating.make(moves)
            now = Worth(now.hard + change.hard, now.cost + change.cost)
            if (now.hard, now.cost) < (best.hard, best.cost):
                best, found, is_told = now, dict(seating.where), False


def _open_postings(seating: Seating) -> dict[str, list[str]]:
    """Return for every official the postings not closed to them, the cheapest first."""
    found = {}
    for official in seating.problem.officials:
        worth = [(*seating.alone(official, each.id), each.id) for each in seating.problem.postings]
        found[official.id] = [posting for hard, _, posting in sorted(worth) if not hard]
    return found


def _draw(seating: Seating, open_to: dict[str, list[str]], rng: random.Random) -> list[Move]:
    """Draw a person and a posting, cheap ones more often; swap with somebody there or, one time in four, move."""
    official = rng.choice(seating.problem.officials)
    choices = open_to[official.id]
    if not choices:
        return []
    here, there = seating.where[official.id], choices[int(len(choices) * rng.random() ** 2)]
    if here == there:
        return []
    group = seating.groups[there]
    if not group or rng.random() < 0.25:
        return [(official, there)]
    other = rng.choice(group)
    if seating.alone(other, here)[0]:
        return []
    return [(official, there), (other, here)]
