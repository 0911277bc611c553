"""The tasks that the editor's note sets: what the programme is to do, in its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import scheme
from .clauses import sentences
from .page import Line, Task
from .preamble import whole_paragraphs

_NOTE = re.compile(r"^[【\[]?编者按[】\]]?[:：]?\s*")
_FRAMES = re.compile(
    r"^(?:结合|根据|按照|为了?(?!职工|企业|工人|群众)|围绕|在.{2,20}(?:之际|背景下)|通过|以.{2,20}为|近日|日前|\d{1,2}月)"
    r"(?!.*(?:开展|进行|组织|推动).{2,})"
    r"|动员会|表态|发言|一致表示|他们.{0,4}表示"
)
_PEOPLE_GO = re.compile(r"(?:名|位|人).{0,40}(?:分|共).{0,20}(?:期|组)")
_STRONG = 3.0  # a task is named by a word of its trade; a passing word does not make one
_NOT_TASKS = frozenset(("discipline", "conduct", "rapport", "leadership", "task_completion", "reflection"))


def tasks(preamble: Sequence[Line]) -> tuple[Task, ...]:
    """Read the tasks of the editor's note; without a note, of the sentence that says who goes where."""
    found: list[Task] = []
    for text in _notes(preamble):
        for sentence in sentences(text):
            for clause in sentence.clauses:
                if _FRAMES.search(clause.text):
                    continue
                category = _kind(clause.text)
                if category and not _PEOPLE_GO.search(clause.text):
                    found.append(Task(clause.text, category))
    return tuple(dict.fromkeys(found))


def _notes(preamble: Sequence[Line]) -> list[str]:
    """The paragraphs of the preamble that state the programme; what the speakers promised in common is not."""
    whole = whole_paragraphs(preamble)
    said = [_NOTE.sub("", text) for text in whole if _NOTE.match(text)]
    if said:
        return said
    return [text for text in whole if len(text) > 40 and not _FRAMES.search(text[:60])]


def _kind(text: str) -> str | None:
    weights = {code: weight for code, weight in scheme.weights(text).items() if code not in _NOT_TASKS}
    best = max(weights, key=lambda code: weights[code], default=None)
    return best if best and weights[best] >= _STRONG else None
