"""The poster for the dormitory door: when workers can hear and talk to the group. No name of any worker, none asked."""

from __future__ import annotations

from dundian.engines.document.poster import Poster, PosterDay, PosterLine, poster_pdf
from dundian.engines.planning.week.approval import clock, day_words
from dundian.engines.planning.week.problem import INTERVIEW, TALK, Week
from dundian.engines.planning.week.timetable import Timetable

_PROMISES = (
    "来不来、说不说，都由您。不问名字，不占上班时间。",
    "说过的事，每一件都给回音。",
)


def week_poster(week: Week, timetable: Timetable) -> bytes:
    """Return the poster as PDF, A4 upright."""
    first, last = week.days[0], week.days[-1]
    where = " ".join(filter(None, (week.enterprise, week.group)))
    days = (PosterDay(day_words(week, day), _lines(week, timetable, day)) for day in range(len(week.days)))
    poster = Poster(
        title="这一周，我们和您一起上班",
        subtitle=f"{where}  {first.month} 月 {first.day} 日到 {last.month} 月 {last.day} 日".strip(),
        invitation="工会干部住在厂里、跟班上工。下面这些钟点，欢迎来听、来说。",
        days=tuple(day for day in days if day.lines),
        promises=_PROMISES,
    )
    return poster_pdf([poster])


def _lines(week: Week, timetable: Timetable, day: int) -> tuple[PosterLine, ...]:
    """The talks of a day, and the hours in which somebody is there to be talked to."""
    found: dict[PosterLine, None] = {}
    for each in timetable.entries:
        if each.day != day or each.team is None or each.kind not in (TALK, INTERVIEW):
            continue
        team = week.team(each.team).title
        what = f"{team} 宣讲" if each.kind == TALK else f"和 {team} 的工友聊聊"
        place = f"，{each.place}" if each.place else ""
        found[PosterLine(f"{clock(each.start)}–{clock(each.end)}", what + place)] = None
    return tuple(found)
