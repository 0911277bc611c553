"""Runs of the solver: asked for at the desk, worked out by a job, taken over whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from dundian.engines.planning.problem import Problem, Weights
from dundian.engines.planning.rules import RULES, Fault
from dundian.engines.planning.solve import Budget, Plan, Progress, Stopped, solve
from dundian.features.ledger.services import record

from ..models import Placement, PlanRun
from ..queries.officials import OfficialRow
from ..queries.problem import Asked, PlanFacts, SeatRow, build_problem, hash_of, mates_of, plan_facts
from .seats import Kind, Rows, Seat, change, hold, seat_in, seats_of

State = PlanRun.State
SECONDS = 10.0
SEED = 1
# A run that is older than this and what it was given died with its worker.
GRACE = timedelta(minutes=3)
MOST_SECONDS, MOST_WEIGHT = 600.0, 10_000


class RunGoesOn(Exception):
    """已经在算了，等这一版出来，或者先停下它。"""


class NothingToPlan(Exception):
    """还排不了：先把名单、期次和小组补齐。"""


class UnknownRule(Exception):
    """没有这条规则，放宽不了。"""


class UnknownWeight(Exception):
    """没有这个分，或者写得太大了，最多一万。"""


class RunOutdated(Exception):
    """那一版之后名单、小组或锁变过，用不上了。重新排一版吧。"""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the organiser asks of a run. `off`: hard rules to relax; `keeps_groups`: move as few people as can be;
    `weights`: what matters how much, by the wishes' ids, where it is not the usual; `seconds`: how long at most.
    """

    off: tuple[str, ...] = ()
    keeps_groups: bool = False
    seed: int = SEED
    weights: Mapping[str, int] = field(default_factory=dict)
    seconds: float = SECONDS


@dataclass(frozen=True, kw_only=True)
class Time:
    """The job's time: `clock` counts seconds from anywhere, `now` is the moment to write down, `seconds` what it may
    take instead of what was asked.
    """

    clock: Callable[[], float]
    now: Callable[[], datetime]
    seconds: float | None = None


def longest(seconds_asked: float) -> timedelta:
    """Return after what time a run that has not ended is given up."""
    return GRACE + timedelta(seconds=seconds_asked)


@transaction.atomic
def start_run(*, programme_id: int, wish: Wish, by: str, at: datetime) -> int:
    """Ask for a run and return its id; a door defers the job.

    Raises RunGoesOn, NothingToPlan, UnknownRule, UnknownWeight.
    """
    hold(programme_id)
    if any(rule not in RULES or not RULES[rule].is_hard for rule in wish.off):
        raise UnknownRule
    known = {each.name for each in fields(Weights)} - {"travel_scale"}
    if not wish.weights.keys() <= known or any(not 0 <= each <= MOST_WEIGHT for each in wish.weights.values()):
        raise UnknownWeight
    going = PlanRun.objects.filter(programme_id=programme_id, state__in=(State.WAITING, State.RUNNING))
    dead = [run.pk for run in going if run.asked_at + longest(run.seconds_asked) < at]
    PlanRun.objects.filter(pk__in=dead).update(state=State.BROKEN, ended_at=at)
    if going.exclude(pk__in=dead).exists():
        raise RunGoesOn
    problem = build_problem(plan_facts(programme_id), Asked(weights=wish.weights))
    if not problem.officials or not problem.postings:
        raise NothingToPlan
    run = PlanRun.objects.create(
        programme_id=programme_id,
        by=by,
        asked_at=at,
        seed=wish.seed,
        off=sorted(wish.off),
        keeps_groups=wish.keeps_groups,
        weights=asdict(problem.weights),
        seconds_asked=wish.seconds,
    )
    facts = {"run": run.pk, "off": run.off, "seed": run.seed}
    record(step="PLAN_RUN", subject=f"programme:{programme_id}", by=by, at=at, facts=facts)
    return run.pk


def stop_run(*, programme_id: int, run_id: int) -> None:
    """先用这版: let a run end with the best plan it has."""
    going = PlanRun.objects.filter(pk=run_id, programme_id=programme_id, state__in=(State.WAITING, State.RUNNING))
    going.update(is_stop_asked=True)


def work_out(*, run_id: int, time: Time) -> None:
    """Carry a run out: the job's whole work. A run that is not waiting any more is left alone.

    It opens its own short transactions, so that the page can watch it; only the end is one with the placements.
    """
    taken = _take(run_id, time.now())
    if taken is None:
        return
    run, problem = taken
    pulse = _Pulse(run_id, time.clock)
    try:
        budget = Budget(time.seconds or run.seconds_asked, time.clock, pulse.should_stop)
        plan = solve(problem, budget=budget, seed=run.seed, on_better=pulse.hear)
        _end(run_id, plan, at=time.now())
    except Exception:
        PlanRun.objects.filter(pk=run_id).update(state=State.BROKEN, ended_at=time.now())
        raise


class _Pulse:
    """Between solver and page: what it found goes out, the wish to stop comes in, twice a second at most.

    Better plans are heard of in the solver's own thread, where no database connection must be opened.
    """

    def __init__(self, run_id: int, clock: Callable[[], float]) -> None:
        self.run_id, self.clock = run_id, clock
        self.news: Progress | None = None
        self.looked_at = -1.0
        self.is_stopped = False

    def hear(self, progress: Progress) -> None:
        """Remember the best plan so far."""
        self.news = progress

    def should_stop(self) -> bool:
        """Write the news and ask whether somebody is content with what there is."""
        now = self.clock()
        if not self.is_stopped and now - self.looked_at > 0.5:
            self.looked_at = now
            if self.news is not None:
                n, self.news = self.news, None
                page = {"seconds": n.seconds, "hard": n.worth.hard, "cost": n.worth.cost, "bound": n.bound}
                PlanRun.objects.filter(pk=self.run_id).update(progress=page)
            self.is_stopped = PlanRun.objects.filter(pk=self.run_id, is_stop_asked=True).exists()
        return self.is_stopped


