"""The week as a CP-SAT model of "who does what from when": one boolean for every official and every allowed begin.

The begins come from `windows`, so production time is excluded by domain. Everything an official may do lies on that
official's agenda as (from, to, literal); where the spans of an agenda meet, at most one literal is true. A *pattern*
is the teams that work the same hours: officials join a pattern, which of its teams is settled afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from ortools.sat.python import cp_model

from dundian.engines.planning.week.problem import MEAL, VISIT, Member, Shift, Span, Team, Week
from dundian.engines.planning.week.windows import Turn, mask_of, turns, visit_length

Literal = cp_model.IntVar
Linear = cp_model.LinearExpr | int
Stretch = tuple[int, int, Literal]
Task = tuple[str, str, int, int]
"""Who does which kind of act with the workers of which pattern on which day."""

ACT, SHIFT, REST = "act", "shift", "rest"
EXCLUSIVE = ((ACT, MEAL, VISIT), (ACT, MEAL, SHIFT), (ACT, VISIT, REST))

GIVE_UP = {"labour": 5000, "talk": 1000, "visit": 1000, "interview": 500, "review": 200}
"""What it costs to give up one wish, when not all can be met: far more than any inconvenience."""


@dataclass(frozen=True, eq=False)
class Pattern:
    """Teams that work the same hours on every day, and the workings of their shifts.

    `labour` is the production time that takes all of who joins; of a shift too long for a day only halves do.
    """

    teams: tuple[Team, ...]
    turns: tuple[Turn, ...]
    labour: tuple[Span, ...]

    @property
    def is_night(self) -> bool:
        """Whether joining it means night work."""
        return any(each.shift.is_night for each in self.turns if each.day is not None)

    @cached_property
    def production(self) -> tuple[Span, ...]:
        """The production time of its turns that belong to the week."""
        return tuple(span for each in self.turns if each.day is not None for span in each.production)

    def post_count(self, *, only_light: bool = False) -> int:
        """Return how many posts its teams offer."""
        return sum(not (only_light and post.is_heavy) for team in self.teams for post in team.posts)


def exceeds_day(week: Week, shift: Shift) -> bool:
    """Whether a whole shift and the review are more than anybody may do in a day, so that only a half is worked."""
    rest = sum(end - start for start, end in shift.breaks)
    return shift.end - shift.start - rest + (week.lengths.review if week.wishes.has_reviews else 0) > week.limits.daily


def patterns(week: Week) -> tuple[Pattern, ...]:
    """Return the patterns of the enterprise in the order of its teams."""
    found: dict[tuple[str | None, ...], list[Team]] = {}
    span = (week.days[-1] - week.days[0]).days
    for team in week.teams:
        key = tuple(team.shift_on(week.days[0] + timedelta(days=offset)) for offset in range(-1, span + 1))
        found.setdefault(key, []).append(team)
    return tuple(_pattern(week, teams) for teams in found.values())


def _pattern(week: Week, teams: list[Team]) -> Pattern:
    workings = turns(week, teams[0])
    mine = [each for each in workings if each.day is not None and not exceeds_day(week, each.shift)]
    return Pattern(tuple(teams), workings, tuple(span for each in mine for span in each.production))


@dataclass(frozen=True)
class Focus:
    """Decisions taken already, so that only the rest is searched: who joins which pattern, who calls when on the
    township, when the group meets on each day, and on which days who talks to or asks the workers of which pattern.
    """

    joins: Mapping[str, int]
    visits: frozenset[tuple[str, int]] | None = None
    held: Mapping[int, frozenset[int]] | None = None
    acts: frozenset[Task] | None = None


@dataclass
class WeekModel:
    """The variables by what they mean, each official's agenda, and the cost. Rules in `off` do not hold.

    An agenda has layers, and `EXCLUSIVE` says which layers exclude each other. Only a visit may take an official from
    the line, and who rests may eat.
    """

    week: Week
    off: frozenset[str]
    is_elastic: bool
    patterns: tuple[Pattern, ...]
    focus: Focus | None = None
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    joins: dict[tuple[str, int], Literal] = field(default_factory=dict)
    works: dict[tuple[str, int, int, int], Literal] = field(default_factory=dict)
    talks: dict[tuple[str, str, int], Literal] = field(default_factory=dict)
    interviews: dict[tuple[str, int, int], Literal] = field(default_factory=dict)
    asked: dict[tuple[str, int], Literal] = field(default_factory=dict)
    visits: dict[tuple[str, int], Literal] = field(default_factory=dict)
    reviews: dict[tuple[str, int, int], Literal] = field(default_factory=dict)
    meals: dict[tuple[str, int, int, int], Literal] = field(default_factory=dict)
    failed: dict[tuple[str, str], Literal] = field(default_factory=dict)
    agendas: dict[tuple[str, str], list[Stretch]] = field(default_factory=lambda: defaultdict(list))
    toil: dict[tuple[str, int], list[tuple[Literal, int]]] = field(default_factory=lambda: defaultdict(list))
    acts: dict[str, list[Literal]] = field(default_factory=lambda: defaultdict(list))
    _costly: list[Literal] = field(default_factory=list)
    _costs: list[int] = field(default_factory=list)

    def boolean(self) -> Literal:
        """Return a new boolean without a name: names cost time and nobody reads them."""
        return self.cp.new_bool_var("")

    def pay(self, literal: Literal, cost: int) -> None:
        """Let this variable cost so much a unit."""
        if cost:
            self._costly.append(literal)
            self._costs.append(cost)

    def holds(self, rule: str) -> bool:
        """Whether a rule is in force."""
        return rule not in self.off

    def able(self, role: str) -> list[Member]:
        """Return the officials who hold this role."""
        return [each for each in self.week.officials if role in each.roles or not self.holds("role")]

    def may_fail(self, kind: str, about: str, most: int) -> Linear:
        """Return how much of a wish is given up: nothing in a strict model, at its price in an elastic one."""
        if not self.is_elastic or most <= 0:
            return 0
        found = self.failed[kind, about] = self.cp.new_int_var(0, most, "")
        self.pay(found, GIVE_UP[kind])
        return found

    def minimise(self, *, bound: int = 0, below: int | None = None) -> None:
        """Set the objective: what it can never be less than, if that is known, and what it must be below, if asked."""
        cost = cp_model.LinearExpr.weighted_sum(self._costly, self._costs)
        if bound:
            self.cp.add(cost >= bound)
        if below is not None:
            self.cp.add(cost < below)
        self.cp.minimize(cost)

    def may(self, who: str, start: int, end: int) -> bool:
        """Whether the decisions taken already leave an official this time."""
        return self.focus is None or not self.taken[who] & mask_of(((start, end),))

    @cached_property
    def taken(self) -> dict[str, int]:
        """The minutes that the shift that was decided, or a visit, takes from each official, as bits."""
        found = dict.fromkeys((each.id for each in self.week.officials), 0)
        if self.focus is None:
            return found
        for who, i in self.focus.joins.items():
            found[who] = mask_of(self.patterns[i].labour)
        for who, start in self.focus.visits or ():
            found[who] |= mask_of(((start, start + visit_length(self.week)),))
        return found


def meeting_points(stretches: Iterable[tuple[int, int, Literal]]) -> Iterator[list[Literal]]:
    """Yield every largest set of literals whose stretches share a moment: sweep over time, stop before each end."""
    literals: list[Literal] = []
    events: list[tuple[int, int, int]] = []
    for i, (start, end, literal) in enumerate(stretches):
        literals.append(literal)
        events += [(start, 1, i), (end, 0, i)]
    running: dict[int, Literal] = {}
    has_grown = False
    for _, is_start, i in sorted(events):
        if is_start:
            running[i] = literals[i]
            has_grown = True
            continue
        if has_grown:
            yield list({each.index: each for each in running.values()}.values())
        has_grown = False
        del running[i]
