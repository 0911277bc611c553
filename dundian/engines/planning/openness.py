"""Which postings are closed to whom, for everybody at once: a bit for every posting, in the order of the problem.

The rules about one person are the truth; asking each of them about every pair is too slow for ten thousand people, so
the known ones are worked out from their cells. A rule that is not known here is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from dundian.engines.planning.problem import Official, Posting, Problem
from dundian.engines.planning.rules import PersonRule, rule_book


class Openness:
    """What the hard rules in force about one person close."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rules: Mapping[str, PersonRule] = {each.id: each for each in rule_book(problem).person_hard}
        self.all = (1 << len(problem.postings)) - 1
        self.bit = {each.id: 1 << i for i, each in enumerate(problem.postings)}
        self._phases = _gathered((each.phase, self.bit[each.id]) for each in problem.postings)
        self._enterprises = _gathered((each.enterprise, self.bit[each.id]) for each in problem.postings)
        self._known: Mapping[str, Callable[[Official], int]] = {
            "placed": lambda _: 0,
            "phase": self._phase,
            "barred": self._barred,
            "night": lambda official: 0 if official.night_ok else self._night,
            "heavy": lambda official: 0 if official.heavy_ok else self._heavy,
            "lock": self._lock,
        }

    def open(self, official: Official) -> int:
        """Return the postings that no rule closes to this official."""
        closed = 0
        for rule in self.rules:
            closed |= self.closed(rule, official)
        return self.all & ~closed

    def closed(self, rule: str, official: Official) -> int:
        """Return the postings that this rule closes to this official."""
        if rule in self._known:
            return self._known[rule](official)
        asked = self.rules[rule]
        return self.mask(each for each in self.problem.postings if asked.evaluate(self.problem, official, each))

    def may_stay_home(self, official: Official) -> bool:
        """Say whether no rule minds that this official has no posting."""
        return not any(rule.evaluate(self.problem, official, None) for rule in self.rules.values())

    def mask(self, postings: Iterable[Posting]) -> int:
        """Return the bits of these postings."""
        found = 0
        for each in postings:
            found |= self.bit[each.id]
        return found

    def postings(self, mask: int) -> Iterator[Posting]:
        """Yield the postings whose bits are set."""
        while mask:
            lowest = mask & -mask
            yield self.problem.postings[lowest.bit_length() - 1]
            mask ^= lowest

    def _phase(self, official: Official) -> int:
        found = 0
        for phase in official.phases:
            found |= self._phases.get(phase, 0)
        return self.all & ~found

    def _barred(self, official: Official) -> int:
        found = 0
        for enterprise in official.barred_enterprises:
            found |= self._enterprises.get(enterprise, 0)
        return found

    def _lock(self, official: Official) -> int:
        kept, lock = self.all, official.lock
        if lock.posting is not None:
            kept &= self.bit.get(lock.posting, 0)
        if lock.phase is not None:
            kept &= self._phases.get(lock.phase, 0)
        return self.all & ~kept

    @cached_property
    def _night(self) -> int:
        return self.mask(each for each in self.problem.postings if each.is_night)

    @cached_property
    def _heavy(self) -> int:
        return self.mask(each for each in self.problem.postings if each.is_heavy)


def _gathered(bits: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, bit in bits:
        found[key] = found.get(key, 0) | bit
    return found
