"""The planning problem as a file (JSON): read strictly, so that a slip of the pen is told and never guessed at.

Every fault is one sentence that begins with its path, as in `officials[3].lock.phase`. What is missing, unknown or
of the wrong kind is refused; every id used must exist. `last_enterprise` and `last_group` are history and may
name what no longer takes part.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dundian.engines.planning.fields import BadProblem, Fields
from dundian.engines.planning.problem import (
    AGE_BANDS,
    MAN,
    ROLES,
    SENIORITY_BANDS,
    WOMAN,
    Assignment,
    Lock,
    Official,
    Phase,
    Posting,
    Problem,
    Target,
    Weights,
)
from dundian.engines.planning.rules import RULES


def read_problem(text: str) -> Problem:
    """Return the problem written in this JSON text; BadProblem with one sentence if it is not one."""
    top = Fields(read_json(text), "")
    phases = tuple(_phase(each) for each in top.objects("phases"))
    officials = tuple(_official(each) for each in top.objects("officials"))
    postings = tuple(_posting(each) for each in top.objects("postings"))
    opened = top.optional_object("open")
    problem = Problem(
        phases=phases,
        officials=officials,
        postings=postings,
        open_count=opened.whole("postings") if opened else None,
        distinct_roles=top.truth("distinct_roles", default=False),
        off=top.names("off", default=()),
        weights=_weights(top.optional_object("weights")),
        previous=top.mapping("previous"),
    )
    if opened:
        opened.done()
    top.done()
    _check_ids(problem)
    return problem


def read_assignment(text: str, problem: Problem) -> Assignment:
    """Return the assignment in a plan file, whatever else the file says; BadProblem if an id does not exist."""
    page = read_json(text)
    found = Fields(page, "").mapping("assignment") if isinstance(page, dict) else None
    if found is None:
        raise BadProblem("这个文件里没有 assignment，不是一份分组方案。")
    _check_assignment("assignment", found, problem)
    return {each.id: found.get(each.id) for each in problem.officials}


def read_json(text: str) -> Any:
    """Return what a JSON text says, without NaN and without keys that stand twice; BadProblem otherwise."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as fault:
        raise BadProblem(f"不是 JSON：第 {fault.lineno} 行第 {fault.colno} 个字符读不下去。") from None
    except (RecursionError, ValueError):  # brackets beyond counting, a number of thousands of digits
        raise BadProblem("不是一份分组问题：里面有没人写得出的数或括号。") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise BadProblem(f"{twice}：同一处写了两遍，不知道听哪一个。")
    return found


def _no_number(word: str) -> float:
    raise BadProblem(f"{word} 不是一个数。")


def _phase(row: Fields) -> Phase:
    found = Phase(row.name("id"), row.day("start"), row.day("end"))
    if found.start and found.end and found.start > found.end:
        raise BadProblem(f"{row.path}：开始的日子在结束之后。")
    row.done()
    return found


def _official(row: Fields) -> Official:
    found = Official(
        id=row.name("id"),
        sex=row.choice("sex", (WOMAN, MAN)),
        home_unit=row.name("home_unit"),
        age_band=row.whole("age_band", largest=len(AGE_BANDS) - 1),
        seniority_band=row.whole("seniority_band", largest=len(SENIORITY_BANDS) - 1),
        leader=row.truth("leader"),
        roles=row.names("roles", among=ROLES),
        dialects=row.names("dialects"),
        night_ok=row.truth("night_ok"),
        heavy_ok=row.truth("heavy_ok"),
        phases=row.names("phases"),
        barred_enterprises=row.names("barred_enterprises"),
        last_enterprise=row.optional_name("last_enterprise"),
        last_group=row.optional_name("last_group"),
        topic=row.optional_name("topic"),
        hardship=row.whole("hardship"),
        home=row.point("home"),
        lock=_lock(row.optional_object("lock")),
        apart=row.name_list("apart"),
        together=row.name_list("together"),
        reserve=row.truth("reserve", default=False),
    )
    row.done()
    return found


def _lock(row: Fields | None) -> Lock:
    if row is None:
        return Lock()
    found = Lock(row.optional_name("phase"), row.optional_name("posting"), row.name_list("with"))
    row.done()
    return found


