"""How far it has come, in the words of the worker's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import dateformat
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from dundian.engines.casework import State
from dundian.features.cases.queries import Follow
from dundian.features.voices.queries import MessageRow

_PARTS = ((5, "凌晨"), (8, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One stop on the way. `look`: done, now, later, no."""

    look: str
    title: str
    when: str = ""
    text: str = ""
    by: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """The worker's page: a headline, the stops, and what he can say now."""

    headline: str
    stops: list[Stop]
    question: str
    yes: str
    no: str
    note: str


def day_words(day: date) -> str:
    """5 月 12 日"""
    return dateformat.format(day, _("n 月 j 日"))


def weekday_words(day: date) -> str:
    """5 月 14 日周五"""
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return _("%(day)s%(weekday)s") % {"day": day_words(day), "weekday": names[day.weekday()]}


def moment_words(at: datetime) -> str:
    """5 月 12 日 晚上 10:20"""
    here = localtime(at)
    part = next(word for before, word in _PARTS if here.hour < before)
    clock = f"{(here.hour - 1) % 12 + 1}:{here.minute:02}"
    return _("%(day)s %(part)s %(clock)s") % {"day": day_words(here.date()), "part": _part(part), "clock": clock}


def _part(word: str) -> str:
    words = {
        "凌晨": _("凌晨"),
        "早上": _("早上"),
        "上午": _("上午"),
        "中午": _("中午"),
        "下午": _("下午"),
        "晚上": _("晚上"),
    }
    return words[word]


def page_of(follow: Follow) -> Page:
    """Everything that the page says about one receipt."""
    yes, no = _choices(follow.state)
    return Page(
        headline=_headline(follow),
        stops=[_first(follow), *(_stop(m) for m in follow.thread.messages), *_ahead(follow)],
        question=_question(follow.state),
        yes=yes,
        no=no,
        note=_note(follow),
    )


def _headline(follow: Follow) -> str:
    title = follow.title or _("你说的事")
    if follow.state == State.IN_HAND and follow.thread.messages and follow.thread.messages[-1].kind == "REOPEN":
        return _("知道了，接着办")
    headlines = {
        State.HEARD: _("收到了，还没人看"),
        State.ACCEPTED: _("有人接手了"),
        State.IN_HAND: _("正在办"),
        State.ANSWERED: _("%(title)s，有回话了") % {"title": title},
        State.CONFIRMED: _("办好了，谢谢你回来说一声"),
        State.CLOSED: _("%(title)s，先收尾了") % {"title": title},
        State.NOT_SOLVABLE_NOW: _("暂时还办不了"),
        State.NOT_ACCEPTED: _("这件事没能接下来"),
    }
    return headlines[follow.state]


def _first(follow: Follow) -> Stop:
    return Stop(look="done", title=_("收到了"), when=moment_words(follow.thread.said_at))


def _stop(message: MessageRow) -> Stop:
    titles = {
        "SEEN": _("去看过"),
        "REPLY": _("定了办法"),
        "SET_ASIDE": _("暂不能解决"),
        "REFUSED": _("没能接下来"),
        "CONFIRM": _("你说办好了"),
        "REOPEN": _("你说还没有"),
    }
    is_no = message.kind in {"SET_ASIDE", "REFUSED", "REOPEN"}
    return Stop(
        look="no" if is_no else "done",
        title=titles[message.kind],
        when=day_words(localdate(message.at)),
        text=message.text,
        by=message.by or (_("你补的话") if message.text else ""),
    )


def _ahead(follow: Follow) -> list[Stop]:
    """What is still to come: the stop he is at, and those after it."""
    by_when = _("最晚 %(day)s") % {"day": weekday_words(follow.due_on)}
    if follow.is_overdue:
        by_when = _("过了说好的日子，已经报给上一级去催")
    was_seen = any(m.kind == "SEEN" for m in follow.thread.messages)
    last = Stop(look="later", title=_("就等你一句话"))
    if follow.state == State.HEARD:
        note = _("收到了，还没人看，%(by_when)s。") % {"by_when": by_when}
        return [
            Stop(look="now", title=_("去看"), note=note),
            Stop(look="later", title=_("定办法")),
            last,
        ]
    if follow.state in {State.ACCEPTED, State.IN_HAND}:
        taken = [] if was_seen else [Stop(look="done", title=_("有人接手了"))]
        note = _("正在办，%(by_when)s给你回话。") % {"by_when": by_when}
        if follow.is_overdue:
            note = _("%(by_when)s。") % {"by_when": by_when}
        return [*taken, Stop(look="now", title=_("定办法"), note=note), last]
    return [Stop(look="now", title=_("就等你一句话"))] if follow.state == State.ANSWERED else []


def _question(state: State) -> str:
    questions = {
        State.ANSWERED: _("这事办好了吗？"),
        State.CLOSED: _("这事办好了吗？"),
        State.CONFIRMED: _("又不行了？"),
        State.NOT_SOLVABLE_NOW: _("还有话要说？"),
        State.NOT_ACCEPTED: _("还有话要说？"),
    }
    return questions.get(state, "")


def _choices(state: State) -> tuple[str, str]:
    yes = _("办好了") if state in {State.ANSWERED, State.CLOSED} else ""
    if state in {State.HEARD, State.ACCEPTED, State.IN_HAND}:
        return "", ""
    return yes, _("请再看看") if state in {State.NOT_SOLVABLE_NOW, State.NOT_ACCEPTED} else _("还没有，接着办")


def _sentence(text: str) -> str:
    return text if not text or text[-1] in "。？" else f"{text}。"


def _note(follow: Follow) -> str:
    until = day_words(follow.word_until) if follow.word_until else ""
    revisit = weekday_words(follow.revisit_on) if follow.revisit_on else ""
    notes = {
        State.ANSWERED: _("你说没办好，这事就不算完。到 %(day)s前说都行。") % {"day": until},
        State.CLOSED: _("%(reason)s到 %(day)s前说都行。")
        % {"reason": _sentence(_(follow.closed_reason)), "day": until},
        State.CONFIRMED: _("记下的只有你这句话和时间。到 %(day)s前改口都行。") % {"day": until},
        State.NOT_SOLVABLE_NOW: _("我们 %(day)s再来看一次。") % {"day": revisit},
    }
    return notes.get(follow.state, "")
