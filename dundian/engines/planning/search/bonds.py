"""People who must share a posting, as blocks that the search moves whole."""

from __future__ import annotations

from dundian.engines.planning.problem import Problem
from dundian.engines.planning.rules import RuleBook


def blocks_of(problem: Problem, book: RuleBook) -> list[list[str]]:
    """Return the ids of those who must stay together, block by block, in the order of the roster."""
    pairs = [
        *(problem.together_pairs if book.has("together") else ()),
        *(problem.mate_pairs if book.has("lock_with") else ()),
    ]
    block_of: dict[str, list[str]] = {}
    for one, other in pairs:
        here, there = block_of.setdefault(one, [one]), block_of.setdefault(other, [other])
        if here is not there:
            here += there
            block_of.update((each, here) for each in there)
    rank = {each.id: i for i, each in enumerate(problem.officials)}
    whole = {id(block): sorted(block, key=rank.__getitem__) for block in block_of.values()}
    return sorted(whole.values(), key=lambda block: rank[block[0]])
