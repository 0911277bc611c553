"""Ctrl-C while something is worked out: the first one asks to stop and keep what there is, the second one ends."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from dundian.doors.shell.saying import tell


@dataclass
class Stop:
    """Whether somebody asked to stop."""

    is_asked: bool = False


@contextmanager
def stopping(words: str) -> Iterator[Stop]:
    """Turn the first Ctrl-C into a wish to stop, and say these words then."""
    stop = Stop()
    before = signal.getsignal(signal.SIGINT)

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.is_asked = True
        signal.signal(signal.SIGINT, before)
        tell(words)

    signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