def _asked(run: PlanRun) -> Asked:
    return Asked(off=run.off, weights=run.weights, for_solving=True, keeps_groups=run.keeps_groups)


@transaction.atomic
def _take(run_id: int, at: datetime) -> tuple[PlanRun, Problem] | None:
    run = PlanRun.objects.select_for_update().get(pk=run_id)
    if run.state != State.WAITING:
        return None
    problem = build_problem(plan_facts(run.programme_id), _asked(run))
    run.state, run.started_at, run.input_hash = State.RUNNING, at, hash_of(problem)
    run.save()
    return run, problem


@transaction.atomic
def _end(run_id: int, plan: Plan, *, at: datetime) -> None:
    programme_id = PlanRun.objects.values_list("programme_id", flat=True).get(pk=run_id)
    hold(programme_id)
    run = PlanRun.objects.select_for_update().get(pk=run_id)
    run.state = State.DONE if plan.score.is_legal else State.IMPOSSIBLE
    run.ended_at, run.seconds, run.bound = at, plan.seconds, plan.bound
    run.is_optimal = plan.stopped == Stopped.OPTIMAL
    run.score = {"hard": dict(plan.score.hard), "soft": dict(plan.score.soft), "cost": plan.score.cost}
    run.assignment = {_pk(who): where and _pk(where) for who, where in plan.assignment.items()}
    run.conflict = [_conflict(fault) for fault in plan.conflict]
    facts = plan_facts(programme_id)
    is_same = hash_of(build_problem(facts, _asked(run))) == run.input_hash
    if plan.score.is_legal and is_same:
        _apply(run, facts, by=run.by, at=at)
    run.save()


def _pk(name: str) -> str:
    return name[1:]


def _conflict(fault: Fault) -> dict[str, Any]:
    return {
        "rule": fault.rule,
        "name": fault.name,
        "officials": [int(_pk(each)) for each in fault.officials],
        "groups": [int(_pk(each)) for each in fault.postings],
        "message": fault.message,
    }


@transaction.atomic
def apply_run(*, programme_id: int, run_id: int, by: str, at: datetime) -> int | None:
    """Take an earlier run over again and return the change's id; raises PlanRun.DoesNotExist, RunOutdated.

    RunOutdated also when somebody or some group of that run is gone, somebody new has come, or a lock stands
    against it.
    """
    hold(programme_id)
    run = PlanRun.objects.get(pk=run_id, programme_id=programme_id, state=State.DONE)
    facts = plan_facts(programme_id)
    people = {str(o.id) for o in facts.officials.values() if o.person.sex}
    groups = {str(pk) for pk in facts.groups} | {None}
    if people != run.assignment.keys() or not set(run.assignment.values()) <= groups or _breaks_a_lock(run, facts):
        raise RunOutdated
    change_id = _apply(run, facts, by=by, at=at)
    run.save(update_fields=["is_applied"])
    return change_id


def _breaks_a_lock(run: PlanRun, facts: PlanFacts) -> bool:
    locked = {pk for pk, group in facts.groups.items() if group.is_locked}
    for who, where in run.assignment.items():
        seat, to = facts.seats.get(int(who)), where and int(where)
        here = seat.group_id if seat else None
        if here != to and (here in locked or to in locked or (seat and _frees(seat, to, run, facts))):
            return True
    return False


def _frees(seat: SeatRow, to: int | None, run: PlanRun, facts: PlanFacts) -> bool:
    """Say whether a run takes somebody away from what a lock holds him to."""
    if not seat.is_locked:
        return False
    if to is None or seat.lock == Placement.Lock.GROUP:
        return True
    if seat.lock == Placement.Lock.PHASE:
        return facts.groups[to].phase_id != facts.groups[seat.group_id].phase_id
    return any(run.assignment.get(str(mate)) != str(to) for mate in mates_of(seat, facts))


def _apply(run: PlanRun, facts: PlanFacts, *, by: str, at: datetime) -> int | None:
    """Write the placements of a run; the caller holds the plan."""
    before = seats_of(run.programme_id, [int(who) for who in run.assignment])
    wanted: dict[int, Seat | None] = {}
    for who, where in run.assignment.items():
        old = before[int(who)]
        if where is None:
            wanted[int(who)] = None
        elif old and old["group"] == int(where):
            wanted[int(who)] = Seat(**old)
        else:
            wanted[int(who)] = seat_in(int(where))
    _name_leaders(wanted, facts)
    run.is_applied = True
    return change(programme_id=run.programme_id, kind=Kind.RUN, wanted=Rows(seats=wanted), by=by, at=at)


def _name_leaders(seats: Mapping[int, Seat | None], facts: PlanFacts) -> None:
    """Mark one who can lead as the leader of each group: who leads already stays, else the most seasoned."""
    members: dict[int, list[int]] = {}
    for pk, seat in seats.items():
        if seat:
            members.setdefault(seat["group"], []).append(pk)
    for group_id, who in members.items():
        if facts.groups[group_id].is_locked:
            continue
        able = [facts.officials[pk] for pk in who if facts.officials[pk].can_lead]
        leader = min(able, key=lambda o: _rank(o, seats), default=None)
        for pk in who:
            seat = seats[pk]
            if seat:
                seat["leader"] = leader is not None and pk == leader.id


def _rank(official: OfficialRow, seats: Mapping[int, Seat | None]) -> tuple[bool, int, int]:
    seat = seats[official.id]
    return not (seat and seat["leader"]), -official.season_count, official.id
