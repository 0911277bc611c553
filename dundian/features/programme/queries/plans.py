"""The plan as it stands, judged by the reference evaluator: groups, what is open, how good it is, and choices."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dundian.engines.planning.evaluate import Score, score, wishes_unmet
from dundian.engines.planning.explain import Choice, explain_past, explain_person
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.remedy import Remedy, Room, find_remedies
from dundian.engines.planning.repair.repair import repair
from dundian.engines.planning.rules import RULES, Fault, PersonRule, rule_book
from dundian.engines.planning.seating import Worth
from dundian.engines.planning.solve import Budget

from .groups import GroupRow
from .officials import OfficialRow
from .problem import Asked, PlanFacts, SeatRow, build_problem, current_assignment, hash_of, plan_facts
from .runs import RunRow, runs


@dataclass(frozen=True, kw_only=True)
class Member:
    """One official in a group: what fits, and what about him breaks a rule or a wish."""

    official: OfficialRow
    seat: SeatRow
    faults: tuple[Fault, ...]
    wishes: tuple[Fault, ...]
    is_misplaced: bool


@dataclass(frozen=True, kw_only=True)
class Card:
    """One group with its people, leader first, then men, then women; wishes are those about the group as a whole."""

    group: GroupRow
    label: str
    members: tuple[Member, ...]
    faults: tuple[Fault, ...]
    wishes: tuple[Fault, ...]

    @property
    def women_count(self) -> int:
        """How many women are in it."""
        return sum(m.official.person.sex == "女" for m in self.members)

    @property
    def men_count(self) -> int:
        """How many men are in it."""
        return len(self.members) - self.women_count

    @property
    def has_leader(self) -> bool:
        """Whether somebody is marked as its leader."""
        return any(m.seat.is_leader for m in self.members)

    @property
    def able_to_lead(self) -> tuple[Member, ...]:
        """Its members who can lead, the most seasoned first."""
        able = [m for m in self.members if m.official.can_lead]
        return tuple(sorted(able, key=lambda m: -m.official.season_count))


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How far one rule is met: `good` of `total` rules, people or groups."""

    rule: str
    unit: str
    good: int
    total: int


