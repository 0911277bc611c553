"""`dundian plan explain`, `repair` and `whatif`: the answers around a plan that exists."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import click

from dundian.doors.shell.plan_files import read_text, write_text
from dundian.doors.shell.saying import of_file, said_page, say, sentences, tell
from dundian.doors.shell.stopping import stopping
from dundian.engines.planning.cells import Cell
from dundian.engines.planning.evaluate import score
from dundian.engines.planning.explain import Choice, Explainer, Explanation
from dundian.engines.planning.fields import BadProblem, Fields
from dundian.engines.planning.plan_file import fault_rows, write_plan
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.problem_file import read_assignment, read_json, read_problem
from dundian.engines.planning.repair.repair import Repair, repair
from dundian.engines.planning.rules import RULES
from dundian.engines.planning.seating import Worth
from dundian.engines.planning.solve import Budget
from dundian.engines.planning.whatif import Changes, UnknownChange, WhatIf, whatif

_SHOWN = 12
_STOPPING = "停下来，留住到现在最好的方案……"


class NoLegalRepairError(click.ClickException):
    """没有一份方案能守住全部硬规则。"""

    exit_code = 3


@click.command(name="explain")
@click.argument("problem_file", metavar="PROBLEM")
@click.argument("plan_file", metavar="PLAN")
@click.option("--who", "ids", multiple=True, required=True, help="干部的编号，可以写几次。")
@click.option("--json", "as_json", is_flag=True, help="打印 JSON：每一个别的派驻点都在里面。")
def explain_command(problem_file: str, plan_file: str, *, ids: tuple[str, ...], as_json: bool) -> None:
    """说清一名干部为什么在这里、为什么不在别处、换到哪里最合算。

    \b
    dundian plan explain 问题.json 方案.json --who u17
    """  # noqa: D301 – click reads the character itself
    problem = _problem(problem_file)
    plan = _told(plan_file, lambda text: read_assignment(text, problem))
    known = {each.id for each in problem.officials}
    for who in ids:
        if who not in known:
            raise click.ClickException(f"名单里没有 {who}。")
    explainer = Explainer(problem, plan)
    found = [explainer.explain(who) for who in ids]
    if as_json:
        _print_json({"officials": [_explanation_row(each) for each in found]})
        return
    for each in found:
        _say_explanation(problem, each)


@click.command(name="repair")
@click.argument("problem_file", metavar="PROBLEM")
@click.argument("plan_file", metavar="PLAN")
@click.option("--seconds", type=click.FloatRange(0, 86_400), default=10, show_default=True, help="最多算几秒。")
@click.option("--out", "out_file", help="新方案写到哪里；不给就打印出来。")
def repair_command(problem_file: str, plan_file: str, *, seconds: float, out_file: str | None) -> None:
    """有人来不了、少了派驻点之后，动最少的人，把方案改到守住全部硬规则；改不成时退出码是 3。

    方案里有、问题里没有的人和派驻点不算数，会说出来。

    \b
    dundian plan repair 问题.json 原方案.json --out 新方案.json
    """  # noqa: D301 – click reads the character itself
    problem = _problem(problem_file)
    previous = _told(plan_file, lambda text: _any_assignment(problem, text))
    with stopping(_STOPPING) as stop:
        found = repair(problem, previous, budget=Budget(seconds, time.monotonic, lambda: stop.is_asked))
    write_text(_repair_text(problem, found), out_file)
    _end(found)


def _pair(words: str) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], dict[str, str]]:
    """Read options written as A=B."""

    def read(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
        found: dict[str, str] = {}
        for value in values:
            key, sign, rest = value.partition("=")
            if not (key and sign and rest):
                raise click.BadParameter(say(f"要写成 {words}，这里是 {value}。"))
            if key in found:
                raise click.BadParameter(say(f"{key} 写了两遍，不知道听哪一个。"))
            found[key] = rest
        return found

    return read


@click.command(name="whatif")
@click.argument("problem_file", metavar="PROBLEM")
@click.argument("plan_file", metavar="PLAN")
@click.option("--drop", multiple=True, metavar="ID", help="这名干部不来了。")
@click.option("--close", multiple=True, metavar="POSTING", help="这个派驻点不要了。")
@click.option("--beds", multiple=True, callback=_pair("G1=4,6"), metavar="POSTING=F,M", help="床位改成几张。")
@click.option("--bar", multiple=True, callback=_pair("u17=P2"), metavar="ID=PHASE", help="这名干部去不了这一期。")
@click.option("--relax", multiple=True, metavar="RULE", help="这条规则先放下。")
@click.option("--weight", multiple=True, callback=_pair("topic=8"), metavar="NAME=N", help="这一项的代价改成多少。")
@click.option("--seconds", type=click.FloatRange(0, 86_400), default=10, show_default=True, help="最多算几秒。")
@click.option("--json", "as_json", is_flag=True, help="打印 JSON。")
def whatif_command(problem_file: str, plan_file: str, **options: Any) -> None:
    """要是这样，会怎样：谁要动、动到哪里、代价差多少。两个文件都不改。

    \b
    dundian plan whatif 问题.json 方案.json --drop u17 --close G3
    """  # noqa: D301 – click reads the character itself
    problem = _problem(problem_file)
    plan = _told(plan_file, lambda text: read_assignment(text, problem))
    changes = _changes(options)
    if changes == Changes():
        raise click.UsageError(say("说一说要改什么：--drop、--close、--beds、--bar、--relax 或 --weight。"))
    with stopping(_STOPPING) as stop:
        budget = Budget(options["seconds"], time.monotonic, lambda: stop.is_asked)
        try:
            found = whatif(problem, plan, changes, budget=budget)
        except UnknownChange as fault:
            raise click.ClickException(str(fault)) from fault
    if options["as_json"]:
        _print_json(_whatif_row(found))
    else:
        _say_whatif(problem, found)
    if not found.is_possible:
        raise NoLegalRepairError(
            sentences("这样就排不出守住全部硬规则的方案", (each.message for each in found.repair.plan.conflict))
        )


COMMANDS = (explain_command, repair_command, whatif_command)


def _changes(options: Mapping[str, Any]) -> Changes:
    return Changes(
        drop=frozenset(options["drop"]),
        close=frozenset(options["close"]),
        beds={posting: _beds(value) for posting, value in options["beds"].items()},
        bar=frozenset(options["bar"].items()),
        relax=frozenset(options["relax"]),
        weights={name: _weight(name, value) for name, value in options["weight"].items()},
    )


def _beds(value: str) -> tuple[int, int]:
    women, sign, men = value.partition(",")
    if not (sign and women.isdecimal() and men.isdecimal() and len(value) < 12):
        raise click.BadParameter(say(f"床位要写成 4,6，先女后男，这里是 {value}。"))
    return int(women), int(men)


def _weight(name: str, value: str) -> float:
    is_number = value.replace(".", "", name == "travel_scale").isdecimal() and len(value) < 10
    if not is_number or value.startswith("."):
        raise click.BadParameter(say(f"{name} 的代价要写一个不小于 0 的数，这里是 {value}。"))
    return float(value)


def _problem(path: str) -> Problem:
    found: Problem = _told(path, read_problem)
    return found


def _told(path: str, read: Callable[[str], Any]) -> Any:
    try:
        return read(read_text(path))
    except BadProblem as fault:
        raise click.ClickException(of_file(path, fault)) from fault


def _any_assignment(problem: Problem, text: str) -> Assignment:
    """Read an assignment that may name people and postings that are no more, and say which."""
    page = read_json(text)
    found = Fields(page, "").mapping("assignment") if isinstance(page, dict) else None
    if found is None:
        raise BadProblem("这个文件里没有 assignment，不是一份分组方案。")
    people, postings = {each.id for each in problem.officials}, {each.id for each in problem.postings}
    gone = [each for each in found if each not in people]
    if gone:
        tell(f"方案里有、问题里没有的人 {len(gone)} 个，不算数：{'、'.join(gone[:_SHOWN])}。")
    closed = [each for each in dict.fromkeys(found.values()) if each and each not in postings]
    if closed:
        tell(f"方案里有、问题里没有的派驻点 {len(closed)} 个，不算数：{'、'.join(closed[:_SHOWN])}。")
    return found


def _repair_text(problem: Problem, found: Repair) -> str:
    """Return a plan file, judged by the problem as it is, with what was changed."""
    plan = replace(found.plan, score=score(problem, found.plan.assignment))
    page = json.loads(write_plan(problem, plan))
    page |= {"changed": list(found.changed), "fewest": found.lower_bound, "proved": found.is_proved}
    return json.dumps(said_page(page), ensure_ascii=False, indent=1) + "\n"


def _end(found: Repair) -> None:
    if not found.plan.score.is_legal:
        raise NoLegalRepairError(
            sentences("改不出守住全部硬规则的方案", (each.message for each in found.plan.conflict))
        )
    took = f"算了 {found.plan.seconds:.1f} 秒，动 {len(found.changed)} 人"
    tell(f"{took}，不能再少。" if found.is_proved else f"{took}，最少也要动 {found.lower_bound} 人。")


def _explanation_row(found: Explanation) -> dict[str, Any]:
    return {
        "official": found.official,
        "posting": found.posting,
        "costs": dict(found.costs),
        "reasons": fault_rows(found.reasons),
        "best": [{"posting": a.posting, "partner": a.partner, **_worth_row(a.difference)} for a in found.best],
        "elsewhere": [_choice_row(each) for each in found.choices],
    }


def _choice_row(choice: Choice) -> dict[str, Any]:
    swap = choice.swap
    return {
        "posting": choice.posting,
        **_worth_row(choice.difference),
        "closed_by": fault_rows(choice.closed_by),
        "cells": [_cell_row(each) for each in choice.cells],
        "breaks": fault_rows(each for each in choice.breaks if each not in choice.closed_by),
        "swap": {"partner": swap.partner, **_worth_row(swap.difference)} if swap else None,
    }


def _cell_row(cell: Cell) -> dict[str, str]:
    return {"row": cell.row, "column": cell.column, "words": cell.words}


def _worth_row(worth: Worth) -> dict[str, int]:
    return {"hard": worth.hard, "cost": worth.cost}


def _say_explanation(problem: Problem, found: Explanation) -> None:
    where = problem.label(found.posting) if found.posting else "没有组"
    click.echo(say(f"{problem.label(found.official)}：{where}，代价 {sum(found.costs.values())}"))
    for rule, cost in found.costs.items():
        if cost:
            click.echo(f"  {say(RULES[rule].name)}  {cost:+}")
    for each in found.reasons:
        click.echo(f"  {say(each.message)}")
    click.echo(say("换到哪里最合算：" if found.best else "没有不破规矩的换法。"))
    for each_best in found.best:
        way = f"和 {problem.label(each_best.partner)} 对换" if each_best.partner else "有空位，直接去"
        click.echo(f"  {problem.label(each_best.posting)}  {each_best.difference.cost:+}  {say(way)}")
    click.echo(say("为什么不在别处："))
    for choice in found.choices:
        reasons = [each.words for each in choice.cells] or [each.message.rstrip("。") for each in choice.breaks]
        words = "；".join(reasons) or "去得了"
        click.echo(f"  {problem.label(choice.posting)}  {choice.difference.cost:+}  {say(words)}")


def _whatif_row(found: WhatIf) -> dict[str, Any]:
    return {
        "possible": found.is_possible,
        "changed": [{"official": each.official, "from": each.before, "to": each.after} for each in found.steps],
        "gone": list(found.gone),
        "fewest": found.repair.lower_bound,
        "proved": found.repair.is_proved,
        "soft": {
            rule: [found.before.get(rule, 0), found.after.get(rule, 0)] for rule in {**found.before, **found.after}
        },
        "cost": [sum(found.before.values()), sum(found.after.values())],
        "hard": dict(found.repair.plan.score.hard),
        "conflict": fault_rows(found.repair.plan.conflict),
        "assignment": dict(found.repair.plan.assignment),
    }


def _say_whatif(problem: Problem, found: WhatIf) -> None:
    if not found.is_possible:
        return
    count = len(found.steps)
    click.echo(say(f"要动 {count} 人，不能再少。" if found.repair.is_proved else f"要动 {count} 人。"))
    for step in found.steps:
        before, after = (problem.label(each) if each else say("留守") for each in (step.before, step.after))
        click.echo(f"  {problem.label(step.official)}  {before} → {after}")
    click.echo(say(f"代价：{sum(found.before.values())} → {sum(found.after.values())}"))
    for rule in {**found.before, **found.after}:
        before_cost, after_cost = found.before.get(rule, 0), found.after.get(rule, 0)
        if before_cost != after_cost:
            click.echo(f"  {say(RULES[rule].name)}  {before_cost} → {after_cost}")


def _print_json(page: Mapping[str, Any]) -> None:
    click.echo(json.dumps(said_page(page), ensure_ascii=False, indent=1))
