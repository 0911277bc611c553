"""A problem as rows of numbers, for planners that read no JSON: sizes and weights, then the postings, the officials."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator

from dundian.engines.planning.problem import ROLES, WOMAN, Lock, Official, Point, Posting, Problem, Range

_ANYTHING: Range = (0, 1_000_000)
_WORD = 62  # truths in one number


class Names:
    """Numbers for names, in the order in which they are first heard; -1 for none."""

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}

    def __call__(self, name: Hashable | None) -> int:
        return -1 if name is None else self._known.setdefault(name, len(self._known))

    def bits(self, names: Iterable[Hashable]) -> int:
        """Return the names as one number, a bit each."""
        found = [self(each) for each in names]
        if max(found, default=0) >= _WORD:
            raise ValueError(f"More than {_WORD} phases or dialects do not fit into a number.")
        return sum(1 << each for each in set(found))


def as_numbers(problem: Problem) -> str:
    """Return the problem as text; ValueError where it asks for what the peers are not taught."""
    _refuse(problem)
    its = problem.weights
    weights = (
        its.travel_scale, its.travel_cap, its.topic, its.hardship, its.repeat_enterprise, its.same_unit, its.last_mates,
        its.sex, its.age, its.seniority,
    )  # fmt: skip
    rows = [(len(problem.officials), len(problem.postings), *weights), *_Rows().of(problem)]
    return "".join(" ".join(map(str, row)) + "\n" for row in rows)


def _refuse(problem: Problem) -> None:
    special = any(each.lock != Lock() or each.apart or each.together or each.reserve for each in problem.officials)
    rooms = any(each.rooms is not None for each in problem.postings)
    if special or rooms or problem.open_count is not None or problem.distinct_roles or problem.off or problem.previous:
        raise ValueError("The peers know no locks, pairs, reserves, rooms, open postings, nor rules switched off.")


class _Rows:
    """The rows of one problem, with the numbers its names were given."""

    def __init__(self) -> None:
        self.enterprise, self.phase, self.dialect, self.topic, self.unit, self.last = (Names() for _ in range(6))

    def of(self, problem: Problem) -> Iterator[tuple[float, ...]]:
        """Return the rows of the postings, then those of the officials."""
        for posting in problem.postings:
            yield self._posting(posting)
        for official in problem.officials:
            yield self._official(official)

    def _posting(self, its: Posting) -> tuple[float, ...]:
        target = its.target
        ranges = (*(target.ages or [_ANYTHING] * 4), *(target.seniorities or [_ANYTHING] * 3))
        return (
            self.enterprise(its.enterprise), self.phase(its.phase), its.smallest, its.largest, its.beds_women,
            its.beds_men, int(its.is_night), int(its.is_heavy), self.dialect(its.dialect), self.topic(its.topic),
            its.hardness, *_point(its.location), -1 if target.women is None else target.women,
            *(end for each in ranges for end in each),
        )  # fmt: skip

    def _official(self, its: Official) -> tuple[float, ...]:
        roles = sum(1 << i for i, role in enumerate(ROLES) if role in its.roles)
        barred = [self.enterprise(each) for each in sorted(its.barred_enterprises)]
        return (
            int(its.sex == WOMAN), self.unit(its.home_unit), its.age_band, its.seniority_band, int(its.leader), roles,
            self.dialect.bits(its.dialects), self.phase.bits(its.phases), int(its.night_ok), int(its.heavy_ok),
            self.enterprise(its.last_enterprise), self.last(its.last_group), self.topic(its.topic), its.hardship,
            *_point(its.home), len(barred), *barred,
        )  # fmt: skip


def _point(point: Point | None) -> tuple[float, float]:
    return point if point is not None else (math.nan, math.nan)
