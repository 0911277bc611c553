"""Why no legal plan exists: counting first, then CP-SAT is asked which pieces of rules cannot hold together.

The solver's own answer may be too large and, after presolve, even name what was not asked (OR-Tools issue 5141). So
presolve is off, every answer is checked by solving those pieces alone, and pieces are taken out while it stays
impossible and the time allows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from ortools.sat.python import cp_model

from dundian.engines.planning.model import Blame, Model, build_model
from dundian.engines.planning.problem import Problem
from dundian.engines.planning.rules import RULES, Fault
from dundian.engines.planning.shortage import find_shortages, listed

_OF_PAIRS = ("apart", "together", "lock_with")


def find_conflict(
    problem: Problem, *, seconds: float, should_stop: Callable[[], bool] = lambda: False
) -> tuple[Fault, ...]:
    """Return the rules that collide with the rows they are about; empty if none was proved within the seconds.

    `seconds` limits every single question to the solver, `should_stop` the taking out of what is not needed.
    """
    return find_shortages(problem) or _from_core(problem, seconds, should_stop)


def _from_core(problem: Problem, seconds: float, should_stop: Callable[[], bool]) -> tuple[Fault, ...]:
    model = build_model(problem, is_guarded=True, has_cost=False)
    core = _claimed_core(model, seconds)
    if not _collide(model, core, seconds):
        core = list(model.guards)  # the claim does not hold or none was made: begin from everything
        if not _collide(model, core, seconds):
            return ()
    return tuple(_faults(problem, _shrunk(model, core, seconds, should_stop)))


def _claimed_core(model: Model, seconds: float) -> list[Blame]:
    """Ask the solver itself; it may take too long (then nothing) or claim too little."""
    asked = model.cp.clone()
    asked.add_assumptions([_its(asked, literal) for literal in model.guards.values()])
    solver = _solver(seconds)
    solver.parameters.cp_model_presolve = False
    solver.parameters.linearization_level = 1
    if solver.solve(asked) != cp_model.INFEASIBLE:
        return []
    by_index = {literal.index: blame for blame, literal in model.guards.items()}
    return [by_index[i] for i in solver.sufficient_assumptions_for_infeasibility() if i in by_index]


def _collide(model: Model, pieces: Collection[Blame], seconds: float) -> bool:
    """Say whether these pieces alone are proved impossible."""
    alone, kept = model.cp.clone(), set(pieces)
    for blame, literal in model.guards.items():
        alone.add(_its(alone, literal) == (blame in kept))
    return bool(_solver(seconds).solve(alone) == cp_model.INFEASIBLE)


def _its(clone: cp_model.CpModel, literal: cp_model.IntVar) -> cp_model.IntVar:
    return clone.get_bool_var_from_proto_index(literal.index)


def _solver(seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = seconds
    return solver


def _shrunk(model: Model, core: list[Blame], seconds: float, should_stop: Callable[[], bool]) -> list[Blame]:
    """Take out what is not needed: whole rules, then halves, quarters … and single pieces."""
    left = core
    for rule in sorted({each.rule for each in core}):
        left = _without(model, left, [each for each in left if each.rule == rule], seconds, should_stop)
    size = len(left) // 2
    while size:
        for begin in range(0, len(left), size):
            left = _without(model, left, left[begin : begin + size], seconds, should_stop)
        size //= 2
    return left


def _without(
    model: Model, core: list[Blame], part: list[Blame], seconds: float, should_stop: Callable[[], bool]
) -> list[Blame]:
    rest = [each for each in core if each not in part]
    is_needed = not part or should_stop() or not _collide(model, rest, seconds)
    return core if is_needed else rest


def _faults(problem: Problem, pieces: list[Blame]) -> Iterable[Fault]:
    for rule in RULES.values():
        those = [each for each in pieces if each.rule == rule.id]
        if those:
            who = list(dict.fromkeys(official for each in those for official in each.officials))
            where = list(dict.fromkeys(posting for each in those for posting in each.postings))
            yield rule.fault(f"{rule.name}：{_words(problem, those)}。", who, where)


def _words(problem: Problem, pieces: list[Blame]) -> str:
    """Say what the pieces of one rule ask for, with the figures where the rule has some."""
    rule = pieces[0].rule
    postings = [problem.posting(each) for piece in pieces for each in piece.postings]
    names = [(problem.label(each.id), each) for each in postings]
    if rule == "size":
        return "，".join(f"{name} 要 {each.smallest}–{each.largest} 人" for name, each in names)
    if rule == "beds":
        return "，".join(f"{name} 女床位 {each.beds_women} 张、男床位 {each.beds_men} 张" for name, each in names)
    if rule in _OF_PAIRS:
        return "，".join(" 和 ".join(map(problem.label, piece.officials)) for piece in pieces)
    ids = [each for piece in pieces for each in (piece.officials or piece.postings)]
    return listed(problem, list(dict.fromkeys(ids)))
