"""Weeks from first to last: the judge agrees with the solver, and what cannot be is said."""

import pickle
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from dundian.engines.planning.week.build import build_model
from dundian.engines.planning.week.check import assess, judge
from dundian.engines.planning.week.lay_out import lay_out
from dundian.engines.planning.week.many import plan_weeks
from dundian.engines.planning.week.model import GIVE_UP
from dundian.engines.planning.week.plan import NoTimeError, plan_week
from dundian.engines.planning.week.problem import (
    CONNECTOR,
    INTERVIEW,
    LABOUR,
    PUBLICIST,
    RESEARCHER,
    REVIEW,
    TALK,
    VISIT,
    Member,
    Post,
    Team,
    Week,
    Wishes,
)
from dundian.engines.planning.week.timetable import Proof
from tests.engines.planning.week.made_up import DAY_SHIFT, EARLY, LATE, MONDAY, week_of
from tests.engines.planning.week.test_windows import is_at_work

ALL = frozenset({PUBLICIST, RESEARCHER, CONNECTOR})
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def small(**changes: object) -> Week:
    """Two officials, one day team, one day: a talk and an interview."""
    team = Team("T", DAY_SHIFT.id, "装配班", 12, (Post("一号"), Post("二号")))
    week = Week(
        days=(MONDAY,),
        shifts=(DAY_SHIFT,),
        teams=(team,),
        officials=(Member("u0", "F", ALL), Member("u1", "M", ALL)),
        wishes=Wishes(("T",), {"T": 1}),
        rooms=("培训室",),
    )
    return replace(week, **changes)  # type: ignore[arg-type]


def test_a_small_week_by_hand() -> None:
    plan = plan_week(small())
    # one talk and one interview on day 1 (4 each), one act each (load 1 × 5), review at 17:30 (1 half hour, and the
    # acts go before the shift, to lunch or to later)
    assert plan.cost == {
        "rhythm": 8, "lost_labour": 0, "load": 5, "review_hour": 1, "split_review": 0, "no_joint_review": 0,
    }  # fmt: skip
    assert (plan.bound, plan.proof, plan.given_up, plan.notes) == (14, Proof.OPTIMAL, (), ())
    assert {each.team for each in plan.timetable.places.values()} == {"T"}
    labour = [(each.start, each.end) for each in plan.timetable.of("u0") if each.kind == LABOUR]
    assert labour == [(480, 720), (780, 1050)]


@SLOW
@given(st.integers(0, 10_000))
def test_the_judge_finds_no_fault_and_counts_as_the_solver_does(seed: int) -> None:
    week = week_of(seed)
    plan = plan_week(week, seconds=6)
    verdict = judge(week, plan.timetable)
    assert verdict.faults == ()
    assert plan.total - plan.cost.get("given_up", 0) == verdict.total
    assert plan.bound <= plan.total
    assert bool(plan.given_up) == bool(verdict.missing)
    for each in plan.timetable.entries:
        if each.kind in (TALK, INTERVIEW) and each.team:
            moments = range(week.starts[each.day] + each.start, week.starts[each.day] + each.end)
            assert not any(is_at_work(week, week.team(each.team), moment) for moment in moments)


@SLOW
@given(st.integers(0, 10_000), st.booleans())
def test_any_solution_of_the_model_costs_what_the_judge_says(seed: int, is_elastic: bool) -> None:
    week = week_of(seed)
    model = build_model(week, is_elastic=is_elastic)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 20
    solver.parameters.stop_after_first_solution = True
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return
    timetable = lay_out(model, solver.value)
    found = judge(week, timetable)
    assert found.faults == ()
    lost = sum(GIVE_UP[kind] * count for (kind, _), count in found.missing.items())
    # the solver's first solution may pay for more than it needs: a busiest day nobody has, a split nobody uses
    assert found.total + lost <= round(solver.objective_value)
    assert assess(week, timetable).cost == found.cost


def test_too_few_posts_are_named() -> None:
    plan = plan_week(small(teams=(Team("T", DAY_SHIFT.id, "装配班", 12, (Post("一号"),)),)))
    (lost,) = plan.given_up
    assert (lost.kind, lost.count) == (LABOUR, 1)
    assert lost.message.endswith("没有岗位可上：企业一共给了 1 个岗位，组里有 2 人。")
    assert plan.cost["given_up"] == GIVE_UP[LABOUR]


