"""Steps with an article and its pledges."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from dundian.engines.reading import article as reading
from dundian.engines.reading import page as pages
from dundian.engines.reading import scheme
from dundian.features.ledger.services import record
from dundian.features.programme import services as programme

from .models import Article, Pledge, Proof, Speech


class NotInTheSpeech(Exception):
    """这几句不在发言稿里。承诺要一字不差地取自原文。"""


class UnknownCode(Exception):
    """没有这个类别。"""


@dataclass(frozen=True, kw_only=True)
class Codes:
    """How a pledge is classed, in the codes of the pledge scheme."""

    category: str
    verifiability: str
    evidence: tuple[str, ...]
    actor: str

    def check(self) -> None:
        """Raise UnknownCode unless every code is one of the scheme."""
        known = (
            self.category in scheme.names("categories"),
            self.verifiability in scheme.names("verifiability"),
            set(self.evidence) <= set(scheme.names("evidence_types")),
            self.actor in {"group", "self", "leader"},
        )
        if not all(known):
            raise UnknownCode


def _spans(spans: tuple[pages.Span, ...]) -> list[list[int]]:
    return [[span.line, span.start, span.end] for span in spans]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@transaction.atomic
def take_article(*, programme_id: int, text: str, file_name: str, by: str, at: datetime) -> int:
    """Read a page, keep it with its speeches and proposed pledges, and return the article's id.

    The same text twice is one article. Raises engines.reading.page.PageNotRead with a sentence.
    """
    page = reading.read_page(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    article, is_new = Article.objects.get_or_create(
        programme_id=programme_id,
        digest=digest,
        defaults={"file_name": file_name, "headline": page.headline, "text": text, "read_at": at},
    )
    if not is_new:
        return article.pk
    facts = page.facts
    said = programme.Announcement(
        host=facts.host,
        start_on=_day(facts.start),
        end_on=_day(facts.end),
        people=facts.people,
        phases=facts.phases,
        groups=facts.groups_total,
        tasks=tuple(asdict(task) for task in page.tasks),
    )
    programme.announce(programme_id=programme_id, said=said, by=by, at=at)
    for number, speech in enumerate(page.speeches, start=1):
        _keep_speech(article, number, speech)
    record(step="TAKE_ARTICLE", subject=f"article:{article.pk}", by=by, at=at, facts={"speeches": len(page.speeches)})
    return article.pk


def _keep_speech(article: Article, number: int, speech: pages.Speech) -> None:
    official = programme.add_speaker(programme_id=article.programme_id, name=speech.name, title=speech.title)
    kept = Speech.objects.create(
        article=article,
        official_id=official,
        number=number,
        name=speech.name,
        title=speech.title,
        role=speech.role,
        is_opening_lost=speech.lost_text,
        paragraphs=[{"text": part.text, "spans": _spans(part.spans)} for part in speech.paragraphs],
        notes=[{"kind": n.kind, "text": n.text, "note": n.note, "spans": _spans(n.spans)} for n in speech.notes],
    )
    Pledge.objects.bulk_create(
        Pledge(
            speech=kept,
            paragraph=p.paragraph,
            start=p.start,
            end=p.end,
            category=p.category,
            verifiability=p.verifiability,
            evidence=list(p.evidence),
            actor=p.actor,
        )
        for p in speech.pledges
    )


@transaction.atomic
def remove_article(*, article_id: int, by: str, at: datetime) -> None:
    """Remove a page with everything read from it; the speakers stay as people."""
    Article.objects.get(pk=article_id).delete()
    record(step="REMOVE_ARTICLE", subject=f"article:{article_id}", by=by, at=at)


def _place(speech: Speech, words: str) -> tuple[int, int, int]:
    """Paragraph and code points of words that stand in the restored speech, blanks apart; raises NotInTheSpeech."""
    wanted = "".join(words.split())
    for number, part in enumerate(speech.paragraphs):
        kept = [place for place, letter in enumerate(part["text"]) if not letter.isspace()]
        found = "".join(part["text"][place] for place in kept).find(wanted)
        if wanted and found >= 0:
            return number, kept[found], kept[found + len(wanted) - 1] + 1
    raise NotInTheSpeech


@transaction.atomic
def mark_pledge(*, speech_id: int, words: str, codes: Codes, by: str, at: datetime) -> int:
    """A person marks a stretch of a speech as a pledge; returns its id. Raises NotInTheSpeech, UnknownCode."""
    codes.check()
    speech = Speech.objects.get(pk=speech_id)
    paragraph, start, end = _place(speech, words)
    pledge = Pledge.objects.create(
        speech=speech,
        paragraph=paragraph,
        start=start,
        end=end,
        category=codes.category,
        verifiability=codes.verifiability,
        evidence=list(codes.evidence),
        actor=codes.actor,
        is_proposed=False,
        confirmed_by=by,
        confirmed_at=at,
    )
    record(step="MARK_PLEDGE", subject=f"pledge:{pledge.pk}", by=by, at=at)
    return pledge.pk


@transaction.atomic
def amend_pledge(*, pledge_id: int, words: str, codes: Codes, by: str, at: datetime) -> None:
    """Change the words or the codes of a pledge, which confirms it. Raises NotInTheSpeech, UnknownCode."""
    codes.check()
    pledge = Pledge.objects.select_for_update().select_related("speech").get(pk=pledge_id)
    pledge.paragraph, pledge.start, pledge.end = _place(pledge.speech, words)
    pledge.category, pledge.verifiability = codes.category, codes.verifiability
    pledge.evidence, pledge.actor = list(codes.evidence), codes.actor
    _confirm(pledge, by, at)


def _confirm(pledge: Pledge, by: str, at: datetime) -> None:
    pledge.is_proposed, pledge.confirmed_by, pledge.confirmed_at = False, by, at
    pledge.save()
    record(step="CONFIRM_PLEDGE", subject=f"pledge:{pledge.pk}", by=by, at=at, facts={"category": pledge.category})


@transaction.atomic
def confirm_pledge(*, pledge_id: int, by: str, at: datetime) -> None:
    """A person says that the machine read this one right."""
    _confirm(Pledge.objects.select_for_update().get(pk=pledge_id), by, at)


@transaction.atomic
def confirm_speech(*, speech_id: int, by: str, at: datetime) -> int:
    """Confirm every proposed pledge of one speech; returns how many there were."""
    rows = list(Pledge.objects.select_for_update().filter(speech_id=speech_id, is_proposed=True, dropped_at=None))
    for pledge in rows:
        _confirm(pledge, by, at)
    return len(rows)


@transaction.atomic
def drop_pledge(*, pledge_id: int, by: str, at: datetime) -> None:
    """A person says that this is no pledge. It stays, out of sight, and can be put back."""
    Pledge.objects.filter(pk=pledge_id).update(dropped_at=at)
    record(step="DROP_PLEDGE", subject=f"pledge:{pledge_id}", by=by, at=at)


@transaction.atomic
def put_back(*, pledge_id: int, by: str, at: datetime) -> None:
    """Undo of drop_pledge."""
    Pledge.objects.filter(pk=pledge_id).update(dropped_at=None)
    record(step="PUT_BACK_PLEDGE", subject=f"pledge:{pledge_id}", by=by, at=at)


@transaction.atomic
def add_proof(*, pledge_id: int, kind: str, where: str, by: str, at: datetime) -> int:
    """Point to what proves a pledge; `where` is what the reader is to look at. Raises UnknownCode."""
    if kind not in scheme.names("evidence_types") or not where.strip():
        raise UnknownCode
    proof = Proof.objects.create(pledge_id=pledge_id, kind=kind, where=where.strip(), added_by=by, added_at=at)
    record(step="ADD_PROOF", subject=f"pledge:{pledge_id}", by=by, at=at, facts={"kind": kind})
    return proof.pk


@transaction.atomic
def take_proof_away(*, pledge_id: int, proof_id: int, by: str, at: datetime) -> None:
    """Undo of add_proof; nothing happens to what proves another pledge."""
    proof = Proof.objects.filter(pk=proof_id, pledge_id=pledge_id).first()
    if proof is not None:
        proof.delete()
        record(step="TAKE_PROOF_AWAY", subject=f"pledge:{proof.pledge_id}", by=by, at=at, facts={"kind": proof.kind})
