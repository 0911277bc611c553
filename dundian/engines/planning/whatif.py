"""What would change: the problem with something taken away, relaxed or weighed anew, repaired from the plan at hand.

Nothing that exists is touched: the answer is a second problem, the repaired plan of it, and what lies between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import Assignment, Lock, Official, Posting, Problem, Weights
from dundian.engines.planning.repair.repair import Repair, repair
from dundian.engines.planning.rules import RULES
from dundian.engines.planning.solve import Budget

WEIGHTS = tuple(each.name for each in fields(Weights))


class UnknownChange(Exception):
    """这一条改不了：问题里没有这个编号或这条规则。"""


@dataclass(frozen=True)
class Changes:
    """What is asked, all at once. `beds`: women's and men's beds by posting; `bar`: who cannot come in which phase."""

    drop: frozenset[str] = frozenset()
    close: frozenset[str] = frozenset()
    beds: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    bar: frozenset[tuple[str, str]] = frozenset()
    relax: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One official who would be elsewhere."""

    official: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class WhatIf:
    """What would be. `steps`: who would move where; `gone`: who would not go any more; costs by rule before and after.

    `before` is judged by the weights and rules of the problem as it is, `after` by those that are asked about;
    changes from the plan are not part of either.
    """

    problem: Problem
    repair: Repair
    steps: tuple[Step, ...]
    gone: tuple[str, ...]
    before: Mapping[str, int]
    after: Mapping[str, int]

    @property
    def is_possible(self) -> bool:
        """True if a legal plan was found."""
        return self.repair.plan.score.is_legal


def whatif(problem: Problem, plan: Assignment, changes: Changes, *, budget: Budget) -> WhatIf:
    """Return what would change; UnknownChange if something asked about does not exist."""
    asked = changed_problem(problem, changes)
    found = repair(asked, plan, budget=budget)
    after = found.plan.assignment
    return WhatIf(
        problem=asked,
        repair=found,
        steps=tuple(Step(each, plan.get(each), after[each]) for each in found.changed),
        gone=tuple(each.id for each in problem.officials if each.id in changes.drop),
        before=score(replace(problem, previous=None), plan).soft,
        after=score(replace(asked, previous=None), after).soft,
    )


def changed_problem(problem: Problem, changes: Changes) -> Problem:
    """Return the problem as it would be; UnknownChange if something asked about does not exist."""
    _check(problem, changes)
    postings = tuple(_rebedded(each, changes.beds) for each in problem.postings if each.id not in changes.close)
    enterprises = {each.enterprise for each in postings}
    officials = tuple(_without(each, changes, enterprises) for each in problem.officials if each.id not in changes.drop)
    return replace(
        problem,
        officials=officials,
        postings=postings,
        off=problem.off | changes.relax,
        weights=_reweighed(problem.weights, changes.weights),
        previous=None,
    )


def _check(problem: Problem, changes: Changes) -> None:
    officials, postings = {each.id for each in problem.officials}, {each.id for each in problem.postings}
    phases = {each.id for each in problem.phases}
    asked = (
        ("干部", {*changes.drop, *(who for who, _ in changes.bar)}, officials),
        ("派驻点", {*changes.close, *changes.beds}, postings),
        ("期次", {phase for _, phase in changes.bar}, phases),
        ("规则", changes.relax, RULES.keys()),
        ("权重", changes.weights.keys(), set(WEIGHTS)),
    )
    for kind, used, known in asked:
        for each in sorted(set(used) - known):
            raise UnknownChange(f"没有叫 {each} 的{kind}。")


def _reweighed(weights: Weights, asked: Mapping[str, float]) -> Weights:
    numbers: dict[str, Any] = {name: each if name == "travel_scale" else int(each) for name, each in asked.items()}
    return replace(weights, **numbers)


def _rebedded(posting: Posting, beds: Mapping[str, tuple[int, int]]) -> Posting:
    """Rooms say where beds are now; when the beds are asked about, they are no longer known."""
    if posting.id not in beds:
        return posting
    women, men = beds[posting.id]
    return replace(posting, beds_women=women, beds_men=men, rooms=None)


def _without(official: Official, changes: Changes, enterprises: set[str]) -> Official:
    """Take out what names people or postings that would be no more, and phases that are asked about."""
    lock = official.lock
    phases = official.phases - {phase for who, phase in changes.bar if who == official.id}
    return replace(
        official,
        phases=phases,
        barred_enterprises=official.barred_enterprises & enterprises,
        lock=Lock(
            lock.phase,
            None if lock.posting in changes.close else lock.posting,
            tuple(each for each in lock.mates if each not in changes.drop),
        ),
        apart=tuple(each for each in official.apart if each not in changes.drop),
        together=tuple(each for each in official.together if each not in changes.drop),
    )
