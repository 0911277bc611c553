"""An article beside what was read from it, and pledges beside what proves them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dundian.engines.reading import scheme
from dundian.features.field import queries as field_queries
from dundian.features.programme.scope import Scope

from .models import Article, Pledge, Speech

# Records of which kind (field) prove which kind of evidence. Kinds not named here are shown by a person.
RECORDS_FOR = {
    "labour_log": "labour",
    "attendance": "labour",
    "meal_lodging": "meal_lodging",
    "talk": "talk",
    "interview": "interview",
    "visit": "visit",
    "symposium": "symposium",
    "liaison": "liaison",
    "diary": "diary",
    "meeting": "meeting",
    "suggestion": "suggestion",
}


@dataclass(frozen=True, kw_only=True)
class ArticleRow:
    """One uploaded page in a list."""

    id: int
    headline: str
    file_name: str
    read_at: datetime
    speech_count: int
    pledge_count: int
    proposed_count: int


@dataclass(frozen=True, kw_only=True)
class ProofRow:
    """Where a person saw the proof."""

    id: int
    kind: str
    kind_words: str
    where: str


@dataclass(frozen=True, kw_only=True)
class PledgeRow:
    """One pledge with its words and what proves it so far."""

    id: int
    speech_id: int
    name: str
    paragraph: int
    start: int
    end: int
    text: str
    category: str
    category_words: str
    verifiability: str
    verifiability_words: str
    evidence: tuple[str, ...]
    evidence_words: tuple[str, ...]
    actor: str
    is_proposed: bool
    is_dropped: bool
    official_id: int
    proofs: tuple[ProofRow, ...] = ()
    record_count: int = 0

    @property
    def is_proved(self) -> bool:
        """Whether anything shows that it was kept."""
        return bool(self.proofs) or self.record_count > 0

    @property
    def counts(self) -> bool:
        """A declaration is kept for show and never counted (scheme: 不计入完成率)."""
        return self.verifiability != "declaration"


@dataclass(frozen=True, kw_only=True)
class SpeechRow:
    """One speech in its true order."""

    id: int
    number: int
    name: str
    title: str | None
    role: str | None
    is_opening_lost: bool
    is_moved: bool
    paragraphs: tuple[dict[str, Any], ...]
    notes: tuple[dict[str, Any], ...]
    pledges: tuple[PledgeRow, ...]


@dataclass(frozen=True, kw_only=True)
class ArticleView:
    """A page as it was printed, line by line, and its speeches."""

    id: int
    headline: str
    file_name: str
    read_at: datetime
    lines: tuple[str, ...]
    speeches: tuple[SpeechRow, ...] = field(default_factory=tuple)


def _row(pledge: Pledge, speech: Speech) -> PledgeRow:
    kinds = scheme.names("evidence_types")
    proofs = tuple(ProofRow(id=p.pk, kind=p.kind, kind_words=kinds[p.kind], where=p.where) for p in pledge.proofs.all())
    return PledgeRow(
        id=pledge.pk,
        speech_id=speech.pk,
        name=speech.name,
        paragraph=pledge.paragraph,
        start=pledge.start,
        end=pledge.end,
        text=speech.paragraphs[pledge.paragraph]["text"][pledge.start : pledge.end],
        category=pledge.category,
        category_words=scheme.names("categories")[pledge.category],
        verifiability=pledge.verifiability,
        verifiability_words=scheme.names("verifiability")[pledge.verifiability],
        evidence=tuple(pledge.evidence),
        evidence_words=tuple(kinds[kind] for kind in pledge.evidence),
        actor=pledge.actor,
        is_proposed=pledge.is_proposed,
        is_dropped=pledge.dropped_at is not None,
        official_id=speech.official_id,
        proofs=proofs,
    )


def articles(programme_id: int) -> list[ArticleRow]:
    """The pages of a programme, newest first."""
    rows = Article.objects.filter(programme_id=programme_id).order_by("-read_at").prefetch_related("speeches__pledges")
    return [_article(article) for article in rows]


def _article(article: Article) -> ArticleRow:
    speeches = list(article.speeches.all())
    pledges = [p for s in speeches for p in s.pledges.all() if p.dropped_at is None]
    return ArticleRow(
        id=article.pk,
        headline=article.headline or article.file_name,
        file_name=article.file_name,
        read_at=article.read_at,
        speech_count=len(speeches),
        pledge_count=len(pledges),
        proposed_count=sum(p.is_proposed for p in pledges),
    )


def _speech(speech: Speech) -> SpeechRow:
    places = [(line, start) for part in speech.paragraphs for line, start, _end in part["spans"]]
    return SpeechRow(
        id=speech.pk,
        number=speech.number,
        name=speech.name,
        title=speech.title,
        role=speech.role,
        is_opening_lost=speech.is_opening_lost,
        is_moved=places != sorted(places),
        paragraphs=tuple(speech.paragraphs),
        notes=tuple(speech.notes),
        pledges=tuple(_row(p, speech) for p in speech.pledges.all()),
    )


def article(article_id: int) -> ArticleView:
    """One page with everything read from it; raises Article.DoesNotExist."""
    row = Article.objects.prefetch_related("speeches__pledges__proofs").get(pk=article_id)
    return ArticleView(
        id=row.pk,
        headline=row.headline or row.file_name,
        file_name=row.file_name,
        read_at=row.read_at,
        lines=tuple(line.rstrip("\r") for line in row.text.split("\n")),
        speeches=tuple(_speech(speech) for speech in row.speeches.all()),
    )


def programme_of(article_id: int) -> int | None:
    """The programme an article belongs to; None where there is no such article."""
    return Article.objects.filter(pk=article_id).values_list("programme_id", flat=True).first()


def programme_of_pledge(pledge_id: int) -> int | None:
    """The programme a pledge belongs to; None where there is no such pledge."""
    return Pledge.objects.filter(pk=pledge_id).values_list("speech__article__programme_id", flat=True).first()


def programme_of_speech(speech_id: int) -> int | None:
    """The programme a speech belongs to; None where there is no such speech."""
    return Speech.objects.filter(pk=speech_id).values_list("article__programme_id", flat=True).first()


def pledge(pledge_id: int) -> PledgeRow:
    """One pledge with the proofs that people pointed to; raises Pledge.DoesNotExist."""
    row = Pledge.objects.select_related("speech").prefetch_related("proofs").get(pk=pledge_id)
    return _row(row, row.speech)


def pledges(scope: Scope, programme_id: int) -> list[PledgeRow]:
    """Every pledge that counts or is shown, with what proves it; records are counted as far as the scope sees them."""
    rows = (
        Pledge.objects.filter(speech__article__programme_id=programme_id, dropped_at=None)
        .select_related("speech")
        .prefetch_related("proofs")
    )
    counts = field_queries.counts_by_official(scope, programme_id=programme_id)
    return [_counted(_row(row, row.speech), counts) for row in rows]


def _counted(row: PledgeRow, counts: dict[tuple[int, str], int]) -> PledgeRow:
    kinds = {RECORDS_FOR[kind] for kind in row.evidence if kind in RECORDS_FOR}
    found = sum(counts.get((row.official_id, kind), 0) for kind in kinds)
    return PledgeRow(**{**row.__dict__, "record_count": found})


def proved(rows: Iterable[PledgeRow]) -> tuple[int, int]:
    """(with evidence, without) among the pledges that count."""
    counted = [row for row in rows if row.counts]
    with_evidence = sum(row.is_proved for row in counted)
    return with_evidence, len(counted) - with_evidence
