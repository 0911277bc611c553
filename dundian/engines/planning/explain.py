"""Why an official is here and not there: what the place costs, what closes every other, and the best alternatives.

An `Explainer` is made once for a plan and then answers for one official in a moment: what every move and swap would
add comes from arrays, the words come from the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dundian.engines.planning.arrays import Numbers
from dundian.engines.planning.cells import Cell, cell_of
from dundian.engines.planning.differences import Differences, worth_of
from dundian.engines.planning.evaluate import groups_of
from dundian.engines.planning.problem import Assignment, Official, Problem
from dundian.engines.planning.rules import Fault, Group, PlanRule, rule_book
from dundian.engines.planning.seating import Seating, Worth

_BEST = 5
# The wishes that speak of earlier seasons.
_OF_THE_PAST = frozenset({"hardship", "repeat_enterprise", "last_mates"})


@dataclass(frozen=True, slots=True)
class Swap:
    """The best partner at a posting, and what the plan would gain or lose if the two changed places."""

    partner: str
    difference: Worth


@dataclass(frozen=True, slots=True)
class Choice:
    """One other posting for an official.

    `closed_by`: hard rules between this official and this posting, `cells` the cells of the roster behind them.
    `difference`: what moving there alone adds to the plan's hard faults and cost. `breaks`: the hard faults such a
    move would bring, `closed_by` among them. `swap`: the best exchange with somebody there, None if nobody there may
    come here.
    """

    posting: str
    closed_by: tuple[Fault, ...]
    difference: Worth
    breaks: tuple[Fault, ...]
    swap: Swap | None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the best other places: in exchange with somebody, or on a free seat (`partner` is None)."""

    posting: str
    partner: str | None
    difference: Worth


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one official is where they are.

    `costs`: what the place costs by rule; of what the group costs, what would be gone without this official.
    `reasons`: the same in words. `choices`: every other posting; of a closed one only what closes it. `best`: the
    alternatives that break no rule, the cheapest first, each posting once.
    """

    official: str
    posting: str | None
    costs: Mapping[str, int]
    reasons: tuple[Fault, ...]
    best: tuple[Alternative, ...]
    choices: tuple[Choice, ...]


def explain_person(problem: Problem, assignment: Assignment, official_id: str) -> tuple[Choice, ...]:
    """Return every posting but the official's own, in the order of the problem; KeyError for an unknown id."""
    return Explainer(problem, assignment).choices(official_id)


def explain_past(problem: Problem, assignment: Assignment, official_id: str) -> Mapping[str, tuple[Fault, ...]]:
    """Return what earlier seasons say against each posting, were the official there; KeyError for an unknown id.

    Hard work again, the enterprise of last time, the mates of last time: as far as they cost something.
    """
    official, groups, book = problem.official(official_id), groups_of(problem, assignment), rule_book(problem)
    alone = [rule for rule in book.person_soft if rule.id in _OF_THE_PAST and rule.weight(problem)]
    together = [rule for rule in book.group_soft if rule.id in _OF_THE_PAST and rule.weight(problem)]
    found = {}
    for each in problem.postings:
        mates = [*(mate for mate in groups[each.id] if mate is not official), official]
        by_himself = [fault for rule in alone for fault in rule.explain(problem, official, each)]
        with_them = [fault for rule in together for fault in rule.explain(problem, each, mates)]
        found[each.id] = (*by_himself, *(fault for fault in with_them if official_id in fault.officials))
    return found


