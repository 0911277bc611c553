"""What is left of a plan when the problem has changed: who can stay, which groups are broken, who needs a place."""

from __future__ import annotations

from collections.abc import Iterator

from dundian.engines.planning.demands import Count, Demand, demands_of
from dundian.engines.planning.openness import Openness
from dundian.engines.planning.problem import Assignment, Official, Problem
from dundian.engines.planning.rules import PlanRule, rule_book
from dundian.engines.planning.seating import Seating


class Standing:
    """The old plan in the new problem. Whose posting is gone or closed now stands nowhere."""

    def __init__(self, problem: Problem, previous: Assignment) -> None:
        self.problem, self.previous = problem, previous
        self.openness, self.book = Openness(problem), rule_book(problem)
        self.open = {each.id: self.openness.open(each) for each in problem.officials}
        kept = {each.id: self._kept(each) for each in problem.officials}
        self.seating = Seating(problem, kept)
        self.sure_to_change = self._sure_to_change()
        self._numbers: dict[tuple[int, str], int] = {}
        self._leavers: dict[str, bool] = {}
        self.demands = {each.id: tuple(demands_of(problem, self.book, each)) for each in problem.postings}

    def _kept(self, official: Official) -> str | None:
        where = self.previous.get(official.id)
        bit = self.openness.bit.get(where or "", 0)
        return where if bit & self.open[official.id] else None

    @property
    def where(self) -> Assignment:
        """Where everybody stands now."""
        return self.seating.where

    def uprooted(self) -> tuple[Official, ...]:
        """Return the officials who stand nowhere and may not stay at home."""
        nowhere = (each for each in self.problem.officials if self.where[each.id] is None)
        return tuple(each for each in nowhere if not self.openness.may_stay_home(each))

    def _sure_to_change(self) -> frozenset[str]:
        """Return who will be elsewhere than before in every legal plan."""
        homeless = {each.id for each in self.uprooted()}
        return frozenset(
            who
            for who, where in self.where.items()
            if who in self.previous and (where != self.previous[who] or (where is None and who in homeless))
        )

    def broken(self) -> tuple[str, ...]:
        """Return the postings where a rule about the group, or about people who must share it, is broken."""
        found = {each.id for each in self.problem.postings if self.seating.is_broken(each.id)}
        for rule in self.book.plan_hard:
            if rule.id != "open":
                found.update(self._parted(rule))
        return tuple(each.id for each in self.problem.postings if each.id in found)

    def _parted(self, rule: PlanRule) -> Iterator[str]:
        for fault in rule.explain(self.problem, self.where):
            yield from fault.postings

    def make(self, moves: Assignment) -> None:
        """Let these officials go where the moves say."""
        going = [(self.problem.official(who), there) for who, there in moves.items()]
        made = [(each, there) for each, there in going if self.where[each.id] != there]
        touched = {place for each, there in made for place in (self.where[each.id], there)}
        self.seating.make(made)
        self._numbers = {key: number for key, number in self._numbers.items() if key[1] not in touched}
        self._leavers = {who: can for who, can in self._leavers.items() if self.where[who] not in touched}

    def changed(self, assignment: Assignment) -> tuple[str, ...]:
        """Return who is elsewhere than before, in the order of the roster; who was not asked before is not changed."""
        known = (each.id for each in self.problem.officials if each.id in self.previous)
        return tuple(each for each in known if assignment[each] != self.previous[each])

    def can_leave(self, official: Official) -> bool:
        """Say whether the group this official is in meets its demands without them."""
        if official.id not in self._leavers:
            where = self.where[official.id]
            free = where is None or all(self._with(each, official, -1) for each in self.demands[where])
            self._leavers[official.id] = free
        return self._leavers[official.id]

    def can_join(self, official: Official, posting: str) -> bool:
        """Say whether a posting is open and meets its demands with this official too."""
        is_open = self.openness.bit[posting] & self.open[official.id]
        return bool(is_open) and all(self._with(each, official, 1) for each in self.demands[posting])

    def _with(self, demand: Demand, official: Official, step: int) -> bool:
        """Say whether a demand is met when one official comes or goes."""
        group = self.seating.groups[demand.posting.id]
        if demand.rooms is not None:
            return demand.is_met([*group, official] if step > 0 else [each for each in group if each is not official])
        return all(self._fits(each, demand, official, step) for each in demand.counts)

    def _fits(self, count: Count, demand: Demand, official: Official, step: int) -> bool:
        number = self._number(count, demand.posting.id) + step * count.kind(official)
        return count.least <= number and (count.most is None or number <= count.most)

    def _number(self, count: Count, posting: str) -> int:
        key = (id(count), posting)
        if key not in self._numbers:
            self._numbers[key] = sum(map(count.kind, self.seating.groups[posting]))
        return self._numbers[key]
