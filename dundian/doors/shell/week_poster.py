"""The poster for the dormitory door: when workers can hear and talk to the group. No name of any worker, none asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import typst

from dundian.engines.document.faces import Role, wardrobe
from dundian.engines.planning.week.approval import clock, day_words
from dundian.engines.planning.week.problem import INTERVIEW, TALK, Week
from dundian.engines.planning.week.timetable import Timetable

_TEMPLATE = Path(__file__).with_name("week_poster.typ")
_PROMISES = (
    "来不来、说不说，都由您。不问名字，不占上班时间。",
    "说过的事，每一件都给回音。",
)


def poster_pdf(week: Week, timetable: Timetable) -> bytes:
    """Return the poster as PDF, A4 upright."""
    faces = wardrobe(installed=True)
    compiler = typst.Compiler(
        input=_TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=faces.fonts,
        sys_inputs={"data": json.dumps(_data(week, timetable, faces.families(Role.HEI)), ensure_ascii=False)},
    )
    return cast("bytes", compiler.compile(format="pdf"))


def _data(week: Week, timetable: Timetable, faces: tuple[str, ...]) -> dict[str, Any]:
    first, last = week.days[0], week.days[-1]
    where = " ".join(filter(None, (week.enterprise, week.group)))
    return {
        "faces": faces,
        "title": "这一周，我们和您一起上班",
        "subtitle": f"{where}  {first.month} 月 {first.day} 日到 {last.month} 月 {last.day} 日".strip(),
        "invitation": "工会干部住在厂里、跟班上工。下面这些钟点，欢迎来听、来说。",
        "days": [
            {"name": day_words(week, day), "rows": rows}
            for day in range(len(week.days))
            if (rows := _rows(week, timetable, day))
        ],
        "promises": _PROMISES,
    }


def _rows(week: Week, timetable: Timetable, day: int) -> list[dict[str, str]]:
    """The talks of a day, and the hours in which somebody is there to be talked to."""
    found: dict[tuple[str, str], None] = {}
    for each in timetable.entries:
        if each.day != day or each.team is None or each.kind not in (TALK, INTERVIEW):
            continue
        team = week.team(each.team).title
        what = f"{team} 宣讲" if each.kind == TALK else f"和 {team} 的工友聊聊"
        place = f"，{each.place}" if each.place else ""
        found[f"{clock(each.start)}–{clock(each.end)}", what + place] = None
    return [{"time": time, "what": what} for time, what in found]
