"""Invented rosters of any size for which a legal plan exists, because one was planted before anything was asked.

usage: python bench/instances.py --people N --postings G --phases P [--seed S] [--out FILE]

Without --out it says how large the problem is and how long it took. The planted plan is legal and far from good.
Beds are just enough, everyone can go where they were planted, every group has its leader, its three roles held by
three people and a speaker of its dialect, and who was in one group last time is scattered.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dundian.engines.planning.evaluate import score
from dundian.engines.planning.problem import Assignment, Official, Phase, Posting, Problem, Target

SHARE_OF_WOMEN, SHARE_OF_LEADERS, SHARE_OF_ROLES, SHARE_OF_FIT, SHARE_OF_HARD = 0.38, 0.12, 0.28, 0.73, 0.28
SHARES_OF_AGES, SHARES_OF_SENIORITIES = (0.22, 0.36, 0.25, 0.17), (0.54, 0.30, 0.16)
DIALECTS, TOPICS = 8, 2
ROLES = ("publicist", "researcher", "connector")
SIZES = ((108, 12, 3), (1_000, 110, 3), (10_000, 1_100, 6), (60_000, 6_600, 12))

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Planted:
    """A problem and the legal plan it was made from."""

    problem: Problem
    plan: Assignment


def generate(people: int, postings: int, phases: int, seed: int) -> Problem:
    """Return a problem of this size for which a legal plan exists."""
    return plant(people, postings, phases, seed).problem


def plant(people: int, postings: int, phases: int, seed: int) -> Planted:
    """Return a problem of this size and a legal plan of it."""
    if people < 4 * postings or postings < phases:
        raise ValueError("A group wants four people at least, and a phase a posting.")
    draw = np.random.default_rng(seed)
    group = draw.permutation(np.arange(people) % postings)  # where everyone was planted
    hard = draw.random((postings, 2)) < SHARE_OF_HARD  # nights, heavy work
    officials = _officials(draw, group, hard, phases)
    problem = Problem(
        phases=tuple(Phase(f"P{i}") for i in range(phases)),
        officials=officials,
        postings=_postings(draw, group, officials, hard, phases),
    )
    plan = {each.id: f"G{where}" for each, where in zip(officials, group.tolist(), strict=True)}
    return Planted(_speaking(draw, problem, plan), plan)


def _uneven(draw: np.random.Generator, kinds: int, count: int) -> Numbers:
    """Draw numbers of which a few are common and many rare, as units and dialects are."""
    shares = draw.lognormal(0.0, 1.0, kinds)
    return draw.choice(kinds, count, p=shares / shares.sum())


def _seat_in_group(group: Numbers) -> Numbers:
    """Return of everyone which one of the group they are: 0, 1, 2 …"""
    order = np.argsort(group, kind="stable")
    begins = np.searchsorted(group[order], group[order])
    seat = np.empty_like(group)
    seat[order] = np.arange(len(group)) - begins
    return seat


def _officials(draw: np.random.Generator, group: Numbers, hard: NDArray[np.bool_], phases: int) -> tuple[Official, ...]:
    n, postings, seat = len(group), len(hard), _seat_in_group(group)
    women = draw.random(n) < SHARE_OF_WOMEN
    ages, seniorities = draw.choice(4, n, p=SHARES_OF_AGES), draw.choice(3, n, p=SHARES_OF_SENIORITIES)
    leader = (seat == 0) | (draw.random(n) < SHARE_OF_LEADERS)
    roles = (draw.random((n, 3)) < SHARE_OF_ROLES) | (seat[:, None] == np.array([1, 2, 3]))
    fit = (draw.random((n, 2)) < SHARE_OF_FIT) | hard[group]
    phase = draw.random((n, phases)) < 0.68
    phase[np.arange(n), group % phases] = True
    few = draw.random(n) < 0.1  # some can come once only
    phase[few] = np.arange(phases) == (group[few] % phases)[:, None]
    barred = np.where(draw.random(n) < 0.6, draw.integers(0, postings, n), group)
    last = np.where(draw.random(n) < 0.5, _uneven(draw, postings, n), -1)
    units = _uneven(draw, max(3, min(postings, n // 8)), n)
    tongues, topics, hardships = draw.integers(0, DIALECTS, (n, 2)), draw.integers(0, TOPICS, n), draw.integers(0, 4, n)
    homes = np.round(draw.random((n, 2)), 6)
    all_phases = [frozenset(f"P{i}" for i in np.flatnonzero(row)) for row in np.unique(phase, axis=0)]
    which = np.unique(phase, axis=0, return_inverse=True)[1].reshape(-1)
    skills = {
        held: frozenset(r for r, has in zip(ROLES, held, strict=True) if has) for held in product((0, 1), repeat=3)
    }
    barring, home_group = barred.tolist(), group.tolist()
    rows: Any = zip(
        women.tolist(), ages.tolist(), seniorities.tolist(), leader.tolist(), roles.astype(int).tolist(), fit.tolist(),
        which.tolist(), last.tolist(), units.tolist(), tongues.tolist(), topics.tolist(), hardships.tolist(),
        homes.tolist(), strict=True,
    )  # fmt: skip
    return tuple(
        Official(
            id=f"u{i}",
            sex="F" if woman else "M",
            home_unit=f"unit{unit}",
            age_band=age,
            seniority_band=seniority,
            leader=leads,
            roles=skills[tuple(held)],
            dialects=frozenset(f"d{each}" for each in spoken),
            night_ok=can[0],
            heavy_ok=can[1],
            phases=all_phases[its],
            barred_enterprises=frozenset() if barring[i] == home_group[i] else frozenset({f"E{barring[i]}"}),
            last_enterprise=None if before < 0 else f"E{before}",
            last_group=None if before < 0 else f"L{before}",
            topic=f"t{topic}",
            hardship=hardship,
            home=(home[0], home[1]),
        )
        for i, (
            woman, age, seniority, leads, held, can, its, before, unit, spoken, topic, hardship, home,
        ) in enumerate(rows)
    )  # fmt: skip


def _postings(
    draw: np.random.Generator, group: Numbers, officials: tuple[Official, ...], hard: NDArray[np.bool_], phases: int
) -> tuple[Posting, ...]:
    postings = len(hard)
    women = np.array([each.sex == "F" for each in officials])
    size, of_women = np.bincount(group, minlength=postings), np.bincount(group[women], minlength=postings)
    beds_women, beds_men = of_women + draw.integers(0, 3, postings), size - of_women + draw.integers(0, 3, postings)
    spots, hardness = np.round(draw.random((postings, 2)), 6), draw.choice(3, postings, p=(0.53, 0.39, 0.08))
    dialect, topic = _uneven(draw, DIALECTS, postings), draw.integers(0, TOPICS, postings)
    return tuple(
        Posting(
            id=f"G{g}",
            enterprise=f"E{g}",
            phase=f"P{g % phases}",
            smallest=int(size[g]) - 1,
            largest=int(size[g]) + 1,
            beds_women=int(beds_women[g]),
            beds_men=int(beds_men[g]),
            is_night=bool(hard[g, 0]),
            is_heavy=bool(hard[g, 1]),
            dialect=f"d{dialect[g]}",
            topic=f"t{topic[g]}",
            hardness=int(hardness[g]),
            location=(float(spots[g][0]), float(spots[g][1])),
            target=_target(int(size[g]), int(beds_women[g])),
        )
        for g in range(postings)
    )


def _target(size: int, beds_women: int) -> Target:
    def around(shares: tuple[float, ...]) -> tuple[tuple[int, int], ...]:
        return tuple((int(each * size), int(each * size) + 1) for each in shares)

    women = min(beds_women, max(1, round(SHARE_OF_WOMEN * size)))
    return Target(women=women, ages=around(SHARES_OF_AGES), seniorities=around(SHARES_OF_SENIORITIES))


def _speaking(draw: np.random.Generator, problem: Problem, plan: Assignment) -> Problem:
    """Let somebody of every group speak its dialect."""
    wanted = {each.id: each.dialect for each in problem.postings}
    heard = {plan[each.id] for each in problem.officials if wanted[plan[each.id] or ""] in each.dialects}
    officials = list(problem.officials)
    for i in draw.permutation(len(officials)).tolist():
        where = plan[officials[i].id] or ""
        if where not in heard:
            heard.add(where)
            officials[i] = replace(officials[i], dialects=officials[i].dialects | {wanted[where] or ""})
    return replace(problem, officials=tuple(officials))


def write_problem(problem: Problem) -> str:
    """Return the problem as the JSON text that `dundian plan` reads."""
    page = {
        "phases": [{"id": each.id} for each in problem.phases],
        "officials": [_official_row(each) for each in problem.officials],
        "postings": [_posting_row(each) for each in problem.postings],
    }
    return json.dumps(page, ensure_ascii=False) + "\n"


def _official_row(official: Official) -> dict[str, Any]:
    plain = ("id", "sex", "home_unit", "age_band", "seniority_band", "leader", "night_ok", "heavy_ok")
    past = ("last_enterprise", "last_group", "topic", "hardship", "home")
    sets = ("roles", "dialects", "phases", "barred_enterprises")
    return {key: getattr(official, key) for key in plain + past} | {key: sorted(getattr(official, key)) for key in sets}


def _posting_row(posting: Posting) -> dict[str, Any]:
    plain = ("id", "enterprise", "phase", "dialect", "topic", "hardness", "location")
    target = posting.target
    return {key: getattr(posting, key) for key in plain} | {
        "size": [posting.smallest, posting.largest],
        "beds": {"F": posting.beds_women, "M": posting.beds_men},
        "night": posting.is_night,
        "heavy": posting.is_heavy,
        "target": {"F": target.women, "age": target.ages, "seniority": target.seniorities},
    }


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Invented rosters of any size for which a legal plan exists.")
    for name in ("people", "postings", "phases"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args(arguments)
    size = (asked.people, asked.postings, asked.phases)
    for people, postings, phases in [size] if all(size) else SIZES:
        began = time.perf_counter()
        planted = plant(people, postings, phases, asked.seed)
        spent = time.perf_counter() - began
        if asked.out:
            asked.out.write_text(write_problem(planted.problem), encoding="utf-8")
        found = score(planted.problem, planted.plan)
        print(
            f"{people:6} people {postings:5} postings {phases:2} phases: {spent:5.1f} s, planted plan hard "
            f"{sum(found.hard.values())}, cost {found.cost}, load {os.getloadavg()[0]:.1f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
