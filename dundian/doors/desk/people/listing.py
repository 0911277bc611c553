"""Which officials a list shows: the filter lives in the address, so that it survives reload and can be passed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dundian.doors.desk.said import said
from dundian.features.programme.queries import AGE_BANDS, ROLES, OfficialRow
from dundian.features.programme.queries.problem import phase_words, place_words

# What somebody may still have to fill in: name in the address → words.
GAPS = {
    "can_lead": gettext_lazy("没写能不能当组长"),
    "night_ok": gettext_lazy("没写能不能上夜班"),
    "heavy_ok": gettext_lazy("没写能不能干重活"),
    "roles": gettext_lazy("没有三员角色"),
    "topic": gettext_lazy("没写课题"),
    "birth": gettext_lazy("没写出生年月"),
    "sex": gettext_lazy("没写性别"),
    "outside": gettext_lazy("不在名册里的发言人"),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The filter of the list, as the address says it; empty = everybody."""

    word: str = ""
    unit: str = ""
    sex: str = ""
    phase: str = ""
    gap: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Wanted:
        """Read the filter; what means nothing is ignored."""
        return cls(
            word=query.get("q", "").strip()[:40],
            unit=query.get("unit", ""),
            sex=query.get("sex", "") if query.get("sex") in {"男", "女"} else "",
            phase=query.get("phase", "") if query.get("phase", "").isdecimal() else "",
            gap=query.get("gap", "") if query.get("gap") in GAPS else "",
        )

    def __bool__(self) -> bool:
        return any((self.word, self.unit, self.sex, self.phase, self.gap))

    def keep(self, rows: Iterable[OfficialRow]) -> list[OfficialRow]:
        """The rows that fit."""
        tests: tuple[Callable[[OfficialRow], bool], ...] = (
            lambda o: not self.word or self.word in o.person.name or self.word in (o.person.post or ""),
            lambda o: not self.unit or o.person.unit == self.unit,
            lambda o: not self.sex or o.person.sex == self.sex,
            lambda o: not self.phase or o.phases is None or int(self.phase) in o.phases,
            lambda o: _has_gap(o, self.gap) if self.gap else o.is_in_roster,
        )
        return [o for o in rows if all(test(o) for test in tests)]


def _has_gap(o: OfficialRow, gap: str) -> bool:
    if gap == "outside":
        return not o.is_in_roster
    value = getattr(o.person if gap in {"birth", "sex"} else o, gap)
    return o.is_in_roster and value in (None, "", [])


def yes_no(value: bool | None) -> str:
    """能 / 不能 / nothing yet."""
    return "" if value is None else _("能") if value else _("不能")


def sex_words(value: str | None) -> str:
    """Man or woman, as it is said of one person."""
    return {"男": pgettext("person", "男"), "女": pgettext("person", "女")}.get(value or "", "")


def phases_words(phases: list[int] | None, every: Sequence[int]) -> str:
    """一期、三期; 都行 where none is named or every one is."""
    if not phases or set(phases) >= set(every) > set():
        return _("都行")
    return _("、").join(said(phase_words(n)) for n in phases)


def roles_words(roles: list[str]) -> str:
    """宣传员、调查员 in their order."""
    return _("、").join(said(words) for role, words in ROLES if role in roles)


def age_words(band: int | None) -> str:
    """36–45 岁; nothing where the birth is not known."""
    return "" if band is None else said(AGE_BANDS[band])


def placed_words(o: OfficialRow) -> str:
    """一期 3 组, 组长 marked."""
    if o.group_number is None:
        return ""
    where = said(place_words(o.phase_number or 0, o.group_number))
    return _("%(where)s，组长") % {"where": where} if o.is_leader else where


HEADS = (
    *("姓名", "性别", "出生年月", "年龄段", "民族", "政治面貌", "单位", "职务", "手机", "可参加期次", "能否任组长"),
    *(
        "三员",
        "方言",
        "可上夜班",
        "可干重活",
        "回避企业",
        "去年蹲点企业",
        "去年小组",
        "调研课题",
        "居住地",
        "分在",
        "备注",
    ),
)


def sheet_row(o: OfficialRow, every: Sequence[int]) -> tuple[str | None, ...]:
    """One official under HEADS; numbers masked, since a file travels further than a screen."""
    p = o.person
    return (
        *(p.name, p.sex, p.birth, age_words(o.age_band), p.ethnic, p.politics, p.unit, p.post, p.phone_mask),
        *(phases_words(o.phases, every), yes_no(o.can_lead), roles_words(o.roles), "、".join(o.dialects)),
        *(yes_no(o.night_ok), yes_no(o.heavy_ok), "、".join(o.barred_enterprises), o.last_enterprise, o.last_group),
        *(o.topic, o.home if isinstance(o.home, str) else None, placed_words(o), p.note),
    )
