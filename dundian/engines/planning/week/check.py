"""The reference judge of a week: which hard rules a timetable breaks, and what it costs. Knows nothing of the model.

It counts minutes one by one and looks every rule up in the enterprise's own hours; it is slow, plain and believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dundian.engines.planning.week.account import Account, is_at_work
from dundian.engines.planning.week.problem import (
    AFTER_SHIFT,
    BEFORE_SHIFT,
    DAY,
    INTERVIEW,
    INTERVIEW_HOURS,
    KINDS,
    LABOUR,
    LATE_END,
    MEAL,
    MEAL_HOURS,
    MEAL_NAMES,
    PEOPLE_AT_VISIT,
    REVIEW,
    ROLE_OF,
    SLEEP,
    SLEEP_DELAY,
    TALK,
    VISIT,
    WEEKDAYS,
    Week,
)
from dundian.engines.planning.week.rules import NAMES, ROLE_NAMES, hours
from dundian.engines.planning.week.timetable import Entry, Timetable


@dataclass(frozen=True, slots=True)
class Fault:
    """One hard rule that one entry, official or wish breaks, in one sentence."""

    rule: str
    message: str

    @property
    def name(self) -> str:
        """The rule's Chinese name."""
        return NAMES[self.rule]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The hard rules that are broken, the wishes not met by (kind, whose), and the cost by key."""

    faults: tuple[Fault, ...]
    missing: Mapping[tuple[str, str], int]
    cost: Mapping[str, int]

    @property
    def is_legal(self) -> bool:
        """Whether no hard rule is broken; wishes may still be missing."""
        return not self.faults

    @property
    def total(self) -> int:
        """What the timetable costs, without what was given up."""
        return sum(self.cost.values())


def judge(week: Week, timetable: Timetable) -> Verdict:
    """Return the verdict on any timetable of this week, whoever made it."""
    strange = tuple(_strangers(week, timetable))
    if strange:
        return Verdict(strange, {}, {})
    judging = _Judge(week, timetable)
    return Verdict(tuple(judging.faults()), judging.missing(), judging.cost())


def _strangers(week: Week, timetable: Timetable) -> Iterator[Fault]:
    """What is not of this week at all: nothing else can be judged before."""
    people, teams = {each.id for each in week.officials}, {each.id: each for each in week.teams}
    for who, place in timetable.places.items():
        team = teams.get(place.team)
        if who not in people or team is None or place.post not in {each.name for each in team.posts}:
            yield Fault("known", f"{who} 被排到 {place.team} 的 {place.post}，这一周没有这个人、这个班组或这个岗位。")
    for each in timetable.entries:
        fits = each.kind in KINDS and 0 <= each.day < len(week.days) and 0 <= each.start < each.end <= 2 * DAY
        if not fits or not each.officials or not set(each.officials) <= people or (each.team or "") not in {"", *teams}:
            yield Fault("known", f"有一条安排不认识：{each.kind}，第 {each.day + 1} 天。")


def assess(week: Week, timetable: Timetable) -> Verdict:
    """Return what a timetable lacks and costs, without looking for faults: for many timetables of our own making."""
    judging = Account(week, timetable)
    return Verdict((), judging.missing(), judging.cost())


class _Judge(Account):
    # ------------------------------------------------------------------ hard rules

    def faults(self) -> Iterator[Fault]:
        """Every hard rule that is broken."""
        for entry in self.by_kind[TALK] + self.by_kind[INTERVIEW]:
            yield from self._with_workers(entry)
        for entry in self.by_kind[VISIT]:
            yield from self._visit(entry)
        for entry in self.by_kind[REVIEW]:
            yield from self._hours(entry, self.week.review_hours(entry.day), REVIEW)
        yield from self._one_thing()
        yield from self._places()
        yield from self._labour()
        yield from self._crowds()
        yield from self._meals()
        yield from self._rest()
        yield from self._daily()
        yield from self._meetings()

    def _with_workers(self, entry: Entry) -> Iterator[Fault]:
        team = entry.team
        if team is None:
            yield Fault("known", f"{self._say(entry)}没写是哪个班组。")
            return
        if any(self.is_production(team, moment) for moment in self.span(entry)):
            yield Fault("production_time", f"{self._say(entry)}占了 {self.week.team(team).title} 的生产时间。")
        is_open = self._is_talk_window(entry) if entry.kind == TALK else self._is_interview_window(entry)
        if not is_open:
            yield Fault("window", f"{self._say(entry)}不在许可的时段。")
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

    def _is_interview_window(self, entry: Entry) -> bool:
        if entry.start < INTERVIEW_HOURS[0] or entry.end > INTERVIEW_HOURS[1]:
            return False
        for _, midnight, shift in self.workings(entry.team or ""):
            asleep = midnight + shift.end + SLEEP_DELAY
            if shift.end > LATE_END and any(asleep <= each < asleep + SLEEP for each in self.span(entry)):
                return False
        return True

    def _visit(self, entry: Entry) -> Iterator[Fault]:
        township = self.week.township
        if township is None:
            yield Fault("known", f"{self._say(entry)}没写去哪一家。")
            return
        start, end = entry.start + township.travel, entry.end - township.travel
        is_open = any(since <= start and end <= until for since, until in township.office_hours)
        if self.week.days[entry.day].weekday() >= 5 or not is_open:
            yield Fault("window", f"{self._say(entry)}不在 {township.name} 周一到周五的办公时间里。")
        yield from self._crew(entry, PEOPLE_AT_VISIT)

    def _crew(self, entry: Entry, count: int) -> Iterator[Fault]:
        role = ROLE_OF[entry.kind]
        length = self.week.lengths.of(entry.kind)
        travel = 2 * self.week.township.travel if entry.kind == VISIT and self.week.township else 0
        if entry.end - entry.start != length + travel or len(entry.officials) != count:
            yield Fault("people", f"{self._say(entry)}要 {count} 个人、{length + travel} 分钟。")
        for who in entry.officials:
            if role not in self.week.official(who).roles:
                yield Fault("role", f"{self._say(entry)}要{ROLE_NAMES[role]}，{self._name(who)}不是。")

    def _hours(self, entry: Entry, allowed: tuple[int, int], kind: str) -> Iterator[Fault]:
        if entry.start < allowed[0] or entry.end > allowed[1] or entry.end - entry.start != self.week.lengths.of(kind):
            yield Fault("window", f"{self._say(entry)}不在许可的时段。")

    def _one_thing(self) -> Iterator[Fault]:
        for official in self.week.officials:
            taken: dict[int, Entry] = {}
            for entry in self.timetable.of(official.id):
                other = next((taken[moment] for moment in self.span(entry) if moment in taken), None)
                if other is not None:
                    yield Fault("one_thing", f"{official.title}{self._say(entry)}和{self._say(other)}撞在一起。")
                taken |= dict.fromkeys(self.span(entry), entry)
                if entry.kind not in (LABOUR, VISIT) and self._is_own_labour(official.id, entry):
                    yield Fault("one_thing", f"{official.title}{self._say(entry)}占了自己上工的时间。")

    def _is_own_labour(self, who: str, entry: Entry) -> bool:
        place = self.timetable.places.get(who)
        own = [] if place is None else [each for each in self.workings(place.team) if each[0] is not None]
        return any(
            is_at_work(shift, moment - midnight)
            for _, midnight, shift in own
            if not self.is_long(shift)
            for moment in self.span(entry)
        )

    def _places(self) -> Iterator[Fault]:
        places = self.timetable.places
        taken = Counter((place.team, place.post) for place in places.values())
        for (team_id, post), count in taken.items():
            offered = sum(each.name == post for each in self.week.team(team_id).posts)
            if count > offered:
                yield Fault(
                    "posts", f"{self.week.team(team_id).title}的 {post} 只有 {offered} 个岗位，排了 {count} 个人。"
                )
        for who, place in places.items():
            official, team = self.week.official(who), self.week.team(place.team)
            if not official.heavy_ok and all(each.is_heavy for each in team.posts if each.name == place.post):
                yield Fault("heavy", f"{official.title}不能干重活，{place.post} 是重活。")
            nights = (shift.is_night for day, _, shift in self.workings(place.team) if day is not None)
            if not official.night_ok and any(nights):
                yield Fault("night", f"{official.title}不能上夜班，{team.title} 有夜班。")

    def _labour(self) -> Iterator[Fault]:
        """Who joined a team works every half of its shifts that neither a visit nor the daily limit takes."""
        for official in self.week.officials:
            expected = {each[0]: each for each in self.halves(official.id)}
            for entry in self.by_kind[LABOUR]:
                if official.id in entry.officials and not self._is_of_shift(official.id, entry):
                    yield Fault("labour", f"{official.title}{self._say(entry)}不是所跟班次的生产时间。")
            for (day, _), minutes, is_long in expected.values():
                lost = minutes - self.worked(official.id)
                if lost and lost != minutes:
                    yield Fault("labour", f"{official.title}{self._weekday(day)}的半个班只上了一截。")
                elif lost and not is_long and not minutes & self.visiting(official.id):
                    yield Fault("labour", f"{official.title}{self._weekday(day)}有半个班没有上工，也没有去对接。")

    def _is_of_shift(self, who: str, entry: Entry) -> bool:
        place, minutes = self.timetable.places.get(who), set(self.span(entry))
        is_there = place is not None and (entry.team, entry.place) == (place.team, place.post)
        mine = [shift for (day, _), shift, _ in self.halves(who) if day == entry.day]
        return is_there and minutes <= set().union(*mine)

    def _crowds(self) -> Iterator[Fault]:
        rooms: Counter[int] = Counter(moment for each in self.by_kind[TALK] for moment in self.span(each))
        if max(rooms.values(), default=0) > len(self.week.rooms):
            yield Fault("rooms", f"同时有 {max(rooms.values())} 场宣讲，场地只有 {len(self.week.rooms)} 处。")
        for team in self.week.teams:
            acts = [each for each in self.by_kind[TALK] + self.by_kind[INTERVIEW] if each.team == team.id]
            busy = Counter(moment for each in acts for moment in self.span(each))
            if max(busy.values(), default=0) > self.week.limits.parallel:
                yield Fault(
                    "parallel", f"{team.title}同时有 {max(busy.values())} 件事，最多 {self.week.limits.parallel} 件。"
                )
        for day, count in Counter(each.day for each in self.by_kind[VISIT]).items():
            if count > 1:
                yield Fault("visit_days", f"{self._weekday(day)}有 {count} 处对接，一天只去一处。")

    def _meals(self) -> Iterator[Fault]:
        length = self.week.lengths.meal
        for official in self.week.officials:
            mine = [each for each in self.by_kind[MEAL] if official.id in each.officials]
            for day in range(len(self.week.days)):
                for (start, end), name in zip(MEAL_HOURS, MEAL_NAMES, strict=True):
                    has = any(each.day == day and start <= each.start and each.end <= end for each in mine)
                    if not has and self._could_eat(official.id, day, range(start, end - length + 1)):
                        yield Fault("meals", f"{official.title}{self._weekday(day)}没有时间吃{name}。")

    def _could_eat(self, who: str, day: int, begins: range) -> bool:
        place, midnight = self.timetable.places.get(who), self.week.starts[day]
        own = [] if place is None else [each for each in self.workings(place.team) if each[0] is not None]
        busy = {m for _, at, shift in own for m in range(at + shift.start, at + shift.end) if is_at_work(shift, m - at)}
        length = self.week.lengths.meal
        return any(not busy & set(range(midnight + each, midnight + each + length)) for each in begins)

    def _rest(self) -> Iterator[Fault]:
        """Between the noon of a day and 22:00 of the next there is one long stretch without any duty."""
        duties = (LABOUR, TALK, INTERVIEW, VISIT, REVIEW)
        for official in self.week.officials:
            busy = self.minutes(official.id, duties)
            for day in range(len(self.week.days) - 1):
                midnight = self.week.starts[day]
                if self.week.starts[day + 1] - midnight != DAY:
                    continue
                if _longest_gap(busy, range(midnight + 12 * 60, midnight + DAY + 22 * 60)) < self.week.limits.rest:
                    yield Fault(
                        "rest", f"{official.title}{self._weekday(day)}夜里歇不满 {hours(self.week.limits.rest)} 小时。"
                    )

    def _daily(self) -> Iterator[Fault]:
        for official in self.week.officials:
            spent: Counter[int] = Counter()
            for each in self.timetable.of(official.id):
                if each.kind != MEAL:
                    spent[each.day] += each.end - each.start
            for day, minutes in spent.items():
                if minutes > self.week.limits.daily:
                    most = hours(self.week.limits.daily)
                    yield Fault(
                        "daily", f"{official.title}{self._weekday(day)}有 {hours(minutes)} 小时的事，最多 {most} 小时。"
                    )

    def _meetings(self) -> Iterator[Fault]:
        for day in range(len(self.week.days)):
            held = [each for each in self.by_kind[REVIEW] if each.day == day]
            attending = Counter(who for each in held for who in each.officials)
            if len(held) > 2 or max(attending.values(), default=0) > 1:
                yield Fault("review", f"{self._weekday(day)}的碰头会最多分两个小组，一个人只参加一次。")

    # ------------------------------------------------------------------ words

    def _name(self, who: str) -> str:
        return self.week.official(who).title

    def _weekday(self, day: int) -> str:
        return f"周{WEEKDAYS[self.week.days[day].weekday()]}"

    def _say(self, entry: Entry) -> str:
        clock = f"{entry.start // 60 % 24}:{entry.start % 60:02d}"
        team = f" {self.week.team(entry.team).title} 的" if entry.team else "的"
        return f"{self._weekday(entry.day)} {clock}{team}{KINDS[entry.kind]}"


def _longest_gap(busy: set[int], window: range) -> int:
    best = run = 0
    for moment in window:
        run = 0 if moment in busy else run + 1
        best = max(best, run)
    return best
