"""A counting model: people who are alike in what is asked are counted together, so a thousand become a few crowds.

It knows what postings demand, who is closed where, and nothing of costs or pairs. What is impossible for it is
impossible; what is possible for it is possible for people without bonds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from dundian.engines.planning.demands import Demand, is_man, is_woman
from dundian.engines.planning.problem import Official

Linear = cp_model.LinearExpr | int


@dataclass(frozen=True, slots=True)
class Crowd:
    """People alike. `here`: the postings looked at that are open to them; `elsewhere`: whether some other one is."""

    people: tuple[Official, ...]
    here: tuple[str, ...]
    elsewhere: bool
    must_go: bool


@dataclass
class CrowdModel:
    """A CP-SAT model of crowds: how many of each go to each posting, and how many elsewhere."""

    crowds: Sequence[Crowd]
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    goes: dict[tuple[int, str], cp_model.IntVar] = field(default_factory=dict)
    away: dict[int, cp_model.IntVar] = field(default_factory=dict)

    def at(self, posting: str, kind: Callable[[Official], bool]) -> Linear:
        """Return how many people of a kind are at a posting."""
        found: Linear = sum(
            self.goes[i, posting]
            for i, crowd in enumerate(self.crowds)
            if (i, posting) in self.goes and kind(crowd.people[0])
        )
        return found


def model_of(
    crowds: Sequence[Crowd],
    demands: Iterable[Demand],
    used: Mapping[str, Linear] | None = None,
    cp: cp_model.CpModel | None = None,
) -> CrowdModel:
    """Return the model. `used`: 0 or 1, of `cp`, where a choice is made among postings: they demand only if used."""
    model = CrowdModel(crowds, cp or cp_model.CpModel())
    for i, crowd in enumerate(crowds):
        most = len(crowd.people)
        for posting in crowd.here:
            model.goes[i, posting] = model.cp.new_int_var(0, most, "")
        if crowd.elsewhere:
            model.away[i] = model.cp.new_int_var(0, most, "")
        whole: Linear = sum([model.goes[i, each] for each in crowd.here]) + model.away.get(i, 0)
        model.cp.add(whole == most if crowd.must_go else whole <= most)
    for demand in demands:
        _add_demand(model, demand, (used or {}).get(demand.posting.id, 1))
    return model


def _add_demand(model: CrowdModel, demand: Demand, used: Linear) -> None:
    cp, posting = model.cp, demand.posting.id
    for count in demand.counts:
        those = model.at(posting, count.kind)
        if count.least:
            cp.add(those >= count.least * used)
        if count.most is not None:
            cp.add(those <= count.most)
    if demand.rooms is not None:
        women, men = (model.at(posting, kind) for kind in (is_woman, is_man))
        for_women = sum(beds * cp.new_bool_var("") for beds in demand.rooms)
        cp.add(women <= for_women)
        cp.add(men <= sum(demand.rooms) - for_women)
