"""The problem as a CP-SAT model: the same rules as the evaluator, as linear constraints over booleans.

One boolean for every official and every posting not closed to them. Convex costs are written by their tangents:
pairs n(n−1)/2 ≥ k·n − k(k+1)/2 for k = 1, 2, …, exact at whole n.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from dundian.engines.planning.problem import ROLES, WOMAN, Assignment, Official, Posting, Problem
from dundian.engines.planning.rules import RuleBook, rule_book

Literal = cp_model.IntVar
Linear = cp_model.LinearExpr | int


@dataclass
class Model:
    """A CP-SAT model with the variables that say who goes where and which postings are in use."""

    problem: Problem
    book: RuleBook
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    goes: dict[tuple[str, str], Literal] = field(default_factory=dict)
    used: dict[str, Literal] = field(default_factory=dict)
    cost: list[Linear] = field(default_factory=list)
    amounts: list[tuple[Literal, list[Literal], Callable[[int], int]]] = field(default_factory=list)

    def those(self, posting: Posting, officials: Iterable[Official]) -> list[Literal]:
        """Return the literals of these officials at the posting; whom it is closed to is not among them."""
        return [self.goes[each.id, posting.id] for each in officials if (each.id, posting.id) in self.goes]

    def hint(self, assignment: Assignment) -> None:
        """Tell the solver a plan to begin with, whole: with what each of its wishes costs."""
        taken = set()
        for (who, where), literal in self.goes.items():
            self.cp.add_hint(literal, assignment[who] == where)
            if assignment[who] == where:
                taken.add(literal.index)
        for amount, literals, units in self.amounts:
            self.cp.add_hint(amount, units(sum(each.index in taken for each in literals)))

    def assignment(self, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> Assignment:
        """Return the assignment in a solver's solution."""
        found: dict[str, str | None] = dict.fromkeys((each.id for each in self.problem.officials), None)
        for (who, where), literal in self.goes.items():
            if solver.boolean_value(literal):
                found[who] = where
        return found


def build_model(problem: Problem, *, has_cost: bool = True) -> Model:
    """Return the model of a problem."""
    model = Model(problem, rule_book(problem))
    _add_places(model)
    if problem.open_count is not None:
        _add_open(model, problem.open_count)
    for posting in problem.postings:
        _add_coverage(model, posting)
        _add_distinct_roles(model, posting)
    _add_pairs(model)
    if has_cost:
        _add_person_costs(model)
        for posting in problem.postings:
            add_mixture(model, posting)
        model.cp.minimize(sum(model.cost))
    return model


def _add_places(model: Model) -> None:
    problem = model.problem
    for official in problem.officials:
        here: list[Literal] = []
        for posting in problem.postings:
            if not any(rule.evaluate(problem, official, posting) for rule in model.book.person_hard):
                literal = model.goes[official.id, posting.id] = model.cp.new_bool_var("")
                here.append(literal)
        model.cp.add_at_most_one(here)
        for rule in model.book.person_hard:
            if rule.evaluate(problem, official, None):
                model.cp.add(sum(here) >= 1)


def _add_open(model: Model, count: int) -> None:
    by_enterprise: dict[str, list[Posting]] = {}
    for posting in model.problem.postings:
        used = model.used[posting.id] = model.cp.new_bool_var("")
        here = model.those(posting, model.problem.officials)
        model.cp.add_max_equality(used, [*here, 0])
        by_enterprise.setdefault(posting.enterprise, []).append(posting)
    if model.book.has("open"):
        model.cp.add(sum(model.used.values()) == count)
        for offers in by_enterprise.values():
            if len(offers) > 1:
                model.cp.add(sum(model.used[each.id] for each in offers) <= 1)


def _add_coverage(model: Model, posting: Posting) -> None:
    problem, cp, has = model.problem, model.cp, model.book.has
    everyone: Linear = sum(model.those(posting, problem.officials))
    women: Linear = sum(model.those(posting, (each for each in problem.officials if each.sex == WOMAN)))
    used: Linear = model.used.get(posting.id, 1)
    if has("size"):
        cp.add(everyone >= posting.smallest * used)
        cp.add(everyone <= posting.largest)
    if has("beds"):
        cp.add(women <= posting.beds_women)
        cp.add(everyone - women <= posting.beds_men)
    if has("rooms") and posting.rooms is not None:
        for_women: Linear = sum(beds * cp.new_bool_var("") for beds in posting.rooms)
        cp.add(women <= for_women)
        cp.add(everyone - women <= sum(posting.rooms) - for_women)
    for rule, capable in _needed(problem, posting):
        if has(rule):
            cp.add(sum(model.those(posting, capable)) >= used)


def _needed(problem: Problem, posting: Posting) -> Iterator[tuple[str, list[Official]]]:
    yield "leader", [each for each in problem.officials if each.leader]
    for role in ROLES:
        yield "roles", [each for each in problem.officials if role in each.roles]
    if posting.dialect is not None:
        yield "dialect", [each for each in problem.officials if posting.dialect in each.dialects]


