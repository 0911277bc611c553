"""Hard rules about the people of one posting: how many, who sleeps where, and what must be among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dundian.engines.planning.problem import MAN, ROLES, WOMAN, Official, Posting, Problem
from dundian.engines.planning.rules.rule import Group, GroupRule, named

_Words = Iterator[tuple[Group, str]]
_SEX_WORDS = {WOMAN: "女", MAN: "男"}


def rooms_hold(rooms: tuple[int, ...], women: int, men: int) -> bool:
    """Say whether rooms of one sex each can be dealt out so that all have a bed."""
    sums = 1  # bit b is set when some of the rooms hold exactly b beds together
    for beds in rooms:
        sums |= sums << beds
    spare = sum(rooms) - men
    return spare >= women and bool((sums >> women) & ((1 << (spare - women + 1)) - 1))


def _women(group: Group) -> int:
    return sum(each.sex == WOMAN for each in group)


def _size(_: Problem, posting: Posting, group: Group) -> int:
    return not posting.smallest <= len(group) <= posting.largest


def _size_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    if _size(problem, posting, group):
        wanted = f"{posting.smallest}–{posting.largest}"
        yield group, f"{named(problem, posting.id)}要 {wanted} 人，排了 {len(group)} 人。"


def _beds(_: Problem, posting: Posting, group: Group) -> int:
    women = _women(group)
    return (women > posting.beds_women) + (len(group) - women > posting.beds_men)


def _beds_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    for sex, word in _SEX_WORDS.items():
        who = [each for each in group if each.sex == sex]
        if len(who) > posting.beds(sex):
            beds = posting.beds(sex)
            yield (
                who,
                f"{named(problem, posting.id)}{word}床位 {beds} 张，排了 {len(who)} 人，少 {len(who) - beds} 张。",
            )


def _rooms(_: Problem, posting: Posting, group: Group) -> int:
    if posting.rooms is None:
        return 0
    women = _women(group)
    return not rooms_hold(posting.rooms, women, len(group) - women)


def _rooms_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    if _rooms(problem, posting, group):
        women, beds = _women(group), "、".join(map(str, posting.rooms or ()))
        yield (
            group,
            f"{named(problem, posting.id)}的房间（{beds} 人间）住不开女 {women} 人、男 {len(group) - women} 人。",
        )


def _leader(_: Problem, __: Posting, group: Group) -> int:
    return not any(each.leader for each in group)


def _leader_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    if _leader(problem, posting, group):
        yield group, f"{named(problem, posting.id)}没有能当组长的人。"


def _roles(_: Problem, __: Posting, group: Group) -> int:
    return sum(not any(role in each.roles for each in group) for role in ROLES)


def _roles_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    for role, word in ROLES.items():
        if not any(role in each.roles for each in group):
            yield group, f"{named(problem, posting.id)}没有{word}。"


def _distinct_roles(problem: Problem, _: Posting, group: Group) -> int:
    return problem.distinct_roles and not _held_apart(tuple(ROLES), tuple(each for each in group if each.roles))


def _held_apart(roles: tuple[str, ...], people: tuple[Official, ...]) -> bool:
    """Say whether each role can be given to a person of its own; three roles at most, so by trying."""
    if not roles:
        return True
    return any(
        _held_apart(roles[1:], people[:i] + people[i + 1 :]) for i, each in enumerate(people) if roles[0] in each.roles
    )


def _distinct_roles_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    if _distinct_roles(problem, posting, group):
        yield group, f"{named(problem, posting.id)}的三员分不到三个人身上。"


def _dialect(_: Problem, posting: Posting, group: Group) -> int:
    return posting.dialect is not None and not any(posting.dialect in each.dialects for each in group)


def _dialect_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    if _dialect(problem, posting, group):
        yield group, f"{named(problem, posting.id)}没有会说{named(problem, posting.dialect or '')}的人。"


def _apart_pairs(problem: Problem, group: Group) -> Iterator[tuple[Official, Official]]:
    if not problem.apart_of:
        return
    for i, one in enumerate(group):
        shunned = problem.apart_of.get(one.id, ())
        for other in group[i + 1 :]:
            if other.id in shunned:
                yield one, other


def _apart(problem: Problem, _: Posting, group: Group) -> int:
    return sum(1 for _pair in _apart_pairs(problem, group))


def _apart_words(problem: Problem, posting: Posting, group: Group) -> _Words:
    for one, other in _apart_pairs(problem, group):
        names = f"{named(problem, one.id)}和{named(problem, other.id)}"
        yield (one, other), f"{names}不能同组，都排在了{named(problem, posting.id)}。"


def _hard(
    rule: str,
    name: str,
    units: Callable[[Problem, Posting, Group], int],
    words: Callable[[Problem, Posting, Group], _Words],
) -> GroupRule:
    return GroupRule(rule, name, True, units, words)


HARD = (
    _hard("size", "每组人数", _size, _size_words),
    _hard("beds", "男女床位", _beds, _beds_words),
    _hard("rooms", "房间", _rooms, _rooms_words),
    _hard("leader", "每组有组长", _leader, _leader_words),
    _hard("roles", "每组有三员", _roles, _roles_words),
    _hard("distinct_roles", "三员由三个人担任", _distinct_roles, _distinct_roles_words),
    _hard("dialect", "每组有人会说当地话", _dialect, _dialect_words),
    _hard("apart", "不能同组", _apart, _apart_words),
)
