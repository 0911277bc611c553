"""How the grouping page says what the evaluator found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from dundian.doors.desk.said import said as in_reader_words
from dundian.engines.planning.explain import Choice
from dundian.engines.planning.problem import ROLES, Problem, Weights
from dundian.engines.planning.remedy import Remedy
from dundian.engines.planning.rules import RULES, Fault
from dundian.engines.planning.seating import Worth
from dundian.features.programme.queries.blanks import Blank
from dundian.features.programme.queries.plans import Card, Measure, Member, PlanView, is_personal, missing_beds
from dundian.features.programme.queries.problem import phase_words

MEASURES = {
    "hard": gettext_lazy("必须做到的"),
    "barred": gettext_lazy("不去要回避的企业"),
    "phase": gettext_lazy("去自己能去的那一期"),
    "repeat_enterprise": gettext_lazy("不再去上回那家"),
    "seniority": gettext_lazy("每组有新有老"),
    "age": gettext_lazy("每组老中青都有"),
    "same_unit": gettext_lazy("一个单位的分开"),
    "topic": gettext_lazy("课题对得上"),
    "travel": gettext_lazy("路不远"),
}
BLANKS = {
    "officials": gettext_lazy("名单还是空的"),
    "phases": gettext_lazy("还没定几期、哪几天"),
    "groups": gettext_lazy("还没分几个组"),
    "hosts": gettext_lazy("这些组还没定企业，先不排人"),
    "sex": gettext_lazy("没写性别，排不了床位，这几位先不排"),
    "can_lead": gettext_lazy("没写能不能当组长，按不能算"),
    "night_ok": gettext_lazy("没写能不能上夜班，按不能算"),
    "heavy_ok": gettext_lazy("没写能不能干重活，按不能算"),
    "roles": gettext_lazy("没写三员角色，按没有算"),
    "birth": gettext_lazy("没写出生年月，老中青搭配不算这几位"),
    "beds": gettext_lazy("没写床位，按够住算"),
    "closed": gettext_lazy("企业说这几天不接待，换一家或换一期"),
    "barred": gettext_lazy("要回避的企业对不上企业名单，没有算进去"),
}
# Which list mends a blank: address name, its gap in the list's filter.
MENDED_AT = {
    "officials": ("plan-officials", ""),
    "phases": ("plan-phases", ""),
    "groups": ("plan-phases", ""),
    "hosts": ("plan-phases", ""),
    "beds": ("plan-enterprises", ""),
    "closed": ("plan-phases", ""),
    "barred": ("plan-officials", ""),
}

# Rules that an organiser may relax; who goes and what is locked is never given up.
RELAXABLE = ("phase", "barred", "night", "heavy", "size", "beds", "leader", "roles", "dialect")


# What is wrong with somebody, in one line.
WRONG = {
    "placed": gettext_lazy("%(who)s还没有组"),
    "phase": gettext_lazy("%(who)s这一期去不了"),
    "barred": gettext_lazy("%(who)s要回避这家企业"),
    "night": gettext_lazy("%(who)s上不了夜班"),
    "heavy": gettext_lazy("%(who)s干不了重活"),
    "lock": gettext_lazy("%(who)s不在锁住的地方"),
    "apart": gettext_lazy("%(who)s不能同组"),
    "together": gettext_lazy("%(who)s要同组，没排在一起"),
    "lock_with": gettext_lazy("%(who)s锁在一组，没排在一起"),
}

# What can be weighed, by the ids of the weights.
WEIGHTS = {
    "travel_cap": gettext_lazy("路远，最多记几分"),
    "topic": gettext_lazy("课题对不上，每人"),
    "hardship": gettext_lazy("往年辛苦又去苦的地方，每点"),
    "repeat_enterprise": gettext_lazy("又去上回那家，每人"),
    "same_unit": gettext_lazy("一个单位的分在一起，每对"),
    "last_mates": gettext_lazy("上回同组的又在一起，每对"),
    "sex": gettext_lazy("女干部多一个少一个"),
    "age": gettext_lazy("老中青多一个少一个"),
    "seniority": gettext_lazy("新老多一个少一个"),
    "change": gettext_lazy("从现在的组里动一个人"),
}


def weight_words(weights: Mapping[str, float]) -> list[str]:
    """The weights of a run that are not the usual ones."""
    usual = asdict(Weights())
    changed = [(wish, n) for wish, n in weights.items() if wish in WEIGHTS and n != usual[wish]]
    return [_("%(wish)s %(n)s 分") % {"wish": WEIGHTS[wish], "n": n} for wish, n in changed]


def id_of(name: str) -> int:
    """The row behind an id of the planning problem: "o41" → 41."""
    return int(name[1:])


def status(card: Card) -> tuple[str, str, str]:
    """How a group stands: tone (bad, warn, lock, good, none), icon, words."""
    if not card.members:
        return "none", "circle", _("还没人")
    if card.faults:
        return "bad", "triangle-alert", short(card.faults[0], card)
    if not card.has_leader:
        return "warn", "triangle-alert", _("没定组长")
    if card.group.is_locked:
        return "lock", "lock", _("锁住")
    return "good", "check", _("排好")


def short(fault: Fault, card: Card) -> str:
    """A fault in a few signs, for a card."""
    if fault.rule == "beds":
        beds = missing_beds(fault, card.group)
        return ngettext("少 %(n)s 床", "少 %(n)s 床", beds) % {"n": beds}
    if fault.rule == "size":
        lacking = card.group.size_min - len(card.members)
        over = len(card.members) - card.group.size_max
        return _("少 %(n)s 人") % {"n": lacking} if lacking > 0 else _("多 %(n)s 人") % {"n": over}
    if fault.rule == "roles":
        # The engine's sentence ends in the role that is missing: "… 没有调查员。"
        return _("缺%(role)s") % {"role": in_reader_words(fault.message.rstrip("。").rpartition("没有")[2])}
    words = {"leader": _("缺组长"), "dialect": _("缺会方言的")}
    count = len({f.officials for f in card.faults if is_personal(f)}) if is_personal(fault) else len(fault.officials)
    return words.get(fault.rule) or ngettext("%(n)s 人不合适", "%(n)s 人不合适", count) % {"n": count}


def title(fault: Fault, view: PlanView) -> str:
    """What is to be decided, in one line."""
    if fault.rule == "beds":
        card = view.cards[id_of(fault.postings[0])]
        sex = view.problem.official(fault.officials[0]).sex
        facts = {"group": in_reader_words(card.label), "n": missing_beds(fault, card.group)}
        return _("%(group)s少 %(n)s 张女床位") % facts if sex == "F" else _("%(group)s少 %(n)s 张男床位") % facts
    if fault.rule in WRONG:
        who = [in_reader_words(view.problem.label(each)) for each in fault.officials[:3]]
        return WRONG[fault.rule] % {"who": _("、").join(who)}
    if fault.postings:
        card = view.cards[id_of(fault.postings[0])]
        return _("%(group)s%(what)s") % {"group": in_reader_words(card.label), "what": short(fault, card)}
    return in_reader_words(fault.message.rstrip("。"))


def remedy_words(remedy: Remedy, view: PlanView) -> str:
    """A remedy as a sentence: who goes where, and what that does to the mix."""
    first, *more = remedy.moves

    def label(key: str) -> str:
        return in_reader_words(view.problem.label(key))

    facts = {"one": label(first[0]), "to": label(first[1]) if first[1] else ""}
    if not more:
        said = _("把%(one)s换到%(to)s就行") % facts if first[1] else _("让%(one)s先不排") % facts
    else:
        facts["other"], facts["then"] = label(more[0][0]), label(more[0][1]) if more[0][1] else _("不排")
        is_swap = view.assignment[first[0]] == more[0][1] and view.assignment[more[0][0]] == first[1]
        said = (
            _("%(one)s和%(to)s的%(other)s对换就行") % facts
            if is_swap
            else _("%(one)s去%(to)s，%(other)s让到%(then)s") % facts
        )
    return f"{said}{_('，')}{cost_words(remedy.difference)}{_('。')}"


def moves_words(remedy: Remedy, view: PlanView, *, most: int = 6) -> str:
    """The moves of a remedy of many, the first ones by name, and what they do to the mix."""

    def label(key: str) -> str:
        return in_reader_words(view.problem.label(key))

    lines = [
        _("%(who)s去%(to)s") % {"who": label(who), "to": label(to)} if to else _("%(who)s先不排") % {"who": label(who)}
        for who, to in remedy.moves[:most]
    ]
    more = len(remedy.moves) - most
    if more > 0:
        lines.append(_("还有 %(n)s 人") % {"n": more})
    return f"{_('、').join(lines)}{_('，')}{cost_words(remedy.difference)}{_('。')}"


def cost_words(difference: Worth) -> str:
    """What a change does to the mix: points are what the wishes cost together, fewer is better."""
    if difference.cost == 0:
        return _("搭配不变")
    if difference.cost < 0:
        return _("搭配还好了 %(n)s 分") % {"n": -difference.cost}
    return _("搭配差 %(n)s 分") % {"n": difference.cost}


def against(choice: Choice) -> list[str]:
    """Why a group is closed to somebody, or what his coming would break."""
    return [in_reader_words(fault.message) for fault in (choice.closed_by or choice.breaks)]


def past_words(faults: Iterable[Fault], problem: Problem, me: str) -> list[str]:
    """What earlier seasons say against a group for one person, in half a line each."""
    found = []
    for fault in faults:
        if fault.rule == "hardship":
            facts = {"points": problem.official(me).hardship, "here": problem.posting(fault.postings[0]).hardness}
            found.append(_("往年已有 %(points)s 点辛苦，这里又苦（%(here)s 点）") % facts)
        elif fault.rule == "repeat_enterprise":
            found.append(_("上回就在这家"))
        else:
            mates = [problem.label(each) for each in fault.officials if each != me]
            found.append(_("和%(names)s上回就在一组") % {"names": _("、").join(mates)})
    return found


def measure_words(measure: Measure) -> dict[str, object]:
    """One bar: words, 13 / 14 条, how full, whether it is full."""
    units = {"rule": _("条"), "person": _("人"), "group": pgettext("count", "组")}
    share = 100 * measure.good // measure.total if measure.total else 100
    return {
        "words": MEASURES[measure.rule],
        "count": f"{measure.good} / {measure.total} {units[measure.unit]}",
        "share": share,
        "is_full": measure.good == measure.total,
        "is_low": share < 90 or (measure.rule == "hard" and measure.good < measure.total),
    }


def blank_words(blank: Blank) -> dict[str, object]:
    """One thing that nobody has said yet, with where to say it."""
    name, gap = MENDED_AT.get(blank.kind, ("plan-officials", blank.kind))
    few = _("、").join(in_reader_words(name) for name in blank.names[:4])
    return {
        "words": BLANKS[blank.kind],
        "count": blank.count,
        "names": few + (_(" 等") if blank.count > 4 else ""),
        "address": name,
        "gap": gap,
        "blocks": blank.blocks,
    }


def reasons(member: Member, card: Card, view: PlanView) -> list[str]:
    """Why somebody is in this group: what of him this group needs, and where else he cannot go."""
    problem, me = view.problem, f"o{member.official.id}"
    if f"g{card.group.id}" not in {p.id for p in problem.postings} or member.official.person.sex is None:
        return []
    official, posting = problem.official(me), problem.posting(f"g{card.group.id}")
    others = [problem.official(f"o{m.official.id}") for m in card.members if m is not member and m.official.person.sex]
    found = []
    if official.leader and not any(o.leader for o in others):
        found.append(_("组里只有这一位能当组长"))
    found += [
        _("组里唯一的%(role)s") % {"role": in_reader_words(role)}
        for key, role in ROLES.items()
        if key in official.roles and not any(key in o.roles for o in others)
    ]
    if posting.dialect and posting.dialect in official.dialects:
        found.append(_("会说%(dialect)s") % {"dialect": posting.dialect})
    if len(official.phases) == 1 and len(problem.phases) > 1:
        found.append(_("只能来%(phase)s") % {"phase": in_reader_words(phase_words(card.group.phase_number))})
    if posting.topic and posting.topic == official.topic:
        found.append(_("课题对得上"))
    if official.seniority_band == 0:
        found.append(_("头一回"))
    elif official.seniority_band == 2:
        found.append(_("去过两次以上"))
    return found


def days(start: date, end: date) -> str:
    """5/10 到 5/14"""
    return _("%(a)s 到 %(b)s") % {"a": f"{start.month}/{start.day}", "b": f"{end.month}/{end.day}"}


def rule_names(rules: Iterable[str]) -> list[str]:
    """Rules as people call them."""
    return [in_reader_words(RULES[rule].name) for rule in rules if rule in RULES]
