"""The heads that offices write above their columns, as data (heads.toml)."""

import tomllib
from pathlib import Path

HEADS = tomllib.loads(Path(__file__).with_name("heads.toml").read_text(encoding="utf-8"))


def heads_of(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the heads of each field of a kind, best first."""
    return {key: tuple(heads.split()) for key, heads in HEADS[kind].items()}