def _posting(row: Fields) -> Posting:
    smallest, largest = row.range("size")
    beds = row.object("beds")
    found = Posting(
        id=row.name("id"),
        enterprise=row.name("enterprise"),
        phase=row.name("phase"),
        smallest=smallest,
        largest=largest,
        beds_women=beds.whole(WOMAN),
        beds_men=beds.whole(MAN),
        is_night=row.truth("night"),
        is_heavy=row.truth("heavy"),
        dialect=row.optional_name("dialect"),
        topic=row.optional_name("topic"),
        hardness=row.whole("hardness", largest=2),
        location=row.point("location"),
        target=_target(row.optional_object("target")),
        rooms=row.rooms("rooms"),
    )
    beds.done()
    row.done()
    return found


def _target(row: Fields | None) -> Target:
    if row is None:
        return Target()
    found = Target(
        women=row.optional_whole(WOMAN),
        ages=row.ranges("age", len(AGE_BANDS)),
        seniorities=row.ranges("seniority", len(SENIORITY_BANDS)),
    )
    row.done()
    return found


def _weights(row: Fields | None) -> Weights:
    default = Weights()
    if row is None:
        return default
    travel = row.optional_object("travel")
    found = Weights(
        travel_scale=travel.number("scale", default=default.travel_scale) if travel else default.travel_scale,
        travel_cap=travel.whole("cap", default=default.travel_cap) if travel else default.travel_cap,
        topic=row.whole("topic", default=default.topic),
        hardship=row.whole("hardship", default=default.hardship),
        repeat_enterprise=row.whole("repeat_enterprise", default=default.repeat_enterprise),
        same_unit=row.whole("same_unit", default=default.same_unit),
        last_mates=row.whole("last_mates", default=default.last_mates),
        sex=row.whole("sex", default=default.sex),
        age=row.whole("age", default=default.age),
        seniority=row.whole("seniority", default=default.seniority),
        change=row.whole("change", default=default.change),
    )
    if travel:
        travel.done()
    row.done()
    return found


def _check_ids(problem: Problem) -> None:
    phases = _unique("phases", [each.id for each in problem.phases])
    officials = _unique("officials", [each.id for each in problem.officials])
    postings = _unique("postings", [each.id for each in problem.postings])
    enterprises = {each.enterprise for each in problem.postings}
    for path, used, known in _uses(problem, phases, officials, postings, enterprises):
        for each in sorted({each for each in used if each not in known}):
            raise BadProblem(f"{path}：没有 {each}。")
    for i, official in enumerate(problem.officials):
        for key, others in (
            ("lock.with", official.lock.mates),
            ("apart", official.apart),
            ("together", official.together),
        ):
            if official.id in others:
                raise BadProblem(f"officials[{i}].{key}：没有 {official.id}。")
    for rule in sorted(problem.off - RULES.keys()):
        raise BadProblem(f"off：没有叫 {rule} 的规则，能关的有 {'、'.join(RULES)}。")
    if problem.previous is not None:
        _check_assignment("previous", problem.previous, problem)


def _uses(
    problem: Problem, phases: set[str], officials: set[str], postings: set[str], enterprises: set[str]
) -> Iterator[tuple[str, Iterable[str], set[str]]]:
    for i, posting in enumerate(problem.postings):
        yield f"postings[{i}].phase", (posting.phase,), phases
    for i, each in enumerate(problem.officials):
        path = f"officials[{i}]"
        yield f"{path}.phases", each.phases, phases
        yield f"{path}.barred_enterprises", each.barred_enterprises, enterprises
        yield f"{path}.lock.phase", filter(None, (each.lock.phase,)), phases
        yield f"{path}.lock.posting", filter(None, (each.lock.posting,)), postings
        yield f"{path}.lock.with", each.lock.mates, officials
        yield f"{path}.apart", each.apart, officials
        yield f"{path}.together", each.together, officials


def _unique(path: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for i, each in enumerate(ids):
        if each in seen:
            raise BadProblem(f"{path}[{i}].id：{each} 前面已经有了。")
        seen.add(each)
    return seen


def _check_assignment(path: str, found: Assignment, problem: Problem) -> None:
    known: tuple[tuple[Callable[[str], object], Iterable[str]], ...] = (
        (problem.official, found),
        (problem.posting, filter(None, found.values())),
    )
    for look_up, ids in known:
        for each in ids:
            try:
                look_up(each)
            except KeyError:
                raise BadProblem(f"{path}：没有 {each}。") from None
