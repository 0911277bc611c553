"""The one reference evaluator: every plan, whoever made it, is judged by `score`. Nothing else decides legality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dundian.engines.planning.problem import Assignment, Official, Posting, Problem
from dundian.engines.planning.rules import Fault, Group, rule_book


@dataclass(frozen=True, slots=True)
class Score:
    """What a plan is worth.

    `hard`: violations by rule, only rules that are broken, so it is empty for a legal plan. `soft`: cost by rule,
    every rule in force. `cost`: their sum. `faults`: every violation by name, as many as `hard` counts.
    """

    hard: Mapping[str, int]
    soft: Mapping[str, int]
    cost: int
    faults: tuple[Fault, ...]

    @property
    def is_legal(self) -> bool:
        """True if no hard rule is broken."""
        return not self.hard


def groups_of(problem: Problem, assignment: Assignment) -> dict[str, list[Official]]:
    """Return the people of every posting, in the order of the roster; empty postings are there too."""
    groups: dict[str, list[Official]] = {each.id: [] for each in problem.postings}
    for official in problem.officials:
        where = assignment.get(official.id)
        if where is not None:
            groups[where].append(official)
    return groups


def score(problem: Problem, assignment: Assignment) -> Score:
    """Judge an assignment. Officials it does not name stay at home; KeyError for a posting that does not exist."""
    book = rule_book(problem)
    faults = tuple(hard_faults(problem, assignment))
    hard: dict[str, int] = {}
    for fault in faults:
        hard[fault.rule] = hard.get(fault.rule, 0) + 1
    places = _places(problem, assignment)
    groups = judged_groups(problem, groups_of(problem, assignment))
    soft = {
        **{rule.id: sum(rule.evaluate(problem, *place) for place in places) for rule in book.person_soft},
        **{rule.id: sum(rule.evaluate(problem, *group) for group in groups) for rule in book.group_soft},
    }
    return Score(hard, soft, sum(soft.values()), faults)


def hard_faults(problem: Problem, assignment: Assignment) -> Iterator[Fault]:
    """Name every violation of a hard rule that is in force."""
    book = rule_book(problem)
    for place in _places(problem, assignment):
        for person_rule in book.person_hard:
            yield from person_rule.explain(problem, *place)
    for group in judged_groups(problem, groups_of(problem, assignment)):
        for group_rule in book.group_hard:
            yield from group_rule.explain(problem, *group)
    for plan_rule in book.plan_hard:
        yield from plan_rule.explain(problem, assignment)


def wishes_unmet(problem: Problem, assignment: Assignment) -> Iterator[Fault]:
    """Name every place where a soft rule costs something: what the grouping page shows as 还没做到."""
    book = rule_book(problem)
    for place in _places(problem, assignment):
        for person_rule in book.person_soft:
            if person_rule.weight(problem):
                yield from person_rule.explain(problem, *place)
    for group in judged_groups(problem, groups_of(problem, assignment)):
        for group_rule in book.group_soft:
            if group_rule.weight(problem):
                yield from group_rule.explain(problem, *group)


def judged_groups(problem: Problem, groups: Mapping[str, Group]) -> list[tuple[Posting, Group]]:
    """Return the groups that group rules look at: all, or with open postings only those in use."""
    return [(each, groups[each.id]) for each in problem.postings if problem.open_count is None or groups[each.id]]


def _places(problem: Problem, assignment: Assignment) -> list[tuple[Official, Posting | None]]:
    places: list[tuple[Official, Posting | None]] = []
    for official in problem.officials:
        where = assignment.get(official.id)
        places.append((official, None if where is None else problem.posting(where)))
    return places
