"""A second evaluator, written from the words of the file format alone: slow, plain, and no part of the product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, permutations
from math import floor, sqrt

from dundian.engines.planning.problem import Assignment, Official, Posting, Problem

from .rosters import ROLES

Count = Iterator[tuple[str, int]]


def naive_score(of: Problem, assignment: Assignment) -> tuple[dict[str, int], dict[str, int]]:
    """Return hard counts and soft costs, those that are not 0 and not switched off."""
    people = {each.id: each for each in of.officials}
    places = {each.id: each for each in of.postings}
    hard, soft = Counter[str](), Counter[str]()
    for who in of.officials:
        where = assignment[who.id]
        _add(hard, _one_hard(who, where, places))
        _add(soft, _one_soft(of, who, where, places))
    used = {where for where in assignment.values() if where}
    for place in of.postings:
        group = [people[who] for who, where in assignment.items() if where == place.id]
        if of.open_count is None or place.id in used:
            _add(hard, _group_hard(of, place, group))
            _add(soft, _group_soft(of, place, group))
    _add(hard, _whole_hard(of, assignment, [each for each in of.postings if each.id in used]))
    return _seen(hard, of), _seen(soft, of)


def _add(counter: Counter[str], found: Count) -> None:
    for rule, n in found:
        counter[rule] += n


def _seen(counter: Counter[str], of: Problem) -> dict[str, int]:
    return {rule: n for rule, n in counter.items() if n and rule not in of.off}


def _one_hard(who: Official, where: str | None, places: dict[str, Posting]) -> Count:
    if where is None:
        yield "placed", not who.reserve
        yield "lock", who.lock.posting is not None
        return
    place = places[where]
    wrong = (who.lock.posting or where) != where or (who.lock.phase or place.phase) != place.phase
    yield "lock", wrong
    yield "phase", place.phase not in who.phases
    yield "barred", place.enterprise in who.barred_enterprises
    yield "night", place.is_night and not who.night_ok
    yield "heavy", place.is_heavy and not who.heavy_ok


def _one_soft(of: Problem, who: Official, where: str | None, places: dict[str, Posting]) -> Count:
    if of.previous and who.id in of.previous and of.previous[who.id] != where:
        yield "change", of.weights.change
    if where is None:
        return
    place = places[where]
    if who.home and place.location:
        far = sqrt((who.home[0] - place.location[0]) ** 2 + (who.home[1] - place.location[1]) ** 2)
        yield "travel", min(of.weights.travel_cap, floor(of.weights.travel_scale * far))
    if who.topic and place.topic and who.topic != place.topic:
        yield "topic", of.weights.topic
    yield "hardship", of.weights.hardship * who.hardship * place.hardness
    yield "repeat_enterprise", of.weights.repeat_enterprise * (who.last_enterprise == place.enterprise)


def _group_hard(of: Problem, place: Posting, group: list[Official]) -> Count:
    women = sum(each.sex == "F" for each in group)
    men = len(group) - women
    yield "size", len(group) < place.smallest or len(group) > place.largest
    yield "beds", (women > place.beds_women) + (men > place.beds_men)
    if place.rooms is not None:
        total = sum(place.rooms)
        deals = [sum(deal) for n in range(len(place.rooms) + 1) for deal in combinations(place.rooms, n)]
        yield "rooms", not any(women <= beds and men <= total - beds for beds in deals)
    yield "leader", not any(each.leader for each in group)
    for role in ROLES:
        yield "roles", not any(role in each.roles for each in group)
    if of.distinct_roles:
        threes = (zip(ROLES, three, strict=True) for three in permutations(group, 3))
        yield "distinct_roles", not any(all(role in each.roles for role, each in three) for three in threes)
    yield "dialect", bool(place.dialect) and not any(place.dialect in each.dialects for each in group)
    for one, other in combinations(group, 2):
        yield "apart", other.id in one.apart or one.id in other.apart


def _group_soft(of: Problem, place: Posting, group: list[Official]) -> Count:
    for one, other in combinations(group, 2):
        yield "same_unit", of.weights.same_unit * (one.home_unit == other.home_unit)
        were_mates = one.last_group is not None and one.last_group == other.last_group
        yield "last_mates", of.weights.last_mates * were_mates
    if place.target.women is not None:
        yield "sex", of.weights.sex * abs(sum(each.sex == "F" for each in group) - place.target.women)
    for band, (least, most) in enumerate(place.target.ages or ()):
        n = sum(each.age_band == band for each in group)
        yield "age", of.weights.age * (max(0, least - n) + max(0, n - most))
    for band, (least, most) in enumerate(place.target.seniorities or ()):
        n = sum(each.seniority_band == band for each in group)
        yield "seniority", of.weights.seniority * (max(0, least - n) + max(0, n - most))


def _whole_hard(of: Problem, assignment: Assignment, used: list[Posting]) -> Count:
    for one, other in combinations(of.officials, 2):
        parted = assignment[one.id] != assignment[other.id]
        yield "together", parted and (other.id in one.together or one.id in other.together)
        yield "lock_with", parted and (other.id in one.lock.mates or one.id in other.lock.mates)
    if of.open_count is not None:
        yield "open", len(used) != of.open_count
        yield "open", sum(n - 1 for n in Counter(each.enterprise for each in used).values())
