"""The relaxation's talks and interviews: how many of them each official takes on each day, not yet when.

What one official, one shift or everybody can take on a day is bounded by how many such acts can follow one another
beside labour, rest, meals and the review, times how many may go on at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dundian.engines.planning.week.lives import Life, Room, in_a_row
from dundian.engines.planning.week.model import Linear, Literal, Pattern, Task, WeekModel
from dundian.engines.planning.week.problem import INTERVIEW, LABOUR, ROLE_OF, TALK, Member, Span
from dundian.engines.planning.week.windows import interview_starts, talk_starts


@dataclass(frozen=True, slots=True)
class Demand:
    """Acts of one kind with the teams of one pattern, given by its number too: by team how many.

    So many of them may go on at once in a team, and so many in all.
    """

    kind: str
    number: int
    pattern: Pattern
    by_team: tuple[int, ...]
    in_team: int
    in_all: int

    @property
    def count(self) -> int:
        """How many are wanted."""
        return sum(self.by_team)

    def most(self, in_a_row: int) -> int:
        """Return how many there can be where so many follow one another."""
        return min(self.in_all * in_a_row, sum(min(each, self.in_team * in_a_row) for each in self.by_team))


@dataclass
class Shares:
    """The variables of who takes how many acts.

    `held` are the reviews by (day, begin) that everybody attends; empty if there are none, or none need be attended.
    """

    model: WeekModel
    lives: Sequence[Life]
    held: Mapping[tuple[int, int], Literal]
    by_task: dict[Task, list[Literal]] = field(default_factory=lambda: defaultdict(list))
    acts: dict[str, list[Literal]] = field(default_factory=lambda: defaultdict(list))
    _talks: dict[int, list[Literal]] = field(default_factory=lambda: defaultdict(list))
    _talk_spans: dict[int, set[Span]] = field(default_factory=lambda: defaultdict(set))

    def add(self) -> None:
        """Share all acts out among those who hold the role, are off the line then and have hours left."""
        for demand in self._demands():
            wanted = demand.count
            shares = [share for day, spans in self._days(demand).items() for share in self._share(demand, day, spans)]
            about = demand.pattern.teams[0].id
            self.model.cp.add(sum(shares) + self.model.may_fail(demand.kind, about, wanted) == wanted)
        for day, talks in self._talks.items():
            most = len(self.model.week.rooms) * in_a_row(self._talk_spans[day])
            self.model.cp.add(sum(talks) <= most)

    def _demands(self) -> Iterator[Demand]:
        week, wishes = self.model.week, self.model.week.wishes
        for i, pattern in enumerate(self.model.patterns):
            talks = tuple(int(each.id in wishes.talks) for each in pattern.teams)
            asked = tuple(wishes.interviews.get(each.id, 0) for each in pattern.teams)
            if any(talks):
                yield Demand(TALK, i, pattern, talks, 1, len(week.rooms))
            if any(asked):
                yield Demand(INTERVIEW, i, pattern, asked, week.limits.parallel, sum(asked))

    def _days(self, demand: Demand) -> dict[int, list[Span]]:
        week, found = self.model.week, defaultdict[int, list[Span]](list)
        begins, length = talk_starts if demand.kind == TALK else interview_starts, week.lengths.of(demand.kind)
        for start in begins(week, demand.pattern.teams[0]):
            found[week.day_of(start)].append((start, start + length))
        return found

    def _share(self, demand: Demand, day: int, spans: list[Span]) -> Iterable[Literal]:
        """Return what each able official takes of this demand on this day, apart by what their shift leaves."""
        model, shares = self.model, list[Literal]()
        able = model.able(ROLE_OF[demand.kind])
        alike = defaultdict[Room, list[int]](list)
        for i, life in enumerate(self.lives):
            alike[life.room(day, tuple(spans))].append(i)
        for room, shifts in alike.items():
            shares += self._of_shifts(demand, day, room, self._joined(able, shifts))
        for official in able:
            idle = model.failed.get((LABOUR, official.id))
            if idle is not None:
                shares.append(self._part(demand, day, official.id, demand.count, demand.count * idle))
        most = demand.most(in_a_row(spans))
        if most < demand.count:
            model.cp.add(sum(shares) <= most)
        if demand.kind == TALK:
            self._talks[day] += shares
            self._talk_spans[day] |= set(spans)
        return shares

    def _joined(self, able: list[Member], shifts: list[int]) -> dict[str, Linear]:
        joins = self.model.joins
        found = {who.id: [joins[who.id, i] for i in shifts if (who.id, i) in joins] for who in able}
        return {who: sum(literals) for who, literals in found.items() if literals}

    def _of_shifts(self, demand: Demand, day: int, room: Room, joined: dict[str, Linear]) -> list[Literal]:
        most = min(demand.count, room.most if self.held else room.free)
        if not most:
            return []
        shares = {who: self._part(demand, day, who, most, most * joins) for who, joins in joined.items()}
        if not self.held:
            if demand.most(room.free) < demand.count:
                self.model.cp.add(sum(shares.values()) <= demand.most(room.free))
            return list(shares.values())
        beside = [(self.held[day, start], count) for start, count in room.by_review]
        if room.least < min(most, _FEW):
            for share in shares.values():
                self.model.cp.add(share <= sum(held * count for held, count in beside))
        if demand.most(room.least) < demand.count:
            self.model.cp.add(sum(shares.values()) <= sum(held * demand.most(count) for held, count in beside))
        return list(shares.values())

    def _part(self, demand: Demand, day: int, who: str, most: int, limit: Linear) -> Literal:
        week, model = self.model.week, self.model
        share = model.cp.new_int_var(0, most, "")
        model.cp.add(share <= limit)
        model.pay(share, week.weights.rhythm_of(day))
        model.toil[who, day].append((share, week.lengths.of(demand.kind)))
        self.acts[who].append(share)
        self.by_task[who, demand.kind, demand.number, day].append(share)
        return share


_FEW = 2
"""A review that leaves an official room for fewer acts than this is told apart, official by official."""
