"""Invented names. Whoever is called so in life is not meant."""

from __future__ import annotations

from random import Random

SURNAMES = (
    "陈林黄周吴徐孙胡朱高何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅"
    "沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖"
)
MEN = (
    "志远 建波 立群 文涛 国梁 海峰 晓东 永康 一鸣 振华 少平 春生 "
    "思齐 伟民 家栋 明哲 长河 树青 启航 学勤 景行 子安 正阳 大江 承志"
)
WOMEN = "秋月 晓岚 静宜 雨桐 书敏 丽华 若兰 春燕 知夏 慧文 佳宁 玉洁 念慈 海棠 素心 清扬 可欣 思源 云舒 婉清"


def names(seed: int, *, men: int, women: int) -> tuple[list[str], list[str]]:
    """That many different names of men and of women, the same for the same seed."""
    chance = Random(seed)  # noqa: S311 – invented people, no secret
    return _pick(chance, MEN.split(), men), _pick(chance, WOMEN.split(), women)


def _pick(chance: Random, given: list[str], count: int) -> list[str]:
    whole = [surname + name for surname in SURNAMES for name in given]
    return chance.sample(whole, count)
