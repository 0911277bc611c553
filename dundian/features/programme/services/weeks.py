"""排课表: asked for at the desk, worked out by a job one group after another, kept as each comes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from dundian.engines.planning.week.check import judge
from dundian.engines.planning.week.many import plan_weeks
from dundian.engines.planning.week.plan import NoTimeError, plan_week
from dundian.engines.planning.week.problem import Week
from dundian.engines.planning.week.timetable import WeekPlan
from dundian.features.ledger.services import record

from ..models import GroupWeek, WeekRun
from ..queries.problem import plan_facts
from ..queries.week_facts import Draft, WeekSources, week_sources
from ..queries.week_status import SECONDS, longest
from ..scope import clockwork, in_scope
from ..timetables import plan_page
from .plans import Time
from .seats import hold
from .week_slots import ask_anew

State = WeekRun.State
# So many groups are worth processes of their own.
MANY = 8


class WeekRunGoesOn(Exception):
    """课表已经在排了，等它排完，或者先停下。"""


class NoWeekToPlan(Exception):
    """没有能排课表的组：先定好企业，把人分到组里。"""


@transaction.atomic
def start_week_run(*, programme_id: int, groups: Collection[int] | None, by: str, at: datetime) -> int:
    """Ask for the weeks of these groups, or of all whose week is missing or old, and return the run's id.

    Raises WeekRunGoesOn, NoWeekToPlan; a door defers the job.
    """
    hold(programme_id)
    going = WeekRun.objects.filter(programme_id=programme_id, state__in=(State.WAITING, State.RUNNING))
    dead = [run.pk for run in going if run.asked_at + longest(len(run.groups)) < at]
    WeekRun.objects.filter(pk__in=dead).update(state=State.BROKEN, ended_at=at)
    if going.exclude(pk__in=dead).exists():
        raise WeekRunGoesOn
    wanted = sorted(_wanted(week_sources(plan_facts(programme_id), only=groups), is_chosen=groups is not None))
    if not wanted:
        raise NoWeekToPlan
    run = WeekRun.objects.create(programme_id=programme_id, by=by, asked_at=at, groups=wanted)
    facts = {"run": run.pk, "groups": wanted}
    record(step="WEEK_RUN", subject=f"programme:{programme_id}", by=by, at=at, facts=facts)
    return run.pk


def _wanted(sources: WeekSources, *, is_chosen: bool) -> Iterator[int]:
    made = GroupWeek.objects.filter(group_id__in=sources.groups).exclude(plan={})
    hashes = dict(made.values_list("group_id", "input_hash"))
    for pk in sources.groups:
        draft = sources.draft(pk)
        if not draft.blocked and (is_chosen or hashes.get(pk) != draft.input_hash):
            yield pk


def stop_week_run(*, programme_id: int, run_id: int) -> None:
    """停下: end a run after the groups that are being laid out; what is done stays."""
    going = WeekRun.objects.filter(pk=run_id, programme_id=programme_id, state__in=(State.WAITING, State.RUNNING))
    going.update(is_stop_asked=True)


def work_weeks_out(*, run_id: int, time: Time, processes: int = 2) -> None:
    """Carry a run out: the job's whole work. Each group is kept as it comes, in a transaction of its own."""
    run = _take(run_id, time.now())
    if run is None:
        return
    try:
        _Work(run, time, processes).go()
    except Exception:
        WeekRun.objects.filter(pk=run_id).update(state=State.BROKEN, ended_at=time.now())
        raise


@transaction.atomic
def _take(run_id: int, at: datetime) -> WeekRun | None:
    run = WeekRun.objects.select_for_update().get(pk=run_id)
    if run.state != State.WAITING:
        return None
    run.state, run.started_at = State.RUNNING, at
    run.save()
    return run


