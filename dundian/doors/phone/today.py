"""今天: one page that the phone keeps for the hours without a network."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from dundian.engines.text.taxonomy import taxonomy
from dundian.features.field import queries as field
from dundian.features.programme import queries as programme
from dundian.features.programme.queries import PlacementRow, notices
from dundian.features.programme.scope import Scope
from dundian.features.registry import queries as registry

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def today(scope: Scope, *, at: datetime) -> dict[str, Any]:
    """Official, programme, group, enterprise, the days of the week, and the lists to choose from; JSON values only."""
    person_id = scope.person_id or 0
    placement = programme.placement_of(person_id=person_id, on=timezone.localdate(at))
    return {
        "official": {"id": str(person_id), "name": scope.name},
        "programme": _programme(placement),
        "group": _group(placement),
        "enterprise": _enterprise(placement),
        "week": _week(placement),
        "kinds": [{"code": k.code, "zh": k.zh, "en": k.en} for k in field.kinds()],
        # Classes, not leaves: in the field one tap is enough, and the desk says which leaf it is.
        "classes": [{"code": c.code, "zh": c.zh, "en": c.en} for c in taxonomy().classes],
        "portal_origin": settings.ORIGINS["portal"],
        "quotas": [],
    }


def _programme(placement: PlacementRow | None) -> dict[str, str] | None:
    if placement is None:
        return None
    row = programme.programme(placement.programme_id)
    return {"id": str(row.id), "name": row.name}


def _group(placement: PlacementRow | None) -> dict[str, Any] | None:
    if placement is None or placement.group_id is None or placement.start_on is None or placement.end_on is None:
        return None
    return {
        "id": str(placement.group_id),
        "number": placement.group_number,
        "name": f"第 {placement.group_number} 组",
        "phase_no": placement.phase_number,
        "start_on": placement.start_on.isoformat(),
        "end_on": placement.end_on.isoformat(),
        "leader": placement.leader_name,
    }


def _enterprise(placement: PlacementRow | None) -> dict[str, Any] | None:
    if placement is None or placement.enterprise_id is None:
        return None
    row = registry.enterprise(placement.enterprise_id)
    return {"id": str(row.id), "name": row.name, "workshop": placement.workshop, "shifts": row.shifts}


def _week(placement: PlacementRow | None) -> list[dict[str, Any]]:
    """The days of the phase, each with what he does on it as his notice told him."""
    if placement is None or placement.start_on is None or placement.end_on is None:
        return []
    count = (placement.end_on - placement.start_on).days + 1
    days = [placement.start_on + timedelta(days=n) for n in range(count)]
    told = notices.told_week(placement.official_id)
    return [
        {
            "date": day.isoformat(),
            "label": WEEKDAYS[day.weekday()],
            "slots": [_slot(line) for line in told if line["day"] == day.isoformat()],
        }
        for day in days
    ]


def _slot(line: dict[str, Any]) -> dict[str, str]:
    return {
        "kind": line["kind"],
        "start": _clock(line["start"]),
        "end": _clock(line["end"]),
        "what": line["what"],
        "where": "，".join(line[key] for key in ("with", "place") if line[key]),
    }


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
