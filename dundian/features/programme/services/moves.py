"""Moves by hand. A move that breaks a rule is made and shown in red; what is locked is never moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ..models import Group, Official
from .seats import Kind, Lock, Rows, Seat, change, hold, seat_in, seats_of


class SeatLocked(Exception):
    """锁住了，先解锁再动。"""


class MovedMeanwhile(Exception):
    """刚才有别人动过这个人，先看看现在的样子。"""


class NotPlaced(Exception):
    """这个人还没分组。"""


class CannotLead(Exception):
    """名单上没写能当组长，换一位，或者先到名单里补上。"""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One official goes from where he was seen to another group; None = not placed."""

    official_id: int
    seen: int | None
    to: int | None


@transaction.atomic
def move(*, programme_id: int, steps: tuple[Step, ...], by: str, at: datetime) -> int | None:
    """Move officials at once (one = a move, two = a swap, more = a remedy) and return the change's id.

    None when everybody is there already. Raises MovedMeanwhile when somebody is not where he was seen, SeatLocked for a
    locked official or group, Official.DoesNotExist and Group.DoesNotExist for ids of another programme.
    """
    hold(programme_id)
    seats = _known(programme_id, [step.official_id for step in steps])
    groups = _locked(programme_id, steps)
    wanted: dict[int, Seat | None] = {}
    for step in steps:
        seat = seats[step.official_id]
        here = seat["group"] if seat else None
        if here != step.seen:
            raise MovedMeanwhile
        if here == step.to:
            continue
        if (seat and seat["locked"]) or any(groups[pk] for pk in (here, step.to) if pk):
            raise SeatLocked
        wanted[step.official_id] = seat_in(step.to) if step.to else None
    kind = Kind.SWAP if len(steps) > 1 else Kind.MOVE if steps[0].to else Kind.OUT
    return change(programme_id=programme_id, kind=kind, wanted=Rows(seats=wanted), by=by, at=at)


@transaction.atomic
def set_reserve(*, programme_id: int, official_id: int, is_reserve: bool, by: str, at: datetime) -> int | None:
    """Keep somebody in reserve, which takes him out of his group, or put him back on the list of those who go."""
    hold(programme_id)
    seat = _known(programme_id, [official_id])[official_id]
    if seat and is_reserve:
        _refuse_locked(seat)
    seats: Mapping[int, Seat | None] = {official_id: None} if is_reserve else {}
    wanted = Rows(seats=seats, reserves={official_id: is_reserve})
    return change(programme_id=programme_id, kind=Kind.RESERVE, wanted=wanted, by=by, at=at)


@transaction.atomic
def set_leader(*, programme_id: int, official_id: int, by: str, at: datetime) -> int | None:
    """Let somebody lead the group he is in; raises NotPlaced, CannotLead, SeatLocked (a locked group)."""
    hold(programme_id)
    seat = _known(programme_id, [official_id])[official_id]
    if seat is None:
        raise NotPlaced
    if not Official.objects.filter(pk=official_id, can_lead=True).exists():
        raise CannotLead
    if Group.objects.filter(pk=seat["group"], is_locked=True).exists():
        raise SeatLocked
    wanted: dict[int, Seat | None] = {
        pk: Seat(**{**other, "leader": False})
        for pk, other in seats_of(programme_id).items()
        if other and other["group"] == seat["group"] and other["leader"]
    }
    wanted[official_id] = Seat(**{**seat, "leader": True})
    return change(programme_id=programme_id, kind=Kind.LEADER, wanted=Rows(seats=wanted), by=by, at=at)


@transaction.atomic
def lock_official(*, programme_id: int, official_id: int, lock: str | None, by: str, at: datetime) -> int | None:
    """Fix somebody in his group, his phase, or with the others locked so, or let go (None); raises NotPlaced."""
    hold(programme_id)
    seat = _known(programme_id, [official_id])[official_id]
    if seat is None:
        raise NotPlaced
    held = Seat(**{**seat, "locked": lock is not None, "lock": lock or Lock.GROUP})
    return change(
        programme_id=programme_id, kind=_lock(held["locked"]), wanted=Rows(seats={official_id: held}), by=by, at=at
    )


@transaction.atomic
def lock_group(*, programme_id: int, group_id: int, is_locked: bool, by: str, at: datetime) -> int | None:
    """Fix a group as it is, or let go; raises Group.DoesNotExist."""
    hold(programme_id)
    Group.objects.get(pk=group_id, phase__programme_id=programme_id)
    wanted = Rows(locked={group_id: is_locked})
    return change(programme_id=programme_id, kind=_lock(is_locked), wanted=wanted, by=by, at=at)


def _lock(is_locked: bool) -> Kind:
    return Kind.LOCK if is_locked else Kind.UNLOCK


def _known(programme_id: int, official_ids: list[int]) -> dict[int, Seat | None]:
    on_roster = Official.objects.filter(programme_id=programme_id, pk__in=official_ids, is_in_roster=True)
    if on_roster.count() != len(set(official_ids)):
        raise Official.DoesNotExist
    return seats_of(programme_id, official_ids)


def _locked(programme_id: int, steps: tuple[Step, ...]) -> dict[int, bool]:
    named = {pk for step in steps for pk in (step.seen, step.to) if pk}
    groups = dict(Group.objects.filter(phase__programme_id=programme_id, pk__in=named).values_list("pk", "is_locked"))
    if groups.keys() != named:
        raise Group.DoesNotExist
    return groups


def _refuse_locked(seat: Seat) -> None:
    if seat["locked"] or Group.objects.filter(pk=seat["group"], is_locked=True).exists():
        raise SeatLocked
