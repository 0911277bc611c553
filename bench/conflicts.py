"""Fifty impossible problems: is what collides found, proved, and nothing in it too much?

usage: python bench/conflicts.py [--people 108 | 1000] [--only KIND]

Into a roster with a legal plan one fault is put, each of the kinds below with two seeds. For every conflict the pieces
are asked about again one by one, without the short cuts of the search: together they must be proved impossible, and
without any one of them a plan must be found, which is checked against the rules.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

from instances import plant

from dundian.engines.planning.conflict import prove_conflict
from dundian.engines.planning.openness import Openness
from dundian.engines.planning.problem import Lock, Official, Posting, Problem
from dundian.engines.planning.proof.oracle import Answer, Oracle
from dundian.engines.planning.proof.pieces import Piece, Pieces
from dundian.engines.planning.proof.shrink import Patience
from dundian.engines.planning.proof.words import faults_of

SIZES = {108: (12, 3, 3.0), 1000: (110, 3, 15.0)}
SEEDS = (1, 2)

Fault = Callable[[Problem, Random], Problem]


def with_officials(of: Problem, ids: Iterable[str], **changes: Any) -> Problem:
    chosen = set(ids)
    return replace(of, officials=tuple(replace(o, **changes) if o.id in chosen else o for o in of.officials))


def each_official(of: Problem, change: Callable[[Official], Official]) -> Problem:
    return replace(of, officials=tuple(map(change, of.officials)))


def with_postings(of: Problem, ids: Iterable[str], **changes: Any) -> Problem:
    chosen = set(ids)
    return replace(of, postings=tuple(replace(g, **changes) if g.id in chosen else g for g in of.postings))


def some(of: Problem, draw: Random) -> Posting:
    return draw.choice(of.postings)


def of_phase(of: Problem, phase: str) -> list[Posting]:
    return [each for each in of.postings if each.phase == phase]


def goers(of: Problem, posting: Posting) -> list[Official]:
    openness = Openness(of)
    return [each for each in of.officials if openness.open(each) & openness.bit[posting.id]]


def barred_but(of: Problem, draw: Random, able: Callable[[Official], bool], where: list[Posting], left: int) -> Problem:
    """Bar all the able from these enterprises, but for so many."""
    free = {each.id for each in draw.sample([each for each in of.officials if able(each)], left)}
    barred = frozenset(each.enterprise for each in where)

    def change(each: Official) -> Official:
        if not able(each) or each.id in free:
            return each
        return replace(each, barred_enterprises=each.barred_enterprises | barred)

    return each_official(of, change)


def floor_closed(of: Problem, draw: Random) -> Problem:
    posting = some(of, draw)
    return with_postings(of, [posting.id], beds_women=2, beds_men=posting.smallest - 3)


def no_mens_floor(of: Problem, draw: Random) -> Problem:
    posting = some(of, draw)
    return with_postings(of, [posting.id], beds_men=0, beds_women=min(posting.beds_women, posting.smallest - 1))


def dialect_gone(of: Problem, draw: Random) -> Problem:
    dialect = some(of, draw).dialect
    return each_official(of, lambda each: replace(each, dialects=each.dialects - {dialect}))


def dialect_scarce(of: Problem, draw: Random) -> Problem:
    where = draw.sample(of.postings, 4)
    speakers = {each.id for each in draw.sample(of.officials, 3)}
    of = with_postings(of, [each.id for each in where], dialect="rare")
    return each_official(
        of, lambda each: replace(each, dialects=each.dialects | {"rare"}) if each.id in speakers else each
    )


def speakers_kept_away(of: Problem, draw: Random) -> Problem:
    posting = some(of, draw)
    return barred_but(of, draw, lambda each: posting.dialect in each.dialects, [posting], 0)


def leaders_of_a_phase(of: Problem, draw: Random) -> Problem:
    phase = draw.choice(of.phases).id
    where = of_phase(of, phase)
    leaders = [each.id for each in of.officials if each.leader and phase in each.phases]
    kept = set(draw.sample(leaders, min(len(leaders), len(where) - 1)))
    gone = {each for each in leaders if each not in kept}
    other = frozenset(each.id for each in of.phases) - {phase}
    return each_official(
        of, lambda each: replace(each, phases=(each.phases - {phase}) or other) if each.id in gone else each
    )


def barred_chain(of: Problem, draw: Random) -> Problem:
    return barred_but(of, draw, lambda each: each.leader, draw.sample(of.postings, 3), 2)


def connectors_by_day(of: Problem, draw: Random) -> Problem:
    of = with_postings(of, [some(of, draw).id], is_night=True)
    return each_official(of, lambda each: replace(each, night_ok=each.night_ok and "connector" not in each.roles))


def leaders_too_weak(of: Problem, draw: Random) -> Problem:
    of = with_postings(of, [some(of, draw).id], is_heavy=True)
    return each_official(of, lambda each: replace(each, heavy_ok=each.heavy_ok and not each.leader))


def locks_against_each_other(of: Problem, draw: Random) -> Problem:
    one, other = draw.sample(of.officials, 2)
    here, there = draw.sample(of.postings, 2)
    of = with_officials(of, [one.id], lock=Lock(posting=here.id, mates=(other.id,)), barred_enterprises=frozenset())
    return with_officials(of, [other.id], lock=Lock(posting=there.id))


def lock_on_a_wrong_phase(of: Problem, draw: Random) -> Problem:
    one, (phase, other) = draw.choice(of.officials), draw.sample([each.id for each in of.phases], 2)
    return with_officials(of, [one.id], lock=Lock(phase=phase), phases=frozenset({other}))


def lock_on_a_barred_place(of: Problem, draw: Random) -> Problem:
    one, where = draw.choice(of.officials), some(of, draw)
    return with_officials(of, [one.id], lock=Lock(posting=where.id), barred_enterprises=frozenset({where.enterprise}))


def apart_and_together(of: Problem, draw: Random) -> Problem:
    one, middle, other = draw.sample(of.officials, 3)
    of = with_officials(of, [one.id], together=(middle.id,), apart=(other.id,))
    return with_officials(of, [middle.id], together=(other.id,))


def block_of_women(of: Problem, draw: Random) -> Problem:
    most = max(each.beds_women for each in of.postings)
    women = draw.sample([each.id for each in of.officials if each.sex == "F"], most + 1)
    for one, other in pairwise(women):
        of = with_officials(of, [one], together=(other,))
    return of


def together_in_two_phases(of: Problem, draw: Random) -> Problem:
    (one, other), (here, there) = draw.sample(of.officials, 2), draw.sample([each.id for each in of.phases], 2)
    of = with_officials(of, [one.id], together=(other.id,), phases=frozenset({here}))
    return with_officials(of, [other.id], phases=frozenset({there}))


def women_of_one_phase(of: Problem, draw: Random) -> Problem:
    phase = draw.choice(of.phases).id
    beds = sum(each.beds_women for each in of_phase(of, phase))
    women = [each.id for each in of.officials if each.sex == "F"]
    of = with_postings(
        of, [each.id for each in of_phase(of, phase)], beds_women=max(2, beds // len(of_phase(of, phase)) - 1)
    )
    beds = sum(each.beds_women for each in of_phase(of, phase))
    return with_officials(of, draw.sample(women, min(len(women), beds + 3)), phases=frozenset({phase}))


def crowd_of_one_phase(of: Problem, draw: Random) -> Problem:
    phase = draw.choice(of.phases).id
    seats = sum(each.largest for each in of_phase(of, phase))
    ids = [each.id for each in draw.sample(of.officials, seats + 2)]
    of = with_postings(of, [each.id for each in of_phase(of, phase)], beds_women=11, beds_men=11)
    return with_officials(of, ids, phases=frozenset({phase}))


def groups_too_large(of: Problem, _: Random) -> Problem:
    least = len(of.officials) // len(of.postings) + 2
    return with_postings(
        of, [each.id for each in of.postings], smallest=least, largest=least + 2, beds_women=9, beds_men=9
    )


def empty_phase(of: Problem, draw: Random) -> Problem:
    phase = draw.choice(of.phases).id
    least = sum(each.smallest for each in of_phase(of, phase))
    kept = {each.id for each in draw.sample([each for each in of.officials if phase in each.phases], least - 2)}
    other = frozenset(each.id for each in of.phases) - {phase}
    return each_official(
        of, lambda each: each if each.id in kept else replace(each, phases=(each.phases - {phase}) or other)
    )


def few_rooms(of: Problem, draw: Random) -> Problem:
    return with_postings(of, [some(of, draw).id], rooms=(3, 2, 2))


def one_room_one_sex(of: Problem, draw: Random) -> Problem:
    """One room, so one sex; men, as only men are let in; and no man who may come is a publicist."""
    posting = some(of, draw)
    of = with_postings(of, [posting.id], rooms=(10,), beds_men=10, beds_women=posting.smallest - 1)
    return barred_but(of, draw, lambda each: each.sex == "M" and "publicist" in each.roles, [posting], 0)


def two_for_three_roles(of: Problem, draw: Random) -> Problem:
    posting = some(of, draw)
    of = barred_but(of, draw, lambda each: bool(each.roles), [posting], 0)
    two = draw.sample([each.id for each in of.officials if each.roles], 2)
    of = with_officials(of, two, roles=frozenset({"publicist", "researcher", "connector"}))
    of = with_officials(
        of, two, barred_enterprises=frozenset(), phases=frozenset({posting.phase}), night_ok=True, heavy_ok=True
    )
    return replace(of, distinct_roles=True)


def leaders_are_women(of: Problem, draw: Random) -> Problem:
    """The only leaders who may come are women, and there is no bed for them."""
    posting = some(of, draw)
    of = with_postings(of, [posting.id], beds_women=0, beds_men=posting.largest)
    return barred_but(of, draw, lambda each: each.leader and each.sex == "M", [posting], 0)


def all_apart(of: Problem, draw: Random) -> Problem:
    """One more than there are postings in the phase, none of whom may meet another."""
    phase = draw.choice(of.phases).id
    where = of_phase(of, phase)[:4]
    ids = [each.id for each in draw.sample(of.officials, 5)]
    kept = {each.enterprise for each in where}
    barred = frozenset(each.enterprise for each in of_phase(of, phase) if each.enterprise not in kept)
    for i, one in enumerate(ids):
        of = with_officials(of, [one], apart=tuple(ids[i + 1 :]), phases=frozenset({phase}), barred_enterprises=barred)
    return with_officials(of, ids, night_ok=True, heavy_ok=True)


def locked_beyond_seats(of: Problem, draw: Random) -> Problem:
    posting = some(of, draw)
    women = [each.id for each in goers(of, posting) if each.sex == "F"]
    return with_officials(
        of, draw.sample(women, min(len(women), posting.beds_women + 2)), lock=Lock(posting=posting.id)
    )


KINDS: tuple[Fault, ...] = (
    floor_closed, no_mens_floor, dialect_gone, dialect_scarce, speakers_kept_away, leaders_of_a_phase, barred_chain,
    connectors_by_day, leaders_too_weak, locks_against_each_other, lock_on_a_wrong_phase, lock_on_a_barred_place,
    apart_and_together, block_of_women, together_in_two_phases, women_of_one_phase, crowd_of_one_phase,
    groups_too_large, empty_phase, few_rooms, one_room_one_sex, two_for_three_roles, leaders_are_women, all_apart,
    locked_beyond_seats,
)  # fmt: skip


def verified(pieces: Pieces, found: tuple[Piece, ...]) -> tuple[bool, bool]:
    """Ask everything again: impossible together, possible without any one."""
    oracle = Oracle(pieces)
    is_impossible = oracle.ask(found, seconds=60) is Answer.IMPOSSIBLE
    rests = ([each for each in found if each != out] for out in found)
    return is_impossible, all(oracle.ask(rest, seconds=60) is Answer.POSSIBLE for rest in rests)


def row(kind: Fault, people: int, seed: int) -> tuple[float, bool]:
    postings, phases, seconds = SIZES[people]
    of = kind(plant(people, postings, phases, seed).problem, Random(seed))  # noqa: S311 – invented rosters, no secret
    began = time.perf_counter()
    pieces = Pieces(of)
    until = time.monotonic() + seconds
    conflict = prove_conflict(pieces, Patience(seconds / 3, lambda: time.monotonic() > until))
    spent = time.perf_counter() - began
    if conflict is None:
        print(f"{kind.__name__:26} {people:5} {seed} {spent:6.2f} s  nothing found", flush=True)
        return spent, False
    is_impossible, is_irreducible = verified(pieces, conflict.pieces)
    words = " ".join(each.message for each in faults_of(pieces, conflict.pieces))
    print(
        f"{kind.__name__:26} {people:5} {seed} {spent:6.2f} s {len(conflict.pieces):4} pieces, verified "
        f"{'yes' if is_impossible else 'NO'}, irreducible {'yes' if is_irreducible else 'NO'}  {words[:150]}",
        flush=True,
    )
    return spent, is_impossible and is_irreducible


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Fifty impossible problems.")
    parser.add_argument("--people", type=int, choices=SIZES)
    parser.add_argument("--only")
    asked = parser.parse_args(arguments)
    for people in [asked.people] if asked.people else SIZES:
        kinds = [each for each in KINDS if asked.only in (None, each.__name__)]
        rows = [row(kind, people, seed) for kind in kinds for seed in SEEDS]
        spent = [each for each, _ in rows]
        print(
            f"{people} people: {sum(good for _, good in rows)} of {len(rows)} verified and irreducible, median "
            f"{statistics.median(spent):.2f} s, longest {max(spent):.2f} s, load {os.getloadavg()[0]:.1f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