def test_without_a_room_the_talk_is_given_up_and_the_rest_stays() -> None:
    plan = plan_week(small(rooms=()))
    assert [(each.kind, each.message) for each in plan.given_up] == [(TALK, "装配班的宣讲排不下：没有宣讲的场地。")]
    assert [each.kind for each in plan.timetable.entries if each.kind == INTERVIEW] == [INTERVIEW]


def test_the_rule_that_stands_in_the_way_is_named() -> None:
    plan = plan_week(small(wishes=Wishes((), {"T": 3})))
    (lost,) = plan.given_up
    assert (lost.kind, lost.about, lost.count) == (INTERVIEW, "T", 1)
    assert lost.rules == ("daily",)
    assert "一天超过 10 小时" in lost.message


def test_a_visit_without_its_people_or_its_office_is_named() -> None:
    lost = plan_week(small(wishes=Wishes(visits=1))).given_up
    assert [(each.kind, each.message) for each in lost] == [
        (VISIT, "乡镇工会对接少排了 1 次：没有写乡镇（街道）工会的办公时间。")
    ]


def test_a_group_on_two_shifts_meets_in_two_parts_and_says_so() -> None:
    teams = tuple(Team(f"T{i}", each.id, "", 9, (Post("一号"),)) for i, each in enumerate((EARLY, LATE)))
    days = (MONDAY, MONDAY + timedelta(days=1))
    plan = plan_week(small(days=days, shifts=(EARLY, LATE), teams=teams, wishes=Wishes()))
    # on the first evening the early ones must be resting at 22:00; after the last one nobody gets up early
    assert [each.day for each in plan.timetable.entries if each.kind == REVIEW] == [0, 0, 1]
    assert plan.notes == ("周一没有全组都空的钟点，分两个小组碰头；周二全组一起碰头。",)
    assert plan.given_up == ()


def test_officials_keep_to_one_shift_where_there_are_posts_enough() -> None:
    teams = tuple(Team(f"T{i}", each.id, "", 9, (Post("一号"), Post("二号"))) for i, each in enumerate((EARLY, LATE)))
    plan = plan_week(small(shifts=(EARLY, LATE), teams=teams, wishes=Wishes()))
    assert {each.team for each in plan.timetable.places.values()} == {"T0"}
    assert plan.notes == ()


def test_who_must_not_lift_gets_a_light_post() -> None:
    posts = (Post("锻压", is_heavy=True), Post("检验"))
    officials = (Member("u0", "F", ALL), Member("u1", "M", ALL, heavy_ok=False))
    plan = plan_week(small(teams=(Team("T", DAY_SHIFT.id, posts=posts),), officials=officials))
    assert {who: each.post for who, each in plan.timetable.places.items()} == {"u0": "锻压", "u1": "检验"}


def test_the_same_seed_gives_the_same_week() -> None:
    assert plan_week(small(), seed=3).timetable == plan_week(small(), seed=3).timetable


def test_weeks_go_through_a_pool_and_stop_when_asked() -> None:
    weeks, heard = [small() for _ in range(5)], []
    assert pickle.loads(pickle.dumps(weeks)) == weeks  # noqa: S301
    found = plan_weeks(weeks, processes=2, on_done=lambda number, _plan: heard.append(number))
    assert sorted(found) == sorted(heard) == [0, 1, 2, 3, 4]
    assert found[0].timetable == plan_week(small()).timetable
    alone = plan_weeks(weeks, processes=1, is_stopped=lambda: len(heard) > 6, on_done=lambda n, _: heard.append(n))
    assert sorted(alone) == [0, 1]


@pytest.mark.parametrize("seed", [34, 136, 195])
def test_three_shifts_are_proved_although_a_team_takes_few_at_once(seed: int) -> None:
    plan = plan_week(week_of(seed))
    assert not plan.given_up
    assert plan.is_within_one_percent


def test_what_is_given_up_is_proved_too() -> None:
    plan = plan_week(week_of(37))
    assert [each.kind for each in plan.given_up] == [LABOUR]
    assert plan.is_within_one_percent


def test_who_stops_a_week_gets_the_best_so_far() -> None:
    week, asked = week_of(68), 0

    def is_stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3  # the first fit is there, its proof is not

    plan = plan_week(week, is_stopped=is_stopped)
    assert judge(week, plan.timetable).is_legal
    assert plan.proof is Proof.FEASIBLE


def test_who_stops_before_there_is_anything_is_told() -> None:
    with pytest.raises(NoTimeError):
        plan_week(week_of(68), is_stopped=lambda: True)
