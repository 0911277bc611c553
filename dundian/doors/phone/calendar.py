"""An official's calendar, fetched by his calendar program under a secret address, without signing in."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from dundian.features.programme.queries import notices
from dundian.features.programme.queries.notices import EventRow

CHINA = ZoneInfo("Asia/Shanghai")
AN_HOUR = timedelta(hours=1)


@require_safe
def calendar(_request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar as iCalendar (RFC 5545); 404 for a secret that opens nothing or was replaced."""
    found = notices.calendar_events(hashlib.sha256(secret.encode()).digest())
    if found is None:
        return HttpResponseNotFound()
    name, events = found
    book = Calendar()
    book.add("prodid", "-//dundian//plan//ZH")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    book.add("x-wr-timezone", "Asia/Shanghai")
    for row in events:
        book.add_component(_event(row))
    book.add_missing_timezones()
    response = HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")
    # The address is the key: nobody may keep it or pass it on.
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _event(row: EventRow) -> Event:
    event = Event()
    event.add("uid", row.uid)
    event.add("sequence", row.sequence)
    event.add("dtstamp", row.stamped_at)
    event.add("last-modified", row.stamped_at)
    event.add("summary", row.summary)
    event.add("status", "CANCELLED" if row.is_cancelled else "CONFIRMED")
    event.add("location", row.place)
    event.add("description", row.text)
    if row.starts_at is not None:
        start = row.starts_at.astimezone(CHINA)
        event.add("dtstart", start)
        event.add("dtend", row.ends_at.astimezone(CHINA) if row.ends_at else start + AN_HOUR)
    elif row.start_on is not None and row.end_on is not None:
        event.add("dtstart", row.start_on)
        # The end of whole days is the first day after them.
        event.add("dtend", row.end_on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    return event
