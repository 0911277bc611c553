"""`dundian plan week`: the week of one group, from its file to a timetable, a workbook and a poster."""

from __future__ import annotations

import click

from dundian.doors.shell.plan_files import end_words, read_text, write_bytes, write_text
from dundian.doors.shell.saying import of_file, said_text, sentences, tell
from dundian.doors.shell.stopping import stopping
from dundian.doors.shell.week_poster import week_poster
from dundian.doors.shell.week_sheet import workbook_of
from dundian.engines.planning.fields import BadProblem
from dundian.engines.planning.week.check import judge
from dundian.engines.planning.week.plan import NoTimeError, plan_week
from dundian.engines.planning.week.problem import Week
from dundian.engines.planning.week.timetable import Proof, WeekPlan
from dundian.engines.planning.week.week_file import read_week
from dundian.engines.planning.week.week_plan_file import write_week_plan


class NotAllPlacedError(click.ClickException):
    """有一些事排不进这一周。"""

    exit_code = 3


@click.command(name="week")
@click.argument("week_file", metavar="WEEK")
@click.option("--seconds", type=click.FloatRange(0.1, 86_400), default=10, show_default=True, help="最多算几秒。")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="随机种子。")
@click.option("--out", "out_file", help="课表写到哪里；不给就打印出来。")
@click.option("--xlsx", "xlsx_file", help="再出一份 Excel 课表：总表、每人一行、给企业点头的清单。")
@click.option("--poster", "poster_file", help="再出一张贴在宿舍门上的告示（PDF）。")
def week_command(
    week_file: str,
    *,
    seconds: float,
    seed: int,
    out_file: str | None,
    xlsx_file: str | None,
    poster_file: str | None,
) -> None:
    """排一个组的一周：谁跟哪个班上工，什么时候宣讲、访谈、对接、碰头；生产时间一分钟也不占。

    排不进的事一件件说清缘由，退出码是 3，排得进的照样写出来。Ctrl-C 停下来，留住到现在最好的课表。

    \b
    dundian plan week 一周.json --out 课表.json --xlsx 课表.xlsx --poster 告示.pdf
    """  # noqa: D301 – click reads the character itself
    week = _week(week_file)
    with stopping("停下来，留住到现在最好的课表……") as stop:
        try:
            plan = plan_week(week, seconds=seconds, seed=seed, is_stopped=lambda: stop.is_asked)
        except NoTimeError as fault:
            raise click.ClickException(str(fault)) from fault
    _refuse_illegal(week, plan)
    if xlsx_file:
        write_bytes(workbook_of(week, plan), xlsx_file)
    if poster_file:
        write_bytes(week_poster(week, plan.timetable), poster_file)
    write_text(said_text(write_week_plan(week, plan)), out_file)
    _say_end(plan)
    if plan.given_up:
        lacking = (each.message for each in plan.given_up)
        raise NotAllPlacedError(sentences("这一周没能全排下，别的都排好了", lacking))


def _week(path: str) -> Week:
    try:
        return read_week(read_text(path))
    except BadProblem as fault:
        raise click.ClickException(of_file(path, fault)) from fault


def _refuse_illegal(week: Week, plan: WeekPlan) -> None:
    """Let nothing out that the reference judge finds fault with: whoever wrote the model may have erred."""
    faults = judge(week, plan.timetable).faults
    if faults:
        what = "排出来的课表没守住规则，没有写出去，请把这个文件交给维护的人"
        raise click.ClickException(sentences(what, (each.message for each in faults)))


def _say_end(plan: WeekPlan) -> None:
    for each in plan.notes:
        tell(each)
    tell(end_words(plan.seconds, plan.total, plan.total if plan.proof is Proof.OPTIMAL else plan.bound))
