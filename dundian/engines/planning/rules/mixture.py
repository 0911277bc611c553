"""Soft rules about the people of one posting: how they are mixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from dundian.engines.planning.problem import (
    AGE_BANDS,
    SENIORITY_BANDS,
    WOMAN,
    Official,
    Posting,
    Problem,
    Range,
)
from dundian.engines.planning.rules.rule import Group, GroupRule, named

_Words = Iterator[tuple[Group, str]]


def _pairs(keys: list[str]) -> int:
    if len(set(keys)) == len(keys):
        return 0
    return sum(n * (n - 1) // 2 for n in Counter(keys).values())


def _same_unit(_: Problem, __: Posting, group: Group) -> int:
    return _pairs([each.home_unit for each in group])


def _last_mates(_: Problem, __: Posting, group: Group) -> int:
    return _pairs([each.last_group for each in group if each.last_group is not None])


def _sharing(group: Group, key: Callable[[Official], str | None]) -> Iterator[tuple[str, list[Official]]]:
    for value, n in Counter(filter(None, map(key, group))).items():
        if n > 1:
            yield value, [each for each in group if key(each) == value]


def _same_unit_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    for unit, who in _sharing(group, lambda each: each.home_unit):
        yield who, f"{named(problem, posting.id)}有 {len(who)} 人都是{named(problem, unit)}的。"


def _last_mates_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    for last, who in _sharing(group, lambda each: each.last_group):
        yield who, f"{named(problem, posting.id)}有 {len(who)} 人上回就在一组（{named(problem, last)}）。"


def _sex(_: Problem, posting: Posting, group: Group) -> int:
    wanted = posting.target.women
    return 0 if wanted is None else abs(sum(each.sex == WOMAN for each in group) - wanted)


def _sex_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    women = [each for each in group if each.sex == WOMAN]
    if _sex(problem, posting, group):
        yield women, f"{named(problem, posting.id)}想要女干部 {posting.target.women} 人，排了 {len(women)} 人。"


def _outside(wanted: Sequence[Range], bands: list[int]) -> int:
    out = 0
    for band, (least, most) in enumerate(wanted):
        n = bands.count(band)
        if n < least:
            out += least - n
        elif n > most:
            out += n - most
    return out


def _age(_: Problem, posting: Posting, group: Group) -> int:
    wanted = posting.target.ages
    return 0 if wanted is None else _outside(wanted, [each.age_band for each in group])


def _seniority(_: Problem, posting: Posting, group: Group) -> int:
    wanted = posting.target.seniorities
    return 0 if wanted is None else _outside(wanted, [each.seniority_band for each in group])


def _band_words(
    problem: Problem, posting: Posting, members: Sequence[Group], wanted: Sequence[Range], names: Sequence[str]
) -> _Words:
    for who, (least, most), name in zip(members, wanted, names, strict=True):
        if not least <= len(who) <= most:
            yield who, f"{named(problem, posting.id)}里“{name}”想要 {least}–{most} 人，排了 {len(who)} 人。"


def _age_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    if posting.target.ages is not None:
        members = [[each for each in group if each.age_band == band] for band in range(len(AGE_BANDS))]
        yield from _band_words(problem, posting, members, posting.target.ages, AGE_BANDS)


def _seniority_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    if posting.target.seniorities is not None:
        members = [[each for each in group if each.seniority_band == band] for band in range(len(SENIORITY_BANDS))]
        yield from _band_words(problem, posting, members, posting.target.seniorities, SENIORITY_BANDS)


def _soft(
    rule: str,
    name: str,
    units: Callable[[Problem, Posting, Group], int],
    words: Callable[[Problem, Posting, Group], _Words],
) -> GroupRule:
    return GroupRule(rule, name, False, units, words)


SOFT = (
    _soft("same_unit", "同单位的分开", _same_unit, _same_unit_words),
    _soft("last_mates", "上回同组的分开", _last_mates, _last_mates_words),
    _soft("sex", "男女搭配", _sex, _sex_words),
    _soft("age", "老中青搭配", _age, _age_words),
    _soft("seniority", "新老搭配", _seniority, _seniority_words),
)
