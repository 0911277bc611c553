"""A part of a plan, and the problem of that part alone while everything else stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dundian.engines.planning.problem import Lock, Official, Problem
from dundian.engines.planning.rules import Group


@dataclass(frozen=True)
class Part:
    """What may change: everybody at these postings, and these people who stand nowhere."""

    postings: frozenset[str]
    people: frozenset[str]

    def __or__(self, other: Part) -> Part:
        """Return both."""
        return Part(self.postings | other.postings, self.people | other.people)


def cut_down(problem: Problem, groups: Mapping[str, Group], part: Part) -> Problem:
    """Return the problem of the part alone: its postings, and whoever is there or belongs to it.

    Where only some postings are opened, as many of the part's are as the rest leaves, and none of an enterprise that
    has another in use outside the part.
    """
    inside = {each.id for posting in part.postings for each in groups[posting]} | part.people
    postings = _choosable(problem, groups, part)
    used = sum(bool(group) for name, group in groups.items() if name not in part.postings)
    return replace(
        problem,
        officials=tuple(_without_others(each, inside) for each in problem.officials if each.id in inside),
        postings=tuple(each for each in problem.postings if each.id in postings),
        open_count=None if problem.open_count is None else problem.open_count - used,
    )


def _choosable(problem: Problem, groups: Mapping[str, Group], part: Part) -> frozenset[str]:
    if problem.open_count is None:
        return part.postings
    taken = {each.enterprise for each in problem.postings if each.id not in part.postings and groups[each.id]}
    return frozenset(each for each in part.postings if groups[each] or problem.posting(each).enterprise not in taken)


def _without_others(official: Official, inside: set[str]) -> Official:
    if not (official.apart or official.together or official.lock != Lock()):
        return official
    lock = official.lock
    return replace(
        official,
        apart=tuple(each for each in official.apart if each in inside),
        together=tuple(each for each in official.together if each in inside),
        lock=Lock(lock.phase, lock.posting, tuple(each for each in lock.mates if each in inside)),
    )
