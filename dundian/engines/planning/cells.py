"""Which cell of the roster, or of the list of postings, stands behind a fault: the row, the column, what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dundian.engines.planning.problem import Official, Posting, Problem
from dundian.engines.planning.rules import Fault


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the id of its row, its column as the problem file calls it, and a sentence that says what is in it."""

    row: str
    column: str
    words: str


_Words = Callable[[Problem, Official], str]
_OF_PEOPLE: dict[str, tuple[str, _Words]] = {
    "placed": ("reserve", lambda p, o: f"{p.label(o.id)} 不是后备"),
    "phase": ("phases", lambda p, o: f"{p.label(o.id)} 能去的期次：{_listed(p, o.phases)}"),
    "barred": ("barred_enterprises", lambda p, o: f"{p.label(o.id)} 回避：{_listed(p, o.barred_enterprises)}"),
    "night": ("night_ok", lambda p, o: f"{p.label(o.id)} 能上夜班：否"),
    "heavy": ("heavy_ok", lambda p, o: f"{p.label(o.id)} 能干重活：否"),
    "lock": ("lock", lambda p, o: f"{p.label(o.id)} 锁定：{p.label(o.lock.posting or o.lock.phase or '')}"),
    "apart": ("apart", lambda p, o: f"{p.label(o.id)} 不能同组：{_listed(p, o.apart)}"),
    "together": ("together", lambda p, o: f"{p.label(o.id)} 要同组：{_listed(p, o.together)}"),
    "lock_with": ("lock", lambda p, o: f"{p.label(o.id)} 锁定同组：{_listed(p, o.lock.mates)}"),
}
_OF_POSTINGS: dict[str, tuple[str, Callable[[Problem, Posting], str]]] = {
    "size": ("size", lambda p, g: f"{p.label(g.id)} 人数：{g.smallest}–{g.largest}"),
    "beds": ("beds", lambda p, g: f"{p.label(g.id)} 床位：女 {g.beds_women}、男 {g.beds_men}"),
    "rooms": ("rooms", lambda p, g: f"{p.label(g.id)} 房间：{'、'.join(map(str, g.rooms or ()))}"),
    "dialect": ("dialect", lambda p, g: f"{p.label(g.id)} 当地话：{p.label(g.dialect or '')}"),
}


def cell_of(problem: Problem, fault: Fault) -> Cell:
    """Return the cell behind a fault: of the official it is about, else of the posting."""
    if fault.rule in _OF_PEOPLE and fault.officials:
        column, words = _OF_PEOPLE[fault.rule]
        return Cell(fault.officials[0], column, words(problem, problem.official(fault.officials[0])))
    row = next(iter(fault.postings or fault.officials), "")
    if fault.rule in _OF_POSTINGS and fault.postings:
        column, of_posting = _OF_POSTINGS[fault.rule]
        return Cell(row, column, of_posting(problem, problem.posting(row)))
    return Cell(row, fault.rule, fault.message)


def _listed(problem: Problem, ids: frozenset[str] | tuple[str, ...]) -> str:
    return "、".join(problem.label(each) for each in sorted(ids)) or "无"
