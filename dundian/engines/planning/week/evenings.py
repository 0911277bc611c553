"""Reviews and meals, the daily limit, and that nobody does two things at once."""

from __future__ import annotations

from ortools.sat.python import cp_model

from dundian.engines.planning.week.model import ACT, EXCLUSIVE, SHIFT, Literal, Pattern, WeekModel, meeting_points
from dundian.engines.planning.week.problem import EVENING, HALF_HOUR, MEAL, MEAL_HOURS, REVIEW, VISIT, Week
from dundian.engines.planning.week.windows import mask_of, meal_starts, overlaps, review_starts


def add_reviews(model: WeekModel) -> None:
    """Let everyone review every evening: all together, or at a price in two sub-groups one after the other."""
    week, splits = model.week, []
    if not week.wishes.has_reviews:
        return
    for day in range(len(week.days)):
        starts = [each for each in review_starts(week, day) if _is_held(model, day, each)]
        held = {start: model.boolean() for start in starts}
        is_split = model.boolean()
        splits.append(is_split)
        model.cp.add(sum(held.values()) <= 1 + is_split)
        model.pay(is_split, week.weights.split_review)
        for start, literal in held.items():
            model.pay(literal, week.weights.review_hour * far_from_evening(start - week.starts[day]))
        for official in week.officials:
            _attend(model, official.id, day, held)
    if splits:
        no_joint = model.boolean()
        model.cp.add(sum(splits) <= len(splits) - 1 + no_joint)
        model.pay(no_joint, week.weights.no_joint_review)


def far_from_evening(start: int) -> int:
    """Return the half hours, begun ones too, between the begin of a review and that of the evening."""
    return -(-abs(start - EVENING) // HALF_HOUR)


def _is_held(model: WeekModel, day: int, start: int) -> bool:
    return model.focus is None or model.focus.held is None or start in model.focus.held.get(day, ())


def _attend(model: WeekModel, who: str, day: int, held: dict[int, Literal]) -> None:
    length, mine = model.week.lengths.review, []
    for start, literal in held.items():
        if not model.may(who, start, start + length):
            continue
        here = model.reviews[who, day, start] = model.boolean()
        model.cp.add_implication(here, literal)
        model.agendas[who, ACT].append((start, start + length, here))
        model.toil[who, day].append((here, length))
        mine.append(here)
    model.cp.add(sum(mine) + model.may_fail(REVIEW, f"{who} {day}", 1) == 1)


def add_meals(model: WeekModel) -> None:
    """Keep time for lunch and supper, except where the shift itself leaves none."""
    week = model.week
    if not model.holds("meals"):
        return
    busy = {each.id: _ever_busy(model, each.id) for each in week.officials}
    for day in range(len(week.days)):
        windows = [meal_windows(week, each, day) for each in model.patterns]
        for meal in range(len(MEAL_HOURS)):
            starts = sorted({start for free in windows for start in free[meal]} or {*meal_starts(week, day, meal, ())})
            closed = [i for i, free in enumerate(windows) if not free[meal]]
            for official in week.officials:
                mine = [
                    _eat(model, official.id, (day, meal), each)
                    for each in _undisturbed(week, starts, busy[official.id])
                ]
                excuses = [model.joins[official.id, i] for i in closed if (official.id, i) in model.joins]
                model.cp.add(sum(each for each in mine if each is not None) + sum(excuses) == 1)


def _ever_busy(model: WeekModel, who: str) -> int:
    """Return the minutes that anything may take from an official, as bits."""
    stretches = (each for layer in (ACT, VISIT, SHIFT) for each in model.agendas[who, layer])
    found = model.taken[who]
    for start, end, _ in stretches:
        found |= mask_of(((start, end),))
    return found


def _undisturbed(week: Week, starts: list[int], busy: int) -> list[int]:
    """Return one begin of a meal that nothing can disturb, if there is one: then it need not be looked for."""
    length = week.lengths.meal
    return [each for each in starts if not busy & mask_of(((each, each + length),))][:1] or starts


def _eat(model: WeekModel, who: str, meal: tuple[int, int], start: int) -> Literal | None:
    end = start + model.week.lengths.meal
    if not model.may(who, start, end):
        return None
    literal = model.meals[who, *meal, start] = model.boolean()
    model.agendas[who, MEAL].append((start, end, literal))
    return literal


def meal_windows(week: Week, pattern: Pattern, day: int) -> tuple[list[int], ...]:
    """Return for each meal when who works this pattern may begin it on this day; nothing where the shift fills all."""
    busy = pattern.production
    edges, length = [end for _, end in busy], week.lengths.meal
    return tuple(
        [each for each in meal_starts(week, day, meal, edges) if not overlaps((each, each + length), busy)]
        for meal in range(len(MEAL_HOURS))
    )


def add_limits(model: WeekModel) -> None:
    """Let nobody do two things at once, nor more hours a day than the limit."""
    for official in model.week.officials:
        for layers in EXCLUSIVE:
            for literals in meeting_points(each for layer in layers for each in model.agendas[official.id, layer]):
                if len(literals) > 1:
                    model.cp.add_at_most_one(literals)
    if model.holds("daily"):
        for burden in model.toil.values():
            if sum(minutes for _, minutes in burden) > model.week.limits.daily:
                total = cp_model.LinearExpr.weighted_sum([each for each, _ in burden], [each for _, each in burden])
                model.cp.add(total <= model.week.limits.daily)
