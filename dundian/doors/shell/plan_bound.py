"""`dundian plan bound`: what no plan can cost less than, and how far a plan is from it."""

from __future__ import annotations

import json
import time

import click

from dundian.doors.shell.plan_files import read_text, write_text
from dundian.doors.shell.saying import of_file, said_text, say
from dundian.doors.shell.stopping import stopping
from dundian.engines.planning.bound.prove import Bound, Effort, prove_bound
from dundian.engines.planning.evaluate import score
from dundian.engines.planning.fields import BadProblem
from dundian.engines.planning.plan_file import write_plan
from dundian.engines.planning.problem import Assignment, Problem
from dundian.engines.planning.problem_file import read_assignment, read_problem
from dundian.engines.planning.solve import Plan, Stopped


class ImpossibleError(click.ClickException):
    """证明了没有一份方案能守住全部硬规则。"""

    exit_code = 3


@click.command(name="bound")
@click.argument("problem_file", metavar="PROBLEM")
@click.option("--seconds", type=click.FloatRange(0.1, 86_400), default=600, show_default=True, help="最多算几秒。")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="随机种子。")
@click.option("--plan", "plan_file", help="已有的方案：从它算起，并说它离最低还差多少。")
@click.option("--out", "out_file", help="路上碰到的最好的方案写到哪里。")
def bound_command(problem_file: str, *, seconds: float, seed: int, plan_file: str | None, out_file: str | None) -> None:
    """证明不管怎么排，代价最低不会少于多少；打印 JSON，进展打印在一旁。

    Ctrl-C 停下来，留住到现在证明了的。证明了排不出来时退出码是 3。

    \b
    dundian plan bound 问题.json --seconds 600 --plan 方案.json
    """  # noqa: D301 – click reads the character itself
    problem, best = _read(problem_file, plan_file)
    with stopping("停下来，留住到现在证明了的……") as stop:
        effort = Effort(seconds, time.monotonic, lambda: stop.is_asked)
        bound = prove_bound(problem, effort=effort, seed=seed, best=best, on_better=_tell)
    if out_file and bound.plan is not None:
        write_text(said_text(write_plan(problem, _plan(problem, bound, bound.plan, seed))), out_file)
    click.echo(json.dumps(_page(problem, best, bound), ensure_ascii=False, indent=1))
    if bound.value is None:
        raise ImpossibleError("证明了没有一份方案能守住全部硬规则；dundian plan solve 会说是哪几条碰在一起。")


def _read(problem_file: str, plan_file: str | None) -> tuple[Problem, Assignment | None]:
    name = problem_file
    try:
        problem = read_problem(read_text(problem_file))
        if plan_file is None:
            return problem, None
        name = plan_file
        return problem, read_assignment(read_text(plan_file), problem)
    except BadProblem as fault:
        raise click.ClickException(of_file(name, fault)) from fault


def _plan(problem: Problem, bound: Bound, assignment: Assignment, seed: int) -> Plan:
    stopped = Stopped.OPTIMAL if bound.value == bound.cost else Stopped.TIME
    return Plan(assignment, score(problem, assignment), bound.value, bound.seconds, seed, bound.rounds, stopped)


def _tell(bound: Bound) -> None:
    if bound.value is not None:
        words = [say(f"{bound.seconds:.1f} 秒").rjust(9), say(f"最低不会少于 {bound.value}")]
        if bound.cost is not None:
            words.append(say(f"现有最好的方案 {bound.cost}"))
        click.echo("  ".join(words), err=True)


def _page(problem: Problem, best: Assignment | None, bound: Bound) -> dict[str, object]:
    page: dict[str, object] = {
        "bound": bound.value,
        "best": bound.cost,
        "complete": bound.is_complete,
        "rounds": bound.rounds,
        "columns": bound.columns,
        "seconds": round(bound.seconds, 3),
    }
    if best is not None:
        found = score(problem, best)
        page |= {"cost": found.cost, "legal": found.is_legal}
    if bound.cost is not None and bound.value is not None:
        page["gap"] = round((bound.cost - bound.value) / max(1, bound.cost), 4)
    return page
