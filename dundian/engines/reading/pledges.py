"""The pledges of a speech: which of its clauses promise something, and what kind of promise it is.

Neighbouring clauses of one sentence that promise the same kind of thing are one pledge. The text of a pledge
is a stretch of the restored paragraph, never other words. A heading (“二是明确任务,抓好落实。”) is a pledge only
where it says more than its slogan or where nothing follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import scheme
from .clauses import Clause, Sentence, sentences
from .page import Actor, Paragraph, Pledge
from .stance import actor, is_afterwards, is_carried, is_measured, is_purpose, says_leader, sets_out, stance

_WEAK = 1.5  # a cue below this weight does not open a pledge of its own
_NEAR = 1.5  # a clause that speaks of the pledge before it nearly as strongly as of another stays with it
_STRONG = 4.5  # what is promised for afterwards stays so, unless a clause says something else this clearly
_SLOGAN = 10  # Chinese characters from which a clause of a heading says something of its own
_SHORTEST = 4
_ALONE = re.compile(r"我(?:还|也|更|就|都)?(?:将|要|会|必须|决心|力争|争取|一定|愿|希望|承诺|保证|给自己)|本人")
_TOGETHER = re.compile(r"我们|咱们|全组|小组|全体")
_LONG = 20  # Chinese characters after which a clause that sets out anew is a pledge of its own
_HAN = re.compile(r"[\u3400-\u9fff]")
_ANNOUNCED_BY = re.compile(r"(?:[:：]|(?:方面|件事|[几两三四五]点)[^，。]{0,8})[。]?$")


@dataclass(slots=True)
class _Promise:
    """Clauses that are growing into one pledge."""

    clauses: list[Clause]
    category: str
    actor: Actor


def pledges(paragraphs: Sequence[Paragraph]) -> tuple[Pledge, ...]:
    """Find the pledges of a restored speech, in its order."""
    found: list[Pledge] = []
    read = [sentences(paragraph.text) for paragraph in paragraphs]
    whole = "".join(paragraph.text for paragraph in paragraphs)
    announced: Actor = "self" if _ALONE.search(whole) and not _TOGETHER.search(whole) else "group"
    headed = [_has_slogan(part) for part in read]
    for number, (paragraph, part) in enumerate(zip(paragraphs, read, strict=True)):
        is_headed = len(part) > 1 and (part[0].has_ordinal or (headed[number] and sum(headed) > 1))
        promises, speaker = _of_paragraph(part, announced, is_headed=is_headed)
        if _ANNOUNCED_BY.search(paragraph.text):
            announced = speaker
        for promise in promises:
            if promise.category == "leadership" and promise.actor == "self" and says_leader(whole):
                promise.actor = "leader"
        found += [_pledge(number, paragraph, promise) for promise in promises]
    return tuple(pledge for pledge in found if _length(pledge.text) >= _SHORTEST)


def _of_paragraph(read: Sequence[Sentence], speaker: Actor, *, is_headed: bool) -> tuple[list[_Promise], Actor]:
    """The promises of a paragraph and who speaks at its end; a slogan at its head lends its kind to what has none."""
    promises: list[_Promise] = []
    slogans: list[Clause] = []
    lent = ""
    for place, sentence in enumerate(read):
        clauses, speaker = _promising(sentence, speaker)
        if (is_headed and not place) or _is_point(read, place):
            slogans = [clause for clause, _ in clauses if _length(clause.text) < _SLOGAN]
            clauses = [pair for pair in clauses if pair[0] not in slogans]
            lent = _kind_of(",".join(clause.text for clause in slogans))
        promises += _grouped(clauses, lent)
    if not promises and slogans:
        promises = list(_grouped([(clause, speaker) for clause in slogans], lent))
    return promises, speaker


def _is_point(read: Sequence[Sentence], place: int) -> bool:
    """Whether a sentence inside a paragraph heads a numbered point that goes on after it."""
    return place > 0 and read[place].has_ordinal and not all(one.has_ordinal for one in read[place + 1 : place + 2])


def _has_slogan(read: Sequence[Sentence]) -> bool:
    """Whether a paragraph without a number begins with a slogan: short, in nobody's name, and more follows."""
    return len(read) > 1 and all(
        _length(clause.text) < _SLOGAN and not actor(clause.text) and stance(clause.text) != "tells"
        for clause in read[0].clauses
    )


def _kind_of(text: str) -> str:
    weights = scheme.weights(text)
    return max(weights, key=lambda code: weights[code], default="")


def _length(text: str) -> int:
    return len(_HAN.findall(text))


