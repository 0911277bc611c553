"""Invented problems for the tests: one small and legal by hand, and random ones of any shape."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

from dundian.engines.planning.problem import Assignment, Lock, Official, Phase, Posting, Problem, Target
from dundian.engines.planning.rules import RULES

ROLES = ("publicist", "researcher", "connector")
HARD = frozenset(each.id for each in RULES.values() if each.is_hard)


def official(number: int, **changes: Any) -> Official:
    """An official who can do everything and minds nothing."""
    fields: dict[str, Any] = {
        "sex": "F" if number % 2 else "M",
        "home_unit": f"unit{number}",
        "age_band": 1,
        "seniority_band": 0,
        "phases": frozenset({"P1"}),
        "leader": True,
        "roles": frozenset(ROLES),
        "dialects": frozenset({"d0"}),
    }
    return Official(id=f"u{number}", **{**fields, **changes})


def posting(number: int, **changes: Any) -> Posting:
    """A posting with room for everybody."""
    fields: dict[str, Any] = {"phase": "P1", "smallest": 0, "largest": 9, "beds_women": 9, "beds_men": 9}
    return Posting(id=f"G{number}", enterprise=f"E{number}", **{**fields, **changes})


def problem(officials: int = 4, postings: int = 2, **changes: Any) -> Problem:
    """A problem in which every plan with someone at each posting is legal and costs nothing."""
    fields: dict[str, Any] = {
        "phases": (Phase("P1"), Phase("P2")),
        "officials": tuple(official(i) for i in range(officials)),
        "postings": tuple(posting(i) for i in range(postings)),
    }
    return Problem(**{**fields, **changes})


def with_official(of: Problem, official_id: str, **changes: Any) -> Problem:
    """The same problem with one official changed."""
    return replace(
        of, officials=tuple(replace(each, **changes) if each.id == official_id else each for each in of.officials)
    )


def with_posting(of: Problem, posting_id: str, **changes: Any) -> Problem:
    """The same problem with one posting changed."""
    return replace(
        of, postings=tuple(replace(each, **changes) if each.id == posting_id else each for each in of.postings)
    )


def random_problem(seed: int, *, officials: int = 6, postings: int = 3, strictness: float = 0.9) -> Problem:
    """A problem with a bit of everything; `strictness`: the share of hard rules in force, impossible if high."""
    draw = Random(seed)  # noqa: S311 – invented rosters, no secret
    ids = [f"u{i}" for i in range(officials)]

    def somebody(i: int) -> Official:
        pick = draw.sample([each for each in ids if each != f"u{i}"], 2)
        return Official(
            id=f"u{i}",
            sex=draw.choice("FM"),
            home_unit=draw.choice(["a", "b"]),
            age_band=draw.randrange(-1, 4),
            seniority_band=draw.randrange(3),
            phases=frozenset(draw.sample(["P1", "P2"], draw.choice([1, 2, 2, 2]))),
            leader=draw.random() < 0.6,
            roles=frozenset(each for each in ROLES if draw.random() < 0.7),
            dialects=frozenset(each for each in ("d0", "d1") if draw.random() < 0.7),
            night_ok=draw.random() < 0.8,
            heavy_ok=draw.random() < 0.8,
            barred_enterprises=frozenset(["E0"] if draw.random() < 0.1 else []),
            last_enterprise=draw.choice([None, "E0", "E9"]),
            last_group=draw.choice([None, "L1", "L2"]),
            topic=draw.choice([None, "t1", "t2"]),
            hardship=draw.randrange(3),
            home=draw.choice([None, (draw.random(), draw.random())]),
            lock=draw.choice([Lock()] * 8 + [Lock(phase="P1"), Lock(posting="G0"), Lock(mates=(pick[0],))]),
            apart=(pick[0],) if draw.random() < 0.15 else (),
            together=(pick[1],) if draw.random() < 0.1 else (),
            reserve=draw.random() < 0.2,
        )

    def somewhere(i: int) -> Posting:
        smallest = draw.randrange(3)
        target = Target(
            women=draw.choice([None, 1]),
            ages=draw.choice([None, ((0, 1),) * 4]),
            seniorities=draw.choice([None, ((1, 1), (0, 2), (0, 0))]),
        )
        return Posting(
            id=f"G{i}",
            enterprise=f"E{i % 2}",
            phase=draw.choice(["P1", "P2"]),
            smallest=smallest,
            largest=smallest + draw.randrange(1, 4),
            beds_women=draw.randrange(1, 4),
            beds_men=draw.randrange(1, 4),
            is_night=draw.random() < 0.2,
            is_heavy=draw.random() < 0.2,
            dialect=draw.choice([None, "d0", "d1"]),
            topic=draw.choice([None, "t1"]),
            hardness=draw.randrange(3),
            location=draw.choice([None, (draw.random(), draw.random())]),
            target=target,
            rooms=draw.choice([None, None, (2, 2), (1, 3, 1)]),
        )

    people = tuple(somebody(i) for i in range(officials))
    places = tuple(somewhere(i) for i in range(postings))
    found = Problem(
        phases=(Phase("P1"), Phase("P2")),
        officials=people,
        postings=places,
        open_count=draw.choice([None, None, 2]),
        distinct_roles=draw.random() < 0.3,
        off=frozenset(each for each in RULES if draw.random() > (strictness if each in HARD else 0.9)),
    )
    return replace(found, previous=draw.choice([None, random_assignment(found, seed + 1)]))


def random_assignment(of: Problem, seed: int) -> Assignment:
    """Anybody anywhere, or at home."""
    draw = Random(seed)  # noqa: S311 – invented rosters, no secret
    places: list[str | None] = [None, *(each.id for each in of.postings)]
    return {each.id: draw.choice(places) for each in of.officials}


def all_plans(of: Problem) -> list[Assignment]:
    """Every assignment there is: for tiny problems."""
    places: list[str | None] = [None, *(each.id for each in of.postings)]
    ids = [each.id for each in of.officials]
    return [dict(zip(ids, where, strict=True)) for where in product(places, repeat=len(ids))]
