"""A small relaxation of the week that is solved first: who joins which shift, the visits, when the group can meet.

Every timetable of the whole model is a solution of this one and costs at least as much here, so its optimum is a
proved bound; and its decisions are so often right that the rest, searched with them fixed, reaches that bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from enum import Enum, auto

from dundian.engines.planning.week.acts import add_visits
from dundian.engines.planning.week.evenings import far_from_evening
from dundian.engines.planning.week.labour import add_labour, nights, rest_starts
from dundian.engines.planning.week.lives import Life, review_spans
from dundian.engines.planning.week.model import GIVE_UP, Focus, Literal, Stretch, WeekModel, meeting_points, patterns
from dundian.engines.planning.week.problem import LABOUR, REVIEW, Span, Week
from dundian.engines.planning.week.shares import Shares
from dundian.engines.planning.week.windows import overlaps, visit_length, visit_starts


class Reviews(Enum):
    """What is asked of the reviews: that everybody attends all, that at least one is missed, or nothing."""

    KEPT = auto()
    ONE_IS_MISSED = auto()
    LEFT_OUT = auto()


class Master:
    """The relaxation, of all timetables or of those that cost less than `below`, and what its solution decides."""

    def __init__(
        self,
        week: Week,
        *,
        is_elastic: bool = False,
        reviews: Reviews = Reviews.KEPT,
        below: int | None = None,
    ) -> None:
        self.model = WeekModel(week, frozenset(), is_elastic=is_elastic, patterns=patterns(week))
        self._reviews = reviews if week.wishes.has_reviews else Reviews.LEFT_OUT
        self._given = week.lengths.review if self._reviews is Reviews.KEPT else 0
        self._lives = [Life(week, each) for each in self.model.patterns]
        self._held: dict[tuple[int, int], Literal] = {}
        self._trips = defaultdict[tuple[str, int], list[tuple[Span, Literal]]](list)
        add_visits(self.model, self._telling_visits)
        add_labour(self.model)
        self._order_twins()
        self._add_trips()
        if self._reviews is not Reviews.LEFT_OUT:
            self._add_reviews()
        self._add_shares()
        self.model.minimise(below=below)

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
            acts=frozenset(task for task, shares in self._tasks.items() if any(map(value, shares))),
        )

    def forbid(self, joins: Mapping[str, int]) -> None:
        """Let exactly this choice of who joins which shift not be taken again."""
        taken = [self.model.joins[key] for key in joins.items()]
        idle = [each for (kind, who), each in self.model.failed.items() if kind == LABOUR and who not in joins]
        self.model.cp.add(sum(taken) + sum(idle) <= len(taken) + len(idle) - 1)

    def _telling_visits(self, day: int) -> list[int]:
        """Return the begins of a visit that no other begin of the day beats in everything that is looked at here."""
        week = self.model.week
        marks: dict[int, frozenset[tuple[str, int, int]]] = {}
        for start in visit_starts(week, day):
            span = start, start + visit_length(week)
            halves = (half for each in self.model.patterns for turn in each.turns for half in turn.halves)
            found = {("half", i, 0) for i, half in enumerate(halves) if overlaps(span, half)}
            for i, life in enumerate(self._lives):
                if not life.can_give(day, span):
                    found.add(("life", i, 0))
                found |= {("review", i, each) for each, _ in {*life.meetings(day)} - {*life.meetings(day, span)}}
            marks[start] = frozenset(found)
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

    def _add_trips(self) -> None:
        """Tell every visit by the shift that its official joined: what it costs in labour is then plain."""
        week, model = self.model.week, self.model
        length = visit_length(week)
        for (who, start), visits in model.visits.items():
            span, parts = (start, start + length), []
            for i, life in enumerate(self._lives):
                if (who, i) in model.joins and life.can_travel(week.day_of(start), span, self._given):
                    trip = model.boolean()
                    model.cp.add_implication(trip, model.joins[who, i])
                    self._trips[who, i].append((span, trip))
                    parts.append(trip)
            idle = model.failed.get((LABOUR, who), 0)
            model.cp.add(sum(parts) <= visits)
            model.cp.add(sum(parts) + idle >= visits)
        turns = {(i, each.day): each for i, pattern in enumerate(model.patterns) for each in pattern.turns}
        for (who, i, day, half), works in model.works.items():
            turn = turns[i, day]
            away = [trip for span, trip in self._trips[who, i] if overlaps(span, turn.halves[half])]
            if away:
                model.cp.add(works + sum(away) <= model.joins[who, i])

    def _add_reviews(self) -> None:
        """Every shift in use needs a meeting at which its people are free: one for all, or one of two."""
        week, model, splits = self.model.week, self.model, []
        used = [self._is_used(i) for i in range(len(model.patterns))]
        missed: list[Literal] = []
        for day in range(len(week.days)):
            is_split = model.boolean()
            splits.append(is_split)
            model.pay(is_split, week.weights.split_review)
            for start, _ in review_spans(week, day):
                literal = self._held[day, start] = model.boolean()
                model.pay(literal, week.weights.review_hour * far_from_evening(start - week.starts[day]))
            model.cp.add(sum(self._held[day, start] for start, _ in review_spans(week, day)) <= 1 + is_split)
            for i in range(len(self._lives)):
                stays_away = [model.boolean()] if self._reviews is Reviews.ONE_IS_MISSED else []
                model.cp.add(sum(held for _, held in self._meetings(i, day)) + sum(stays_away) >= used[i])
                missed += stays_away
            if self._reviews is Reviews.KEPT:
                self._keep_apart(day)
        no_joint = model.boolean()
        model.cp.add(sum(splits) <= len(splits) - 1 + no_joint)
        model.pay(no_joint, week.weights.no_joint_review)
        if self._reviews is Reviews.KEPT:
            self._add_sleepers(used)
        else:
            count = model.cp.new_int_var(1, len(missed), "")
            model.cp.add(sum(missed) <= count)
            model.pay(count, GIVE_UP[REVIEW])

    def _meetings(self, i: int, day: int, *away: Span) -> list[tuple[Span, Literal]]:
        """Return the meetings of a day that a shift, and a time away, leave free."""
        return [(span, self._held[day, span[0]]) for span in self._lives[i].meetings(day, *away)]

    def _add_sleepers(self, used: list[Literal]) -> None:
        """Who works nights sleeps by day, between the meetings of two days: follow one official of each such shift."""
        week, model = self.model.week, self.model
        for i, pattern in enumerate(model.patterns):
            if not pattern.is_night:
                continue
            agenda: list[Stretch] = []
            for day in range(len(week.days)):
                attended = [(span, held, model.boolean()) for span, held in self._meetings(i, day)]
                for (start, end), held, attends in attended:
                    model.cp.add_implication(attends, held)
                    agenda.append((start, end, attends))
                model.cp.add(sum(attends for _, _, attends in attended) == used[i])
            for night in nights(week):
                rests = [(each, each + week.limits.rest, model.boolean()) for each in rest_starts(week, pattern, night)]
                model.cp.add(sum(rest for _, _, rest in rests) == used[i])
                agenda += rests
            for literals in meeting_points(agenda):
                if len(literals) > 1:
                    model.cp.add_at_most_one(literals)

    def _is_used(self, i: int) -> Literal:
        """Return whether anybody joins this shift: said of each one, and of all the posts together."""
        used = self.model.boolean()
        mine = [joins for (_, at), joins in self.model.joins.items() if at == i]
        for joins in mine:
            self.model.cp.add_implication(joins, used)
        self.model.cp.add(sum(mine) <= self.model.patterns[i].post_count() * used)
        return used

    def _keep_apart(self, day: int) -> None:
        """Whoever is away with the township can still be at one of the meetings that their shift leaves free."""
        for (_, i), trips in self._trips.items():
            for away, trip in trips:
                if self.model.week.day_of(away[0]) == day:
                    beside = self._meetings(i, day, away)
                    self.model.cp.add(sum(held for _, held in beside) >= trip)

    def _add_shares(self) -> None:
        """Share all acts out, pay for what the busiest has to do, and let nobody pass the daily limit."""
        week, model = self.model.week, self.model
        shares = Shares(model, self._lives, self._held if self._reviews is Reviews.KEPT else {})
        shares.add()
        self._tasks = shares.by_task
        busiest = model.cp.new_int_var(0, 1000, "")
        for official in week.officials:
            visits = [literal for (who, _), literal in model.visits.items() if who == official.id]
            model.cp.add(sum([*visits, *shares.acts[official.id]]) <= busiest)
        model.pay(busiest, week.weights.load)
        for burden in model.toil.values():
            model.cp.add(sum(literal * minutes for literal, minutes in burden) <= week.limits.daily - self._given)
