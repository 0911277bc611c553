"""The steps of a start, each with its name and its time, on stderr: stdout is for what a program reads."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dundian.site.words import _


def say(line: str) -> None:
    """Tell the person at the terminal something now."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Name a step while it runs and its time when it is done."""
    say(f"· {title} ……")
    since = time.monotonic()
    yield
    say(_("  {title}好了，{seconds:.1f} 秒").format(title=title, seconds=time.monotonic() - since))
