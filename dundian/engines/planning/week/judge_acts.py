"""The hard rules of acts: when workers may be met, when the township is open, who does it, and how many at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from dundian.engines.planning.week.fault import Fault, Judging
from dundian.engines.planning.week.problem import (
    AFTER_SHIFT,
    BEFORE_SHIFT,
    INTERVIEW,
    INTERVIEW_HOURS,
    KINDS,
    LATE_END,
    PEOPLE_AT_VISIT,
    REVIEW,
    ROLE_OF,
    SLEEP,
    SLEEP_DELAY,
    TALK,
    VISIT,
)
from dundian.engines.planning.week.rules import ROLE_NAMES
from dundian.engines.planning.week.timetable import Entry
from dundian.engines.planning.week.words import acts_words, span_words


class ActsJudge(Judging):
    """What every talk, interview, visit and review must keep to."""

    def act_faults(self) -> Iterator[Fault]:
        """Every rule that an act breaks by its hour or by who does it."""
        for entry in self.by_kind[TALK] + self.by_kind[INTERVIEW]:
            yield from self._with_workers(entry)
        for entry in self.by_kind[VISIT]:
            yield from self._visit(entry)
        for entry in self.by_kind[REVIEW]:
            yield from self._hours(entry, self.week.review_hours(entry.day), REVIEW)

    def _with_workers(self, entry: Entry) -> Iterator[Fault]:
        team = entry.team
        if team is None:
            yield Fault("known", f"{self._say(entry)}没写是哪个班组。")
            return
        title = self.week.team(team).title
        taken = next((moment for moment in self.span(entry) if self.is_production(team, moment)), None)
        if taken is not None:
            hours_ = span_words(self.production_around(team, taken))
            yield Fault("production_time", f"{self._say(entry)}占了 {title} {hours_} 的生产时间。")
        elif entry.kind == TALK and not self._is_talk_window(entry):
            least, most = BEFORE_SHIFT, AFTER_SHIFT
            yield Fault(
                "window",
                f"{self._say(entry)}不在许可的时段：宣讲在 {title} 歇班、上班前 {least} 分钟、下班后 {most} 分钟里。",
            )
        elif entry.kind == INTERVIEW:
            yield from self._interview_window(entry, title)
        yield from self._crew(entry, 1)

    def _is_talk_window(self, entry: Entry) -> bool:
        day = self.week.limits
        if entry.start < day.earliest or entry.end > day.latest:
            return False
        start = self.week.starts[entry.day] + entry.start
        end = self.week.starts[entry.day] + entry.end
        for _, midnight, shift in self.workings(entry.team or ""):
            begins, ends = midnight + shift.start, midnight + shift.end
            if begins - BEFORE_SHIFT <= start and end <= begins:
                return True
            if ends <= start and end <= ends + AFTER_SHIFT:
                return True
            if any(midnight + since <= start and end <= midnight + until for since, until in shift.breaks):
                return True
        return False

    def _interview_window(self, entry: Entry, title: str) -> Iterator[Fault]:
        if entry.start < INTERVIEW_HOURS[0] or entry.end > INTERVIEW_HOURS[1]:
            yield Fault("window", f"{self._say(entry)}不在许可的时段：访谈在 {span_words(INTERVIEW_HOURS)}。")
        for _, midnight, shift in self.workings(entry.team or ""):
            asleep = midnight + shift.end + SLEEP_DELAY
            if shift.end > LATE_END and any(asleep <= each < asleep + SLEEP for each in self.span(entry)):
                night = span_words((asleep, asleep + SLEEP))
                yield Fault("window", f"{self._say(entry)}在 {title} 下班睡觉的钟点：{night}。")
                return

    def _visit(self, entry: Entry) -> Iterator[Fault]:
        township = self.week.township
        if township is None:
            yield Fault("known", f"{self._say(entry)}没写去哪一家。")
            return
        start, end = entry.start + township.travel, entry.end - township.travel
        is_open = any(since <= start and end <= until for since, until in township.office_hours)
        if self.week.days[entry.day].weekday() >= 5 or not is_open:
            office = "、".join(span_words(each) for each in township.office_hours)
            yield Fault(
                "window", f"{self._say(entry)}不在 {township.name} 周一到周五的办公时间里：{office}，路上另算。"
            )
        yield from self._crew(entry, PEOPLE_AT_VISIT)

    def _crew(self, entry: Entry, count: int) -> Iterator[Fault]:
        role = ROLE_OF[entry.kind]
        length = self.week.lengths.of(entry.kind)
        travel = 2 * self.week.township.travel if entry.kind == VISIT and self.week.township else 0
        if entry.end - entry.start != length + travel or len(entry.officials) != count:
            yield Fault("people", f"{self._say(entry)}要 {count} 个人，{length + travel} 分钟。")
        for who in entry.officials:
            if role not in self.week.official(who).roles:
                yield Fault("role", f"{self._say(entry)}要{ROLE_NAMES[role]}去，{self._name(who)} 不是。")

    def _hours(self, entry: Entry, allowed: tuple[int, int], kind: str) -> Iterator[Fault]:
        if entry.start < allowed[0] or entry.end > allowed[1] or entry.end - entry.start != self.week.lengths.of(kind):
            yield Fault("window", f"{self._say(entry)}不在许可的时段：{KINDS[kind]}在 {span_words(allowed)}。")

    def crowd_faults(self) -> Iterator[Fault]:
        """Too many at the same time: in the rooms, with one team, at the township."""
        together = self._most_at_once(self.by_kind[TALK])
        if len(together) > len(self.week.rooms):
            at_once = acts_words(self.week, together)
            yield Fault("rooms", f"{at_once}同时要场地，场地只有 {len(self.week.rooms)} 处。")
        for team in self.week.teams:
            acts = [each for each in self.by_kind[TALK] + self.by_kind[INTERVIEW] if each.team == team.id]
            together = self._most_at_once(acts)
            if len(together) > self.week.limits.parallel:
                at_once, most = acts_words(self.week, together), self.week.limits.parallel
                yield Fault("parallel", f"{at_once}同时有 {len(together)} 件事找 {team.title}，最多 {most} 件。")
        for day, count in Counter(each.day for each in self.by_kind[VISIT]).items():
            if count > 1:
                both = acts_words(self.week, [each for each in self.by_kind[VISIT] if each.day == day])
                yield Fault("visit_days", f"{both}在同一天，一天只去一处。")

    def _most_at_once(self, acts: Sequence[Entry]) -> list[Entry]:
        """The acts of the busiest minute."""
        busy = Counter(moment for each in acts for moment in self.span(each))
        if not busy:
            return []
        most = max(busy, key=lambda moment: busy[moment])
        return [each for each in acts if most in self.span(each)]

    def meeting_faults(self) -> Iterator[Fault]:
        """An evening review in more than two parts, or with somebody twice."""
        for day in range(len(self.week.days)):
            held = [each for each in self.by_kind[REVIEW] if each.day == day]
            attending = Counter(who for each in held for who in each.officials)
            if len(held) > 2 or max(attending.values(), default=0) > 1:
                yield Fault("review", f"{self._weekday(day)}的碰头会最多分两个小组，一个人只参加一次。")