@dataclass(frozen=True)
class PlanView:
    """Everything the grouping page asks of a plan, computed once. `rules_off` are the rules relaxed by the last run."""

    facts: PlanFacts
    runs: tuple[RunRow, ...] = field(default=())

    @property
    def last_run(self) -> RunRow | None:
        """The newest run."""
        return self.runs[0] if self.runs else None

    @property
    def applied_run(self) -> RunRow | None:
        """The newest run that was taken over."""
        return next((r for r in self.runs if r.is_applied), None)

    @property
    def rules_off(self) -> list[str]:
        """Hard rules that are relaxed now: what the newest run was asked."""
        return self.last_run.off if self.last_run else []

    def is_about_now(self, run: RunRow) -> bool:
        """Whether a run was given what the roster, the groups and the locks say now.

        A run that was taken over with as few changes as possible began from the groups before it; that it is about
        now cannot be told from its hash and is taken for granted.
        """
        if run.is_applied and run.keeps_groups:
            return True
        asked = Asked(off=run.off, weights=run.weights, for_solving=True, keeps_groups=run.keeps_groups)
        return hash_of(build_problem(self.facts, asked)) == run.input_hash

    @cached_property
    def problem(self) -> Problem:
        """The problem, with the rules and the weights now in force: those of the newest run."""
        return build_problem(self.facts, Asked(off=self.rules_off, weights=self.problem_weights))

    @property
    def problem_weights(self) -> dict[str, Any]:
        """What matters how much: as the newest run was asked."""
        return self.last_run.weights if self.last_run else {}

    @cached_property
    def assignment(self) -> Assignment:
        """Where everybody is."""
        return current_assignment(self.facts)

    @cached_property
    def score(self) -> Score:
        """The verdict of the reference evaluator."""
        return score(self.problem, self.assignment)

    @cached_property
    def wishes(self) -> tuple[Fault, ...]:
        """Every wish that costs something."""
        return tuple(wishes_unmet(self.problem, self.assignment))

    @cached_property
    def cards(self) -> dict[int, Card]:
        """The groups in order."""
        seated: dict[int, list[SeatRow]] = defaultdict(list)
        for seat in self.facts.seats.values():
            if seat.official_id in self.facts.officials:
                seated[seat.group_id].append(seat)
        return {pk: self._card(group, seated[pk]) for pk, group in self.facts.groups.items()}

    def _card(self, group: GroupRow, seats: list[SeatRow]) -> Card:
        faults = tuple(f for f in self.score.faults if f"g{group.id}" in f.postings)
        wishes = tuple(f for f in self.wishes if f"g{group.id}" in f.postings and not is_personal(f))
        wrong = _misplaced(faults, {f"o{s.official_id}" for s in seats if s.is_leader or s.is_locked}, group)
        members = (self._member(seat, wrong) for seat in seats)
        key = {"男": 0, "女": 1}
        order = sorted(
            members, key=lambda m: (not m.seat.is_leader, key.get(m.official.person.sex or "", 2), m.official.id)
        )
        return Card(
            group=group, label=self.facts.group_label(group.id), members=tuple(order), faults=faults, wishes=wishes
        )

    def _member(self, seat: SeatRow, wrong: set[str]) -> Member:
        me = f"o{seat.official_id}"
        return Member(
            official=self.facts.officials[seat.official_id],
            seat=seat,
            faults=tuple(f for f in self.score.faults if f.officials == (me,) and is_personal(f)),
            wishes=tuple(f for f in self.wishes if f.officials == (me,) and is_personal(f)),
            is_misplaced=me in wrong,
        )

    @cached_property
    def unplaced(self) -> list[OfficialRow]:
        """Officials on the roster who are in no group and not in reserve."""
        return [o for o in self.facts.officials.values() if o.id not in self.facts.seats and not o.is_reserve]

    @cached_property
    def reserves(self) -> list[OfficialRow]:
        """Officials in reserve who are in no group."""
        return [o for o in self.facts.officials.values() if o.id not in self.facts.seats and o.is_reserve]

    @cached_property
    def is_empty(self) -> bool:
        """Whether nobody is placed."""
        return not self.facts.seats

    def open_faults(self) -> list[Fault]:
        """What breaks a rule, without those who are simply not placed while nobody is."""
        return [] if self.is_empty else list(self.score.faults)

    def remedies(self, fault: Fault, *, count: int = 3) -> tuple[Remedy, ...]:
        """The fewest moves that mend one fault; nothing locked is touched."""
        shut = {f"g{pk}" for pk, g in self.facts.groups.items() if g.is_locked}
        fixed = {f"o{pk}" for pk, s in self.facts.seats.items() if s.is_locked}
        return find_remedies(self.problem, self.assignment, fault, room=Room(fixed, shut), count=count)

    def repaired(self, budget: Budget) -> Remedy | None:
        """The fewest moves after which every hard rule holds, nothing locked touched; None where none are found."""
        asked = Asked(off=self.rules_off, weights=self.problem_weights, for_solving=True)
        found = repair(build_problem(self.facts, asked), self.assignment, budget=budget)
        moves = tuple((who, to) for who, to in found.plan.assignment.items() if self.assignment.get(who) != to)
        if not moves or not found.plan.score.is_legal:
            return None
        after = score(self.problem, {**self.assignment, **dict(moves)})
        faults = sum(after.hard.values()) - sum(self.score.hard.values())
        return Remedy(moves, Worth(faults, after.cost - self.score.cost))

    def choices(self, official_id: int) -> tuple[Choice, ...]:
        """Every other group for an official; KeyError for somebody who is not in the problem."""
        return explain_person(self.problem, self.assignment, f"o{official_id}")

    def past_against(self, official_id: int) -> Mapping[str, tuple[Fault, ...]]:
        """What earlier seasons say against each group for an official; KeyError as in `choices`."""
        return explain_past(self.problem, self.assignment, f"o{official_id}")

    def measures(self) -> list[Measure]:
        """How far the rules are met: the hard ones together, then those the data says something about."""
        book = rule_book(self.problem)
        hard = [r.id for r in (*book.person_hard, *book.group_hard, *book.plan_hard) if self._says_something(r.id)]
        first = Measure(rule="hard", unit="rule", good=len(set(hard) - self.score.hard.keys()), total=len(hard))
        found = [*self.score.faults, *self.wishes]
        rest = [self._measure(rule, found) for rule in _MEASURED if rule not in self.rules_off]
        return [first, *(m for m in rest if self._says_something(m.rule))]

    def _measure(self, rule: str, found: Iterable[Fault]) -> Measure:
        faults = [f for f in found if f.rule == rule]
        if isinstance(RULES[rule], PersonRule):
            total = len(self.problem.officials)
            return Measure(rule=rule, unit="person", good=total - len({f.officials for f in faults}), total=total)
        total = len(self.problem.postings)
        return Measure(rule=rule, unit="group", good=total - len({f.postings for f in faults}), total=total)

    def _says_something(self, rule: str) -> bool:
        """Whether the roster and the groups carry what this rule is about; a rule about nothing is always met."""
        people, postings = self.problem.officials, self.problem.postings
        asked = {
            "barred": any(o.barred_enterprises for o in people),
            "night": any(g.is_night for g in postings),
            "heavy": any(g.is_heavy for g in postings),
            "lock": any(o.lock.posting for o in people),
            "rooms": any(g.rooms for g in postings),
            "distinct_roles": self.problem.distinct_roles,
            "dialect": any(g.dialect for g in postings),
            "apart": bool(self.problem.apart_pairs),
            "together": bool(self.problem.together_pairs),
            "lock_with": bool(self.problem.mate_pairs),
            "open": self.problem.open_count is not None,
            "repeat_enterprise": any(o.last_enterprise for o in people),
            "last_mates": any(o.last_group for o in people),
            "travel": any(o.home for o in people) and any(g.location for g in postings),
            "topic": any(o.topic for o in people) and any(g.topic for g in postings),
        }
        return asked.get(rule, True)


