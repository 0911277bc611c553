"""The hard rules of an official's week: one thing at a time, his post, his labour, meals, rest and daily hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from dundian.engines.planning.week.account import is_at_work
from dundian.engines.planning.week.fault import Fault, Judging
from dundian.engines.planning.week.problem import (
    DAY,
    INTERVIEW,
    LABOUR,
    MEAL,
    MEAL_HOURS,
    MEAL_NAMES,
    REVIEW,
    TALK,
    VISIT,
    Span,
)
from dundian.engines.planning.week.rules import hours
from dundian.engines.planning.week.timetable import Entry
from dundian.engines.planning.week.words import act_words, acts_words, end_words, span_words


class PeopleJudge(Judging):
    """What the week of every official must keep to."""

    def clash_faults(self) -> Iterator[Fault]:
        """Two things at a time, or one in his own working hours."""
        for official in self.week.officials:
            taken: dict[int, Entry] = {}
            for entry in self.timetable.of(official.id):
                other = next((taken[moment] for moment in self.span(entry) if moment in taken), None)
                if other is not None:
                    yield Fault("one_thing", f"{official.title}：{self._say(entry)}，和{self._say(other)}撞在一起。")
                taken |= dict.fromkeys(self.span(entry), entry)
                if entry.kind not in (LABOUR, VISIT) and self._is_own_labour(official.id, entry):
                    yield Fault("one_thing", f"{official.title}：{self._say(entry)}占了自己上工的时间。")

    def _is_own_labour(self, who: str, entry: Entry) -> bool:
        place = self.timetable.places.get(who)
        own = [] if place is None else [each for each in self.workings(place.team) if each[0] is not None]
        return any(
            is_at_work(shift, moment - midnight)
            for _, midnight, shift in own
            if not self.is_long(shift)
            for moment in self.span(entry)
        )

    def place_faults(self) -> Iterator[Fault]:
        """A post that is not offered, or not his to work at."""
        places = self.timetable.places
        taken = Counter((place.team, place.post) for place in places.values())
        for (team_id, post), count in taken.items():
            offered = sum(each.name == post for each in self.week.team(team_id).posts)
            if count > offered:
                yield Fault(
                    "posts", f"{self.week.team(team_id).title} 的 {post} 只有 {offered} 个岗位，排了 {count} 个人。"
                )
        for who, place in places.items():
            official, team = self.week.official(who), self.week.team(place.team)
            if not official.heavy_ok and all(each.is_heavy for each in team.posts if each.name == place.post):
                yield Fault("heavy", f"{official.title} 不能干重活，{place.post} 是重活。")
            nights = (shift.is_night for day, _, shift in self.workings(place.team) if day is not None)
            if not official.night_ok and any(nights):
                yield Fault("night", f"{official.title} 不能上夜班，{team.title} 有夜班。")

    def labour_faults(self) -> Iterator[Fault]:
        """Who joined a team works every half of its shifts that neither a visit nor the daily limit takes."""
        for official in self.week.officials:
            expected = {each[0]: each for each in self.halves(official.id)}
            for entry in self.by_kind[LABOUR]:
                if official.id in entry.officials and not self._is_of_shift(official.id, entry):
                    yield Fault("labour", f"{official.title}：{self._say(entry)}不是所跟班次的生产时间。")
            for (day, _), minutes, is_long in expected.values():
                lost = minutes - self.worked(official.id)
                if lost and lost != minutes:
                    yield Fault("labour", f"{official.title}：{self._weekday(day)}的半个班只上了一截。")
                elif lost and not is_long and not minutes & self.visiting(official.id):
                    yield Fault("labour", f"{official.title}：{self._weekday(day)}有半个班没有上工，也没有去对接。")

    def _is_of_shift(self, who: str, entry: Entry) -> bool:
        place, minutes = self.timetable.places.get(who), set(self.span(entry))
        is_there = place is not None and (entry.team, entry.place) == (place.team, place.post)
        mine = [shift for (day, _), shift, _ in self.halves(who) if day == entry.day]
        return is_there and minutes <= set().union(*mine)

    def meal_faults(self) -> Iterator[Fault]:
        """A meal without half an hour for it."""
        length = self.week.lengths.meal
        for official in self.week.officials:
            mine = [each for each in self.by_kind[MEAL] if official.id in each.officials]
            for day in range(len(self.week.days)):
                for (start, end), name in zip(MEAL_HOURS, MEAL_NAMES, strict=True):
                    has = any(each.day == day and start <= each.start and each.end <= end for each in mine)
                    if not has and self._could_eat(official.id, day, range(start, end - length + 1)):
                        yield self._unfed(official.id, day, name, (start, end))

    def _unfed(self, who: str, day: int, name: str, span: Span) -> Fault:
        there = [
            each
            for each in self.timetable.of(who)
            if each.day == day and each.kind != MEAL and each.start < span[1] and each.end > span[0]
        ]
        title, weekday, when = self._name(who), self._weekday(day), span_words(span)
        if not there:
            return Fault("meals", f"{title}：{weekday} {when} 里没有时间吃{name}。")
        return Fault("meals", f"{title}：{weekday} {when} 里没有时间吃{name}，有{acts_words(self.week, there)}。")

    def _could_eat(self, who: str, day: int, begins: range) -> bool:
        place, midnight = self.timetable.places.get(who), self.week.starts[day]
        own = [] if place is None else [each for each in self.workings(place.team) if each[0] is not None]
        busy = {m for _, at, shift in own for m in range(at + shift.start, at + shift.end) if is_at_work(shift, m - at)}
        length = self.week.lengths.meal
        return any(not busy & set(range(midnight + each, midnight + each + length)) for each in begins)

    def rest_faults(self) -> Iterator[Fault]:
        """Between the noon of a day and 22:00 of the next there is one long stretch without any duty."""
        duties = (LABOUR, TALK, INTERVIEW, VISIT, REVIEW)
        for official in self.week.officials:
            busy = self.minutes(official.id, duties)
            for day in range(len(self.week.days) - 1):
                midnight = self.week.starts[day]
                if self.week.starts[day + 1] - midnight != DAY:
                    continue
                window = range(midnight + 12 * 60, midnight + DAY + 22 * 60)
                gaps = _gaps(busy, window)
                if max(map(len, gaps), default=0) < self.week.limits.rest:
                    yield self._tired(official.id, day, gaps)

    def _tired(self, who: str, day: int, gaps: list[range]) -> Fault:
        """Too short a night: between what and what, at its longest."""
        title, weekday, least = self._name(who), self._weekday(day), hours(self.week.limits.rest)
        mine = [each for each in self.timetable.of(who) if each.kind != MEAL]
        last = {self.span(each).stop: each for each in mine}
        first = {self.span(each).start: each for each in mine}
        between = [gap for gap in gaps if gap.start in last and gap.stop in first]
        most = hours(max(map(len, between or gaps), default=0))
        if not between:
            return Fault("rest", f"{title}：{weekday}夜里歇不满 {least} 小时，最多 {most} 小时。")
        night = max(between, key=len)
        since, until = end_words(self.week, last[night.start]), act_words(self.week, first[night.stop])
        return Fault("rest", f"{title}：{weekday}夜里歇不满 {least} 小时，{since}，到{until}只有 {most} 小时。")

    def daily_faults(self) -> Iterator[Fault]:
        """More hours on a day than are asked of anybody."""
        for official in self.week.officials:
            spent: Counter[int] = Counter()
            for each in self.timetable.of(official.id):
                if each.kind != MEAL:
                    spent[each.day] += each.end - each.start
            for day, minutes in spent.items():
                if minutes > self.week.limits.daily:
                    yield self._overdone(official.id, day, minutes)

    def _overdone(self, who: str, day: int, minutes: int) -> Fault:
        title, weekday = self._name(who), self._weekday(day)
        spent, most = hours(minutes), hours(self.week.limits.daily)
        acts = [each for each in self.timetable.of(who) if each.day == day and each.kind not in (LABOUR, MEAL)]
        if not acts:
            return Fault("daily", f"{title}：{weekday}有 {spent} 小时的事，最多 {most} 小时。")
        beside = acts_words(self.week, acts)
        return Fault("daily", f"{title}：{weekday}有 {spent} 小时的事，最多 {most} 小时，上工以外有{beside}。")


def _gaps(busy: set[int], window: range) -> list[range]:
    """The stretches of a window that nothing takes."""
    taken = [window.start - 1, *sorted(busy & set(window)), window.stop]
    return [range(a + 1, b) for a, b in pairwise(taken) if b - a > 1]
