"""Hard rules that only the whole assignment shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.rules.rule import PlanRule, named

_Words = Iterator[tuple[Sequence[str], Sequence[str], str]]


def _parted(problem: Problem, assignment: Assignment, pairs: Sequence[tuple[str, str]], why: str) -> _Words:
    for one, other in pairs:
        here, there = assignment.get(one), assignment.get(other)
        if here != there:
            names = f"{named(problem, one)}和{named(problem, other)}"
            where = "和".join(named(problem, each) if each else "留守" for each in (here, there))
            yield (one, other), [each for each in (here, there) if each], f"{names}{why}，分在了{where}。"


def _together(problem: Problem, assignment: Assignment) -> _Words:
    yield from _parted(problem, assignment, problem.together_pairs, "要同组")


def _lock_with(problem: Problem, assignment: Assignment) -> _Words:
    yield from _parted(problem, assignment, problem.mate_pairs, "锁定在同一组")


def _open(problem: Problem, assignment: Assignment) -> _Words:
    if problem.open_count is None:
        return
    taken = {where for where in assignment.values() if where}
    used = [each for each in problem.postings if each.id in taken]
    if len(used) != problem.open_count:
        ids = [each.id for each in used]
        yield (), ids, f"要用 {problem.open_count} 个派驻点，用了 {len(used)} 个。"
    by_enterprise: dict[str, list[str]] = {}
    for each in used:
        by_enterprise.setdefault(each.enterprise, []).append(each.id)
    for enterprise, ids in by_enterprise.items():
        if len(ids) > 1:
            yield (), ids, f"{named(problem, enterprise)}只能去一次，排了 {len(ids)} 次。"


HARD = (
    PlanRule("together", "要同组", True, _together),
    PlanRule("lock_with", "锁定同组", True, _lock_with),
    PlanRule("open", "启用的企业", True, _open),
)
