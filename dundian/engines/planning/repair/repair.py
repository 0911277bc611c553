"""Repair: the legal plan that changes the fewest officials, then costs least, after somebody or something fell out.

Where the problem is small, all of it is solved exactly. Else the neighbourhood of each break is, and grows until it
needs no more changes than counting proves every repair to need, or the time is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dundian.engines.planning.conflict import find_conflict
from dundian.engines.planning.evaluate import score
from dundian.engines.planning.part import Part
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.repair.around import Need, breaks_of, narrow, needs_of
from dundian.engines.planning.repair.exactly import Found, Impossible, Limits, Task, cheapest, fewest
from dundian.engines.planning.repair.least import fewest_changes, fewest_comings_and_goings
from dundian.engines.planning.repair.standing import Standing
from dundian.engines.planning.rules import Fault
from dundian.engines.planning.solve import Budget, Plan, Stopped

_SMALL = 2_600  # pairs of official and posting up to which the whole problem is solved at once
_TOGETHER, _BATCH = 10, 4  # breaks mended at once if there are no more; else so many after each other
_WIDTHS = (2, 4, 8, 16, 32)
_PAIRS_A_SECOND = 5_000  # so fast the whole problem is tried where no neighbourhood can be mended
_SHARE, _PAIRS_JUDGED_A_SECOND = 0.9, 15_000_000  # of the time for the search; what the verdict at the end takes
_WIDTH_OF_PROOF = 3
_SECONDS_TO_COUNT, _SECONDS_TO_EXPLAIN = 0.2, 5.0


@dataclass(frozen=True, slots=True)
class Repair:
    """What a repair found.

    `changed`: who is elsewhere than before, in the order of the roster; who is new is not among them. `lower_bound`:
    no legal plan changes fewer; `is_proved`: this one changes no more. Without a legal plan `plan.conflict` says why.
    """

    plan: Plan
    changed: tuple[str, ...]
    is_proved: bool
    lower_bound: int


def repair(problem: Problem, previous: Assignment, *, budget: Budget) -> Repair:
    """Return the legal plan nearest to `previous`, which may name people and postings that are no more."""
    known = {each.id: previous[each.id] for each in problem.officials if each.id in previous}
    return _Run(replace(problem, previous=known), known, budget).repair()


class _Run:
    """One repair: the plan as it stands, and how much of the budget is left."""

    def __init__(self, problem: Problem, previous: Assignment, budget: Budget) -> None:
        self.problem, self.previous, self.budget = problem, previous, budget
        self.began = budget.clock()
        self.pairs = len(problem.officials) * len(problem.postings)
        self.end = self.began + _SHARE * budget.seconds - self.pairs / _PAIRS_JUDGED_A_SECOND
        self.standing = Standing(problem, previous)
        self.bound = len(self.standing.sure_to_change)
        self.is_impossible = False
        self.is_cheapest = False

    def repair(self) -> Repair:
        """Carry it out."""
        whole = Part(frozenset(self.standing.openness.bit), frozenset(self.standing.where))
        if self.pairs <= _SMALL or self.problem.open_count is not None:
            self._mend(whole)
        else:
            self._mend_around()
            if self._is_broken() and self.pairs <= _PAIRS_A_SECOND * self._left():
                self.standing = Standing(self.problem, self.previous)
                self._mend(whole)
        return self._told()

    def _is_broken(self) -> bool:
        return bool(self.standing.seating.worth().hard)

    def _left(self) -> float:
        return max(0.0, self.end - self.budget.clock())

    def _is_past(self, until: float) -> bool:
        return self.budget.should_stop() or self.budget.clock() >= until

    def _is_over(self) -> bool:
        return self._is_past(self.end)

    def _limits(self, until: float | None = None) -> Limits:
        seconds = self._left() if until is None else max(0.0, until - self.budget.clock())
        return Limits(seconds, self.budget.workers, self.budget.should_stop)

    def _mend(self, whole: Part) -> None:
        """Solve the whole problem exactly."""
        task = Task(whole, self.previous, self.bound)
        try:
            found = fewest(self.standing, task, self._limits())
        except Impossible:
            self.is_impossible = True
            return
        if found is None:
            return
        if found.is_proved:
            self.bound = max(self.bound, found.changes)
        moves = found.moves
        if not self._is_over():
            moves, self.is_cheapest = cheapest(self.standing, task, found, self._limits())
        self.standing.make(moves)

    def _mend_around(self) -> None:
        """Solve the neighbourhoods of the breaks, a few breaks at a time."""
        breaks = breaks_of(self.standing)
        self.bound = max(self.bound, fewest_comings_and_goings(self.standing, self.previous))
        if len(breaks) <= _TOGETHER:
            self._mend_few(breaks)
            return
        for left in range(-(-len(breaks) // _BATCH), 0, -1):
            some = breaks_of(self.standing)[:_BATCH]
            if self._is_over() or not some:
                return
            before = {**self.previous, **{who: where for who, where in self.standing.where.items() if where}}
            self._mend_some(needs_of(self.standing, some), Task(_all_of(some), before, 0), self._left() / left)

    def _mend_few(self, breaks: Sequence[Part]) -> None:
        """Mend all breaks at once; where that changes more than is proved to be needed, look for a better proof."""
        if not breaks:
            return
        needs, broken = needs_of(self.standing, breaks), _all_of(breaks)
        self._prove(self.standing, narrow(self.standing, broken), self._left() / 4)
        self._mend_some(needs, Task(broken, self.previous, self.bound), self._left())
        if len(self.standing.changed(self.standing.where)) > self.bound and not self._is_over():
            begun = Standing(self.problem, self.previous)
            self._prove(begun, _all_of(each.part(_WIDTH_OF_PROOF) for each in needs), self._left())

    def _prove(self, standing: Standing, part: Part, seconds: float) -> None:
        self.bound = max(self.bound, fewest_changes(standing, part, self.previous, seconds=seconds))

    def _mend_some(self, needs: Sequence[Need], broken: Task, seconds: float) -> None:
        """Grow the neighbourhood until no repair can change fewer, then take the cheapest."""
        until = min(self.budget.clock() + seconds, self.end)
        best: Found | None = None
        task = broken
        for width in _WIDTHS:
            task = replace(broken, part=_all_of(each.part(width) for each in needs))
            best = self._better(best, task, until)
            if self._is_past(until) or (best is not None and best.changes <= broken.bound):
                break
            if best is not None and best.is_proved and not broken.bound:
                break
        if best is not None:
            moves: Assignment = best.moves
            is_hurried = broken.before is not self.previous  # many breaks: first of all mend them all
            if not is_hurried and not self._is_past(until):
                moves, _ = cheapest(self.standing, task, best, self._limits(until))
            self.standing.make(moves)

    def _better(self, best: Found | None, task: Task, until: float) -> Found | None:
        """Return the repair of a part, or the best so far if that changes no more."""
        try:
            found = fewest(self.standing, task, self._limits(until))
        except Impossible:
            return best
        return found if found and (best is None or found.changes < best.changes) else best

    def _told(self) -> Repair:
        assignment = dict(self.standing.where)
        found, changed = score(self.problem, assignment), self.standing.changed(assignment)
        proved = () if found.is_legal else self._conflict()
        is_proved = found.is_legal and len(changed) <= self.bound
        is_final = self.is_impossible or bool(proved)
        plan = Plan(
            assignment=assignment,
            score=found,
            bound=None,
            seconds=self.budget.clock() - self.began,
            seed=0,
            iterations=0,
            stopped=Stopped.OPTIMAL if is_final or (is_proved and self.is_cheapest) else Stopped.TIME,
            conflict=proved or found.faults,
        )
        return Repair(plan, changed, is_proved, self.bound)

    def _conflict(self) -> tuple[Fault, ...]:
        """Return why no plan is legal; nothing if that cannot be proved, as where only the time was too short."""
        if self.budget.should_stop():
            return ()
        return find_conflict(self.problem, seconds=_SECONDS_TO_EXPLAIN, should_stop=self.budget.should_stop)


def _all_of(parts: Iterable[Part]) -> Part:
    found = Part(frozenset(), frozenset())
    for each in parts:
        found |= each
    return found
