"""A poster for a door: A4 upright, read from two steps away. What it says comes as plain data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import typst

from dundian.engines.document.faces import Role, wardrobe

_TEMPLATE = Path(__file__).with_name("poster.typ")


@dataclass(frozen=True, slots=True)
class PosterLine:
    """When, and what."""

    time: str
    what: str


@dataclass(frozen=True, slots=True)
class PosterDay:
    """One day and what there is on it."""

    name: str
    lines: tuple[PosterLine, ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """Everything that stands on one sheet."""

    title: str
    subtitle: str
    invitation: str
    days: tuple[PosterDay, ...]
    promises: tuple[str, ...]


def poster_pdf(posters: Sequence[Poster]) -> bytes:
    """Return these posters as one PDF, each on a sheet of its own."""
    faces = wardrobe(installed=True)
    data = {"faces": faces.families(Role.HEI), "posters": [asdict(each) for each in posters]}
    compiler = typst.Compiler(
        input=_TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=faces.fonts,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return cast("bytes", compiler.compile(format="pdf"))
