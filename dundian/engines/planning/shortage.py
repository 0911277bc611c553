"""What cannot be because there is not enough of it: counted by flows before any search, said in roster words.

Each check is a maximum flow. Where not all of it gets through, the minimum cut names the people and the postings
that are short of each other (Hall's theorem), and the rules that keep the others away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ortools.graph.python import max_flow

from dundian.engines.planning.problem import MAN, ROLES, WOMAN, Official, Posting, Problem
from dundian.engines.planning.rules import RULES, Fault, RuleBook, rule_book

_SEX_WORDS = {WOMAN: "女", MAN: "男"}
_SHOWN = 6
_Closed = list[tuple[Official, Posting]]
_Node = tuple[str, str, str]
_IN, _OUT = ("in", "", ""), ("out", "", "")


def _who(official: Official) -> _Node:
    return "who", official.id, ""


def _hall(posting: Posting) -> _Node:
    return "hall", posting.id, ""


def _beds(posting: Posting, sex: str) -> _Node:
    return "beds", posting.id, sex


def find_shortages(problem: Problem) -> tuple[Fault, ...]:
    """Return the first shortage found, as the faults that collide; empty if counting finds none.

    With open postings only what holds for every choice of them is counted.
    """
    checks = _Checks(problem)
    for check in (
        checks.nowhere_to_go,
        checks.too_few_rooms,
        checks.too_few_beds,
        checks.too_few_people,
        checks.too_few_able,
    ):
        found = tuple(check())
        if found:
            return found
    return ()


def listed(problem: Problem, ids: Sequence[str], *, counted: str = "个") -> str:
    """Return ids as people call them, the first few of many with their number."""
    shown = "、".join(problem.label(each) for each in ids[:_SHOWN])
    return shown if len(ids) <= _SHOWN else f"{shown} 等 {len(ids)} {counted}"


class _Network:
    """A flow network over named nodes; _IN is the source, _OUT the sink."""

    def __init__(self) -> None:
        self._flow = max_flow.SimpleMaxFlow()
        self._numbers: dict[_Node, int] = {_IN: 0, _OUT: 1}
        self._wanted = 0

    def add(self, tail: _Node, head: _Node, capacity: int) -> None:
        """Add an arc."""
        ends = [self._numbers.setdefault(each, len(self._numbers)) for each in (tail, head)]
        self._flow.add_arc_with_capacity(*ends, capacity)
        self._wanted += capacity if tail == _IN else 0

    def short_side(self) -> set[_Node]:
        """Return the nodes on the source's side of a minimum cut; empty if everything gets through."""
        if not self._wanted:
            return set()
        self._flow.solve(0, 1)
        if self._flow.optimal_flow() == self._wanted:
            return set()
        cut = set(self._flow.get_source_side_min_cut())
        return {name for name, number in self._numbers.items() if number in cut}


