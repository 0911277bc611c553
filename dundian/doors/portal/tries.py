"""Wrong codes. There is no cookie and no address by which to know who tries, so two things stand in for it.

The page carries its own count in a signed field: after ten wrong codes it rests for ten minutes. Whoever drops
the field starts anew; what holds him back is the price of each try (voices.receipt) and the one bucket of wrong
tries that all visitors of this process share.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from django.core.signing import BadSignature, TimestampSigner

TRIES = 10
REST_SECONDS = 600
_SIGNER = TimestampSigner(salt="portal-tries")


def wrong_so_far(field: str) -> int:
    """How many wrong codes this page has seen in the last ten minutes; 0 for a field that is missing or forged."""
    try:
        return int(_SIGNER.unsign(field, max_age=REST_SECONDS))
    except (BadSignature, ValueError):
        return 0


def one_more(wrong: int) -> str:
    """The field after one more wrong code."""
    return _SIGNER.sign(str(wrong + 1))


class Bucket:
    """Wrong tries that may still be made: `size` at once, and `per_second` more as time goes by."""

    def __init__(self, *, size: int, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._per_second, self._clock = size, per_second, clock
        self._left, self._at, self._lock = float(size), clock(), Lock()

    def _fill(self) -> None:
        now = self._clock()
        self._left = min(self._size, self._left + (now - self._at) * self._per_second)
        self._at = now

    def is_empty(self) -> bool:
        """Whether everybody has to wait a little."""
        with self._lock:
            self._fill()
            return self._left < 1

    def draw(self) -> None:
        """Count one wrong try."""
        with self._lock:
            self._fill()
            self._left = max(0.0, self._left - 1)


BUCKET = Bucket(size=120, per_second=1)
