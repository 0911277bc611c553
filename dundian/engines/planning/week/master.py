"""A small relaxation of the week that is solved first: who joins which shift, the visits, when the group can meet.

Every timetable of the whole model is a solution of this one and costs at least as much here, so its optimum is a
proved bound; and its decisions are so often right that the rest, searched with them fixed, reaches that bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from dundian.engines.planning.week.acts import add_visits
from dundian.engines.planning.week.evenings import far_from_evening, meal_windows
from dundian.engines.planning.week.labour import add_labour, nights, rest_starts
from dundian.engines.planning.week.model import Focus, Linear, Literal, Pattern, WeekModel, exceeds_day, patterns
from dundian.engines.planning.week.problem import DAY, INTERVIEW, LABOUR, REVIEW, ROLE_OF, TALK, Span, Week
from dundian.engines.planning.week.windows import (
    interview_starts,
    overlaps,
    review_starts,
    talk_starts,
    visit_length,
    visit_starts,
)


class Master:
    """The relaxation, and what its solution decides."""

    def __init__(self, week: Week, *, is_elastic: bool = False) -> None:
        self.model = WeekModel(week, frozenset(), is_elastic=is_elastic, patterns=patterns(week))
        self._must_meet = week.wishes.has_reviews and not is_elastic  # else an official may stay away from a review
        self._lives = [_Life(week, each, self._must_meet) for each in self.model.patterns]
        self._held: dict[tuple[int, int], Literal] = {}
        self._rooms: dict[tuple[int, int, tuple[Span, ...]], dict[int, int]] = {}
        add_visits(self.model, self._telling_visits)
        add_labour(self.model)
        self._order_twins()
        self._used = [self._is_used(i) for i in range(len(self.model.patterns))]
        self._add_trips()
        self._add_reviews()
        self._add_shares()
        self.model.minimise()

    def focus(self, value: Callable[[Literal], int]) -> Focus:
        """Return what these values decide."""
        held: dict[int, set[int]] = defaultdict(set)
        for (day, start), literal in self._held.items():
            if value(literal):
                held[day].add(start)
        return Focus(
            joins={who: i for (who, i), literal in self.model.joins.items() if value(literal)},
            visits=frozenset(key for key, literal in self.model.visits.items() if value(literal)),
            held={day: frozenset(starts) for day, starts in held.items()},
        )

    def _telling_visits(self, day: int) -> list[int]:
        """Return the begins of a visit that no other begin of the day beats in everything that is looked at here."""
        week = self.model.week
        marks: dict[int, frozenset[tuple[str, int]]] = {}
        for start in visit_starts(week, day):
            span = start, start + visit_length(week)
            halves = (half for each in self.model.patterns for turn in each.turns for half in turn.halves)
            found = {("half", i) for i, half in enumerate(halves) if overlaps(span, half)}
            found |= {("life", i) for i, life in enumerate(self._lives) if not life.can_live(day, (span,))}
            meetings = _spans(review_starts(week, day), week.lengths.review)
            marks[start] = frozenset(found | {("review", each[0]) for each in meetings if overlaps(span, (each,))})
        kept: list[int] = []
        for start in sorted(marks, key=lambda each: len(marks[each])):
            if not any(marks[other] <= marks[start] for other in kept):
                kept.append(start)
        return kept

    def _order_twins(self) -> None:
        """Officials who are alike in all that counts here join patterns in their order: no use in swapping them."""
        model, last = self.model, dict[object, str]()
        for official in model.week.officials:
            mine = tuple(i for i in range(len(model.patterns)) if (official.id, i) in model.joins)
            alike = (official.roles, official.heavy_ok, mine)
            if alike in last:
                before = sum(i * model.joins[last[alike], i] for i in mine)
                model.cp.add(before <= sum(i * model.joins[official.id, i] for i in mine))
            last[alike] = official.id

    def _is_used(self, i: int) -> Literal:
        used = self.model.boolean()
        for (_, at), joins in self.model.joins.items():
            if at == i:
                self.model.cp.add_implication(joins, used)
        return used

    def _add_trips(self) -> None:
        """Tell every visit by the shift that its official joined: what it costs in labour is then plain."""
        week, model = self.model.week, self.model
        length = visit_length(week)
        trips: dict[tuple[str, int], list[tuple[Span, Literal]]] = defaultdict(list)
        for (who, start), visits in model.visits.items():
            span, parts = (start, start + length), []
            for i, life in enumerate(self._lives):
                if (who, i) in model.joins and life.can_travel(week.day_of(start), span):
                    trip = model.boolean()
                    model.cp.add_implication(trip, model.joins[who, i])
                    trips[who, i].append((span, trip))
                    parts.append(trip)
            idle = model.failed.get((LABOUR, who), 0)
            model.cp.add(sum(parts) <= visits)
            model.cp.add(sum(parts) + idle >= visits)
        for (who, i, day, half), works in model.works.items():
            turn = next(each for each in model.patterns[i].turns if each.day == day)
            away = [trip for span, trip in trips[who, i] if overlaps(span, turn.halves[half])]
            if away:
                model.cp.add(works + sum(away) <= model.joins[who, i])

    def _add_reviews(self) -> None:
        """Every pattern in use needs a meeting at which its people are free: one for all, or one of two."""
        week, model, splits = self.model.week, self.model, []
        for day in range(len(week.days) if week.wishes.has_reviews else 0):
            is_split = model.boolean()
            splits.append(is_split)
            model.pay(is_split, week.weights.split_review)
            starts = review_starts(week, day)
            for start in starts:
                literal = self._held[day, start] = model.boolean()
                model.pay(literal, week.weights.review_hour * far_from_evening(start - week.starts[day]))
            model.cp.add(sum(self._held[day, start] for start in starts) <= 1 + is_split)
            if self._must_meet:
                self._keep_apart(day, is_split)
            spans = _spans(starts, week.lengths.review)
            for i, life in enumerate(self._lives):
                fits = [self._held[day, each[0]] for each in spans if life.can_meet(day, each)]
                model.cp.add(sum(fits) + model.may_fail(REVIEW, f"{i} {day}", 1) >= self._used[i])
        if splits:
            no_joint = model.boolean()
            model.cp.add(sum(splits) <= len(splits) - 1 + no_joint)
            model.pay(no_joint, week.weights.no_joint_review)

    def _keep_apart(self, day: int, is_split: Literal) -> None:
        """Whoever is away with the township cannot be where all meet."""
        week = self.model.week
        for (_, start), visits in self.model.visits.items():
            span = start, start + visit_length(week)
            for (at, moment), held in self._held.items():
                if at == day and overlaps(span, ((moment, moment + week.lengths.review),)):
                    self.model.cp.add(visits + held <= 1 + is_split)

    def _add_shares(self) -> None:
        """Share all acts out, day by day, among those who hold the role, are off the line then and have hours left."""
        week, model = self.model.week, self.model
        busiest = model.cp.new_int_var(0, 1000, "")
        acts: dict[str, list[Linear]] = defaultdict(list)
        for kind, pattern, count in self._demands():
            shares = [share for day in range(len(week.days)) for share in self._share(kind, pattern, day, count, acts)]
            model.cp.add(sum(shares) + model.may_fail(kind, pattern.teams[0].id, count) == count)
        for (who, _), literal in model.visits.items():
            acts[who].append(literal)
        for each in acts.values():
            model.cp.add(sum(each) <= busiest)
        model.pay(busiest, week.weights.load)
        left = week.limits.daily - (week.lengths.review if self._must_meet else 0)
        for burden in model.toil.values():
            model.cp.add(sum(literal * minutes for literal, minutes in burden) <= left)

    def _demands(self) -> Iterable[tuple[str, Pattern, int]]:
        wishes = self.model.week.wishes
        for pattern in self.model.patterns:
            yield TALK, pattern, sum(each.id in wishes.talks for each in pattern.teams)
            yield INTERVIEW, pattern, sum(wishes.interviews.get(each.id, 0) for each in pattern.teams)

    def _share(
        self, kind: str, pattern: Pattern, day: int, count: int, acts: dict[str, list[Linear]]
    ) -> Iterable[Literal]:
        """Yield how many of these acts each able official takes on this day, no more than can follow one another."""
        week, model = self.model.week, self.model
        begins = talk_starts if kind == TALK else interview_starts
        starts = (at for at in begins(week, pattern.teams[0]) if week.day_of(at) == day)
        spans = _spans(starts, week.lengths.of(kind))
        room = [min(count, _in_a_row(each for each in spans if life.can_act(day, each))) for life in self._lives]
        for official in model.able(ROLE_OF[kind]) if spans and count else ():
            share = model.cp.new_int_var(0, count, "")
            idle = model.failed.get((LABOUR, official.id), 0)
            joined = [
                (model.joins[official.id, i], most) for i, most in enumerate(room) if (official.id, i) in model.joins
            ]
            model.cp.add(share <= sum(joins * most for joins, most in joined) + idle * count)
            model.pay(share, week.weights.rhythm_of(day))
            model.toil[official.id, day].append((share, week.lengths.of(kind)))
            acts[official.id].append(share)
            self._bind_to_review(official.id, share, day, spans)
            yield share

    def _bind_to_review(self, who: str, share: Literal, day: int, spans: list[Span]) -> None:
        """Who works nights sleeps by day: what can be done then hangs on when the group meets."""
        model = self.model
        for i, life in enumerate(self._lives if self._must_meet else ()):
            joins = model.joins.get((who, i))
            if joins is None or not model.patterns[i].is_night:
                continue
            key = (i, day, tuple(spans))
            if key not in self._rooms:
                self._rooms[key] = life.room_by_review(day, spans)
            room, most = self._rooms[key], len(spans)
            if room:
                met = sum(self._held[day, start] * count for start, count in room.items())
                model.cp.add(share <= met + most * (1 - joins))


def _in_a_row(spans: Iterable[Span]) -> int:
    """Return how many of these spans can follow one another."""
    count, free_from = 0, -DAY
    for start, end in sorted(spans, key=lambda each: each[1]):
        if start >= free_from:
            count, free_from = count + 1, end
    return count


class _Life:
    """What a pattern leaves: whether who works it can do something then and still rest, eat and meet."""

    def __init__(self, week: Week, pattern: Pattern, must_meet: bool) -> None:
        self._week, self._labour = week, pattern.labour
        self._must_meet = must_meet
        self._rests = {
            night: [(each, each + week.limits.rest) for each in rest_starts(week, pattern, night)]
            for night in nights(week)
        }
        self._meals = [
            [[(each, each + week.lengths.meal) for each in free] for free in meal_windows(week, pattern, day) if free]
            for day in range(len(week.days))
        ]
        whole = [each for each in pattern.turns if each.day is not None and not exceeds_day(week, each.shift)]
        self._halves = [
            [half for each in whole if each.day == day for half in each.halves] for day in range(len(week.days))
        ]
        self._meetings = [
            [span for span in _spans(review_starts(week, day), week.lengths.review) if not overlaps(span, self._labour)]
            for day in range(len(week.days))
        ]

    def can_meet(self, day: int, span: Span) -> bool:
        """Whether this time of a day is free for a review."""
        return not overlaps(span, self._labour) and self.can_live(day, (span,))

    def can_act(self, day: int, span: Span) -> bool:
        """Whether this time of a day is free for an act, and another one for the review."""
        if overlaps(span, self._labour):
            return False
        if not self._must_meet:
            return self.can_live(day, (span,))
        apart = (each for each in self._meetings[day] if not overlaps(each, (span,)))
        return any(self.can_live(day, (span, each)) for each in apart)

    def room_by_review(self, day: int, spans: list[Span]) -> dict[int, int]:
        """Return how many of these acts can follow one another, by when the review of the day begins."""
        free = [span for span in spans if not overlaps(span, self._labour)]
        return {
            meeting[0]: _in_a_row(
                each for each in free if not overlaps(each, (meeting,)) and self.can_live(day, (each, meeting))
            )
            for meeting in self._meetings[day]
        }

    def can_travel(self, day: int, span: Span) -> bool:
        """Whether this time of a day can be given to the township, with what is left of the shift and the review."""
        if not self.can_live(day, (span,)):
            return False
        left = [half for half in self._halves[day] if not overlaps(span, half)]
        minutes = sum(end - start for half in left for start, end in half)
        review = self._week.lengths.review if self._must_meet else 0
        return minutes + span[1] - span[0] + review <= self._week.limits.daily

    def can_live(self, day: int, spans: tuple[Span, ...]) -> bool:
        """Whether who gives these times of a day still rests each night and has both meals."""
        for night in (day - 1, day):
            rests = self._rests.get(night)
            if rests and all(overlaps(rest, spans) for rest in rests):
                return False
        return all(any(not overlaps(each, spans) for each in free) for free in self._meals[day])


def _spans(starts: Iterable[int], length: int) -> list[Span]:
    return [(start, start + length) for start in starts]
