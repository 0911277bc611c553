"""What the log never holds."""

import logging


class NothingOfThePortal(logging.Filter):
    """Keep out of the log every record that belongs to a request at the portal."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        return getattr(request, "META", {}).get("dundian.door") != "portal"
