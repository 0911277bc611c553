"""Why no legal plan exists: counting first, then ever wider parts of the problem are asked about.

Every conflict is proved impossible by the solver on its own pieces alone, and pieces are taken out until without any
one of them a plan exists; those plans were checked against the rules. Nothing of a solver's own claims is believed
(after presolve CP-SAT may even name what was not asked, OR-Tools issue 5141).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dundian.engines.planning.problem import Problem
from dundian.engines.planning.proof.families import families
from dundian.engines.planning.proof.flows import shortages
from dundian.engines.planning.proof.oracle import Answer, Oracle
from dundian.engines.planning.proof.pieces import Piece, Pieces
from dundian.engines.planning.proof.shrink import Conflict, Patience, Shrinking
from dundian.engines.planning.proof.words import faults_of
from dundian.engines.planning.rules import Fault


def find_conflict(
    problem: Problem, *, seconds: float, should_stop: Callable[[], bool] = lambda: False
) -> tuple[Fault, ...]:
    """Return the rules that collide with the rows they are about; empty if none was proved within the seconds.

    `seconds` limits every single question to the solver, `should_stop` the whole.
    """
    pieces = Pieces(problem)
    found = prove_conflict(pieces, Patience(seconds, should_stop))
    return faults_of(pieces, found.pieces) if found else ()


def prove_conflict(pieces: Pieces, patience: Patience) -> Conflict | None:
    """Return a conflict of these pieces, or None if none was proved."""
    oracle = Oracle(pieces)
    for candidate in _candidates(pieces):
        if patience.should_stop():
            return None
        if oracle.ask(candidate, seconds=patience.seconds) is Answer.IMPOSSIBLE:
            return Shrinking(oracle, candidate, patience).conflict()
    return None


def _candidates(pieces: Pieces) -> Iterator[tuple[Piece, ...]]:
    yield from shortages(pieces)
    yield from families(pieces)
