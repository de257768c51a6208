"""A workshop in the calendar of a phone: the phone reminds, nothing is sent.

One identifier a workshop: the file taken again replaces what the first one put there, and one that was
called off says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.calendars import calendar_file
from webapp.workshops.models import Workshop

REMINDER = timedelta(hours=-24)


def workshop_calendar(found: Workshop, *, at: datetime, url: str, words: str) -> bytes:
    """The file. ``words``: what to know besides the place and the hour."""
    event = {
        "uid": f"{found.id}@marchepied",
        "dtstamp": at,
        "dtstart": found.starts_at,
        "dtend": found.ends_at,
        "summary": found.title,
        "location": found.venue,
        "description": words,
        "url": url,
        "status": "CANCELLED" if found.cancelled_at else "CONFIRMED",
    }
    return calendar_file("Workshops", [event], remind=REMINDER)
