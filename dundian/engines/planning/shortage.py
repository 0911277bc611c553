"""What cannot be because there is not enough of it: counted by flows before any search, said in roster words."""

from __future__ import annotations

from collections.abc import Callable

from dundian.engines.planning.problem import Problem
from dundian.engines.planning.proof.flows import shortages
from dundian.engines.planning.proof.oracle import Oracle
from dundian.engines.planning.proof.pieces import Pieces
from dundian.engines.planning.proof.shrink import Patience, Shrinking
from dundian.engines.planning.proof.words import faults_of
from dundian.engines.planning.rules import Fault

_SECONDS = 2.0  # for one question; counting questions take milliseconds


def find_shortages(problem: Problem, *, should_stop: Callable[[], bool] = lambda: False) -> tuple[Fault, ...]:
    """Return the first shortage found, as the faults that collide; empty if counting finds none.

    With open postings only what holds for every choice of them is counted.
    """
    pieces = Pieces(problem)
    for found in shortages(pieces):
        conflict = Shrinking(Oracle(pieces), found, Patience(_SECONDS, should_stop)).conflict()
        return faults_of(pieces, conflict.pieces)
    return ()
