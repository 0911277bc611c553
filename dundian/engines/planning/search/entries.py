"""The table entries of the groups: what 0, 1, 2 … people on each counter are worth at each posting."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from dundian.engines.planning.problem import ROLES, Posting, Problem
from dundian.engines.planning.rules import RuleBook
from dundian.engines.planning.search import tables as t

_ANY = (0, 1 << 30)  # no wish


def entries(problem: Problem, book: RuleBook, count: int) -> t.Wide:
    """Return posting by posting (and last for home, where nothing counts) `count` entries for every counter."""
    found = np.zeros((len(problem.postings) + 1, t.COUNTERS, count), dtype=np.int64)
    for counter, rule, worths in _worths(problem, np.arange(count)):
        if book.has(rule):
            found[:-1, counter] += worths
    return found.reshape(len(found), -1)


def _worths(problem: Problem, n: t.Wide) -> Iterable[tuple[int, str, t.Wide]]:
    """Yield for each counter and rule what n people on the counter are worth, a row for every posting."""
    postings, weights, nobody = problem.postings, problem.weights, t.FAULT * (n == 0)

    def of_each(cell: Callable[[Posting], int]) -> t.Wide:
        return np.array([cell(each) for each in postings], dtype=np.int64).reshape(-1, 1)

    def beyond(spans: Iterable[tuple[int, int]]) -> t.Wide:
        least, most = np.array([*spans], dtype=np.int64).reshape(-1, 2, 1).swapaxes(0, 1)
        off: t.Wide = np.maximum(np.maximum(least - n, n - most), 0)
        return off

    yield t.PEOPLE, "size", t.FAULT * beyond((each.smallest, each.largest) for each in postings)
    yield t.WOMEN, "beds", t.FAULT * (n > of_each(lambda each: each.beds_women))
    yield t.MEN, "beds", t.FAULT * (n > of_each(lambda each: each.beds_men))
    yield t.LEADERS, "leader", nobody
    for i in range(len(ROLES)):
        yield t.ROLES + i, "roles", nobody
    yield t.SPEAKERS, "dialect", nobody * of_each(lambda each: each.dialect is not None)
    targets = [each.target for each in postings]
    yield t.WOMEN, "sex", weights.sex * beyond(_ANY if each.women is None else (each.women,) * 2 for each in targets)
    for counter in range(t.AGES, t.SENIORITIES):
        wanted = [_ANY if each.ages is None else each.ages[counter - t.AGES] for each in targets]
        yield counter, "age", weights.age * beyond(wanted)
    for counter in range(t.SENIORITIES, t.COUNTERS):
        wanted = [_ANY if each.seniorities is None else each.seniorities[counter - t.SENIORITIES] for each in targets]
        yield counter, "seniority", weights.seniority * beyond(wanted)
