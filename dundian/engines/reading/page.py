"""What a newspaper page of pledge speeches says: facts, tasks, speeches, pledges, and where each stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Role = Literal["leader", "member"]
Actor = Literal["group", "self", "leader"]
NoteKind = Literal["sic", "undefined", "lost"]


class PageNotRead(ValueError):
    """这一页没有读成。"""

    def __str__(self) -> str:
        """The docstring is the message; what was passed in is put at its end."""
        return (type(self).__doc__ or "") + "".join(str(part) for part in self.args)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one source line: 1-based line, code points from `start` up to, not including, `end`."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A source line without its outer blanks; `start` is where the text begins in the line."""

    number: int
    start: int
    text: str

    def span(self) -> Span:
        """Where the text stands in the source."""
        return Span(self.number, self.start, self.start + len(self.text))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the editor states; None where the page does not say it. Dates are ISO text."""

    start: str | None = None
    end: str | None = None
    people: int | None = None
    phases: int | None = None
    groups_total: int | None = None
    speakers: int | None = None
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One thing the programme is to do, in the editor's words."""

    text: str
    category: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A restored paragraph: the texts of its spans, one after the other, are its text."""

    text: str
    spans: tuple[Span, ...]

    @property
    def lines(self) -> tuple[int, ...]:
        """The source lines in reading order, 1-based."""
        return tuple(dict.fromkeys(span.line for span in self.spans))

    def within(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of the text from `start` to `end` (code points of this paragraph)."""
        found, offset = [], 0
        for span in self.spans:
            length = span.end - span.start
            a, b = max(start - offset, 0), min(end - offset, length)
            if a < b:
                found.append(Span(span.line, span.start + a, span.start + b))
            offset += length
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Pledge:
    """One commitment, verbatim: paragraph `paragraph` of the speech from `start` to `end` (code points)."""

    text: str
    category: str
    verifiability: str
    evidence: tuple[str, ...]
    actor: Actor
    paragraph: int
    start: int
    end: int
    spans: tuple[Span, ...]

    @property
    def lines(self) -> tuple[int, ...]:
        """The source lines it stands on, 1-based."""
        return tuple(dict.fromkeys(span.line for span in self.spans))


@dataclass(frozen=True, slots=True)
class Note:
    """A likely misprint (sic), a term the page never explains (undefined), or a lost opening (lost)."""

    kind: NoteKind
    text: str
    note: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """One speaker's pledge speech, its paragraphs in their true order."""

    name: str
    title: str | None
    role: Role | None
    lost_text: bool
    paragraphs: tuple[Paragraph, ...]
    pledges: tuple[Pledge, ...]
    notes: tuple[Note, ...]

    @property
    def is_moved(self) -> bool:
        """Whether the restored order differs from the order on the page."""
        numbers = [(span.line, span.start) for part in self.paragraphs for span in part.spans]
        return numbers != sorted(numbers)

    def as_json(self) -> dict[str, Any]:
        """The shape that `dundian read --json` prints for one speaker."""
        return {
            "name": self.name,
            "title": self.title,
            "role": self.role,
            "lost_text": self.lost_text,
            "paragraphs": [{"lines": list(part.lines), "text": part.text} for part in self.paragraphs],
            "pledges": [
                {
                    "text": pledge.text,
                    "category": pledge.category,
                    "verifiability": pledge.verifiability,
                    "evidence": list(pledge.evidence),
                    "actor": pledge.actor,
                    "lines": list(pledge.lines),
                }
                for pledge in self.pledges
            ],
            "notes": [{"kind": note.kind, "text": note.text, "note": note.note} for note in self.notes],
        }


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of the source to be marked: what it is, whose it is, and its place in that speech."""

    span: Span
    kind: Literal["paragraph", "pledge", "note"]
    speech: int
    index: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was understood. Lines are 1-based, split on LF."""

    headline: str | None
    facts: Facts
    tasks: tuple[Task, ...]
    speeches: tuple[Speech, ...]

    def highlights(self) -> tuple[Highlight, ...]:
        """Every paragraph, pledge and note at its place in the source, in source order."""
        found = [
            Highlight(span, kind, number, index)
            for number, speech in enumerate(self.speeches)
            for kind, parts in _marked(speech)
            for index, part in enumerate(parts)
            for span in part.spans
        ]
        return tuple(sorted(found, key=lambda mark: (mark.span.line, mark.span.start, -mark.span.end)))

    def as_json(self) -> dict[str, Any]:
        """The shape that `dundian read --json` prints."""
        return {
            "headline": self.headline,
            "facts": {field.name: getattr(self.facts, field.name) for field in fields(self.facts)},
            "tasks": [asdict(task) for task in self.tasks],
            "speakers": [speech.as_json() for speech in self.speeches],
        }


_Marked = tuple[Literal["paragraph", "pledge", "note"], tuple[Paragraph | Pledge | Note, ...]]


def _marked(speech: Speech) -> tuple[_Marked, ...]:
    return (("paragraph", speech.paragraphs), ("pledge", speech.pledges), ("note", speech.notes))
