"""A conflict in roster words: for each rule what it asks, of whom, and where, with the figures that collide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dundian.engines.planning.demands import LEAST, MOST
from dundian.engines.planning.problem import MAN, ROLES, WOMAN, Official, Posting
from dundian.engines.planning.proof.pieces import PAIRS, Piece, Pieces
from dundian.engines.planning.rules import RULES, Fault
from dundian.engines.planning.rules.rule import named, padded

_SHOWN = 6
_CADRES = {WOMAN: "女干部", MAN: "男干部", "": "干部"}
_CELLS = {"phase": "能去的期次", "barred": "回避企业", "night": "能不能上夜班", "heavy": "能不能干重活", "lock": "锁定"}

_SKILLS = ("leader", "roles", "dialect")


def faults_of(pieces: Pieces, found: Iterable[Piece]) -> tuple[Fault, ...]:
    """Return the pieces of a conflict as faults, one for each rule and part, in the order of the rules."""
    by_rule: dict[tuple[str, str], list[Piece]] = {}
    for each in found:
        by_rule.setdefault((each.rule, each.part), []).append(each)
    words = _Words(pieces, [piece for those in by_rule.values() for piece in those])
    order = {rule: i for i, rule in enumerate(RULES)}
    rows = sorted(by_rule.items(), key=lambda row: order[row[0][0]])
    return tuple(words.fault(rule, part, those) for (rule, part), those in rows)


class _Words:
    def __init__(self, pieces: Pieces, found: Sequence[Piece]) -> None:
        self.pieces, self.problem = pieces, pieces.problem
        named = {where for each in found for where in each.postings}
        self.about = [each for each in self.problem.postings if each.id in named] or list(self.problem.postings)
        self.mask = pieces.openness.mask(self.about)

    def fault(self, rule: str, part: str, those: Sequence[Piece]) -> Fault:
        """Say what these pieces of one rule ask."""
        who = list(dict.fromkeys(official for each in those for official in each.officials))
        where = list(dict.fromkeys(posting for each in those for posting in each.postings))
        if rule in _CELLS:
            where = [each.id for each in self._closed(rule, who)]
        if rule in _SKILLS:
            who = self._able(rule, part, where)
        return RULES[rule].fault(self._message(rule, part, who, where, those), who, where)

    def _message(self, rule: str, part: str, who: list[str], where: list[str], those: Sequence[Piece]) -> str:
        if rule in PAIRS:
            pairs = "；".join("、".join(named(self.problem, who) for who in each.officials) for each in those)
            return f"{RULES[rule].name}：{pairs}。"
        if rule == "placed":
            return self._placed(who)
        if rule in _CELLS:
            return f"{_CELLS[rule]}：{self._people(who)}去不了{self._places(where)}。"
        postings = [self.problem.posting(each) for each in where]
        return (
            self._of_skills(rule, part, postings, who) if rule in _SKILLS else self._of_postings(rule, part, postings)
        )

    def _placed(self, who: list[str]) -> str:
        """Say who must go; and how many there are who can go nowhere else, if these are only some of them."""
        if len(who) == 1:
            return f"{self._people(who)}要有组。"
        sexes = {self._official(each).sex for each in who}
        word = _CADRES["".join(sexes) if len(sexes) == 1 else ""]
        there = self.pieces.openness.open
        alike = [each for each in self.problem.officials if each.sex in sexes and not there(each) & ~self.mask]
        total = sum(any(True for _ in self.pieces.placing(each)) for each in alike)
        if total > len(who):
            where = self._places([each.id for each in self.about])
            return f"只能去{where}的{word}有 {total} 人，其中 {len(who)} 人就安排不下：{self._people(who)}。"
        return f"{word} {len(who)} 人都要有组：{self._people(who)}。"

    def _of_postings(self, rule: str, part: str, postings: list[Posting]) -> str:
        where = self._places([each.id for each in postings])
        if rule == "size" and part == LEAST:
            return f"{where}最少要 {sum(each.smallest for each in postings)} 人。"
        if rule == "size" and part == MOST:
            return f"{where}最多收 {sum(each.largest for each in postings)} 人。"
        if rule == "beds":
            beds = sum(each.beds(part) for each in postings)
            return f"{where}女床位共 {beds} 张。" if part == WOMAN else f"{where}男床位共 {beds} 张。"
        if rule == "rooms":
            rooms = "；".join("、".join(map(str, each.rooms or ())) for each in postings[:_SHOWN])
            beds = sum(sum(each.rooms or ()) for each in postings)
            return f"{where}的房间（{rooms} 人间）一间只住一种性别，共 {beds} 张床。"
        if rule == "distinct_roles":
            return f"{where}各要三个人分担三员。" if len(postings) > 1 else f"{where}要三个人分担三员。"
        return self._of_choice(part, where)

    def _of_choice(self, part: str, where: str) -> str:
        if part == "count":
            return f"要用 {self.problem.open_count} 个派驻点。"
        return f"{where}是同一家企业，只能去一次。"

    def _of_skills(self, rule: str, part: str, postings: list[Posting], able: list[str]) -> str:
        if rule == "leader":
            word = "能当组长"
        elif rule == "roles":
            word = f"能当{ROLES[part]}"
        else:
            tongues = list(dict.fromkeys(self.problem.label(each.dialect or "") for each in postings))
            word = f"会说{padded('、'.join(tongues))}"
        can = f"共 {len(able)} 人：{self._people(able)}" if able else "一个也没有"
        where = self._places([each.id for each in postings])
        if len(postings) > 1:
            return f"{where}各要一个{word}的人，去得了的{can}。"
        return f"{where}要一个{word}的人，去得了的{can}。"

    def _able(self, rule: str, part: str, where: list[str]) -> list[str]:
        """Return who has what these postings ask for and can go to one of them."""
        mask = self.pieces.openness.mask(map(self.problem.posting, where))
        kinds = [self.pieces.demands[Piece(rule, (), (each,), part)].counts[0].kind for each in where]
        return [
            each.id
            for each in self.problem.officials
            if self.pieces.openness.open(each) & mask and any(kind(each) for kind in dict.fromkeys(kinds))
        ]

    def _closed(self, rule: str, who: Iterable[str]) -> Iterator[Posting]:
        """Yield what the cells close: of the postings it is about, or if it is about others, all."""
        closed = 0
        for each in who:
            closed |= self.pieces.openness.closed(rule, self._official(each))
        return self.pieces.openness.postings(closed & self.mask or closed)

    def _official(self, official: str) -> Official:
        return self.problem.official(official)

    def _people(self, ids: Sequence[str]) -> str:
        return self._listed(ids, are_people=True)

    def _places(self, ids: Sequence[str]) -> str:
        """Name postings by their phases where they are all of them."""
        if len(ids) == len(self.problem.postings) > _SHOWN:
            return "所有派驻点"
        phases = list(dict.fromkeys(self.problem.posting(each).phase for each in ids))
        if len(ids) > len(phases) and len(ids) == sum(each.phase in phases for each in self.problem.postings):
            return padded("、".join(map(self.problem.label, phases)))
        return self._listed(ids, are_people=False)

    def _listed(self, ids: Sequence[str], *, are_people: bool) -> str:
        shown = "、".join(self.problem.label(each) for each in ids[:_SHOWN])
        if len(ids) <= _SHOWN:
            return padded(shown)
        return f"{padded(shown)}等 {len(ids)} 人" if are_people else f"{padded(shown)}等 {len(ids)} 个"
