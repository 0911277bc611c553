"""请企业点头: every slot in which workers are talked to is the enterprise's to agree to.

An answer is about an hour and a team. It stays when the week is laid out again with the same slot in it, and goes
when the slot does. Once every slot has a yes, the timetable counts as agreed: notices and calendars tell of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from dundian.engines.planning.week.approval import approval_list
from dundian.features.ledger.services import record, take_turn
from dundian.features.registry.models import Enterprise

from ..models import Group, GroupWeek, WeekSlot
from ..timetables import ASKED, keyed, page_of, timetable_of, week_of

State = WeekSlot.State
AHEAD, LAST_CALL = timedelta(days=7), timedelta(days=3)
# Nobody is reminded on the day on which he was asked.
AT_LEAST = timedelta(days=1)
CLOCK = "clock"


class SlotNotFound(Exception):
    """这一段已经不在课表上了，看看现在的课表。"""


class WhoSaidSo(Exception):
    """写一下是企业哪位点的头。"""


class WordMissing(Exception):
    """写一句什么时候方便。"""


class WeekOld(Exception):
    """这一组的企业换过了，课表旧了，先重排。"""


class NothingToAsk(Exception):
    """这一组还没有课表，没什么可问的。"""


def host_of(week: GroupWeek) -> tuple[Group, Enterprise]:
    """The group of a week and the enterprise that it was laid out for and is still at; raises WeekOld."""
    group = Group.objects.select_related("phase", "enterprise").get(pk=week.group_id)
    if group.enterprise is None or group.enterprise.name != week.facts["enterprise"]:
        raise WeekOld
    return group, group.enterprise


def ask_anew(week: GroupWeek, *, at: datetime) -> None:
    """Bring the slots of a week up to its timetable; what was answered and is still there stays answered."""
    facts, timetable = week_of(week.facts), timetable_of(week.plan)
    asked = {key: each for key, each in keyed(facts, timetable).items() if each.kind in ASKED and each.team}
    lines = dict(zip(asked, approval_list(facts, timetable), strict=True))
    group, host = host_of(week)
    known = {slot.key: slot for slot in WeekSlot.objects.filter(week=week)}
    WeekSlot.objects.filter(week=week).exclude(key__in=asked, enterprise=host).delete()
    for key, entry in asked.items():
        line = lines[key]
        columns: dict[str, Any] = {
            "day": facts.days[entry.day],
            "start": entry.start,
            "end": entry.end,
            "kind": entry.kind,
            "words": {name: getattr(line, name) for name in ("time", "team", "what", "who", "place", "why")},
        }
        if key in known and known[key].enterprise_id == host.pk and known[key].end == entry.end:
            WeekSlot.objects.filter(pk=known[key].pk).update(**columns)
        else:
            WeekSlot.objects.filter(week=week, key=key).delete()
            WeekSlot.objects.create(
                week=week,
                key=key,
                group=group,
                programme_id=group.phase.programme_id,
                enterprise=host,
                **columns,
            )
    _settle(week, at=at)


def _settle(week: GroupWeek, *, at: datetime) -> None:
    """Take the timetable over for notices once nothing waits any more."""
    if WeekSlot.objects.filter(week=week).exclude(state=State.AGREED).exists():
        week.agreed_at = None
    else:
        agreed = {"facts": week.facts, **page_of(timetable_of(week.plan))}
        if week.agreed_at is None or week.agreed != agreed:
            week.agreed, week.agreed_at = agreed, at
    week.save(update_fields=["agreed", "agreed_at"])


def _held(group_id: int) -> GroupWeek:
    take_turn()
    week = GroupWeek.objects.select_for_update().filter(group_id=group_id).exclude(plan={}).first()
    if week is None:
        raise NothingToAsk
    host_of(week)
    return week


@transaction.atomic
def ask_enterprise(*, group_id: int, by: str, at: datetime) -> None:
    """请企业点头: put the list before the enterprise now, without waiting for the week before; raises NothingToAsk."""
    week = _held(group_id)
    if week.asked_at is None:
        week.asked_at = at
        week.save(update_fields=["asked_at"])
        record(step="ASK_SLOTS", subject=f"group:{group_id}", by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the enterprise says to some slots, or to all that wait (None). `said_by`: who said so, to the organiser."""

    slot_ids: tuple[int, ...] | None
    is_yes: bool
    word: str = ""
    said_by: str = ""


@transaction.atomic
def answer_slots(*, group_id: int, answer: Answer, by: str, at: datetime) -> int:
    """同意 or 换个时间; returns how many slots were answered. Only rows that the scope opens are.

    Raises SlotNotFound, WordMissing, NothingToAsk.
    """
    week = _held(group_id)
    rows = WeekSlot.objects.select_for_update(of=("self",)).filter(week=week)
    rows = rows.filter(state=State.WAITING) if answer.slot_ids is None else rows.filter(pk__in=answer.slot_ids)
    found = list(rows)
    if not found and answer.slot_ids is not None:
        raise SlotNotFound
    if not answer.is_yes and not answer.word.strip():
        raise WordMissing
    for slot in found:
        slot.state, slot.word = (State.AGREED if answer.is_yes else State.OTHER), answer.word.strip()
        slot.said_by, slot.answered_by, slot.answered_at = answer.said_by.strip(), by, at
        slot.save()
    _settle(week, at=at)
    facts = {"slots": len(found), "yes": answer.is_yes, "on_behalf": bool(answer.said_by.strip())}
    record(step="ANSWER_SLOTS", subject=f"group:{group_id}", by=by, at=at, facts=facts)
    return len(found)


def answer_on_behalf(*, group_id: int, answer: Answer, by: str, at: datetime) -> int:
    """Write down what the organiser heard from the enterprise; raises WhoSaidSo, and what answer_slots does."""
    if not answer.said_by.strip():
        raise WhoSaidSo
    return answer_slots(group_id=group_id, answer=answer, by=by, at=at)


@transaction.atomic
def ask_ahead(*, today: date, at: datetime) -> int:
    """Seven days before a phase, ask; three days before, remind of what is open. Returns how many weeks were told."""
    take_turn()
    coming = GroupWeek.objects.exclude(plan={}).filter(group__phase__start_on__gt=today, agreed_at=None)
    first = coming.filter(asked_at=None, group__phase__start_on__lte=today + AHEAD)
    again = coming.filter(asked_at__lte=at - AT_LEAST, reminded_at=None, group__phase__start_on__lte=today + LAST_CALL)
    told = [(week, "asked_at", "ASK_SLOTS") for week in first.select_for_update(of=("self",))]
    told += [(week, "reminded_at", "REMIND_SLOTS") for week in again.select_for_update(of=("self",))]
    for week, column, step in told:
        setattr(week, column, at)
        week.save(update_fields=[column])
        record(step=step, subject=f"group:{week.group_id}", by=CLOCK, at=at)
    return len(told)
