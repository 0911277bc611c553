"""Rules about one official at one posting. The hard ones close a posting to a person before any search."""

from __future__ import annotations

import math

from dundian.engines.planning.problem import Official, Posting, Problem
from dundian.engines.planning.rules.rule import PersonRule, named


def _placed(_: Problem, official: Official, posting: Posting | None) -> int:
    return posting is None and not official.reserve


def _phase(_: Problem, official: Official, posting: Posting | None) -> int:
    return posting is not None and posting.phase not in official.phases


def _barred(_: Problem, official: Official, posting: Posting | None) -> int:
    return posting is not None and posting.enterprise in official.barred_enterprises


def _night(_: Problem, official: Official, posting: Posting | None) -> int:
    return posting is not None and posting.is_night and not official.night_ok


def _heavy(_: Problem, official: Official, posting: Posting | None) -> int:
    return posting is not None and posting.is_heavy and not official.heavy_ok


def _lock(_: Problem, official: Official, posting: Posting | None) -> int:
    lock = official.lock
    if lock.posting is not None and (posting is None or posting.id != lock.posting):
        return True
    return posting is not None and lock.phase is not None and posting.phase != lock.phase


def _travel(problem: Problem, official: Official, posting: Posting | None) -> int:
    if posting is None or posting.location is None or official.home is None:
        return 0
    dx, dy = official.home[0] - posting.location[0], official.home[1] - posting.location[1]
    # A plain root, not math.dist: the compiled search must come to the same whole number.
    far = math.floor(problem.weights.travel_scale * math.sqrt(dx * dx + dy * dy))
    return min(problem.weights.travel_cap, far)


def _topic(_: Problem, official: Official, posting: Posting | None) -> int:
    if posting is None or posting.topic is None or official.topic is None:
        return 0
    return posting.topic != official.topic


def _hardship(_: Problem, official: Official, posting: Posting | None) -> int:
    return official.hardship * posting.hardness if posting else 0


def _repeat_enterprise(_: Problem, official: Official, posting: Posting | None) -> int:
    return posting is not None and posting.enterprise == official.last_enterprise


def _change(problem: Problem, official: Official, posting: Posting | None) -> int:
    if problem.previous is None or official.id not in problem.previous:
        return 0
    return problem.previous[official.id] != (posting.id if posting else None)


def _where(problem: Problem, posting: Posting | None) -> str:
    return named(problem, posting.id) if posting else "留守"


def _lock_words(problem: Problem, official: Official, posting: Posting | None) -> str:
    fixed = named(problem, official.lock.posting or official.lock.phase or "")
    return f"{named(problem, official.id)}锁定在{fixed}，排到了{_where(problem, posting)}。"


HARD = (
    PersonRule("placed", "人人有组", True, _placed, lambda p, o, _: f"{named(p, o.id)}没有分到组。"),
    PersonRule(
        "phase",
        "能去的期次",
        True,
        _phase,
        lambda p, o, g: f"{named(p, o.id)}不能参加{named(p, g.phase) if g else ''}（{_where(p, g)}）。",
    ),
    PersonRule(
        "barred",
        "回避企业",
        True,
        _barred,
        lambda p, o, g: f"{named(p, o.id)}要回避{named(p, g.enterprise) if g else ''}（{_where(p, g)}）。",
    ),
    PersonRule("night", "夜班", True, _night, lambda p, o, g: f"{named(p, o.id)}不能上夜班，{_where(p, g)}有夜班。"),
    PersonRule(
        "heavy",
        "重体力岗位",
        True,
        _heavy,
        lambda p, o, g: f"{named(p, o.id)}不能干重体力活，{_where(p, g)}有重体力岗位。",
    ),
    PersonRule("lock", "锁定", True, _lock, _lock_words),
)

SOFT = (
    PersonRule(
        "travel",
        "路程",
        False,
        _travel,
        lambda p, o, g: f"{named(p, o.id)}离{_where(p, g)}远，路程记 {_travel(p, o, g)} 分。",
    ),
    PersonRule("topic", "课题", False, _topic, lambda p, o, g: f"{named(p, o.id)}的课题和{_where(p, g)}的不一样。"),
    PersonRule(
        "hardship",
        "辛苦轮换",
        False,
        _hardship,
        lambda p, o, g: f"{named(p, o.id)}往年已有 {o.hardship} 点辛苦，{_where(p, g)}又是苦的地方。",
    ),
    PersonRule(
        "repeat_enterprise",
        "不重复去同一家",
        False,
        _repeat_enterprise,
        lambda p, o, g: f"{named(p, o.id)}上回就在{named(p, g.enterprise) if g else ''}。",
    ),
    PersonRule(
        "change",
        "少动原方案",
        False,
        _change,
        lambda p, o, g: f"{named(p, o.id)}从{named(p, (p.previous or {}).get(o.id) or '留守')}换到了{_where(p, g)}。",
    ),
)
