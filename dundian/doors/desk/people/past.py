"""以前去过: how earlier seasons are said, and which of two sources each number about an official comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dundian.doors.desk.said import said
from dundian.engines.planning.history import YEARS
from dundian.features.programme.queries import HostedRow, OfficialRow, Past, PastRow, SeasonRow
from dundian.features.programme.queries.problem import past_group_words


@dataclass(frozen=True, kw_only=True)
class PastWords:
    """The card of the past: places, their sum, what the plan takes, and seasons that are left out with the reason."""

    places: list[str]
    total: str
    taken: str
    left_out: list[str]


def past_words(o: OfficialRow, unseen: Iterable[SeasonRow]) -> PastWords | None:
    """The card about one official; None where no earlier season is known."""
    left_out = [_left_out(season) for season in unseen]
    if not (o.past.rows or left_out):
        return None
    return PastWords(
        places=[_place(row, o.past) for row in o.past.rows], total=_total(o), taken=_taken(o), left_out=left_out
    )


def hints(o: OfficialRow) -> dict[str, str]:
    """What an empty field of the form stands for, by the name of the field."""
    past = o.past
    if not past.rows:
        return {}
    group = past_group_words(past.rows[0]) if past.history.last_group else None
    known = {
        "last_enterprise": past.last_enterprise,
        "last_group": group and said(group),
        "past_season_count": past.history.season_count,
        "hardship": past.history.hardship,
    }
    return {name: _("空着就按记着的：%(value)s") % {"value": v} for name, v in known.items() if v is not None}


def last_words(o: OfficialRow) -> tuple[str, bool]:
    """Where somebody was last, and whether the database says so and nobody wrote it."""
    if o.last_enterprise:
        return o.last_enterprise, False
    return o.past.last_enterprise or "", bool(o.past.last_enterprise)


def points_words(o: OfficialRow) -> str:
    """辛苦 2 点; nothing where there are none."""
    return _("辛苦 %(n)s 点") % {"n": o.hardship_points} if o.hardship_points else ""


def hosted_words(row: HostedRow) -> str:
    """One group that an enterprise took in before: when, how many, how hard, and who of them would come again."""
    facts = {
        "season": row.season.name,
        "group": said(past_group_words(row)),
        "people": row.people_count,
        "hardness": row.hardness,
        "again": row.again_count,
    }
    words = _("%(season)s：%(group)s，%(people)s 人，辛苦 %(hardness)s 点") % facts
    if not row.again_count:
        return words
    return _("%(words)s；这次名单里有 %(again)s 位来过") % {**facts, "words": words}


def _place(row: PastRow, past: Past) -> str:
    facts = {
        "season": row.season.name,
        "enterprise": row.enterprise_name,
        "group": said(past_group_words(row)),
        "n": row.hardness,
    }
    if not past.counts(row):
        return _("%(season)s：%(enterprise)s（%(group)s），太久了，不算") % facts
    return _("%(season)s：%(enterprise)s（%(group)s，辛苦 %(n)s 点）") % facts


def _total(o: OfficialRow) -> str:
    if not o.past.rows:
        return ""
    facts = {"years": YEARS, "n": o.past.history.hardship}
    return _("合计 %(n)s 点：今年和前 %(years)s 年去的点，苦几点记几点，加起来。") % facts


def _taken(o: OfficialRow) -> str:
    lines = [line for line in (_hardship(o), _enterprise(o), _group(o), _seasons(o)) if line]
    what = _("，").join(lines)
    return _("排期按这些算：%(what)s。下面填了的按填的，空着的按记着的。") % {"what": what}


def _hardship(o: OfficialRow) -> str:
    if o.hardship is not None:
        return _("辛苦 %(n)s 点（名单上填的）") % {"n": o.hardship}
    return _("辛苦 %(n)s 点（记着的）") % {"n": o.hardship_points}


def _enterprise(o: OfficialRow) -> str:
    name, is_remembered = last_words(o)
    if not name:
        return ""
    words = _("上回企业：%(where)s（记着的）") if is_remembered else _("上回企业：%(where)s（名单上填的）")
    return words % {"where": name}


def _group(o: OfficialRow) -> str:
    if o.last_group:
        return _("上回小组：%(group)s（名单上填的）") % {"group": o.last_group}
    if not o.past.history.last_group:
        return ""
    return _("上回小组：%(group)s（记着的）") % {"group": said(past_group_words(o.past.rows[0]))}


def _seasons(o: OfficialRow) -> str:
    n = o.season_count
    if o.past_season_count is not None:
        return ngettext("蹲过 %(n)s 季（名单上填的）", "蹲过 %(n)s 季（名单上填的）", n) % {"n": n}
    return ngettext("蹲过 %(n)s 季（记着的）", "蹲过 %(n)s 季（记着的）", n) % {"n": n}


def _left_out(season: SeasonRow) -> str:
    facts = {"season": season.name, "who": _("、").join(season.blind)}
    return _("%(season)s没算进来：%(who)s也管这次活动，看不了那一季。给这几位开通那一季的组织方，就算进来。") % facts
