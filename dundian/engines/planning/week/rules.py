"""The rules of a week by id: what each is called, what it says, and whether it may be asked "what if it did not hold?".

Production time and "one thing at a time" are in no list of what can be relaxed: nobody is ever asked to bend them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dundian.engines.planning.week.problem import ROLE_OF, Week

ROLE_NAMES = {"publicist": "宣传员", "researcher": "调查员", "connector": "接线员"}

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "production_time": "不占生产时间",
        "window": "只在许可的时段",
        "one_thing": "一人一时只做一件事",
        "known": "只排这一周里有的人、班组、日子和地方",
        "labour": "按班次上工",
        "posts": "岗位数",
        "night": "上夜班的人",
        "heavy": "干重活的人",
        "role": "谁会做什么",
        "people": "人手",
        "rest": "歇够钟点",
        "daily": "每天的钟点",
        "rooms": "宣讲的场地",
        "parallel": "一个班组同时的事",
        "meals": "按时吃饭",
        "visit_days": "一天一处对接",
        "review": "每晚碰头",
        "wishes": "这一周要办的事",
    }
)
RELAXABLE = ("posts", "night", "heavy", "role", "rest", "daily", "rooms", "parallel", "meals", "visit_days")


def as_measure(rule: str, week: Week) -> str:
    """Return a rule in the words of what one would have to do to bend it."""
    roles = "、".join(dict.fromkeys(ROLE_NAMES[role] for role in ROLE_OF.values()))
    return {
        "posts": "企业多给几个岗位",
        "night": "让更多人上夜班",
        "heavy": "让更多人干重活",
        "role": f"多几个人当{roles}",
        "rest": f"歇的时间少于 {hours(week.limits.rest)} 小时",
        "daily": f"一天超过 {hours(week.limits.daily)} 小时",
        "rooms": f"宣讲场地多于 {len(week.rooms)} 处",
        "parallel": f"一个班组同时多于 {week.limits.parallel} 件事",
        "meals": "错过饭点",
        "visit_days": "一天跑两处对接",
    }[rule]


def hours(minutes: int) -> str:
    """Return minutes as hours, without a useless zero."""
    return f"{minutes / 60:.1f}".removesuffix(".0")