def _promising(sentence: Sentence, speaker: Actor) -> tuple[list[tuple[Clause, Actor]], Actor]:
    """The clauses of a sentence that promise, each with its speaker, and who speaks at its end."""
    kept: list[tuple[Clause, Actor]] = []
    telling = promised = leads = False
    if sentence.asks:
        return kept, speaker
    for clause in sentence.clauses:
        heard = actor(clause.text)
        speaker = speaker if leads and heard == "self" else heard or speaker
        leads = leads or heard == "leader"
        does = stance(clause.text)
        if does == "leads" or clause.announces:
            continue
        if (does == "tells" or clause.text.startswith("希望")) and not promised:
            kept = []  # what stands before is what it is about, or the occasion
        telling = does == "tells" or (telling and does == "open")
        promised = promised or does == "promises"
        if not telling:
            kept.append((clause, speaker))
    return kept, speaker


def _grouped(clauses: Sequence[tuple[Clause, Actor]], lent: str) -> Iterator[_Promise]:
    """Join neighbouring clauses of one kind; what has no kind of its own goes with its neighbour."""
    current: _Promise | None = None
    waiting: list[Clause] = []
    for place, (clause, speaker) in enumerate(clauses):
        if _only_carries(clause.text) and place + 1 < len(clauses):
            waiting.append(clause)
            continue
        weights = scheme.weights(_with_time(waiting, clause))
        best = max(weights, key=lambda code: weights[code], default="")
        strength = weights.get(best, 0.0)
        if current and speaker == current.actor and _stays(current, clause, weights, strength):
            current.clauses += [*waiting, clause]
            waiting = []
        elif strength >= _WEAK:
            if current:
                yield current
            current, waiting = _Promise([*waiting, clause], best, speaker), []
        else:
            waiting.append(clause)
    if current:
        current.clauses += waiting
        yield current
    elif waiting and (last := _promise_of_the_whole(waiting, clauses[-1][1], lent)):
        yield last


def _only_carries(text: str) -> bool:
    return is_carried(text) or is_afterwards(text)


def _with_time(waiting: Sequence[Clause], clause: Clause) -> str:
    """The clause with the time that stands before it: what is promised for afterwards is long-term."""
    return ",".join([*(one.text for one in waiting if is_afterwards(one.text)), clause.text])


def _stays(current: _Promise, clause: Clause, weights: dict[str, float], strength: float) -> bool:
    if strength < _WEAK or (current.category == "long_term" and strength < _STRONG):
        return True
    if weights.get(current.category, 0.0) < max(strength - _NEAR, 0.1):
        return False
    if is_purpose(clause.text):
        return True
    return _is_proved_alike(current, clause) and not (_is_long(current) and _sets_out(current.category, clause.text))


def _sets_out(category: str, text: str) -> bool:
    """Whether a clause begins anew and can be proved by itself; mere declarations run on."""
    return sets_out(text) and scheme.proof(category, text).verifiability != "declaration"


def _is_long(current: _Promise) -> bool:
    return sum(_length(clause.text) for clause in current.clauses) >= _LONG


def _is_proved_alike(current: _Promise, clause: Clause) -> bool:
    """Whether one kind of proof serves both; a mere declaration goes along with what can be proved."""
    before = scheme.proof(current.category, ",".join(one.text for one in current.clauses)).verifiability
    return len({before, scheme.proof(current.category, clause.text).verifiability} - {"declaration"}) < 2


def _promise_of_the_whole(clauses: list[Clause], speaker: Actor, lent: str) -> _Promise | None:
    """Clauses too weak alone can be plain together; what nobody can sort is of its heading's kind, or conduct."""
    if kind := _kind_of(",".join(clause.text for clause in clauses)):
        return _Promise(clauses, kind, speaker)
    promised = [clause.text for clause in clauses if stance(clause.text) == "promises"]
    if lent:
        return _Promise(clauses, lent, speaker)
    is_promise = any(actor(text) or is_measured(text) for text in promised)
    return _Promise(clauses, "conduct", speaker) if is_promise else None


def _pledge(number: int, paragraph: Paragraph, promise: _Promise) -> Pledge:
    start, end = promise.clauses[0].start, promise.clauses[-1].end
    text = paragraph.text[start:end]
    proof = scheme.proof(promise.category, text)
    return Pledge(
        text=text,
        category=promise.category,
        verifiability=proof.verifiability,
        evidence=proof.evidence,
        actor=promise.actor,
        paragraph=number,
        start=start,
        end=end,
        spans=paragraph.within(start, end),
    )
