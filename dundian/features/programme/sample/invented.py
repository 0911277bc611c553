"""Invented officials, enterprises and township unions for the sample programme: the same each time.

They are made the way round that proves a legal plan exists: first twelve groups of nine that keep every rule, then the
list is shuffled and the groups are forgotten.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

from .names import names

SEED = 20210510
HEADQUARTERS = ("办公室", "组织部", "宣传教育部", "权益保障部", "经济工作部", "女职工部", "财务部", "机关党委")
AFFILIATES = ("工人文化宫", "工会干部学院", "职工服务中心", "职工疗养院", "工运研究所", "职工艺术团")
TOPICS = ("产业工人队伍建设改革", "基层工会组织建设", "产业工人技能提升")
DIALECTS = ("澄川话", "云岫话", "南岭话")
ROLES = ("宣传员", "调查员", "接线员")
SIZE = 9


@dataclass(frozen=True)
class Host:
    """One invented enterprise, and what its group must be able to do."""

    name: str
    county: str
    township: str
    workers: int
    women: int
    beds: tuple[int, int]
    shifts: str
    posts: str
    breaks: str
    ownership: str
    topic: int
    night: bool = False
    heavy: bool = False
    dialect: str | None = None


HOSTS = tuple(
    Host(**{**row, "beds": tuple(row["beds"])})
    for row in tomllib.loads(Path(__file__).with_name("hosts.toml").read_text(encoding="utf-8"))["host"]
)
TOWNSHIPS = tuple(dict.fromkeys((host.county, host.township) for host in HOSTS))


@dataclass(frozen=True)
class Invented:
    """One invented official, as the roster carries him."""

    name: str
    sex: str
    birth: str
    unit: str
    post: str
    politics: str
    phone: str
    phases: str
    leads: bool
    roles: str
    dialects: str
    night: bool
    heavy: bool
    barred: str
    last_enterprise: str
    last_group: str
    topic: str
    county: str


def officials(seed: int = SEED) -> list[Invented]:
    """108 invented officials, in the order of their units."""
    chance = Random(seed)  # noqa: S311 – invented people, no secret
    women = sum(host.women for host in HOSTS)
    men_names, women_names = names(seed, men=SIZE * len(HOSTS) - women, women=women)
    people = [
        _official(chance, host, place, men_names, women_names, number=SIZE * index + place)
        for index, host in enumerate(HOSTS)
        for place in range(SIZE)
    ]
    chance.shuffle(people)
    order = (*HEADQUARTERS, *AFFILIATES)
    return sorted(people, key=lambda person: order.index(person.unit))


def _official(chance: Random, host: Host, place: int, men: list[str], women: list[str], *, number: int) -> Invented:
    is_woman = place < host.women
    phase = HOSTS.index(host) // 4 + 1
    phases = {phase, *(other for other in (1, 2, 3) if chance.random() < 0.6)}
    is_old_hand = place in (2, 5) or chance.random() < 0.15
    others = [other.name for other in HOSTS if other is not host]
    post = ("主任科员", "处长", "副处长", "一级主任科员", "科员")[chance.choices(range(5), (4, 1, 2, 3, 4))[0]]
    return Invented(
        name=(women if is_woman else men).pop(),
        sex="女" if is_woman else "男",
        birth=f"{chance.randint(1964, 1997)}.{chance.randint(1, 12):02d}",
        unit=chance.choice(HEADQUARTERS if chance.random() < 0.6 else AFFILIATES),
        post="处长" if place == 0 else post,
        politics="中共党员" if chance.random() < 0.8 else "群众",
        # No number of this range is given out: nobody's telephone rings.
        phone=f"1990000{number:04d}",
        phases="全程" if len(phases) == 3 else "、".join(f"{'零一二三'[n]}期" for n in sorted(phases)),
        leads=place in (0, 4) or chance.random() < 0.1,
        roles=ROLES[place % 3] if place < 6 or chance.random() < 0.3 else "",
        dialects=host.dialect if host.dialect and place in (1, 6) else _some(chance, DIALECTS, 0.25),
        night=host.night or chance.random() < 0.7,
        heavy=host.heavy or chance.random() < 0.6,
        barred=chance.choice(others) if chance.random() < 0.1 else "",
        last_enterprise=chance.choice(others) if is_old_hand else "",
        last_group=f"上季第{chance.randint(1, 12)}组" if is_old_hand else "",
        topic=TOPICS[host.topic] if chance.random() < 0.7 else chance.choice(TOPICS),
        county=host.county if chance.random() < 0.5 else chance.choice(HOSTS).county,
    )


def _some(chance: Random, words: tuple[str, ...], share: float) -> str:
    return chance.choice(words) if chance.random() < share else ""
