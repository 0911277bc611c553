"""How the weeks of groups stand, for many at once: as many queries for a thousand as for one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Func, IntegerField

from ..models import GroupWeek, WeekRun, WeekSlot
from .problem import PlanFacts
from .week_facts import Draft, WeekSources, week_sources

State = WeekSlot.State
GOING = (WeekRun.State.WAITING, WeekRun.State.RUNNING)
# So far back is looked for a group that could not be laid out.
RUNS = 20
SECONDS = 10.0
GRACE = timedelta(minutes=3)


def longest(group_count: int) -> timedelta:
    """Return after what time a run of so many groups that has not ended is given up."""
    return GRACE + timedelta(seconds=2 * SECONDS * group_count)


@dataclass(frozen=True, kw_only=True)
class WeekStatus:
    """How a group's week stands.

    `state`: BLOCKED (it cannot be laid out yet), NONE (nobody asked for it), LAYING (it is being laid out), FAILED
    (it was tried in vain), OLD (the facts have changed since), WAITING (for the enterprise), AGREED. `waiting`,
    `others` and `agreed` count the slots that the enterprise is asked about, `given_up` what found no place. `is_made`:
    there is a timetable, old or not.
    """

    state: str
    waiting: int = 0
    others: int = 0
    agreed: int = 0
    given_up: int = 0
    is_made: bool = False
    is_asked: bool = False

    @property
    def slots(self) -> int:
        """How many slots the enterprise is asked about."""
        return self.waiting + self.others + self.agreed

    @property
    def is_open(self) -> bool:
        """Whether it can be laid out and is not, or not as things stand now."""
        return self.state in {"NONE", "FAILED", "OLD"}


def statuses(facts: PlanFacts, *, at: datetime, only: Collection[int] | None = None) -> dict[int, WeekStatus]:
    """How the weeks of these groups, or of all, stand at this moment."""
    return statuses_of(week_sources(facts, only=only), at=at)


def statuses_of(sources: WeekSources, *, at: datetime | None = None) -> dict[int, WeekStatus]:
    """How the weeks that are built from these facts stand; without a moment no run counts as given up."""
    rows = GroupWeek.objects.filter(group_id__in=sources.groups).exclude(plan={}).defer("facts", "plan")
    rows = rows.annotate(
        given_up_count=Func(F("plan__given_up"), function="jsonb_array_length", output_field=IntegerField())
    )
    made = {row.group_id: row for row in rows}
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for group_id, state in WeekSlot.objects.filter(group_id__in=sources.groups).values_list("group_id", "state"):
        counts[group_id][state] += 1
    tried = _tried(sources, at)
    return {pk: _status(sources.draft(pk), made.get(pk), counts[pk], tried.get(pk, "")) for pk in sources.groups}


def _tried(sources: WeekSources, at: datetime | None) -> dict[int, str]:
    """Whether the newest run that asked for a group has it in hand (LAYING) or tried it in vain (FAILED)."""
    if not sources.groups:
        return {}
    phase_id = next(iter(sources.groups.values())).phase_id
    runs = WeekRun.objects.filter(programme__phases=phase_id)
    found: dict[int, str] = {}
    for state, asked_at, groups, done, failed in runs.values_list("state", "asked_at", "groups", "done", "failed")[
        :RUNS
    ]:
        is_going = state in GOING and not (at and asked_at + longest(len(groups)) < at)
        for pk in groups:
            is_open = is_going and pk not in done
            found.setdefault(pk, "FAILED" if str(pk) in failed else "LAYING" if is_open else "")
    return found


def _status(draft: Draft, row: GroupWeek | None, counts: Counter[str], tried: str) -> WeekStatus:
    waiting, others, agreed = counts[State.WAITING], counts[State.OTHER], counts[State.AGREED]
    is_old = row is not None and (bool(draft.blocked) or draft.input_hash != row.input_hash)
    if tried == "LAYING":
        state = tried
    elif row is None:
        state = "BLOCKED" if draft.blocked else tried or "NONE"
    elif is_old:
        state = tried or "OLD"
    else:
        state = "WAITING" if waiting + others else "AGREED"
    return WeekStatus(
        state=state,
        waiting=waiting,
        others=others,
        agreed=agreed,
        given_up=getattr(row, "given_up_count", 0),
        is_made=row is not None,
        is_asked=row is not None and row.asked_at is not None,
    )