class Explainer:
    """Explains one plan. What is the same for everybody is worked out once."""

    def __init__(self, problem: Problem, assignment: Assignment) -> None:
        self.problem, self.book = problem, rule_book(problem)
        self.seating, self.differences = Seating(problem, assignment), Differences(problem, assignment)
        self.has_bonds = {who for pair in (*problem.together_pairs, *problem.mate_pairs) for who in pair}

    def explain(self, official_id: str) -> Explanation:
        """Return why an official is where they are; KeyError for an unknown id."""
        official = self.problem.official(official_id)
        choices = self.choices(official_id, is_brief=True)
        costs, reasons = self._here(official)
        return Explanation(
            official=official_id,
            posting=self.seating.where[official_id],
            costs=costs,
            reasons=reasons,
            best=_best(choices),
            choices=choices,
        )

    def choices(self, official_id: str, *, is_brief: bool = False) -> tuple[Choice, ...]:
        """Return every posting but the official's own, in the order of the problem; KeyError for an unknown id.

        `is_brief`: where a door is closed, what else would break behind it is not said.
        """
        official = self.problem.official(official_id)
        who, here = self.differences.row[official_id], self.seating.where[official_id]
        moves, swaps = self.differences.moves(who).tolist(), self.differences.swaps(who)
        partners = self._partners(who, swaps)
        alone = self.differences.alone_everywhere(who).tolist()
        is_bad = self.differences.joins_badly(who).tolist()
        leaving = tuple(self._leaving(official))
        found = []
        for i, each in enumerate(self.problem.postings):
            if each.id == here:
                continue
            closed_by = self.seating.closing(official, each.id) if worth_of(alone[i]).hard else ()
            breaks = closed_by
            if not (closed_by and is_brief):
                joining = self._joining(official, each.id) if is_bad[i] or self.seating.is_broken(each.id) else ()
                breaks = (*closed_by, *joining, *leaving, *self._whole(official, each.id))
            cells = tuple(cell_of(self.problem, fault) for fault in closed_by)
            found.append(Choice(each.id, closed_by, worth_of(moves[i]), breaks, partners.get(i), cells))
        return tuple(found)

    def _partners(self, who: int, swaps: Numbers) -> dict[int, Swap]:
        """Return for each posting the best partner there who may come here, the first of the roster among equals."""
        found = self.differences
        here = int(found.where[who])
        others = np.flatnonzero((found.where != here) & (found.where < found.home))
        others = others[found.alone_of(others, here) < 1 << 32]
        order = others[np.lexsort((others, swaps[others], found.where[others]))]
        first = np.flatnonzero(np.diff(found.where[order], prepend=-1))
        return {
            int(found.where[i]): Swap(self.problem.officials[i].id, worth_of(int(swaps[i])))
            for i in order[first].tolist()
        }

    def _joining(self, official: Official, posting: str) -> Iterator[Fault]:
        """Name what breaks in the group there when this official comes."""
        group = self.seating.groups[posting]
        yield from self._news(posting, group, [*group, official])

    def _leaving(self, official: Official) -> Iterator[Fault]:
        """Name what breaks in the group here when this official goes."""
        here = self.seating.where[official.id]
        if here is not None:
            group = self.seating.groups[here]
            yield from self._news(here, group, [each for each in group if each is not official])

    def _news(self, posting: str, before: Group, after: Group) -> Iterator[Fault]:
        seen: set[str] = set()
        if self.seating.is_broken(posting):
            seen.update(each.message for each in self.seating.faults(posting, before))
        yield from (each for each in self.seating.faults(posting, after) if each.message not in seen)

    def _whole(self, official: Official, posting: str) -> Iterator[Fault]:
        """Name what breaks in the whole plan: pairs that are parted, the choice of postings."""
        if official.id not in self.has_bonds and self.problem.open_count is None:
            return
        where = self.seating.where
        after = {**where, official.id: posting}
        for rule in self.book.plan_hard:
            seen = {(each.postings, each.message) for each in rule.explain(self.problem, where)}
            yield from (each for each in self._after(rule, after) if (each.postings, each.message) not in seen)

    def _after(self, rule: PlanRule, after: Assignment) -> Iterator[Fault]:
        return rule.explain(self.problem, after)

    def _here(self, official: Official) -> tuple[dict[str, int], tuple[Fault, ...]]:
        """Return what the place costs by rule, and why."""
        where = self.seating.where[official.id]
        posting = None if where is None else self.problem.posting(where)
        costs: dict[str, int] = {}
        reasons: list[Fault] = []
        for rule in self.book.person_soft:
            costs[rule.id] = rule.evaluate(self.problem, official, posting)
            reasons += rule.explain(self.problem, official, posting) if costs[rule.id] else ()
        if posting is not None:
            group = self.seating.groups[posting.id]
            rest = [each for each in group if each is not official]
            for group_rule in self.book.group_soft:
                whole = group_rule.evaluate(self.problem, posting, group)
                costs[group_rule.id] = whole - group_rule.evaluate(self.problem, posting, rest)
                faults = group_rule.explain(self.problem, posting, group) if costs[group_rule.id] > 0 else ()
                reasons += (each for each in faults if official.id in each.officials or not each.officials)
        return costs, tuple(reasons)


def _best(choices: tuple[Choice, ...]) -> tuple[Alternative, ...]:
    """Return the cheapest alternatives that bring no fault: for each posting the move or the swap."""
    found = []
    for choice in choices:
        ways = [Alternative(choice.posting, None, choice.difference)] if not choice.closed_by else []
        if choice.swap is not None and not choice.closed_by:
            ways.append(Alternative(choice.posting, choice.swap.partner, choice.swap.difference))
        found += [min(those, key=_rank) for those in [[each for each in ways if each.difference.hard <= 0]] if those]
    return tuple(sorted(found, key=_rank)[:_BEST])


def _rank(alternative: Alternative) -> tuple[int, int]:
    return alternative.difference.hard, alternative.difference.cost
