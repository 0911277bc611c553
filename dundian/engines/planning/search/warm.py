"""Compile the kernels of the search before anybody waits for a plan: once a machine, and again when they change."""

from __future__ import annotations

from functools import cache

from dundian.engines.planning.problem import Official, Phase, Posting, Problem
from dundian.engines.planning.search.pack import pack
from dundian.engines.planning.search.searching import Searching


@cache
def warm_up() -> None:
    """Run every kernel once, on two people for two groups of two.

    Takes half a minute where nothing is compiled yet, else a moment.
    """
    people = tuple(Official(each, "F", "一", 0, 0, frozenset("1")) for each in ("甲", "乙"))
    places = tuple(Posting(each, each, "1", 2, 2, 2, 2) for each in ("一家", "另一家"))
    searching = Searching(pack(Problem((Phase("1"),), people, places)), seed=1, threads=1)
    searching.seat()
    searching.mend(2, heat=1.0)
    searching.improve(2, heat=1.0)
