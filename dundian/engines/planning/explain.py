"""Why an official is here and not there: for every other posting what closes it, and what a move or swap would cost."""

from __future__ import annotations

from dataclasses import dataclass

from dundian.engines.planning.problem import Assignment, Official, Problem
from dundian.engines.planning.rules import Fault
from dundian.engines.planning.seating import Seating, Worth


@dataclass(frozen=True, slots=True)
class Swap:
    """The best partner at a posting, and what the plan would gain or lose if the two changed places."""

    partner: str
    difference: Worth


@dataclass(frozen=True, slots=True)
class Choice:
    """One other posting for an official.

    `closed_by`: hard rules between this official and this posting. `difference`: what moving there alone adds to
    the plan's hard faults and cost. `breaks`: the hard faults such a move would bring, `closed_by` among them.
    `swap`: the best exchange with somebody there, None if nobody there may come here.
    """

    posting: str
    closed_by: tuple[Fault, ...]
    difference: Worth
    breaks: tuple[Fault, ...]
    swap: Swap | None


def explain_person(problem: Problem, assignment: Assignment, official_id: str) -> tuple[Choice, ...]:
    """Return every posting but the official's own, in the order of the problem; KeyError for an unknown id."""
    seating, official = Seating(problem, assignment), problem.official(official_id)
    here = seating.where[official_id]
    return tuple(_choice(seating, official, each.id) for each in problem.postings if each.id != here)


def _choice(seating: Seating, official: Official, there: str) -> Choice:
    move = [(official, there)]
    return Choice(
        posting=there,
        closed_by=seating.closing(official, there),
        difference=seating.difference(move),
        breaks=seating.new_faults(move),
        swap=_best_swap(seating, official, there),
    )


def _best_swap(seating: Seating, official: Official, there: str) -> Swap | None:
    here = seating.where[official.id]
    swaps = [
        Swap(partner.id, seating.difference([(official, there), (partner, here)]))
        for partner in seating.groups[there]
        if not seating.alone(partner, here)[0]
    ]
    return min(swaps, key=lambda each: (each.difference.hard, each.difference.cost), default=None)
