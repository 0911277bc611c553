"""Wait for something to become true, as long as it takes and no longer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


def until(happened: Callable[[], object], *, seconds: float = 10.0) -> float:
    """Return after how many seconds it happened; fail when it did not."""
    since, pause = time.monotonic(), threading.Event()
    while not happened():
        assert time.monotonic() - since < seconds, f"did not happen in {seconds} s"
        pause.wait(0.02)
    return time.monotonic() - since
