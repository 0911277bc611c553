"""Can these pieces hold together? Asked of a model of these pieces alone, in which people who are alike are one crowd.

Yes is shown by a plan that was checked against every piece; no is the solver's proof. Who is not named in any piece
is free to go anywhere or nowhere, so such people are there only as far as they help.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field
from enum import Enum

from ortools.sat.python import cp_model

from dundian.engines.planning.crowds import Crowd, CrowdModel, Linear, model_of
from dundian.engines.planning.demands import Demand, Kind, is_woman
from dundian.engines.planning.evaluate import groups_of
from dundian.engines.planning.problem import Assignment, Official
from dundian.engines.planning.proof.pieces import PAIRS, Piece, Pieces


class Answer(Enum):
    """Whether pieces can hold together."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"


@dataclass
class _Question:
    """Pieces sorted by what they are about."""

    demands: list[Demand] = field(default_factory=list)
    rules: dict[str, list[Piece]] = field(default_factory=dict)
    pairs: list[Piece] = field(default_factory=list)
    choice: list[Piece] = field(default_factory=list)
    looked_at: int = 0
    bound: frozenset[str] = frozenset()
    kinds: tuple[Kind, ...] = ()
    helpful: tuple[Kind, ...] = ()


class Oracle:
    """Answers for one problem."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces, self.problem = pieces, pieces.problem
        self.asked = 0

    def ask(self, pieces: Collection[Piece], *, seconds: float) -> Answer:
        """Say whether a plan can keep all these pieces."""
        self.asked += 1
        question = self._question(pieces)
        crowds = self._crowds(question)
        model = self._model(question, crowds)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.catch_sigint_signal = False
        status = solver.solve(model.cp)
        if status == cp_model.INFEASIBLE:
            return Answer.IMPOSSIBLE
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer.UNKNOWN
        plan = self._plan(question, model, solver)
        groups = groups_of(self.problem, plan)
        is_shown = all(self.pieces.is_kept(each, plan, groups) for each in pieces)
        return Answer.POSSIBLE if is_shown else Answer.UNKNOWN

    def alike(self, pieces: Collection[Piece]) -> dict[Piece, Hashable]:
        """Return for every piece a key: two pieces with one key can change places without changing any answer."""
        question = self._question(pieces)
        found: dict[Piece, Hashable] = {}
        for piece in pieces:
            who = piece.officials[0] if len(piece.officials) == 1 else None
            if who is None or who in question.bound:
                found[piece] = piece
            else:
                official = self.problem.official(who)
                found[piece] = (piece.rule, *self._likeness(question, official), self._shares(question, official))
        return found

    def _shares(self, question: _Question, official: Official) -> Hashable:
        """What each piece about a person closes of what is looked at."""
        closed = self.pieces.openness.closed
        return frozenset(
            (each.rule, closed(each.rule, official) & question.looked_at) for each in question.rules[official.id]
        )

    def _question(self, pieces: Iterable[Piece]) -> _Question:
        found = _Question()
        bit = self.pieces.openness.bit
        for piece in pieces:
            if piece in self.pieces.demands:
                found.demands.append(self.pieces.demands[piece])
                found.looked_at |= bit[piece.postings[0]]
            elif piece.rule in PAIRS:
                found.pairs.append(piece)
            elif piece.rule == "open":
                found.choice.append(piece)
                found.looked_at |= self.pieces.openness.mask(map(self.problem.posting, piece.postings))
            else:
                found.rules.setdefault(piece.officials[0], []).append(piece)
        found.bound = frozenset(who for piece in found.pairs for who in piece.officials)
        counts = [count for demand in found.demands for count in demand.counts]
        found.kinds = tuple(dict.fromkeys([is_woman, *(each.kind for each in counts)]))
        found.helpful = tuple(dict.fromkeys(each.kind for each in counts if each.least))
        if any(each.part == "count" for each in found.choice):
            found.helpful = (*found.helpful, lambda _: True)
        return found

    def _likeness(self, question: _Question, official: Official) -> tuple[int, bool, bool, tuple[bool, ...]]:
        """What of a person matters for the question: where they can go, whether elsewhere, whether they must."""
        openness, closed, must_go = self.pieces.openness, 0, False
        for piece in question.rules.get(official.id, ()):
            closed |= openness.closed(piece.rule, official)
            must_go = must_go or self.pieces.sends(piece)
        here = openness.all & ~closed
        elsewhere = bool(here & ~question.looked_at)
        return here & question.looked_at, elsewhere, must_go, tuple([kind(official) for kind in question.kinds])

    def _crowds(self, question: _Question) -> list[Crowd]:
        alike: dict[tuple[int, bool, bool, tuple[bool, ...]], list[Official]] = {}
        crowds: list[Crowd] = []
        for official in self.problem.officials:
            if official.id in question.bound:
                crowds.append(self._single(question, official))
            elif official.id in question.rules or any(kind(official) for kind in question.helpful):
                alike.setdefault(self._likeness(question, official), []).append(official)
        for (here, elsewhere, must_go, _), people in alike.items():
            is_helpful = any(kind(people[0]) for kind in question.helpful)
            if (must_go and not elsewhere) or (is_helpful and here):
                ids = tuple(each.id for each in self.pieces.openness.postings(here))
                crowds.append(Crowd(tuple(people), ids, elsewhere, must_go))
        return crowds

    def _single(self, question: _Question, official: Official) -> Crowd:
        """Return the crowd of one person of whom it matters which posting it is, also among those not looked at."""
        openness, closed, must_go = self.pieces.openness, 0, False
        for piece in question.rules.get(official.id, ()):
            closed |= openness.closed(piece.rule, official)
            must_go = must_go or self.pieces.sends(piece)
        here = tuple(each.id for each in openness.postings(openness.all & ~closed))
        return Crowd((official,), here, elsewhere=False, must_go=must_go)

    def _model(self, question: _Question, crowds: list[Crowd]) -> CrowdModel:
        used: dict[str, Linear] = {}
        if self.problem.open_count is not None:
            cp = cp_model.CpModel()
            used = {each.id: cp.new_bool_var("") for each in self.pieces.openness.postings(question.looked_at)}
            model = model_of(crowds, question.demands, used, cp)
            self._add_used(model, used)
        else:
            model = model_of(crowds, question.demands)
        numbers = {crowd.people[0].id: i for i, crowd in enumerate(crowds) if crowd.people[0].id in question.bound}
        for piece in question.pairs:
            self._add_pair(model, piece, *(numbers[who] for who in piece.officials))
        for piece in question.choice:
            total: Linear = sum(used[each] for each in piece.postings)
            model.cp.add(total == self.problem.open_count if piece.part == "count" else total <= 1)
        return model

    def _add_used(self, model: CrowdModel, used: dict[str, Linear]) -> None:
        """A posting is in use exactly if somebody is there."""
        for posting, literal in used.items():
            those = [(i, model.goes[i, posting]) for i in range(len(model.crowds)) if (i, posting) in model.goes]
            for i, going in those:
                model.cp.add(going <= len(model.crowds[i].people) * literal)
            model.cp.add(sum(going for _, going in those) >= literal)

    def _add_pair(self, model: CrowdModel, piece: Piece, one: int, other: int) -> None:
        for posting in self.problem.postings:
            here, there = model.goes.get((one, posting.id), 0), model.goes.get((other, posting.id), 0)
            model.cp.add(here + there <= 1 if piece.rule == "apart" else here == there)

    def _plan(self, question: _Question, model: CrowdModel, solver: cp_model.CpSolver) -> Assignment:
        """Return the plan of a solution: people of a crowd as they stand in the roster."""
        plan: dict[str, str | None] = dict.fromkeys((each.id for each in self.problem.officials), None)
        for official in self.problem.officials:
            _, elsewhere, must_go, _ = self._likeness(question, official)
            if must_go and elsewhere and official.id not in question.bound:
                plan[official.id] = self._somewhere(question, official)
        for i, crowd in enumerate(model.crowds):
            people = list(crowd.people)
            for posting in crowd.here:
                for _ in range(solver.value(model.goes[i, posting])):
                    plan[people.pop().id] = posting
            if crowd.people[0].id in question.bound:
                plan.update((each.id, None) for each in people)
        return plan

    def _somewhere(self, question: _Question, official: Official) -> str:
        """Return a posting that is not looked at and open to this official."""
        openness, closed = self.pieces.openness, question.looked_at
        for piece in question.rules.get(official.id, ()):
            closed |= openness.closed(piece.rule, official)
        return next(openness.postings(openness.all & ~closed)).id