_MEASURED = ("barred", "phase", "repeat_enterprise", "seniority", "age", "same_unit", "topic", "travel")


def plan(programme_id: int) -> PlanView:
    """The plan of a programme as it stands."""
    return PlanView(plan_facts(programme_id), tuple(runs(programme_id)))


def fault_key(fault: Fault) -> str:
    """A short name for one fault, the same as long as the fault is the same."""
    words = "|".join((fault.rule, *fault.postings, *fault.officials))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def is_personal(fault: Fault) -> bool:
    """Whether a fault is about one official, whoever else is in the group."""
    return isinstance(RULES[fault.rule], PersonRule)


def _misplaced(faults: Iterable[Fault], kept: set[str], group: GroupRow) -> set[str]:
    """Whom to draw in red: who may not be here, and of those without a bed the last who came."""
    wrong: set[str] = set()
    for fault in faults:
        if is_personal(fault):
            wrong.update(fault.officials)
        elif fault.rule == "beds":
            movable = [each for each in fault.officials if each not in kept] or list(fault.officials)
            wrong.update(movable[-missing_beds(fault, group) :])
    return wrong


def missing_beds(fault: Fault, group: GroupRow) -> int:
    """How many beds are short in a fault of beds; at least 1."""
    offered = [beds for beds in (group.beds_female, group.beds_male) if beds is not None]
    return min((len(fault.officials) - beds for beds in offered if len(fault.officials) > beds), default=1)