class _Work:
    """One run on its way."""

    def __init__(self, run: WeekRun, time: Time, processes: int) -> None:
        self.run, self.time, self.processes = run, time, processes
        self.seconds, self.looked_at, self.is_stopped = time.seconds or SECONDS, -1.0, False

    def go(self) -> None:
        """Lay out every group, and write down how it ended."""
        sources = week_sources(plan_facts(self.run.programme_id), only=self.run.groups)
        drafts = {pk: sources.draft(pk) for pk in self.run.groups if pk in sources.groups}
        open_ = {pk: draft for pk, draft in drafts.items() if not draft.blocked}
        if len(open_) >= MANY and self.processes > 1:
            self._at_once(open_)
        self._one_by_one({pk: draft for pk, draft in open_.items() if pk not in self.run.done})
        self.run.state = State.STOPPED if self.is_stopped and len(self.run.done) < len(open_) else State.DONE
        self.run.ended_at = self.time.now()
        self.run.save(update_fields=["state", "ended_at", "done", "failed"])

    def _at_once(self, drafts: Mapping[int, Draft]) -> None:
        ids, weeks = list(drafts), [draft.week for draft in drafts.values()]
        try:
            plan_weeks(
                weeks,
                processes=self.processes,
                seconds=self.seconds,
                on_done=lambda n, plan: self._keep(ids[n], drafts[ids[n]], weeks[n], plan),
                is_stopped=self._should_stop,
            )
        except NoTimeError:
            return  # one of them was too hard; those that are left are tried alone, and it is named

    def _one_by_one(self, drafts: Mapping[int, Draft]) -> None:
        for pk, draft in drafts.items():
            if self._should_stop():
                return
            week = draft.week
            try:
                plan = plan_week(week, seconds=self.seconds)
            except NoTimeError as fault:
                self.run.failed[str(pk)] = str(fault)
                self._tell()
            else:
                self._keep(pk, draft, week, plan)

    def _should_stop(self) -> bool:
        now = self.time.clock()
        if not self.is_stopped and now - self.looked_at > 0.5:
            self.looked_at = now
            self.is_stopped = WeekRun.objects.filter(pk=self.run.pk, is_stop_asked=True).exists()
        return self.is_stopped

    def _keep(self, group_id: int, draft: Draft, week: Week, plan: WeekPlan) -> None:
        faults = judge(week, plan.timetable).faults
        if faults:
            self.run.failed[str(group_id)] = faults[0].message
        else:
            with in_scope(clockwork()):
                keep_week(group_id=group_id, draft=draft, plan=plan, by=self.run.by, at=self.time.now())
            self.run.done.append(group_id)
        self._tell()

    def _tell(self) -> None:
        WeekRun.objects.filter(pk=self.run.pk).update(done=self.run.done, failed=self.run.failed)


@transaction.atomic
def keep_week(*, group_id: int, draft: Draft, plan: WeekPlan, by: str, at: datetime) -> None:
    """Write the timetable of a group; changes by hand before it can be undone no more."""
    week, _ = GroupWeek.objects.get_or_create(group_id=group_id)
    week = GroupWeek.objects.select_for_update().get(pk=week.pk)
    week.facts, week.plan, week.input_hash = draft.page, plan_page(plan), draft.input_hash
    week.made_by, week.made_at = by, at
    week.save()
    week.changes.filter(undone_at=None).update(undone_at=at)
    ask_anew(week, at=at)
    record(step="KEEP_WEEK", subject=f"group:{group_id}", by=by, at=at, facts={"given_up": len(plan.given_up)})


@transaction.atomic
def say_terms(*, group_ids: Sequence[int], terms: Mapping[str, object], by: str, at: datetime) -> None:
    """Write down what the organiser says of these groups' weeks: rooms, office hours, the way, how much of what."""
    for pk in group_ids:
        GroupWeek.objects.update_or_create(group_id=pk, defaults={"terms": dict(terms)})
    record(step="WEEK_TERMS", subject=f"group:{group_ids[0]}", by=by, at=at, facts={"groups": list(group_ids)})
