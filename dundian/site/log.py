"""What the log never holds."""

import logging
import re
from traceback import format_tb
from types import TracebackType

# Addresses that open something by themselves.
KEYS = re.compile(r"/(enter|calendar)/[^/\s]+")


class NothingOfThePortal(logging.Filter):
    """Keep out of the log every record that belongs to a request at the portal."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        return getattr(request, "META", {}).get("dundian.door") != "portal"


class Discreet(logging.Formatter):
    """Of a fault its kind and the places in the code: the message of a database error quotes the row, and with it
    what somebody said. Of an address that is a key, not the key.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One record as text."""
        return KEYS.sub(r"/\1/…", super().format(record))

    def formatException(  # noqa: N802 – logging's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The kinds and places of a fault and of what led to it."""
        parts, fault = [], ei[1]
        while fault is not None:
            parts.append("".join(format_tb(fault.__traceback__)) + type(fault).__qualname__)
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\nfrom\n".join(parts)
