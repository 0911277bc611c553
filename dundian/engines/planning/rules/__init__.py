"""The rules a plan is judged by, as data: shapes in `rule`, by scope in `person`, `coverage`, `mixture`, `whole`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dundian.engines.planning.problem import Problem
from dundian.engines.planning.rules import coverage, mixture, person, whole
from dundian.engines.planning.rules.rule import Fault, Group, GroupRule, PersonRule, PlanRule, Rule

__all__ = ["RULES", "Fault", "Group", "GroupRule", "PersonRule", "PlanRule", "Rule", "RuleBook", "rule_book"]

RULES: Mapping[str, Rule] = {
    each.id: each for each in (*person.HARD, *coverage.HARD, *whole.HARD, *person.SOFT, *mixture.SOFT)
}


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules in force for one problem, by what one has to see to judge them."""

    person_hard: tuple[PersonRule, ...]
    person_soft: tuple[PersonRule, ...]
    group_hard: tuple[GroupRule, ...]
    group_soft: tuple[GroupRule, ...]
    plan_hard: tuple[PlanRule, ...]

    def has(self, rule_id: str) -> bool:
        """Say whether the rule is in force."""
        fields = (self.person_hard, self.person_soft, self.group_hard, self.group_soft, self.plan_hard)
        return any(each.id == rule_id for rules in fields for each in rules)


def rule_book(problem: Problem) -> RuleBook:
    """Return the rules that the organiser has not switched off."""
    off = problem.off
    return RuleBook(
        person_hard=tuple(each for each in person.HARD if each.id not in off),
        person_soft=tuple(each for each in person.SOFT if each.id not in off),
        group_hard=tuple(each for each in coverage.HARD if each.id not in off),
        group_soft=tuple(each for each in mixture.SOFT if each.id not in off),
        plan_hard=tuple(each for each in whole.HARD if each.id not in off),
    )
