"""A plan while people are moved about: what a change would cost, from the groups it touches alone.

The rules of the evaluator are asked, nothing is computed twice in another way; so a new rule needs no line here,
and the sum of the differences is the difference of two scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dundian.engines.planning.evaluate import groups_of
from dundian.engines.planning.problem import Assignment, Official, Problem
from dundian.engines.planning.rules import Fault, Group, rule_book

Move = tuple[Official, str | None]


@dataclass(frozen=True, slots=True)
class Worth:
    """Hard faults and cost, of a plan or of a difference."""

    hard: int
    cost: int


class Seating:
    """An assignment with its groups and what each of them costs."""

    def __init__(self, problem: Problem, assignment: Assignment) -> None:
        self.problem = problem
        self.where: dict[str, str | None] = {each.id: assignment.get(each.id) for each in problem.officials}
        self.groups = groups_of(problem, self.where)
        self._book = rule_book(problem)
        self._rank = {each.id: rank for rank, each in enumerate(problem.officials)}
        self._has_bonds = bool(problem.together_pairs or problem.mate_pairs or problem.open_count is not None)
        self._alone: dict[tuple[str, str | None], tuple[int, int]] = {}
        self._judged = {each.id: self._judge(each.id, self.groups[each.id]) for each in problem.postings}
        self._bond_faults = self._bonds()

    def worth(self) -> Worth:
        """Return the faults and the cost of the whole plan, as the evaluator counts them."""
        parts = [self.alone(each, self.where[each.id]) for each in self.problem.officials]
        parts += self._judged.values()
        return Worth(sum(hard for hard, _ in parts) + self._bond_faults, sum(cost for _, cost in parts))

    def is_broken(self, posting_id: str) -> bool:
        """Say whether a hard rule about the group at this posting is broken."""
        return self._judged[posting_id][0] > 0

    def alone(self, official: Official, where: str | None) -> tuple[int, int]:
        """Return faults and cost of one official at one place, whoever else is there."""
        key = (official.id, where)
        if key not in self._alone:
            posting = None if where is None else self.problem.posting(where)
            hard = sum(rule.evaluate(self.problem, official, posting) for rule in self._book.person_hard)
            cost = sum(rule.evaluate(self.problem, official, posting) for rule in self._book.person_soft)
            self._alone[key] = hard, cost
        return self._alone[key]

    def difference(self, moves: Sequence[Move]) -> Worth:
        """Return what these moves, made at once, would add (or take, if negative)."""
        hard = cost = 0
        for official, where in moves:
            new, old = self.alone(official, where), self.alone(official, self.where[official.id])
            hard += new[0] - old[0]
            cost += new[1] - old[1]
        for posting, group in self._groups_after(moves).items():
            new, old = self._judge(posting, group), self._judged[posting]
            hard += new[0] - old[0]
            cost += new[1] - old[1]
        return Worth(hard + self._bond_difference(moves), cost)

    def new_faults(self, moves: Sequence[Move]) -> tuple[Fault, ...]:
        """Name the hard faults that are there after these moves and were not there before."""
        after = {**self.where, **{official.id: where for official, where in moves}}
        groups = self._groups_after(moves)
        seen = {_said(fault) for posting in groups for fault in self.faults(posting, self.groups[posting])}
        seen.update(_said(each) for rule in self._book.plan_hard for each in rule.explain(self.problem, self.where))
        faults = [fault for official, where in moves for fault in self.closing(official, where)]
        faults += [fault for posting, group in groups.items() for fault in self.faults(posting, group)]
        faults += [fault for rule in self._book.plan_hard for fault in rule.explain(self.problem, after)]
        return tuple(fault for fault in faults if _said(fault) not in seen)

    def closing(self, official: Official, where: str | None) -> tuple[Fault, ...]:
        """Name the hard rules that close this place to this official, whoever else is there."""
        posting = None if where is None else self.problem.posting(where)
        return tuple(
            fault for rule in self._book.person_hard for fault in rule.explain(self.problem, official, posting)
        )

    def make(self, moves: Sequence[Move]) -> None:
        """Make these moves."""
        for posting, group in self._groups_after(moves).items():
            self.groups[posting] = group
            self._judged[posting] = self._judge(posting, group)
        self.where.update((official.id, where) for official, where in moves)
        self._bond_faults = self._bonds()

    def _groups_after(self, moves: Sequence[Move]) -> Mapping[str, list[Official]]:
        after: dict[str, list[Official]] = {}
        for official, where in moves:
            old = self.where[official.id]
            if old == where:
                continue
            if old is not None:
                after[old] = [each for each in after.get(old, self.groups[old]) if each is not official]
            if where is not None:
                after[where] = [*after.get(where, self.groups[where]), official]
        return after

    def _judge(self, posting_id: str, group: Group) -> tuple[int, int]:
        problem, posting = self.problem, self.problem.posting(posting_id)
        if problem.open_count is not None and not group:
            return 0, 0
        # lists, not generators: this is the inner loop of the search
        hard = sum([rule.evaluate(problem, posting, group) for rule in self._book.group_hard])
        cost = sum([rule.evaluate(problem, posting, group) for rule in self._book.group_soft])
        return hard, cost

    def faults(self, posting_id: str, group: Group) -> Iterator[Fault]:
        """Name the hard faults of these people at a posting, in the order of the roster."""
        if group or self.problem.open_count is None:
            those = self.ranked(group)
            for rule in self._book.group_hard:
                yield from rule.explain(self.problem, self.problem.posting(posting_id), those)

    def ranked(self, group: Group) -> list[Official]:
        """Return these people in the order of the roster."""
        return sorted(group, key=lambda each: self._rank[each.id])

    def _bonds(self) -> int:
        if not self._has_bonds:
            return 0
        return sum(rule.evaluate(self.problem, self.where) for rule in self._book.plan_hard)

    def _bond_difference(self, moves: Sequence[Move]) -> int:
        if not self._has_bonds:
            return 0
        after = {**self.where, **{official.id: where for official, where in moves}}
        return sum(rule.evaluate(self.problem, after) for rule in self._book.plan_hard) - self._bond_faults


def _said(fault: Fault) -> tuple[str, tuple[str, ...], str]:
    """Tell faults apart by what they say: the same shortage stays the same when other people share it."""
    return fault.rule, fault.postings, fault.message
