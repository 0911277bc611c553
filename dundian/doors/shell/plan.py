"""`dundian plan`: who goes where, from a problem file to a plan file, and the verdict on a plan."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

import click

from dundian.doors.shell.plan_around import COMMANDS as AROUND
from dundian.doors.shell.plan_bound import bound_command
from dundian.doors.shell.plan_files import end_words, read_text, write_text
from dundian.doors.shell.plan_week import week_command
from dundian.doors.shell.saying import of_file, said_page, said_text, say, sentences, tell
from dundian.doors.shell.stopping import stopping
from dundian.engines.planning.evaluate import Score, score
from dundian.engines.planning.fields import BadProblem
from dundian.engines.planning.plan_file import fault_rows, write_plan
from dundian.engines.planning.problem import Problem
from dundian.engines.planning.problem_file import read_assignment, read_problem
from dundian.engines.planning.rules import RULES
from dundian.engines.planning.search.compiled import is_compiled
from dundian.engines.planning.solve import Budget, Plan, Progress, solve

needs = "files"


class NoLegalPlan(click.ClickException):
    """没有一份方案能守住全部硬规则。"""

    exit_code = 3


@click.group(name="plan")
def command() -> None:
    """排组：谁去哪家企业、去哪一期。

    \b
    dundian plan solve 问题.json --seconds 60 --out 方案.json
    dundian plan check 问题.json 方案.json
    dundian plan explain 问题.json 方案.json --who u17
    dundian plan repair 问题.json 原方案.json --out 新方案.json
    dundian plan whatif 问题.json 方案.json --drop u17
    dundian plan week 一周.json --xlsx 课表.xlsx
    """  # noqa: D301 – click reads the character itself


@command.command(name="solve")
@click.argument("problem_file", metavar="PROBLEM")
@click.option("--seconds", type=click.FloatRange(0, 86_400), default=60, show_default=True, help="最多算几秒。")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="随机种子。")
@click.option("--out", "out_file", help="方案写到哪里；不给就打印出来。")
@click.option("--reproducible", is_flag=True, help="按步数停，不按钟点停：同样的问题和种子，同样的方案。")
def solve_command(problem_file: str, *, seconds: float, seed: int, out_file: str | None, reproducible: bool) -> None:
    """排出守住全部硬规则、代价最小的方案；排不出来就说清是哪几条碰在一起（退出码 3）。

    \b
    dundian plan solve 问题.json --seconds 5 --seed 1 --out 方案.json
    """  # noqa: D301 – click reads the character itself
    problem = _problem(problem_file)
    if not is_compiled():
        tell("第一次在这台机器上排，先把引擎编译好，半分钟左右，不算在时间里……")
    with stopping("停下来，留住到现在最好的方案……") as stop:
        budget = Budget(seconds, time.monotonic, lambda: stop.is_asked, is_reproducible=reproducible)
        plan = solve(problem, budget=budget, seed=seed, on_better=_Teller().tell)
    write_text(said_text(write_plan(problem, plan)), out_file)
    _say_end(plan)
    if not plan.score.is_legal:
        raise NoLegalPlan(sentences("排不出守住全部硬规则的方案", (each.message for each in plan.conflict)))


@command.command(name="check")
@click.argument("problem_file", metavar="PROBLEM")
@click.argument("plan_file", metavar="PLAN")
@click.option("--json", "as_json", is_flag=True, help="打印 JSON。")
def check_command(problem_file: str, plan_file: str, *, as_json: bool) -> None:
    """按规则重新评一份方案，不管是谁排的；有硬规则没守住时退出码是 3。

    \b
    dundian plan check 问题.json 方案.json
    """  # noqa: D301 – click reads the character itself
    problem = _problem(problem_file)
    try:
        found = score(problem, read_assignment(read_text(plan_file), problem))
    except BadProblem as fault:
        raise click.ClickException(of_file(plan_file, fault)) from fault
    if as_json:
        _print_json(found)
    else:
        _print(found)
    if not found.is_legal:
        raise NoLegalPlan(f"这份方案有 {sum(found.hard.values())} 处没守住硬规则。")


command.add_command(week_command)
command.add_command(bound_command)
for _each in AROUND:
    command.add_command(_each)


def _problem(path: str) -> Problem:
    try:
        return read_problem(read_text(path))
    except BadProblem as fault:
        raise click.ClickException(of_file(path, fault)) from fault


@dataclass
class _Teller:
    """Says how far the search is, twice a second at most, and at once when the first legal plan is there."""

    next_at: float = 0.0
    is_legal: bool = False

    def tell(self, progress: Progress) -> None:
        is_first = not progress.worth.hard and not self.is_legal
        if progress.seconds < self.next_at and not is_first:
            return
        self.next_at, self.is_legal = progress.seconds + 0.5, not progress.worth.hard
        words = [say(f"{progress.seconds:.1f} 秒").rjust(9)]
        if progress.worth.hard:
            words.append(say(f"还有 {progress.worth.hard} 处没守住"))
        words.append(say(f"代价 {progress.worth.cost}"))
        if progress.bound is not None:
            words.append(say(f"最低不会少于 {progress.bound}"))
        click.echo("  ".join(words), err=True)


def _say_end(plan: Plan) -> None:
    if plan.score.is_legal and plan.bound is not None:
        tell(end_words(plan.seconds, plan.score.cost, plan.bound))


def _print(found: Score) -> None:
    click.echo(say("硬规则：全部守住" if found.is_legal else f"硬规则：{sum(found.hard.values())} 处没守住"))
    for fault in found.faults:
        click.echo(f"  {say(fault.name)}  {say(fault.message)}")
    click.echo(say(f"代价：{found.cost}"))
    for rule, cost in found.soft.items():
        click.echo(f"  {say(RULES[rule].name)}  {cost}")


def _print_json(found: Score) -> None:
    page: dict[str, object] = {"hard": dict(found.hard), "soft": dict(found.soft), "cost": found.cost}
    page |= {"faults": said_page(fault_rows(found.faults))}
    click.echo(json.dumps(page, ensure_ascii=False, indent=1))