def _add_distinct_roles(model: Model, posting: Posting) -> None:
    """Deal the roles out to people: a person who goes holds at most one, every role is held."""
    if not model.problem.distinct_roles or not model.book.has("distinct_roles"):
        return
    cp = model.cp
    holders: dict[str, list[Literal]] = {role: [] for role in ROLES}
    for official in model.problem.officials:
        if official.roles and (official.id, posting.id) in model.goes:
            held = {role: cp.new_bool_var("") for role in ROLES if role in official.roles}
            cp.add(sum(held.values()) <= model.goes[official.id, posting.id])
            for role, literal in held.items():
                holders[role].append(literal)
    for literals in holders.values():
        cp.add(sum(literals) >= model.used.get(posting.id, 1))


def _add_pairs(model: Model) -> None:
    problem, has = model.problem, model.book.has
    if has("apart"):
        for pair in problem.apart_pairs:
            for here, there in _both(model, pair):
                model.cp.add(here + there <= 1)
    for rule, pairs in (("together", problem.together_pairs), ("lock_with", problem.mate_pairs)):
        for pair in pairs if has(rule) else ():
            for here, there in _both(model, pair):
                model.cp.add(here == there)


def _both(model: Model, pair: tuple[str, str]) -> Iterator[tuple[Linear, Linear]]:
    for posting in model.problem.postings:
        here, there = (model.goes.get((who, posting.id), 0) for who in pair)
        if not (isinstance(here, int) and isinstance(there, int)):
            yield here, there


def _add_person_costs(model: Model) -> None:
    problem, postings = model.problem, model.problem.postings
    for official in problem.officials:
        at_home = sum(rule.evaluate(problem, official, None) for rule in model.book.person_soft)
        model.cost.append(at_home)
        for posting in postings:
            literal = model.goes.get((official.id, posting.id))
            if literal is not None:
                cost = sum(rule.evaluate(problem, official, posting) for rule in model.book.person_soft)
                model.cost.append((cost - at_home) * literal)


def add_mixture(model: Model, posting: Posting) -> None:
    """Add what the mix of a group costs, as new terms at the end of `model.cost`."""
    officials, weights, has = model.problem.officials, model.problem.weights, model.book.has
    most = posting.largest if has("size") else len(officials)
    pair_rules: list[tuple[str, int, list[str | None]]] = [
        ("same_unit", weights.same_unit, [each.home_unit for each in officials]),
        ("last_mates", weights.last_mates, [each.last_group for each in officials]),
    ]
    for rule, weight, keys in pair_rules:
        if has(rule) and weight:
            for literals in _sharing(model, posting, keys):
                _add_pair_cost(model, literals, weight, min(most, len(literals)))
    target = posting.target
    if has("sex") and target.women is not None:
        women = model.those(posting, (each for each in officials if each.sex == WOMAN))
        _add_outside(model, posting, women, (target.women, target.women), weights.sex)
    band_rules = (
        ("age", weights.age, target.ages, [each.age_band for each in officials]),
        ("seniority", weights.seniority, target.seniorities, [each.seniority_band for each in officials]),
    )
    for rule, weight, wanted, bands in band_rules:
        for band, span in enumerate(wanted or () if has(rule) else ()):
            those = (each for each, its in zip(officials, bands, strict=True) if its == band)
            _add_outside(model, posting, model.those(posting, those), span, weight)


def _sharing(model: Model, posting: Posting, keys: Sequence[str | None]) -> Iterator[list[Literal]]:
    by_key: dict[str, list[Literal]] = {}
    for official, key in zip(model.problem.officials, keys, strict=True):
        literal = model.goes.get((official.id, posting.id))
        if key is not None and literal is not None:
            by_key.setdefault(key, []).append(literal)
    yield from (literals for literals in by_key.values() if len(literals) > 1)


def _add_pair_cost(model: Model, literals: list[Literal], weight: int, most: int) -> None:
    pairs = model.cp.new_int_var(0, most * (most - 1) // 2, "")
    for k in range(1, most):
        model.cp.add(pairs >= k * sum(literals) - k * (k + 1) // 2)
    model.cost.append(weight * pairs)
    model.amounts.append((pairs, literals, lambda n: n * (n - 1) // 2))


def _add_outside(model: Model, posting: Posting, literals: list[Literal], span: tuple[int, int], weight: int) -> None:
    """Cost the people missing below the span or too many above it; a posting not in use costs nothing."""
    least, most = span
    outside = model.cp.new_int_var(0, max(least, len(literals)), "")
    model.cp.add(outside >= least * model.used.get(posting.id, 1) - sum(literals))
    model.cp.add(outside >= sum(literals) - most)
    model.cost.append(weight * outside)
    model.amounts.append((outside, literals, lambda n: max(0, least - n, n - most)))
