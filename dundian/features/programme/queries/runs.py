"""Runs of the solver and changes by hand, as the grouping page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..models import PlanChange, PlanRun


@dataclass(frozen=True, kw_only=True)
class RunRow:
    """One run. `conflict` rows name officials and groups by id; `progress` is the best plan so far."""

    id: int
    state: str
    state_words: str
    by: str
    asked_at: datetime
    ended_at: datetime | None
    seed: int
    off: list[str]
    keeps_groups: bool
    weights: dict[str, Any]
    seconds_asked: float
    input_hash: str
    progress: dict[str, Any] | None
    is_stop_asked: bool
    hard_count: int
    cost: int | None
    soft: dict[str, int]
    bound: int | None
    seconds: float | None
    is_optimal: bool
    conflict: list[dict[str, Any]]
    is_applied: bool

    @property
    def is_going(self) -> bool:
        """Whether it is still being worked out."""
        return self.state in {"WAITING", "RUNNING"}

    @property
    def gap(self) -> float | None:
        """By how much, in per cent, a longer search could be better at most; None where nothing is proved."""
        if self.cost is None or self.bound is None:
            return None
        return 100 * (self.cost - self.bound) / max(1, self.cost)


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """One change of the plan."""

    id: int
    kind: str
    kind_words: str
    by: str
    at: datetime
    official_ids: list[int]
    group_ids: list[int]
    is_undone: bool


def _run(r: PlanRun) -> RunRow:
    score = r.score or {"hard": {}, "soft": {}, "cost": None}
    return RunRow(
        id=r.pk,
        state=r.state,
        state_words=r.get_state_display(),
        by=r.by,
        asked_at=r.asked_at,
        ended_at=r.ended_at,
        seed=r.seed,
        off=r.off,
        keeps_groups=r.keeps_groups,
        weights=r.weights,
        seconds_asked=r.seconds_asked,
        input_hash=r.input_hash,
        progress=r.progress,
        is_stop_asked=r.is_stop_asked,
        hard_count=sum(score["hard"].values()),
        cost=score["cost"],
        soft=score["soft"],
        bound=r.bound,
        seconds=r.seconds,
        is_optimal=r.is_optimal,
        conflict=r.conflict,
        is_applied=r.is_applied,
    )


def runs(programme_id: int, *, most: int = 20) -> list[RunRow]:
    """The last runs of a programme, the newest first."""
    return [_run(r) for r in PlanRun.objects.filter(programme_id=programme_id)[:most]]


def run(run_id: int, *, programme_id: int) -> RunRow:
    """One run; raises PlanRun.DoesNotExist."""
    return _run(PlanRun.objects.get(pk=run_id, programme_id=programme_id))


def changes(programme_id: int, *, most: int = 30) -> list[ChangeRow]:
    """The last changes of a plan, the newest first."""
    return [
        ChangeRow(
            id=c.pk,
            kind=c.kind,
            kind_words=c.get_kind_display(),
            by=c.by,
            at=c.at,
            official_ids=sorted({int(pk) for part in ("seats", "reserves") for pk in c.after[part]}),
            group_ids=sorted(int(pk) for pk in c.after["locked"]),
            is_undone=c.undone_at is not None,
        )
        for c in PlanChange.objects.filter(programme_id=programme_id)[:most]
    ]


def last_change(programme_id: int) -> ChangeRow | None:
    """The newest change that has not been undone."""
    return next((row for row in changes(programme_id) if not row.is_undone), None)