class _Checks:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.book: RuleBook = rule_book(problem)
        self.goers = [each for each in problem.officials if not each.reserve]
        self.open_to = {each.id: [g for g in problem.postings if self._is_open(each, g)] for each in problem.officials}

    def nowhere_to_go(self) -> Iterator[Fault]:
        """An official whom every posting is closed to."""
        for official in self.goers if self.book.has("placed") else ():
            if not self.open_to[official.id]:
                name = self.problem.label(official.id)
                yield RULES["placed"].fault(f"{name} 哪个点都去不了。", [official.id])
                yield from self._closing([(official, each) for each in self.problem.postings])
                return

    def too_few_rooms(self) -> Iterator[Fault]:
        """A posting whose rooms, one sex each, hold fewer people than it wants."""
        if self.problem.open_count is not None or not (self.book.has("size") and self.book.has("rooms")):
            return
        for posting in self.problem.postings:
            if posting.rooms is not None and sum(posting.rooms) < posting.smallest:
                name, beds = self.problem.label(posting.id), sum(posting.rooms)
                yield RULES["size"].fault(f"{name} 最少要 {posting.smallest} 人。", [], [posting.id])
                yield RULES["rooms"].fault(f"{name} 的房间一共只有 {beds} 张床。", [], [posting.id])
                return

    def too_few_beds(self) -> Iterator[Fault]:
        """People who can only go where there are fewer beds, or smaller groups, than people."""
        if not self.book.has("placed"):
            return
        network = _Network()
        for official in self.goers:
            network.add(_IN, _who(official), 1)
            for posting in self.open_to[official.id]:
                network.add(_who(official), _beds(posting, official.sex), 1)
        for posting in self.problem.postings:
            for sex in (WOMAN, MAN):
                beds = posting.beds(sex) if self.book.has("beds") else len(self.goers)
                network.add(_beds(posting, sex), _hall(posting), beds)
            network.add(_hall(posting), _OUT, posting.largest if self.book.has("size") else len(self.goers))
        short = network.short_side()
        people = [each for each in self.goers if _who(each) in short]
        if people:
            yield from self._crowded(people, short)

    def _crowded(self, people: list[Official], short: set[_Node]) -> Iterator[Fault]:
        postings = self.problem.postings
        where = listed(self.problem, [each.id for each in postings if self._beds_in(each, short)])
        for sex, word in _SEX_WORDS.items():
            tight = [each for each in postings if _beds(each, sex) in short and _hall(each) not in short]
            who = [each.id for each in people if each.sex == sex]
            if tight and who:
                beds = sum(each.beds(sex) for each in tight)
                where_beds = self._where(tight)
                message = f"{where_beds}{word}床位共 {beds} 张，{word}干部 {len(who)} 人只能去 {where}。"
                yield RULES["beds"].fault(message, who, [each.id for each in tight])
        full = [each for each in postings if _hall(each) in short]
        if full:
            seats = sum(each.largest for each in full)
            message = f"{self._where(full)}最多收 {seats} 人，有 {len(people)} 人只能去 {where}。"
            yield RULES["size"].fault(message, [each.id for each in people], [each.id for each in full])
        yield RULES["placed"].fault(f"{len(people)} 人都要有组。", [each.id for each in people])
        away = [each for each in postings if not self._beds_in(each, short)]
        yield from self._closing([(each, posting) for each in people for posting in away])

    def too_few_people(self) -> Iterator[Fault]:
        """Postings that want more people than can go and sleep there."""
        if self.problem.open_count is not None or not self.book.has("size"):
            return
        network = _Network()
        for posting in self.problem.postings:
            network.add(_IN, _hall(posting), posting.smallest)
            for sex in (WOMAN, MAN):
                beds = posting.beds(sex) if self.book.has("beds") else len(self.problem.officials)
                network.add(_hall(posting), _beds(posting, sex), beds)
        for official in self.problem.officials:
            for posting in self.open_to[official.id]:
                network.add(_beds(posting, official.sex), _who(official), 1)
            network.add(_who(official), _OUT, 1)
        short = network.short_side()
        hungry = [each for each in self.problem.postings if _hall(each) in short]
        if hungry:
            yield from self._hungry(hungry, short)

    def _hungry(self, hungry: list[Posting], short: set[_Node]) -> Iterator[Fault]:
        people = [each for each in self.problem.officials if _who(each) in short]
        wanted = sum(each.smallest for each in hungry)
        ids = [each.id for each in hungry]
        message = f"{listed(self.problem, ids)} 最少要 {wanted} 人，"
        tight = {sex: [each for each in hungry if _beds(each, sex) not in short] for sex in _SEX_WORDS}
        beds = {sex: sum(each.beds(sex) for each in those) for sex, those in tight.items()}
        message += f"能去的只有 {len(people)} 人，另外的受床位限制。" if people else "能住下的没有这么多。"
        yield RULES["size"].fault(message, [each.id for each in people], ids)
        for sex, those in tight.items():
            if those:
                words = f"{self._where(those)}{_SEX_WORDS[sex]}床位共 {beds[sex]} 张。"
                yield RULES["beds"].fault(words, [], [each.id for each in those])
        others = [each for each in self.problem.officials if _who(each) not in short]
        yield from self._closing([(o, g) for g in hungry for o in others if _beds(g, o.sex) in short])

    def too_few_able(self) -> Iterator[Fault]:
        """Postings that need somebody able (leader, roles, dialect) where there are fewer of them than postings."""
        if self.problem.open_count is not None:
            return
        needs: list[tuple[str, str, list[Official], list[Posting]]] = [
            ("leader", "能当组长", [each for each in self.problem.officials if each.leader], [*self.problem.postings])
        ]
        for role, word in ROLES.items():
            able = [each for each in self.problem.officials if role in each.roles]
            needs.append(("roles", f"能当{word}", able, [*self.problem.postings]))
        for dialect in sorted({each.dialect for each in self.problem.postings if each.dialect}):
            able = [each for each in self.problem.officials if dialect in each.dialects]
            postings = [each for each in self.problem.postings if each.dialect == dialect]
            needs.append(("dialect", f"会说 {self.problem.label(dialect)}", able, postings))
        for rule, words, able, postings in needs:
            found = tuple(self._unled(rule, words, able, postings)) if self.book.has(rule) else ()
            if found:
                yield from found
                return

    def _unled(self, rule: str, words: str, able: list[Official], postings: list[Posting]) -> Iterator[Fault]:
        network, wanting = _Network(), {each.id for each in postings}
        for posting in postings:
            network.add(_IN, _hall(posting), 1)
        for official in able:
            network.add(_who(official), _OUT, 1)
            for posting in self.open_to[official.id]:
                if posting.id in wanting:
                    network.add(_hall(posting), _who(official), 1)
        short = network.short_side()
        lacking = [each for each in postings if _hall(each) in short]
        if lacking:
            who = [each for each in able if _who(each) in short]
            ids = [each.id for each in lacking]
            names = f"：{listed(self.problem, [each.id for each in who], counted='人')}" if who else ""
            message = f"{listed(self.problem, ids)} 各要一个{words}的人，去得了的共 {len(who)} 人{names}。"
            yield RULES[rule].fault(message, [each.id for each in who], ids)
            yield from self._closing([(each, g) for each in able if _who(each) not in short for g in lacking])

    def _is_open(self, official: Official, posting: Posting) -> bool:
        return not any(rule.evaluate(self.problem, official, posting) for rule in self.book.person_hard)

    def _closing(self, closed: _Closed) -> Iterator[Fault]:
        """Name rules that together close all these pairs, as few as a greedy choice finds."""
        left = list(closed)
        while left:
            by_rule = {
                rule: [pair for pair in left if rule.evaluate(self.problem, *pair)] for rule in self.book.person_hard
            }
            rule, pairs = max(by_rule.items(), key=lambda item: len(item[1]))
            if not pairs:
                return
            who = list(dict.fromkeys(official.id for official, _ in pairs))
            where = list(dict.fromkeys(posting.id for _, posting in pairs))
            names = f"{listed(self.problem, who, counted='人')} 去不了 {listed(self.problem, where)}"
            yield rule.fault(f"{rule.name}：{names}。", who, where)
            left = [pair for pair in left if not rule.evaluate(self.problem, *pair)]

    def _beds_in(self, posting: Posting, short: set[_Node]) -> bool:
        return any(_beds(posting, sex) in short for sex in _SEX_WORDS)

    def _where(self, postings: Iterable[Posting]) -> str:
        """Name postings by their phase where they are all of it."""
        those = list(postings)
        phase = those[0].phase
        if len(those) > 1 and those == [each for each in self.problem.postings if each.phase == phase]:
            return f"{self.problem.label(phase)} "
        return f"{listed(self.problem, [each.id for each in those])} "
