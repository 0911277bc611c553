"""Running the solver, moving by hand, undoing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dundian.features.programme.models import Group, Official, PlanChange, PlanRun
from dundian.features.programme.queries import plans as view
from dundian.features.programme.queries import runs
from dundian.features.programme.queries.blanks import blanks
from dundian.features.programme.queries.comparison import compare
from dundian.features.programme.queries.problem import Asked, build_problem, hash_of, plan_facts
from dundian.features.programme.services import change_official, moves, plans, seats
from dundian.features.programme.services.moves import Step
from dundian.features.programme.services.plans import Wish
from dundian.features.registry import services as registry
from tests.actors import NOW

from .season import BY, Season, job_time, official, season, solved

pytestmark = pytest.mark.django_db


def where(of: Season) -> dict[int, int | None]:
    return {pk: seat and seat["group"] for pk, seat in seats.seats_of(of.programme_id).items()}


def leaders(of: Season) -> list[int]:
    return [pk for pk, seat in seats.seats_of(of.programme_id).items() if seat and seat["leader"]]


def move(of: Season, who: int, to: int | None, *, seen: int | None = None) -> int | None:
    here = seen if seen is not None else where(of)[who]
    step = Step(official_id=who, seen=here, to=to)
    return moves.move(programme_id=of.programme_id, steps=(step,), by=BY, at=NOW)


def test_a_run_places_everybody_legally_and_names_one_able_leader_a_group() -> None:
    of = season()
    run = runs.run(solved(of), programme_id=of.programme_id)
    found = view.plan(of.programme_id)
    assert (run.state, run.is_applied, run.hard_count) == ("DONE", True, 0)
    assert found.score.is_legal
    assert found.score.cost == run.cost
    assert None not in where(of).values()
    assert len(leaders(of)) == len(of.groups)
    assert Official.objects.filter(pk__in=leaders(of), can_lead=True).count() == len(of.groups)


def test_a_run_writes_down_its_seed_weights_bound_and_the_hash_of_what_it_was_given() -> None:
    of = season()
    before = hash_of(build_problem(plan_facts(of.programme_id), Asked(for_solving=True)))
    run = runs.run(solved(of, seed=7), programme_id=of.programme_id)
    assert (run.seed, run.weights["same_unit"], run.input_hash) == (7, 10, before)
    assert run.bound is not None
    assert run.cost is not None
    assert run.bound <= run.cost


def test_the_hash_changes_with_the_roster_but_not_with_a_name() -> None:
    of = season()
    first = hash_of(build_problem(plan_facts(of.programme_id)))
    person = Official.objects.get(pk=of.officials[0]).person
    person.name = "改名"
    person.save()
    assert hash_of(build_problem(plan_facts(of.programme_id))) == first
    change_official(official_id=of.officials[0], facts={"night_ok": False}, by=BY, at=NOW)
    assert hash_of(build_problem(plan_facts(of.programme_id))) != first


def test_locked_people_and_locked_groups_stay_when_planned_again() -> None:
    of = season()
    solved(of)
    before = where(of)
    group = of.groups[0]
    moves.lock_group(programme_id=of.programme_id, group_id=group, is_locked=True, by=BY, at=NOW)
    single = next(pk for pk, at in before.items() if at == of.groups[3])
    moves.lock_official(programme_id=of.programme_id, official_id=single, lock="GROUP", by=BY, at=NOW)
    for pk in of.officials:
        if where(of)[pk] in of.groups[1:3]:
            move(of, pk, None)
    solved(of, seed=5)
    after = where(of)
    assert {pk for pk, at in after.items() if at == group} == {pk for pk, at in before.items() if at == group}
    assert after[single] == of.groups[3]


def test_a_phase_lock_keeps_the_phase_and_mates_are_not_parted() -> None:
    of = season()
    solved(of)
    before = where(of)
    pair = [pk for pk, at in before.items() if at == of.groups[0]][:2]
    single = next(pk for pk, at in before.items() if at == of.groups[3])
    for pk in pair:
        moves.lock_official(programme_id=of.programme_id, official_id=pk, lock="MATES", by=BY, at=NOW)
    moves.lock_official(programme_id=of.programme_id, official_id=single, lock="PHASE", by=BY, at=NOW)
    problem = build_problem(plan_facts(of.programme_id))
    assert problem.official(f"o{pair[0]}").lock.mates == (f"o{pair[1]}",)
    phase = Group.objects.get(pk=of.groups[3]).phase_id
    assert problem.official(f"o{single}").lock.phase == f"p{phase}"
    solved(of, seed=7)
    after = where(of)
    assert after[pair[0]] == after[pair[1]]
    assert Group.objects.get(pk=after[single]).phase_id == phase


def test_what_matters_is_asked_with_the_run_and_used_by_the_page() -> None:
    of = season()
    wish = Wish(weights={"topic": 0, "sex": 50}, seconds=3)
    run_id = plans.start_run(programme_id=of.programme_id, wish=wish, by=BY, at=NOW)
    plans.work_out(run_id=run_id, time=job_time())
    shown = view.plan(of.programme_id)
    assert (shown.problem.weights.topic, shown.problem.weights.sex) == (0, 50)
    assert shown.last_run is not None
    assert shown.last_run.seconds_asked == 3
    for wrong in ({"travel_scale": 3}, {"nobody": 1}, {"sex": -1}, {"sex": 99_999}):
        with pytest.raises(plans.UnknownWeight):
            plans.start_run(programme_id=of.programme_id, wish=Wish(weights=wrong), by=BY, at=NOW)


def test_two_plans_are_compared_under_the_same_weights() -> None:
    of = season()
    first = solved(of, seed=1)
    pair = [next(pk for pk, at in where(of).items() if at == of.groups[i]) for i in (0, 1)]
    places = {pk: where(of)[pk] for pk in pair}
    swap = tuple(Step(official_id=pk, seen=places[pk], to=places[pair[1 - i]]) for i, pk in enumerate(pair))
    moves.move(programme_id=of.programme_id, steps=swap, by=BY, at=NOW)
    found = compare(of.programme_id, view.plan(of.programme_id), first)
    assert {who for who, _, _ in found.moved} == set(pair)
    assert found.sides[1].score.is_legal
    assert compare(of.programme_id, view.plan(of.programme_id), first, first).moved == ()


def test_planning_again_with_few_changes_moves_nobody_when_nothing_is_better_to_repair() -> None:
    of = season()
    solved(of)
    before = where(of)
    solved(of, keeps_groups=True, seed=9)
    assert where(of) == before


def test_a_second_run_is_refused_while_one_goes_on_until_it_is_old() -> None:
    of = season()
    plans.start_run(programme_id=of.programme_id, wish=Wish(), by=BY, at=NOW)
    with pytest.raises(plans.RunGoesOn):
        plans.start_run(programme_id=of.programme_id, wish=Wish(), by=BY, at=NOW)
    later = NOW + plans.longest(plans.SECONDS) + timedelta(seconds=1)
    plans.start_run(programme_id=of.programme_id, wish=Wish(), by=BY, at=later)
    assert [r.state for r in runs.runs(of.programme_id)] == ["WAITING", "BROKEN"]


def test_a_run_that_was_asked_to_stop_still_ends_with_a_plan() -> None:
    of = season()
    run_id = plans.start_run(programme_id=of.programme_id, wish=Wish(), by=BY, at=NOW)
    plans.stop_run(programme_id=of.programme_id, run_id=run_id)
    plans.work_out(run_id=run_id, time=job_time())
    assert runs.run(run_id, programme_id=of.programme_id).state in {"DONE", "IMPOSSIBLE"}


def test_an_impossible_plan_names_rules_and_rows_and_leaves_the_old_one() -> None:
    of = season(women_beds=1)
    run = runs.run(solved(of), programme_id=of.programme_id)
    assert (run.state, run.is_applied) == ("IMPOSSIBLE", False)
    beds = next(row for row in run.conflict if row["rule"] == "beds")
    assert set(beds["groups"]) == set(of.groups)
    assert set(where(of).values()) == {None}


def test_a_relaxed_rule_lets_the_plan_through_and_stays_relaxed_on_the_page() -> None:
    of = season(women_beds=1)
    run = runs.run(solved(of, off=("beds",)), programme_id=of.programme_id)
    found = view.plan(of.programme_id)
    assert (run.state, found.rules_off, found.score.is_legal) == ("DONE", ["beds"], True)


def test_only_known_hard_rules_can_be_relaxed() -> None:
    of = season()
    for rule in ("nonsense", "same_unit"):
        with pytest.raises(plans.UnknownRule):
            plans.start_run(programme_id=of.programme_id, wish=Wish(off=(rule,)), by=BY, at=NOW)


def test_an_empty_programme_cannot_be_planned() -> None:
    of = season(phases=0)
    with pytest.raises(plans.NothingToPlan):
        plans.start_run(programme_id=of.programme_id, wish=Wish(), by=BY, at=NOW)


def test_a_plan_for_a_roster_that_changed_meanwhile_is_kept_but_not_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    of = season()
    run_id = plans.start_run(programme_id=of.programme_id, wish=Wish(), by=BY, at=NOW)
    solve = plans.solve

    def slow_solve(*args: object, **kwargs: object) -> object:
        change_official(official_id=of.officials[0], facts={"heavy_ok": False}, by=BY, at=NOW)
        return solve(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(plans, "solve", slow_solve)
    plans.work_out(run_id=run_id, time=job_time())
    run = runs.run(run_id, programme_id=of.programme_id)
    assert (run.state, run.is_applied) == ("DONE", False)
    assert set(where(of).values()) == {None}


def test_a_run_whose_job_fails_says_so_and_does_not_block_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    of = season()
    run_id = plans.start_run(programme_id=of.programme_id, wish=Wish(), by=BY, at=NOW)

    def broken(*_args: object, **_kwargs: object) -> object:
        raise MemoryError

    monkeypatch.setattr(plans, "solve", broken)
    with pytest.raises(MemoryError):
        plans.work_out(run_id=run_id, time=job_time())
    assert runs.run(run_id, programme_id=of.programme_id).state == "BROKEN"
    plans.start_run(programme_id=of.programme_id, wish=Wish(), by=BY, at=NOW)


def test_undo_puts_back_exactly_what_a_run_changed() -> None:
    of = season()
    solved(of)
    change = runs.last_change(of.programme_id)
    assert change is not None
    seats.undo(programme_id=of.programme_id, change_id=change.id, by=BY, at=NOW)
    assert set(where(of).values()) == {None}
    assert runs.last_change(of.programme_id) is None
    with pytest.raises(seats.AlreadyUndone):
        seats.undo(programme_id=of.programme_id, change_id=change.id, by=BY, at=NOW)


def test_an_earlier_run_can_be_taken_again_until_the_roster_changes() -> None:
    of = season()
    run_id = solved(of)
    planned = where(of)
    move(of, of.officials[0], None)
    plans.apply_run(programme_id=of.programme_id, run_id=run_id, by=BY, at=NOW)
    assert where(of) == planned
    official(of.programme_id, 40)
    with pytest.raises(plans.RunOutdated):
        plans.apply_run(programme_id=of.programme_id, run_id=run_id, by=BY, at=NOW)


def test_a_move_by_hand_may_break_a_rule_and_is_then_shown_with_a_remedy_that_mends_it() -> None:
    of = season()
    solved(of)
    woman = next(pk for pk in of.officials[1::2] if where(of)[pk] == of.groups[0] and pk not in leaders(of))
    move(of, woman, of.groups[1])
    found = view.plan(of.programme_id)
    fault = next(f for f in found.score.faults if f.rule == "beds")
    assert [m.official.id for m in found.cards[of.groups[1]].members if m.is_misplaced]
    best = found.remedies(fault)[0]
    steps = tuple(
        Step(official_id=int(who[1:]), seen=where(of)[int(who[1:])], to=int(to[1:]) if to else None)
        for who, to in best.moves
    )
    moves.move(programme_id=of.programme_id, steps=steps, by=BY, at=NOW)
    assert "beds" not in view.plan(of.programme_id).score.hard


def test_a_locked_official_a_locked_group_and_a_moved_one_are_not_moved() -> None:
    of = season()
    solved(of)
    who = of.officials[0]
    here = where(of)[who]
    there = next(g for g in of.groups if g != here)
    moves.lock_official(programme_id=of.programme_id, official_id=who, lock="GROUP", by=BY, at=NOW)
    with pytest.raises(moves.SeatLocked):
        move(of, who, there)
    moves.lock_official(programme_id=of.programme_id, official_id=who, lock=None, by=BY, at=NOW)
    moves.lock_group(programme_id=of.programme_id, group_id=there, is_locked=True, by=BY, at=NOW)
    with pytest.raises(moves.SeatLocked):
        move(of, who, there)
    with pytest.raises(moves.MovedMeanwhile):
        move(of, who, None, seen=there)


def test_leading_needs_the_ability_and_takes_the_lead_from_who_had_it() -> None:
    of = season()
    solved(of)
    unable = next(pk for pk in of.officials if not Official.objects.get(pk=pk).can_lead)
    with pytest.raises(moves.CannotLead):
        moves.set_leader(programme_id=of.programme_id, official_id=unable, by=BY, at=NOW)
    change_official(official_id=unable, facts={"can_lead": True}, by=BY, at=NOW)
    moves.set_leader(programme_id=of.programme_id, official_id=unable, by=BY, at=NOW)
    assert unable in leaders(of)
    assert len(leaders(of)) == len(of.groups)


def test_reserve_takes_somebody_out_and_undo_brings_him_back_with_his_seat() -> None:
    of = season()
    solved(of)
    who, here = of.officials[0], where(of)[of.officials[0]]
    change = moves.set_reserve(programme_id=of.programme_id, official_id=who, is_reserve=True, by=BY, at=NOW)
    assert where(of)[who] is None
    assert change is not None
    seats.undo(programme_id=of.programme_id, change_id=change, by=BY, at=NOW)
    assert where(of)[who] == here
    assert not Official.objects.get(pk=who).is_reserve


def test_undo_after_somebody_else_touched_the_same_official_is_refused_and_changes_nothing() -> None:
    of = season()
    solved(of)
    who, here = of.officials[0], where(of)[of.officials[0]]
    first, second = (g for g in of.groups if g != here and g != of.groups[3])
    mine = move(of, who, first)
    move(of, who, second)
    assert mine is not None
    with pytest.raises(seats.ChangedSince):
        seats.undo(programme_id=of.programme_id, change_id=mine, by=BY, at=NOW)
    assert where(of)[who] == second


def test_ids_of_another_programme_are_not_found() -> None:
    of, other = season(), season(phases=0)
    stranger = official(other.programme_id, 99)
    with pytest.raises(Official.DoesNotExist):
        moves.move(
            programme_id=of.programme_id,
            steps=(Step(official_id=stranger, seen=None, to=of.groups[0]),),
            by=BY,
            at=NOW,
        )
    with pytest.raises(Group.DoesNotExist):
        moves.move(
            programme_id=other.programme_id,
            steps=(Step(official_id=stranger, seen=None, to=of.groups[0]),),
            by=BY,
            at=NOW,
        )
    with pytest.raises(PlanChange.DoesNotExist):
        seats.undo(programme_id=of.programme_id, change_id=10**9, by=BY, at=NOW)
    with pytest.raises(PlanRun.DoesNotExist):
        plans.apply_run(programme_id=of.programme_id, run_id=10**9, by=BY, at=NOW)


def test_nothing_said_is_taken_at_its_worst_and_named() -> None:
    of = season()
    change_official(official_id=of.officials[0], facts={"can_lead": None}, by=BY, at=NOW)
    found = view.plan(of.programme_id)
    assert not found.problem.official(f"o{of.officials[0]}").leader
    blank = next(b for b in blanks(found) if b.kind == "can_lead")
    assert (blank.count, blank.names) == (1, ("干部01",))


def test_free_days_that_do_not_cover_a_phase_close_it() -> None:
    of = season()
    change_official(official_id=of.officials[0], facts={"available": [["2021-05-10", "2021-05-20"]]}, by=BY, at=NOW)
    problem = build_problem(plan_facts(of.programme_id))
    assert problem.official(f"o{of.officials[0]}").phases == {f"p{of.phases[0]}"}


def test_a_host_that_takes_nobody_in_the_days_of_its_group_is_named() -> None:
    of = season()
    open_days = registry.EnterpriseFacts(available=[["2021-05-17", "2021-05-21"]])
    for host in (of.enterprises[0], of.enterprises[2]):
        registry.change_enterprise(enterprise_id=host, facts=open_days, by=BY, at=NOW)
    blank = next(b for b in blanks(view.plan(of.programme_id)) if b.kind == "closed")
    assert blank.names == ("第 1 组",)


def test_a_run_is_about_now_until_the_roster_changes() -> None:
    of = season()
    run = runs.run(solved(of), programme_id=of.programme_id)
    assert view.plan(of.programme_id).is_about_now(run)
    change_official(official_id=of.officials[0], facts={"heavy_ok": False}, by=BY, at=NOW)
    assert not view.plan(of.programme_id).is_about_now(run)


def test_targets_deal_out_the_women_of_the_roster() -> None:
    of = season(women_beds=4)
    problem = build_problem(plan_facts(of.programme_id))
    assert sum(posting.target.women or 0 for posting in problem.postings) == len(of.officials) // 2


def test_the_page_takes_the_same_queries_for_more_people(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    of = season(groups_a_phase=3)
    solved(of)
    with django_assert_max_num_queries(9):
        found = view.plan(of.programme_id)
        assert len(found.cards) == 6
        assert found.measures()
